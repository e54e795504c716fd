// npm run e2e -- [Playwright's own arguments]: the whole station in a real browser.
import { ensureBuilt } from './parts/build.mjs'
import { ensureInstalled } from './parts/install.mjs'
import { requireNode } from './parts/node24.mjs'
import { runPlaywright } from './parts/run-suites.mjs'
import { closingLine } from './parts/suites.mjs'
import { say } from './parts/tree.mjs'

await ensureInstalled()
const node = requireNode()
await ensureBuilt(node)
const counts = await runPlaywright(node, process.argv.slice(2))
for (const skip of counts.skips) say(`skipped: ${skip}`)
say(closingLine(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
