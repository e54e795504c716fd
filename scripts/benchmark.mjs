// npm run benchmark -- NAME [options]: runs benchmark/NAME.ts; its last line is one JSON object with the figures.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './parts/build.mjs'
import { ensureInstalled } from './parts/install.mjs'
import { environment, requireNode } from './parts/node24.mjs'
import { runInForeground } from './parts/run.mjs'
import { fail, root } from './parts/tree.mjs'

const [name, ...rest] = process.argv.slice(2)
const folder = join(root, 'benchmark')
const file = join(folder, `${name}.ts`)
if (name === undefined || !/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(file)) {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((entry) => entry.endsWith('.ts'))
        .map((entry) => entry.slice(0, -3))
    : []
  fail(`npm run benchmark -- NAME, where NAME is one of: ${names.join(', ')}`, 2)
}
await ensureInstalled()
const node = requireNode()
await ensureBuilt(node)
process.exitCode = await runInForeground(node, [file, ...rest], environment(node))
