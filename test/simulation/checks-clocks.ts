import { addCounts } from './tally.ts'
import type { Template } from './template.ts'
import { isSameDecision } from './virtual-time.ts'
import { type RunOptions, type RunResult, runWorld } from './world.ts'

/**
 * Runs a world again in which the clocks of stations do not jump. As long as the same happens and the same is asked, the same
 * has to be decided. (Lists are in the order of ids, in which clocks have a part: from where somebody chose something else
 * because of that, two runs cannot be compared.)
 */
export async function clockProblems(
  template: Template,
  seed: number,
  options: RunOptions,
  once: RunResult,
): Promise<string[]> {
  if (once.faults.clock === undefined) return []
  const compared = once.decisions
  const { decisions } = await runWorld(template, seed, { ...options, checked: false, steady: true, compared })
  const at = once.decisions.findIndex((decided, index) => !isSameDecision(decided, decisions[index]))
  const [mine, other] = [once.decisions[at], decisions[at]]
  addCounts(once.outcomes, { 'with and without jumps': at < 0 ? decisions.length : at })
  if (mine === undefined || other === undefined || mine.asked === '' || mine.asked !== other.asked) return []
  return ['A clock that jumped changed a decision', `  with: ${mine.line} ${mine.asked}`, `  without: ${other.line}`]
}
