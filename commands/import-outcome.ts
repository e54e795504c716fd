import type { RefusalName } from './command.ts'

/** What became of one record of a file. */
export type RecordOutcome = 'new' | 'update' | 'same' | 'refused'

/** Outcome of each record of an import command, in its order, and why each refused one was. */
export type RecordOutcomes = {
  outcomes: RecordOutcome[]
  problems: {
    index: number
    field: string
    value: string
    name: RefusalName
    params: Record<string, string | number>
  }[]
}

/** True when two rows say the same in every column. */
export function sameRow<R extends object>(before: R, after: R): boolean {
  return Object.keys(after).every((column) => before[column as keyof R] === after[column as keyof R])
}
