import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { type Browser, chromium, type Page } from 'playwright'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BenchRecord } from './bench-page.tsx'
import { createPagePerson, createPageScanner } from './type-as-scanner.ts'

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run']
const executable = ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path))
const reason = executable === undefined ? ' (skipped: no Chromium on this machine)' : ''

describe.skipIf(executable === undefined)(`scanning in a real browser${reason}`, () => {
  let folder = ''
  let browser: Browser
  let page: Page
  let scan: (code: string) => Promise<void>
  const errors: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'baro-scan-'))
    // The test runner's own NODE_ENV would give React's development JSX.
    vi.stubEnv('NODE_ENV', 'production')
    await build({
      configFile: false,
      logLevel: 'error',
      root: import.meta.dirname,
      plugins: [react()],
      build: { outDir: folder, lib: { entry: 'bench-page.tsx', formats: ['es'], fileName: 'bench' } },
      define: { 'process.env.NODE_ENV': '"production"' },
    })
    vi.unstubAllEnvs()
    browser = await chromium.launch({
      args: FLAGS,
      ...(executable === undefined ? {} : { executablePath: executable }),
    })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    page = await browser.newPage()
    page.setDefaultTimeout(8000)
    page.on('pageerror', (error) => errors.push(error.message))
    await page.route('http://127.0.0.1/**', (route) => {
      const script = route.request().url().endsWith('.js')
      const html =
        '<!doctype html><title>Bench</title><div id="root"></div><script type="module" src="/bench.js"></script>'
      return route.fulfill({
        contentType: script ? 'text/javascript' : 'text/html',
        body: script ? readFileSync(join(folder, 'bench.js'), 'utf8') : html,
      })
    })
    await page.goto('http://127.0.0.1/')
    await page.waitForSelector('html[data-scan="ready"]')
    scan = await createPageScanner(page)
  })
  afterEach(async () => {
    await page.close()
    expect(errors.splice(0)).toEqual([])
  })

  const seen = (): Promise<BenchRecord> => page.evaluate(() => (window as unknown as { bench: BenchRecord }).bench)
  const state = async (): Promise<unknown> => JSON.parse((await page.textContent('#state')) ?? '')

  it('hears every code whole, gives each its own id, and never presses the focused button', async () => {
    await page.focus('#button')
    const codes = Array.from({ length: 15 }, (_, index) => `A-${String(index).padStart(2, '0')}-2-05`)
    for (const code of [...codes, 'TOTE-07', ']C10108801234000017']) await scan(code)
    const { screen, clicks, ids, keys } = await seen()
    expect(screen).toEqual([...codes, 'TOTE-07', '0108801234000017'])
    expect(clicks).toBe(0)
    expect(new Set(ids).size).toBe(17)
    expect(keys).not.toContain('Enter')
  }, 40_000)

  it('puts the text of the focused field back, on the page and in React', async () => {
    await page.focus('#note')
    await page.keyboard.type('two boxes', { delay: 90 })
    await page.waitForTimeout(250)
    await scan('8801234000017')
    await page.waitForFunction(() => (window as unknown as { bench: BenchRecord }).bench.screen.length === 1)
    expect((await seen()).screen).toEqual(['8801234000017'])
    expect(await page.inputValue('#note')).toBe('two boxes')
    expect(await page.textContent('#shown')).toBe('two boxes')
    await page.keyboard.type('!', { delay: 90 })
    expect(await page.textContent('#shown')).toBe('two boxes!')
  })

  it('puts it back also when a Korean input method composes what the scanner types', async () => {
    await page.focus('#note')
    await page.keyboard.type('ok', { delay: 90 })
    await page.waitForTimeout(250)
    const session = await page.context().newCDPSession(page)
    const begin = Date.now() / 1000 + 3
    const type = async (code: string, composed: string | null, index: number): Promise<void> => {
      const event = { code, key: 'Process', windowsVirtualKeyCode: 229, timestamp: begin + index * 0.008 }
      await session.send('Input.dispatchKeyEvent', { ...event, type: 'rawKeyDown' })
      if (composed !== null) {
        await session.send('Input.imeSetComposition', { text: composed, selectionStart: 1, selectionEnd: 1 })
      }
      await session.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' })
    }
    const keys = [
      ['KeyR', 'ㄱ'],
      ['KeyK', '가'],
      ['KeyS', '간'],
      ['KeyE', '간ㄷ'],
      ['KeyR', '간ㄷㄱ'],
      ['Enter', null],
    ] as const
    for (const [index, [code, composed]] of keys.entries()) await type(code, composed, index)
    await page.waitForFunction(() => (window as unknown as { bench: BenchRecord }).bench.screen.length === 1)
    expect((await seen()).screen).toEqual(['rkser'])
    expect(await page.inputValue('#note')).toBe('ok')
    expect(await page.textContent('#shown')).toBe('ok')
  })

  it('leaves a person at the keyboard alone', async () => {
    await page.focus('#button')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Space')
    await page.focus('#note')
    await (await createPagePerson(page))('A-03')
    expect(await page.inputValue('#note')).toBe('A-03')
    expect(await seen()).toMatchObject({ clicks: 2, screen: [] })
  })

  it('gives scans to the open dialog only, and to the screen again after it', async () => {
    await page.click('#toggle')
    await page.waitForSelector('#dialog')
    await scan('FOR-DIALOG')
    await page.click('#toggle')
    await page.waitForSelector('#dialog', { state: 'detached' })
    await scan('FOR-SCREEN')
    expect(await seen()).toMatchObject({ dialog: ['FOR-DIALOG'], screen: ['FOR-SCREEN'] })
  })

  it('sends codes from buttons the same way, and drops the second of a double click', async () => {
    await page.dblclick('#emit')
    await page.waitForFunction(() => document.querySelector('#state')?.textContent?.includes('"bounceCount":1'))
    expect((await seen()).screen).toEqual(['EMITTED'])
    expect(await state()).toEqual({ heard: true, bounceCount: 1, last: 'EMITTED', notice: 'bounce' })
  })

  it('says when the window is not heard', async () => {
    await page.evaluate(() => {
      document.hasFocus = () => false
      window.dispatchEvent(new Event('blur'))
    })
    await page.waitForFunction(() => document.querySelector('#state')?.textContent?.includes('"heard":false'))
    expect(await state()).toMatchObject({ heard: false })
  })
})
