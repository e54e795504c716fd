import type { ChangeEntry, LoggedChange } from './centre-log.ts'

/** How many entries, and characters of their rows, are kept in memory at least until the same again came. */
const KEPT_ENTRIES = 10_000
const KEPT_CHARACTERS = 8_000_000

type Generation = { from: number; changes: LoggedChange[]; characters: number }

/** The newest changes of the log, whole revisions without a gap. */
export type RecentChanges = {
  /** The last revision of which they know. */
  readonly through: number
  /** Takes a revision; after a gap (others made revisions, too) they begin anew with it. */
  add(revision: number, entries: readonly ChangeEntry[]): void
  /** The changes after a revision up to `through`, or null when they are not all here. */
  after(revision: number): Iterable<LoggedChange> | null
  /** Forgets what the log does not hold any more, and all when it stands where they cannot follow it: it was put back. */
  check(position: { revision: number; timeline: string; floor: number }): void
}

/**
 * Keeps the newest changes in two generations: the older one goes when the newer one is full. Begins after `revision`;
 * without one, with the first that is added.
 */
export function keepRecent(revision = Number.POSITIVE_INFINITY): RecentChanges {
  let older: Generation = { from: revision, changes: [], characters: 0 }
  let newer = older
  let through = revision
  let known: string | null = null
  let floor = 0
  const beginAfter = (from: number): void => {
    older = { from, changes: [], characters: 0 }
    newer = older
    through = from
  }
  return {
    get through() {
      return through
    },
    add: (of, entries) => {
      if (of !== through + 1) beginAfter(of - 1)
      through = of
      if (newer.changes.length >= KEPT_ENTRIES || newer.characters >= KEPT_CHARACTERS) {
        older = newer
        newer = { from: of - 1, changes: [], characters: 0 }
      }
      for (const { scope, table, pk, row } of entries) {
        newer.changes.push([of, scope, table, pk, row])
        newer.characters += row?.length ?? 0
      }
    },
    after: (of) => {
      if (of < older.from || of < floor) return null
      return of >= newer.from ? later(newer.changes, of) : [...later(older.changes, of), ...newer.changes]
    },
    check: ({ revision: at, timeline, floor: lowest }) => {
      floor = lowest
      const isOther = known !== null && known !== timeline
      known = timeline
      if (isOther || (at < through && through !== Number.POSITIVE_INFINITY)) beginAfter(Number.POSITIVE_INFINITY)
    },
  }
}

/** The changes after a revision; changes are ordered by it. */
function later(changes: readonly LoggedChange[], revision: number): readonly LoggedChange[] {
  let low = 0
  let high = changes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((changes[middle] as LoggedChange)[0] <= revision) low = middle + 1
    else high = middle
  }
  return low === 0 ? changes : changes.slice(low)
}
