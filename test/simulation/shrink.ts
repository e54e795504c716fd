import type { FaultKind } from './faults.ts'
import { STATIONS, type Template } from './template.ts'
import { realMs } from './virtual-time.ts'
import { type RunOptions, runWorld } from './world.ts'

const MOST_MS = 30_000

/** Takes kinds of faults, stations and time away for as long as the seed still fails; how to run what is left. */
export async function shrink(
  template: Template,
  seed: number,
  options: RunOptions & { kinds: readonly FaultKind[] },
): Promise<string> {
  const end = realMs() + MOST_MS
  let least: RunOptions & { kinds: readonly FaultKind[] } = { ...options, trace: false }
  const fails = async (next: typeof least): Promise<boolean> => {
    if (realMs() > end) return false
    const { problems } = await runWorld(template, seed, next)
    if (problems.length === 0) return false
    least = next
    return true
  }
  if (!(await fails(least))) return 'It does not fail when it is run once more by itself.'
  for (const kind of options.kinds) await fails({ ...least, kinds: least.kinds.filter((each) => each !== kind) })
  for (let working = 1; working < STATIONS; working += 1) if (await fails({ ...least, working })) break
  for (const minutes of [0.25, 0.5, 1, 2]) if (await fails({ ...least, minutes })) break
  const flags = [
    least.kinds.length === 0 ? '--calm' : `--kinds ${least.kinds.join(',')}`,
    ...(least.minutes === undefined ? [] : [`--minutes ${least.minutes}`]),
    ...(least.working === undefined ? [] : [`--working ${least.working}`]),
  ]
  return `least: npm run simulate -- --seed ${seed} ${flags.join(' ')} --trace`
}
