// The simulation for one mutant: worlds from their seeds, each once, until one of them breaks a rule.
import { replaceClocks } from './virtual-time.ts'

replaceClocks()
const { makeTemplate } = await import('./template.ts')
const { realMs } = await import('./virtual-time.ts')
const { runWorld } = await import('./world.ts')

const [seeds = 30, ms = 120_000] = process.argv.slice(2).map(Number)
const started = realMs()
const template = await makeTemplate()
let code = 0
let seed = 0
while (code === 0 && seed < seeds && realMs() - started < ms) {
  seed += 1
  const { problems } = await runWorld(template, seed, {})
  if (problems.length === 0) continue
  console.log(`  seed ${seed}: ${problems[0]}`)
  code = 1
}
template.remove()
console.log(`${seed} seeds in ${Math.round(realMs() - started)} ms`)
process.exitCode = code
process.exit()
