// npm run simulate -- --seeds N [--seed S]: the centre and its stations in simulated time, on as many cores as there are.
// npm run simulate -- --mutants [words]: each guard of sync is removed once, and somebody has to notice.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled } from './parts/install.mjs'
import { environment, requireNode } from './parts/node24.mjs'
import { runInForeground } from './parts/run.mjs'
import { root } from './parts/tree.mjs'

await ensureInstalled()
const node = requireNode()
const asked = process.argv.slice(2)
if (asked.includes('--mutants')) {
  const path = join(root, 'test/simulation/mutants-main.ts')
  const words = asked.filter((each) => each !== '--mutants')
  process.exit(
    await runInForeground(node, ['--disable-warning=ExperimentalWarning', path, ...words], environment(node)),
  )
}
const flagOf = (flag) => (asked.includes(flag) ? asked[asked.indexOf(flag) + 1] : undefined)
const seeds = Number(flagOf('--seeds') ?? 100)
const first = Number(flagOf('--first') ?? 1)
const processes = asked.includes('--seed') ? 1 : Math.max(1, Math.min(availableParallelism(), seeds))
const others = asked.filter(
  (_, at) => !['--seeds', '--first'].some((flag) => asked[at] === flag || asked[at - 1] === flag),
)
const sum = { seeds: 0, failed: [], events: 0, facts: 0, faults: {}, outcomes: {} }

function addTo(total, more) {
  for (const [name, value] of Object.entries(more)) total[name] = (total[name] ?? 0) + value
}

function take(line) {
  if (!line.startsWith('ensemble ')) return console.log(line)
  const { failed, faults, outcomes, ...counts } = JSON.parse(line.slice('ensemble '.length))
  addTo(sum, counts)
  addTo(sum.faults, faults)
  addTo(sum.outcomes, outcomes)
  sum.failed.push(...failed)
}

function runPart(part) {
  const mine = Math.ceil((seeds - part) / processes)
  const range = asked.includes('--seed') ? [] : ['--first', first + part, '--step', processes, '--seeds', mine]
  const path = join(root, 'test/simulation/run.ts')
  const args = ['--disable-warning=ExperimentalWarning', path, ...range.map(String), ...others]
  const child = spawn(node, args, { env: environment(node), stdio: ['ignore', 'pipe', 'inherit'] })
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)))
}

const codes = await Promise.all(Array.from({ length: processes }, (_, part) => runPart(part)))
const words = (counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
console.log(`${sum.seeds} seeds, ${sum.failed.length} failed, ${sum.events} events, ${sum.facts} facts`)
console.log(`faults: ${words(sum.faults)}`)
console.log(`outcomes: ${words(sum.outcomes)}`)
console.log(`ensemble ${JSON.stringify(sum)}`)
process.exitCode = codes.every((code) => code === 0) ? 0 : 1
