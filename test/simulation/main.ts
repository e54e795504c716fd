import { parseArgs } from 'node:util'
import { clockProblems } from './checks-clocks.ts'
import { type FaultKind, kindsOf } from './faults.ts'
import { shrink } from './shrink.ts'
import { addCounts, type Counts } from './tally.ts'
import { makeTemplate, type Template } from './template.ts'
import { realMs } from './virtual-time.ts'
import { type RunOptions, type RunResult, runWorld } from './world.ts'

/** What many runs saw; the last line of the output, as JSON after `ensemble `. */
export type Ensemble = {
  seeds: number
  failed: number[]
  events: number
  facts: number
  faults: Counts
  outcomes: Counts
}

/** Runs a world twice; what was wrong with it, a difference between the two included. */
async function runTwice(template: Template, seed: number, options: RunOptions): Promise<RunResult> {
  const once = await runWorld(template, seed, options)
  const twice = await runWorld(template, seed, { ...options, checked: false })
  if (once.hash === twice.hash) return once
  const at = (once.lines ?? []).findIndex((line, index) => line !== twice.lines?.[index])
  const where = at < 0 ? [] : [`  first: ${once.lines?.[at]}`, `  second: ${twice.lines?.[at]}`]
  return { ...once, problems: [...once.problems, 'The same seed went another way the second time', ...where] }
}

/** Runs what the command line asks; the exit code. */
export async function main(args: string[]): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args,
    options: {
      ...{ seeds: text, seed: text, first: text, step: text, ms: text, kinds: text, minutes: text, working: text },
      ...{ trace: { type: 'boolean' }, calm: { type: 'boolean' }, list: { type: 'boolean' } },
    },
  })
  const started = realMs()
  const template = await makeTemplate()
  const kinds = values.calm === true ? [] : (values.kinds?.split(',') as FaultKind[] | undefined)
  const options = {
    trace: values.trace === true,
    ...(kinds === undefined ? {} : { kinds }),
    ...(values.minutes === undefined ? {} : { minutes: Number(values.minutes) }),
    ...(values.working === undefined ? {} : { working: Number(values.working) }),
  }
  const first = Number(values.seed ?? values.first ?? 1)
  const step = Number(values.step ?? 1)
  const end = values.seed === undefined ? first + Number(values.seeds ?? 100) * step : first + 1
  const sum: Ensemble = { seeds: 0, failed: [], events: 0, facts: 0, faults: {}, outcomes: {} }
  for (let seed = first; seed < end; seed += step) {
    if (values.ms !== undefined && realMs() - started > Number(values.ms)) break
    const result = await runTwice(template, seed, options)
    result.problems.push(...(await clockProblems(template, seed, options, result)))
    sum.seeds += 1
    sum.events += result.events
    sum.facts += result.facts
    addCounts(sum.faults, result.faults)
    addCounts(sum.outcomes, result.outcomes)
    if (values.trace === true) console.log((result.lines ?? []).join(''))
    if (values.list === true) console.log(`seed ${seed}: ${result.events} events, ${JSON.stringify(result.faults)}`)
    if (result.problems.length === 0) continue
    sum.failed.push(seed)
    console.log(`Seed ${seed} breaks:`)
    for (const problem of result.problems.slice(0, 12)) console.log(`  ${problem}`)
    console.log(`  again: npm run simulate -- --seed ${seed}`)
    if (values.trace !== true) console.log(`  ${await shrink(template, seed, { kinds: kindsOf(seed), ...options })}`)
  }
  template.remove()
  console.log(`ensemble ${JSON.stringify(sum)}`)
  return sum.failed.length === 0 ? 0 : 1
}
