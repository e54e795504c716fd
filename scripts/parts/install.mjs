import { join } from 'node:path'
import { run } from './run.mjs'
import { fail, readJson, root, say } from './tree.mjs'

/** Why what is installed does not fit the lock file, in a few words, or null when it does; both as npm writes them. */
export function staleReason(lock, installed) {
  if (installed === null) return 'nothing is installed'
  for (const [path, wanted] of Object.entries(lock?.packages ?? {})) {
    if (path === '' || wanted.link) continue
    const found = installed.packages?.[path]
    if (found === undefined && !wanted.optional) return `${path} is missing`
    if (found !== undefined && found.version !== wanted.version) return `${path} is not ${wanted.version}`
  }
  return null
}

function npm() {
  const script = process.env.npm_execpath
  if (script?.endsWith('.js')) return { command: process.execPath, first: [script], shell: false }
  return { command: 'npm', first: [], shell: process.platform === 'win32' }
}

/** Installs the locked packages unless they are there; ends the script when that fails. */
export async function ensureInstalled() {
  const reason = staleReason(
    readJson(join(root, 'package-lock.json')),
    readJson(join(root, 'node_modules', '.package-lock.json')),
  )
  if (reason === null) return
  say(`Installing packages (${reason}) …`)
  // Windows cannot delete the program that is running; `npm ci` would try when that is the Node inside node_modules.
  const isInside = process.execPath.startsWith(join(root, 'node_modules'))
  const verb = process.platform === 'win32' && isInside ? ['install', '--no-save'] : ['ci']
  const { command, first, shell } = npm()
  const started = Date.now()
  const { status } = await run(command, [...first, ...verb, '--no-audit', '--no-fund'], { shell })
  if (status !== 0) fail('The packages could not be installed; see the lines above.', status)
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
}
