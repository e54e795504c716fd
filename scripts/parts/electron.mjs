import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { environment } from './node24.mjs'
import { run } from './run.mjs'
import { memoryFile, readJson, root, say, writeJson } from './tree.mjs'

const folder = join(root, 'node_modules', 'electron')
const memory = memoryFile('electron-fetch')
const DAY_MS = 86_400_000
const PROBE_MS = 8_000
const FETCH_MS = 90_000
const PATIENT_FETCH_MS = 600_000

/** The path of Electron's binary, or null when it has not been fetched. */
export function findElectron() {
  try {
    const name = readFileSync(join(folder, 'path.txt'), 'utf8').trim()
    const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name)
    return existsSync(path) ? path : null
  } catch {
    return null
  }
}

/** Why Electron could not show a window here even if its binary were present, or null. */
export function whyNoWindow({ platform, env, uid }) {
  if (platform !== 'linux') return null
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display for a window'
  if (uid === 0) return 'Electron does not run as root'
  return null
}

/** Why the last attempt to fetch the binary failed, when that was less than a day before `now` and for this version. */
export function rememberedFailure(remembered, version, now) {
  const isFresh = remembered?.version === version && now - remembered.at < DAY_MS && now >= remembered.at
  return isFresh ? remembered.reason : null
}

async function whyUnreachable() {
  const { ELECTRON_MIRROR, npm_config_electron_mirror, HTTPS_PROXY, https_proxy } = process.env
  if (HTTPS_PROXY || https_proxy) return null
  const source = ELECTRON_MIRROR ?? npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases'
  try {
    await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) })
    return null
  } catch {
    return `${new URL(source).host} does not answer`
  }
}

/**
 * The binary, fetched if need be: `{ path }`, or `{ path: null, reason }`. Never waits longer than 100 s, and after a
 * failure not at all for a day; when the person insisted on Electron it tries again and waits ten minutes.
 */
export async function fetchElectron(node, { insist = false } = {}) {
  const present = findElectron()
  if (present !== null) return { path: present }
  const version = readJson(join(folder, 'package.json'))?.version
  const remembered = insist ? null : rememberedFailure(readJson(memory), version, Date.now())
  if (remembered !== null) return { path: null, reason: remembered }
  say('Fetching Electron (about 120 MB, once) …')
  let reason = await whyUnreachable()
  if (reason === null) {
    const timeoutMs = insist ? PATIENT_FETCH_MS : FETCH_MS
    const options = { env: environment(node), quiet: true, timeoutMs }
    const { status, timedOut } = await run(node, [join(folder, 'install.js')], options)
    if (timedOut) reason = `it did not arrive within ${timeoutMs / 1000} s`
    else if (status !== 0) reason = 'the download failed'
  }
  const path = findElectron()
  if (path !== null) return { path }
  writeJson(memory, { version, at: Date.now(), reason })
  return { path: null, reason: reason ?? 'the download brought no binary' }
}
