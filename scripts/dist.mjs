// npm run dist -- [electron-builder's own arguments]: packs the application; `--dir` packs it unzipped into a folder.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from './parts/build.mjs'
import { fetchElectron } from './parts/electron.mjs'
import { makeElectronStandIn } from './parts/electron-stand-in.mjs'
import { ensureInstalled } from './parts/install.mjs'
import { binOf, environment, requireNode } from './parts/node24.mjs'
import { runInForeground } from './parts/run.mjs'
import { fail, say } from './parts/tree.mjs'

const args = process.argv.slice(2)
await ensureInstalled()
const node = requireNode()
await ensureBuilt(node)

const isLayoutOnly = args.includes('--dir')
const electron = await fetchElectron(node)
const folder = mkdtempSync(join(tmpdir(), 'baro-dist-'))
const more = []
if (electron.path === null) {
  if (!isLayoutOnly) fail(`Installers need Electron's binary, which could not be fetched: ${electron.reason}.`)
  say(`Electron's binary is not here (${electron.reason}): packing the layout around a stand-in. It cannot be started.`)
  more.push(`-c.electronDist=${makeElectronStandIn(join(folder, 'electron'))}`)
}
const bin = binOf('electron-builder', 'cli.js')
const status = await runInForeground(node, [bin, ...args, ...more, '--publish', 'never'], environment(node))
rmSync(folder, { recursive: true, force: true })
process.exitCode = status
