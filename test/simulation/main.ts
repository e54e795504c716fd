import { parseArgs } from 'node:util'
import type { FaultKind } from './faults.ts'
import { makeTemplate } from './template.ts'
import { realMs } from './virtual-time.ts'
import { runWorld } from './world.ts'

/** Runs what the command line asks; the exit code. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seeds: { type: 'string' },
      seed: { type: 'string' },
      first: { type: 'string' },
      trace: { type: 'boolean' },
      calm: { type: 'boolean' },
      kinds: { type: 'string' },
      minutes: { type: 'string' },
    },
  })
  const template = await makeTemplate()
  const kinds = values.calm === true ? [] : (values.kinds?.split(',') as FaultKind[] | undefined)
  const options = {
    trace: values.trace === true,
    ...(kinds === undefined ? {} : { kinds }),
    ...(values.minutes === undefined ? {} : { minutes: Number(values.minutes) }),
  }
  const started = realMs()
  let failed = 0
  const first = Number(values.seed ?? values.first ?? 1)
  const count = values.seed === undefined ? Number(values.seeds ?? 20) : 1
  for (let seed = first; seed < first + count; seed += 1) {
    const begun = realMs()
    const once = await runWorld(template, seed, options)
    const middle = realMs()
    const twice = await runWorld(template, seed, options)
    const problems = [...once.problems]
    if (once.hash !== twice.hash) problems.push('The second run was another one')
    if (values.trace === true) console.log((once.lines ?? []).join(''))
    if (once.hash !== twice.hash && once.lines && twice.lines) {
      const at = once.lines.findIndex((line, index) => line !== twice.lines?.[index])
      console.log('DIFFERENT AT', at, '\n', once.lines.slice(at - 3, at + 3), '\n', twice.lines.slice(at - 3, at + 3))
    }
    console.log(
      `seed ${seed}: ${Math.round(middle - begun)} + ${Math.round(realMs() - middle)} ms, cpu ${Math.round(process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000)}, ${once.events} events, ${once.facts} facts ${JSON.stringify(once.outcomes)} ${JSON.stringify(once.faults)}`,
    )
    for (const problem of problems) console.log(`  ${problem}`)
    if (problems.length > 0) failed += 1
  }
  template.remove()
  console.log(`${count} seeds, ${failed} failed, ${Math.round(realMs() - started)} ms`)
  return failed === 0 ? 0 : 1
}
