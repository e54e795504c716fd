import type Database from 'better-sqlite3'
import { type ChangeEntry, commitsOf, type LoggedChange } from '../centre-log.ts'
import type { LogCommit } from '../centre-port.ts'
import { keepRecent } from '../recent-changes.ts'

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
