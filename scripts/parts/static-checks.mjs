import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { binOf, environment } from './node24.mjs'
import { run } from './run.mjs'
import { root, say } from './tree.mjs'

const CHECK_TIMEOUT_MS = 300_000

/** The tsconfig files of the sides of the house, without the base they share. */
export function sides() {
  return readdirSync(root).filter((name) => /^tsconfig\.(?!base)\w+\.json$/.test(name))
}

const lingui = binOf('@lingui/cli', 'dist/lingui.js')
const wings = ['domain', 'commands', 'db', 'contract', 'main', 'preload', 'renderer']

/** The type check of each side, as checks. */
export function typeChecks() {
  return sides().map((side) => ({
    name: `types: ${side}`,
    args: [binOf('typescript', 'bin/tsc'), '-p', side],
  }))
}

/** Every static check: a name and the arguments for Node. */
export function staticChecks() {
  return [
    ...typeChecks(),
    { name: 'lint and format', args: [binOf('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.'] },
    {
      name: 'imports',
      args: [
        binOf('dependency-cruiser', 'bin/dependency-cruiser.mjs'),
        '--config',
        '.dependency-cruiser.mjs',
        ...wings,
      ],
    },
    { name: 'nothing unused', args: [binOf('knip', 'bin/knip.js'), '--no-progress'] },
    {
      name: 'translations complete',
      args: [lingui, 'check', 'missing', '--mode', 'catalog', '--verbose', '--workers', '1'],
    },
    { name: 'translations extracted', args: [lingui, 'check', 'sync', '--clean', '--verbose', '--workers', '1'] },
  ]
}

/** Runs checks, two at a time, and says how each went; resolves with the counts. A check that fails shows its output. */
export async function runChecks(checks, node) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const waiting = [...checks]
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const started = Date.now()
      const options = { env: environment(node), quiet: true, timeoutMs: CHECK_TIMEOUT_MS }
      const { status, output, timedOut } = await run(node, check.args, options)
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      counts[status === 0 ? 'passed' : 'failed'] += 1
      say(`  ${status === 0 ? '✓' : '✗'} ${check.name} ${seconds} s${timedOut ? ' (given up)' : ''}`)
      if (status !== 0) say(output.trimEnd().replace(/^/gm, '    '))
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker))
  return counts
}
