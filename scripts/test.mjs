// npm test: everything that can be checked on this machine. The last line is the sum: `N passed, N failed, N skipped`.
import { build, isBuilt } from './parts/build.mjs'
import { ensureInstalled } from './parts/install.mjs'
import { requireNode } from './parts/node24.mjs'
import { runPlaywright, runVitest } from './parts/run-suites.mjs'
import { runChecks, staticChecks } from './parts/static-checks.mjs'
import { closingLine, sum } from './parts/suites.mjs'
import { say } from './parts/tree.mjs'

const isLong = process.argv.includes('--long')
const extra = isLong ? { BARO_LONG: '1' } : {}
const suites = []
const add = (name, counts) => {
  say(`${name}: ${closingLine(counts)}`)
  for (const skip of counts.skips ?? []) say(`  skipped: ${skip}`)
  suites.push(counts)
}

await ensureInstalled()
const node = requireNode()

say('Static checks')
add('Static checks', await runChecks(staticChecks(), node))

say('\nBuild')
const built = isBuilt() ? { ok: true, output: '' } : await build(node)
if (!built.ok) say(built.output)
add('Build', { passed: built.ok ? 1 : 0, failed: built.ok ? 0 : 1, skipped: 0 })

say('\nUnit and integration tests')
add('Unit and integration tests', await runVitest(node, [], extra))
if (isLong) {
  say('\nLong tests')
  add('Long tests', await runVitest(node, ['--config', 'scripts/vitest.long.config.ts'], extra))
}

say('\nEnd to end')
add('End to end', built.ok ? await runPlaywright(node, [], extra) : { passed: 0, failed: 1, skipped: 0 })

const total = sum(suites)
say(`\n${closingLine(total)}`)
process.exitCode = total.failed === 0 ? 0 : 1
