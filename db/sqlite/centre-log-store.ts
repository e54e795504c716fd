import type Database from 'better-sqlite3'
import { type ChangeEntry, commitsOf, type LoggedChange } from '../centre-log.ts'
import type { LogCommit } from '../centre-port.ts'

/** The log of a centre in its file, with the newest part of it in memory: that is what nearly everybody asks for. */
export type LogStore = {
  /** Writes the entries of a revision; inside its transaction. */
  append(revision: number, entries: readonly ChangeEntry[]): void
  /** Takes a committed revision into memory. */
  committed(revision: number, entries: readonly ChangeEntry[]): void
  /** As the port's `log`. */
  read(question: { after: number; through: number; scopes: readonly string[]; limit: number }): LogCommit[]
  /** Removes the revisions up to `floor`; inside a transaction. */
  remove(floor: number): void
}

/** How many entries, and characters of their rows, are kept in memory at least until the same again came. */
const KEPT_ENTRIES = 10_000
const KEPT_CHARACTERS = 8_000_000

/** The log of the centre that `writer` writes and `reader` reads; `revision` is the last one so far. */
export function openLogStore(writer: Database.Database, reader: Database.Database, revision: number): LogStore {
  const insert = writer.prepare(
    `INSERT INTO "change" (revision, ordinal, scope, table_name, pk, "row") VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const remove = writer.prepare('DELETE FROM "change" WHERE revision <= ?')
  const select = reader
    .prepare(
      `SELECT revision, scope, table_name, pk, "row" FROM "change" WHERE revision > ? AND revision <= ?
       ORDER BY revision, ordinal`,
    )
    .raw()
  const recent = keepRecent(revision)
  return {
    append: (of, entries) => {
      for (const [ordinal, { scope, table, pk, row }] of entries.entries())
        insert.run(of, ordinal, scope, table, pk, row)
    },
    committed: recent.add,
    read: (question) => {
      const kept = recent.after(question.after)
      const rows = kept ?? (select.iterate(question.after, question.through) as IterableIterator<LoggedChange>)
      return commitsOf(rows, question)
    },
    remove: (floor) => void remove.run(floor),
  }
}

type Generation = { from: number; changes: LoggedChange[]; characters: number }

/** Keeps the newest changes in two generations: the older one goes when the newer one is full. */
function keepRecent(revision: number) {
  let older: Generation = { from: revision, changes: [], characters: 0 }
  let newer: Generation = { from: revision, changes: [], characters: 0 }
  return {
    add: (of: number, entries: readonly ChangeEntry[]): void => {
      if (newer.changes.length >= KEPT_ENTRIES || newer.characters >= KEPT_CHARACTERS) {
        older = newer
        newer = { from: of - 1, changes: [], characters: 0 }
      }
      for (const { scope, table, pk, row } of entries) {
        newer.changes.push([of, scope, table, pk, row])
        newer.characters += row?.length ?? 0
      }
    },
    /** The changes after a revision, or null when they are not all here. */
    after: (of: number): Iterable<LoggedChange> | null => {
      if (of < older.from) return null
      return of >= newer.from ? later(newer.changes, of) : [...later(older.changes, of), ...newer.changes]
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
