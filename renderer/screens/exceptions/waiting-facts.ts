import type { ExceptionView } from '../../../contract/station/sync.ts'

/** What waits, by what has to be decided: the oldest first, and what hangs on each in the order in which it was done. */
export function groupExceptions(rows: readonly ExceptionView[]): {
  roots: ExceptionView[]
  followersOf: (id: string) => ExceptionView[]
} {
  const here = new Set(rows.map(({ id }) => id))
  const ordered = [...rows].sort((one, other) => one.at - other.at)
  return {
    // A follower whose cause is not in the list must not get lost: it stands for itself.
    roots: ordered.filter(({ causedBy }) => causedBy === null || !here.has(causedBy)),
    followersOf: (id) => ordered.filter(({ causedBy }) => causedBy === id),
  }
}

/** The rows before and after one; both null when it is not there. */
export function neighbours(
  rows: readonly { readonly id: string }[],
  id: string | null,
): { previous: string | null; next: string | null } {
  const at = rows.findIndex((row) => row.id === id)
  if (at < 0) return { previous: null, next: null }
  return { previous: rows[at - 1]?.id ?? null, next: rows[at + 1]?.id ?? null }
}
