import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { chromium } from 'playwright'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { contentSecurityPolicy } from '../../../main/static-files.ts'
import type { CameraRecord } from './camera-page.tsx'
import { asVideo, modulesOf, pictureOf, SYMBOLOGIES } from './drawn-codes.ts'

const executable = ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path))
const reason = executable === undefined ? ' (skipped: no Chromium on this machine)' : ''

describe.skipIf(executable === undefined)(`the camera in a real browser${reason}`, () => {
  let folder = ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'baro-camera-'))
    vi.stubEnv('NODE_ENV', 'production')
    await build({
      configFile: false,
      logLevel: 'error',
      root: import.meta.dirname,
      base: '/',
      plugins: [react()],
      worker: { format: 'es' },
      build: { outDir: folder, rollupOptions: { input: join(import.meta.dirname, 'camera-page.html') } },
      define: { 'process.env.NODE_ENV': '"production"' },
    })
    vi.unstubAllEnvs()
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** What the page has come to before a camera that sees this video, as soon as `done` says so. */
  async function before(
    video: Uint8Array,
    accepts: string,
    done: (record: CameraRecord) => boolean,
  ): Promise<CameraRecord> {
    const file = join(folder, 'camera.y4m')
    writeFileSync(file, video)
    const browser = await chromium.launch({
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${file}`,
      ],
      ...(executable === undefined ? {} : { executablePath: executable }),
    })
    try {
      const page = await browser.newPage()
      await page.route('http://127.0.0.1/**', (route) => {
        const path = new URL(route.request().url()).pathname
        const name = path === '/' ? '/camera-page.html' : path
        return route.fulfill({
          headers: {
            'content-type': name.endsWith('.js') ? 'text/javascript' : 'text/html',
            'content-security-policy': contentSecurityPolicy,
          },
          body: readFileSync(join(folder, name), 'utf8'),
        })
      })
      await page.goto(`http://127.0.0.1/?accepts=${accepts}`)
      const read = (): Promise<CameraRecord> =>
        page.evaluate(() => (window as unknown as { record: CameraRecord }).record)
      await expect.poll(async () => done(await read()), { timeout: 15_000, interval: 50 }).toBe(true)
      return await read()
    } finally {
      await browser.close()
    }
  }

  it.each(SYMBOLOGIES)(
    'reads $name, once',
    async ({ name, bcid, text, sent, width }) => {
      const picture = pictureOf([{ modules: modulesOf(bcid, text), width }], { width: 960, height: 720 })
      const record = await before(asVideo(picture), 'item,location,tote', ({ taken }) => taken.length > 0)
      expect(record.taken).toEqual([sent])
      process.stdout.write(`${name}: read after ${Math.round(record.takenAt - record.sharpAt)} ms of picture\n`)
    },
    40_000,
  )

  it('keeps its picture when the one before it, not yet open when it was closed, goes', async () => {
    const picture = pictureOf([{ modules: modulesOf('code128', 'TOTE-07'), width: 0.6 }])
    const record = await before(asVideo(picture), 'tote&again', ({ taken }) => taken.length > 0)
    expect(record.taken).toEqual([']C0TOTE-07'])
  }, 40_000)

  it('asks when two codes fit alike', async () => {
    const picture = pictureOf([
      { modules: modulesOf('code128', 'TOTE-07'), width: 0.4, x: 0.27, y: 0.25 },
      { modules: modulesOf('code128', 'TOTE-08'), width: 0.4, x: 0.7, y: 0.75 },
    ])
    const record = await before(asVideo(picture), 'tote', ({ offers }) => offers.length > 0)
    expect(record.taken).toEqual([])
    expect(record.offers[0]?.toSorted()).toEqual([']C0TOTE-07', ']C0TOTE-08'])
  }, 40_000)
})
