// npm run check: static checks and unit tests, for the moments between two edits.
import { ensureInstalled } from './parts/install.mjs'
import { requireNode } from './parts/node24.mjs'
import { runVitest } from './parts/run-suites.mjs'
import { runChecks, staticChecks } from './parts/static-checks.mjs'
import { closingLine, sum } from './parts/suites.mjs'
import { say } from './parts/tree.mjs'

await ensureInstalled()
const node = requireNode()
const checks = await runChecks(staticChecks(), node)
const tests = await runVitest(node, ['--exclude', 'test/scripts/dist.test.ts'])
const total = sum([checks, tests])
say(closingLine(total))
process.exitCode = total.failed === 0 ? 0 : 1
