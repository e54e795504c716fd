import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, root } from './tree.mjs'

const files = [
  'electron',
  'chrome-sandbox',
  'chrome_crashpad_handler',
  'LICENSE',
  'LICENSES.chromium.html',
  'resources.pak',
]

/**
 * Makes a folder that electron-builder takes for Electron's Linux files, so that the layout of the packed application can
 * be built and looked at where the binary cannot be had. Returns the folder. What it packs cannot be started.
 */
export function makeElectronStandIn(folder) {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  const { version } = readJson(join(root, 'node_modules', 'electron', 'package.json'))
  writeFileSync(join(folder, 'version'), `v${version}`)
  writeFileSync(join(folder, 'locales', 'en-US.pak'), '')
  writeFileSync(join(folder, 'locales', 'ko.pak'), '')
  for (const file of files) writeFileSync(join(folder, file), '#!/bin/sh\necho "not Electron" >&2\nexit 1\n')
  for (const file of files.slice(0, 3)) chmodSync(join(folder, file), 0o755)
  return folder
}
