// The simulation for one mutant: worlds from their seeds, each once, until one of them breaks a rule; with words until a
// broken rule says them.
import { replaceClocks } from './virtual-time.ts'

replaceClocks()
const { makeTemplate } = await import('./template.ts')
const { realMs } = await import('./virtual-time.ts')
const { runWorld } = await import('./world.ts')
const { kindsOf } = await import('./faults.ts')
const { clockProblems } = await import('./checks-clocks.ts')

const [seeds = 30, ms = 120_000] = process.argv.slice(2, 4).map(Number)
const words = process.argv[4] ?? ''
const started = realMs()
const template = await makeTemplate()
let code = 0
let seed = 0
while (code === 0 && seed < seeds && realMs() - started < ms) {
  seed += 1
  const isAboutClocks = words.includes('clock')
  if (isAboutClocks && !kindsOf(seed).includes('clock')) continue
  const result = await runWorld(template, seed, {})
  const clocks = isAboutClocks ? await clockProblems(template, seed, {}, result) : []
  const [problem] = [...result.problems, ...clocks].filter((each) => each.includes(words))
  if (problem === undefined) continue
  console.log(`  seed ${seed}: ${problem}`)
  code = 1
}
template.remove()
console.log(`${seed} seeds in ${Math.round(realMs() - started)} ms`)
process.exitCode = code
process.exit()
