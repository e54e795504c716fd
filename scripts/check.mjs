// npm run check: static checks and the quick tests, under a minute, for the moments between two edits. What starts
// processes, browsers or printers' tools is left to npm test.
import { ensureInstalled } from './parts/install.mjs'
import { requireNode } from './parts/node24.mjs'
import { runVitest } from './parts/run-suites.mjs'
import { runChecks, staticChecks } from './parts/static-checks.mjs'
import { closingLine, sum } from './parts/suites.mjs'
import { say } from './parts/tree.mjs'

await ensureInstalled()
const node = requireNode()
const checks = await runChecks(staticChecks(), node)
const quick = [
  'test/domain',
  'test/commands',
  'test/db',
  'test/migrations',
  'test/renderer',
  'test/architecture.test.ts',
]
const tests = await runVitest(node, [...quick, '--exclude', '**/in-browser.test.ts'])
const total = sum([checks, tests])
say(closingLine(total))
process.exitCode = total.failed === 0 ? 0 : 1
