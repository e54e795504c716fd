import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { binOf, environment } from './node24.mjs'
import { run } from './run.mjs'
import { fail, hashOf, readJson, root, say, writeJson } from './tree.mjs'

const sources = [
  'domain',
  'commands',
  'contract',
  'central',
  'db',
  'main',
  'preload',
  'renderer',
  'electron.vite.config.ts',
  'lingui.config.ts',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
]
const products = [
  'main/node.js',
  'main/centre-worker.js',
  'main/electron.js',
  'preload/index.cjs',
  'renderer/index.html',
]
const stamp = join(root, 'out', 'build-stamp.json')

/** True when `out/` is what the sources give. */
export function isBuilt() {
  const isComplete = products.every((product) => existsSync(join(root, 'out', product)))
  return isComplete && readJson(stamp)?.sources === hashOf(sources)
}

/** Builds into `out/`; resolves with true when it worked. What the build says is returned only if it did not. */
export async function build(node) {
  const hash = hashOf(sources)
  const bin = binOf('electron-vite', 'bin/electron-vite.js')
  const options = { env: environment(node), quiet: true, timeoutMs: 300_000 }
  const { status, output } = await run(node, [bin, 'build', '--logLevel', 'warn'], options)
  if (status !== 0) return { ok: false, output }
  writeJson(stamp, { sources: hash })
  return { ok: true, output }
}

/** Builds when the sources are newer than `out/`; ends the script when that fails. */
export async function ensureBuilt(node) {
  if (isBuilt()) return
  say('Building …')
  const started = Date.now()
  const { ok, output } = await build(node)
  if (!ok) fail(`${output}\nThe build failed; see the lines above.`)
  say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`)
}
