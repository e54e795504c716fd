import type { RecordOutcomes } from '../../commands/import-outcome.ts'
import type { ApiRecordResult } from '../../contract/central/api/items.ts'

/** The most records of one import command. */
const PIECE = 200

/** The records in pieces of the size that one command takes, in their order. */
export function inPieces<R>(records: readonly R[]): R[][] {
  const pieces: R[][] = []
  for (let at = 0; at < records.length; at += PIECE) pieces.push(records.slice(at, at + PIECE))
  return pieces
}

/** How many records had each outcome. */
export function countOutcomes(results: readonly { outcome: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

/** What became of each record of a piece, beside what names it. */
export function recordResults({ outcomes, problems }: RecordOutcomes, keys: readonly string[]): ApiRecordResult[] {
  const byIndex = new Map(problems.map((problem) => [problem.index, problem]))
  return outcomes.map((outcome, index) => {
    const problem = byIndex.get(index)
    return {
      key: keys[index] ?? '',
      outcome,
      problem:
        problem === undefined
          ? null
          : { field: problem.field, value: problem.value, reason: problem.name, params: problem.params },
    }
  })
}
