// npm run simulate -- --mutants [part of a name …]: every guard of sync is removed once, and somebody has to notice.
import { troubleOf } from './mutant.ts'
import { MUTANTS } from './mutants.ts'
import { soundness, tryMutants, type Verdict } from './run-mutants.ts'

/** Tries the mutants whose names contain one of the words (all without words), prints the table, and gives the exit code. */
export async function mutantsMain(words: readonly string[]): Promise<number> {
  const chosen = MUTANTS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
  const broken = chosen.map(troubleOf).filter((trouble) => trouble !== null)
  for (const trouble of broken) console.log(trouble)
  if (broken.length > 0) return 1
  console.log(`${chosen.length} guards; first everything as it is`)
  const unsound = await soundness(chosen)
  for (const problem of unsound) console.log(problem)
  if (unsound.length > 0) return 1
  const verdicts = await tryMutants(chosen, { told: (verdict) => console.log(lineOf(verdict)) })
  const caught = verdicts.filter(({ by }) => by === 'simulation' || by === 'test').length
  const skipped = verdicts.filter(({ by }) => by === 'skipped').length
  const survived = verdicts.filter(({ by }) => by === null)
  const bySimulation = verdicts.filter(({ by }) => by === 'simulation').length
  for (const { name, why } of survived) console.log(`SURVIVED ${name}: ${why}`)
  console.log(`${caught} of ${chosen.length} caught, ${bySimulation} by the simulation, ${skipped} skipped`)
  return survived.length === 0 ? 0 : 1
}

function lineOf({ name, by, why, seconds }: Verdict): string {
  return `${name.padEnd(54)} ${String(by ?? 'SURVIVED').padEnd(11)} ${seconds.toFixed(1).padStart(6)} s  ${why.slice(0, 160)}`
}

if (import.meta.main) process.exitCode = await mutantsMain(process.argv.slice(2).filter((arg) => !arg.startsWith('--')))
