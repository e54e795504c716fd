import type { FaultKind } from './faults.ts'
import { STATIONS, type Template } from './template.ts'
import { realMs } from './virtual-time.ts'
import { type RunOptions, runWorld } from './world.ts'

const MOST_MS = 90_000
const MINUTES = [0.25, 0.5, 1, 1.5, 2]

/** What a run is made of, apart from its seed. */
export type History = RunOptions & { kinds: readonly FaultKind[] }

/** Takes kinds of faults, time and stations away for as long as what is left still fails; the last that failed. */
export async function leastOf(history: History, doesFail: (history: History) => Promise<boolean>): Promise<History> {
  let least = history
  const fails = async (next: History): Promise<boolean> => {
    if (!(await doesFail(next))) return false
    least = next
    return true
  }
  const isCalm = least.kinds.length === 0 || (await fails({ ...least, kinds: [] }))
  if (!isCalm)
    for (const kind of history.kinds)
      if (least.kinds.length > 1) await fails({ ...least, kinds: least.kinds.filter((each) => each !== kind) })
  for (const minutes of MINUTES) if (await fails({ ...least, minutes })) break
  for (let working = 1; working < STATIONS; working += 1) if (await fails({ ...least, working })) break
  return least
}

/** The flags of `npm run simulate` that run a history again. */
export function flagsOf(seed: number, { kinds, minutes, working }: History): string {
  return [
    `--seed ${seed}`,
    kinds.length === 0 ? '--calm' : `--kinds ${kinds.join(',')}`,
    ...(minutes === undefined ? [] : [`--minutes ${minutes}`]),
    ...(working === undefined ? [] : [`--working ${working}`]),
  ].join(' ')
}

/** Cuts a seed that fails down to little; how to run what is left. */
export async function shrink(template: Template, seed: number, options: History): Promise<string> {
  const end = realMs() + MOST_MS
  const doesFail = async (next: History): Promise<boolean> =>
    realMs() <= end && (await runWorld(template, seed, next)).problems.length > 0
  const history = { ...options, trace: false }
  if (!(await doesFail(history))) return 'It does not fail when it is run once more by itself.'
  return `least: npm run simulate -- ${flagsOf(seed, await leastOf(history, doesFail))} --trace`
}
