import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from '@playwright/test'

const root = resolve(import.meta.dirname, '../..')

/** A program that a test needs: where it is, or why it cannot be used here. */
export type Tool = { path: string } | { path: null; reason: string }

/** The flags under which Debian's Chromium runs headless, as root and in a container. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** The Chromium to test in: `BARO_CHROMIUM`, the system's own, Chrome, or the one that Playwright fetched. */
export function findChromium(): Tool {
  const told = process.env.BARO_CHROMIUM
  if (told !== undefined && told !== '') {
    return existsSync(told) ? { path: told } : { path: null, reason: `BARO_CHROMIUM names ${told}, which is not there` }
  }
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', chromium.executablePath()]
  const path = places.find((place) => place !== '' && existsSync(place))
  return path === undefined
    ? { path: null, reason: 'no Chromium here: install the package chromium, or run npx playwright install chromium' }
    : { path }
}

/** Electron's binary, when it has been fetched and may run here. */
export function findElectron(): Tool {
  const folder = join(root, 'node_modules', 'electron')
  const name = join(folder, 'path.txt')
  if (!existsSync(name))
    return { path: null, reason: "Electron's binary has not been fetched: run npx install-electron" }
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), readFileSync(name, 'utf8').trim())
  if (!existsSync(path)) return { path: null, reason: "Electron's binary is not where its package says" }
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return { path: null, reason: 'Electron does not run as root with its sandbox on' }
  }
  return { path }
}
