// npm run central -- --data DIR …: the centre on its own, and what an administrator asks of it.
import { join } from 'node:path'
import { ensureInstalled } from './parts/install.mjs'
import { environment, requireNode } from './parts/node24.mjs'
import { runInForeground } from './parts/run.mjs'
import { root } from './parts/tree.mjs'

await ensureInstalled()
const node = requireNode()
// Node 24 runs the sources as they are; only an older one needs --experimental-strip-types.
const args = ['--disable-warning=ExperimentalWarning', join(root, 'central/node/index.ts'), ...process.argv.slice(2)]
process.exitCode = await runInForeground(node, args, environment(node))
