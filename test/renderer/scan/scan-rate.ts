import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { chromium } from 'playwright'
import { build } from 'vite'
import { vi } from 'vitest'
import type { BenchRecord } from './bench-page.tsx'
import { pressed, typed } from './scanner-keys.ts'

/** The Chromium of this machine, or undefined. */
export const chromiumPath = ['/usr/bin/chromium', chromium.executablePath()].find((path) => existsSync(path))

/** What 20 scans a second came to while a dialog opened and closed. */
export type RateRun = { sent: string[]; heard: string[]; inDialog: number; clicks: number; seconds: number }

const SCANS_PER_SECOND = 20
const DIALOG_EVERY_MS = 230

/** Types 20 codes a second for so many seconds into a real page whose dialog opens and closes all the while. */
export async function scanAtFullRate(seconds: number): Promise<RateRun> {
  const folder = mkdtempSync(join(tmpdir(), 'baro-rate-'))
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
  const browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
  })
  try {
    const page = await browser.newPage()
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
    await page.focus('#button')
    await page.evaluate((every) => {
      setInterval(() => document.querySelector<HTMLButtonElement>('#toggle')?.click(), every)
    }, DIALOG_EVERY_MS)
    const session = await page.context().newCDPSession(page)
    const begin = Date.now()
    const sent: string[] = []
    const waiting: Promise<unknown>[] = []
    for (let index = 0; index < seconds * SCANS_PER_SECOND; index += 1) {
      const due = begin + (index * 1_000) / SCANS_PER_SECOND
      if (due > Date.now()) await new Promise((resolve) => setTimeout(resolve, due - Date.now()))
      const code = `C-${String(index).padStart(4, '0')}`
      sent.push(code)
      // Six characters and Enter in 28 ms; the keys carry their own times, 50 ms from scan to scan.
      const at = begin / 1_000 + 3 + index / SCANS_PER_SECOND
      for (const event of [...typed(code.toLowerCase(), { at: 0, gap: 4 }), ...pressed('Enter', 4 * code.length)]) {
        const enter = event.code === 'Enter'
        waiting.push(
          session.send('Input.dispatchKeyEvent', {
            type: event.type === 'keyup' ? 'keyUp' : enter ? 'keyDown' : 'rawKeyDown',
            code: event.code,
            key: enter ? 'Enter' : 'x',
            timestamp: at + event.at / 1_000,
            ...(enter ? { text: '\r', windowsVirtualKeyCode: 13 } : {}),
          }),
        )
      }
      if (waiting.length > 200) await Promise.all(waiting.splice(0))
    }
    await Promise.all(waiting)
    const wall = (Date.now() - begin) / 1_000
    await page.waitForTimeout(600)
    const seen = await page.evaluate(() => (window as unknown as { bench: BenchRecord }).bench)
    const heard = [...seen.screen, ...seen.dialog].map((code) => code.toUpperCase())
    return { sent, heard, inDialog: seen.dialog.length, clicks: seen.clicks, seconds: wall }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
