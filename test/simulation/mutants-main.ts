// npm run simulate -- --mutants [part of a name …]: every guard of sync is removed once, and somebody has to notice.
// The last line says how many were noticed; the exit code is 0 when all were (those that need PostgreSQL aside).
import { troubleOf } from './mutant.ts'
import { MUTANTS } from './mutants.ts'
import { soundness, tryMutants, type Verdict } from './run-mutants.ts'

function lineOf({ name, by, why, seconds }: Verdict): string {
  const time = `${seconds.toFixed(1).padStart(6)} s`
  return `${name.padEnd(54)} ${(by ?? 'SURVIVED').padEnd(10)} ${time}  ${why.slice(0, 200)}`
}

async function main(words: readonly string[]): Promise<number> {
  const chosen = MUTANTS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
  const broken = chosen.map(troubleOf).filter((trouble) => trouble !== null)
  if (broken.length === 0) console.log(`${chosen.length} guards; first everything as it is`)
  const unsound = broken.length > 0 ? broken : await soundness(chosen)
  for (const problem of unsound) console.log(problem)
  if (unsound.length > 0) return 1
  const verdicts = await tryMutants(chosen, { told: (verdict) => console.log(lineOf(verdict)) })
  const count = (who: Verdict['by']): number => verdicts.filter(({ by }) => by === who).length
  for (const verdict of verdicts) if (verdict.by === null) console.log(lineOf(verdict))
  const caught = count('simulation') + count('test')
  console.log(
    `${caught} of ${chosen.length} caught: ${count('simulation')} by the simulation, ${count('test')} by a test; ${count('skipped')} skipped`,
  )
  return count(null) === 0 ? 0 : 1
}

process.exitCode = await main(process.argv.slice(2))
