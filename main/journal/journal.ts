import { createHash } from 'node:crypto'
import type Database from 'better-sqlite3'
import { openDatabase, refusedBy } from '../../db/sqlite/open-database.ts'
import { JOURNAL_MIGRATIONS } from './journal-migrations.ts'

/** A command as the journal keeps it, forever. `args` is JSON. */
export type JournaledCommand = {
  seq: number
  id: string
  type: string
  version: number
  class: string
  args: string
  at: number
  business_date: string
  operator_id: string | null
  station: string
  hash: string
}

/** The station's own file: what happened here, in order, and what was answered. Never rebuilt. */
export type Journal = {
  readonly path: string
  readonly database: Database.Database
  /** Runs `write` in one transaction with `synchronous=FULL`; when it returns, the disk has it. */
  commit(write: () => void): void
  /** Appends a command with the next sequence number, chained by hash to the one before. Only inside `commit`. */
  append(command: Omit<JournaledCommand, 'seq' | 'hash'>): number
  /** Commands after `seq`, in order, at most `limit`. */
  after(seq: number, limit: number): JournaledCommand[]
  lastSeq(): number
  /** Walks the whole chain; the seq of the first command whose hash is wrong, or null. */
  brokenAt(): number | null
  close(): void
}

/** Opens (and migrates) the journal. Throws DatabaseRefusedError with a code. */
export function openJournal(path: string): Journal {
  const database = openDatabase(path, JOURNAL_MIGRATIONS)
  const insert = database.prepare(
    `INSERT INTO command (seq, id, type, version, class, args, at, business_date, operator_id, station, hash)
     VALUES (@seq, @id, @type, @version, @class, @args, @at, @business_date, @operator_id, @station, @hash)`,
  )
  const select = database.prepare('SELECT * FROM command WHERE seq > ? ORDER BY seq LIMIT ?')
  const last = database.prepare('SELECT seq, hash FROM command ORDER BY seq DESC LIMIT 1')
  let end = (last.get() as { seq: number; hash: string } | undefined) ?? { seq: 0, hash: '' }

  return {
    path,
    database,
    commit: (write) => {
      const before = end
      try {
        database.exec('BEGIN IMMEDIATE')
        write()
        database.exec('COMMIT')
      } catch (error) {
        if (database.inTransaction) database.exec('ROLLBACK')
        end = before
        throw refusedBy(error, path)
      }
    },
    append: (command) => {
      const seq = end.seq + 1
      const hash = chain(end.hash, command)
      insert.run({ ...command, seq, hash })
      end = { seq, hash }
      return seq
    },
    after: (seq, limit) => select.all(seq, limit) as JournaledCommand[],
    lastSeq: () => end.seq,
    brokenAt: () => {
      let previous = ''
      for (const row of database
        .prepare('SELECT * FROM command ORDER BY seq')
        .iterate() as Iterable<JournaledCommand>) {
        if (row.hash !== chain(previous, row)) return row.seq
        previous = row.hash
      }
      return null
    },
    close: () => database.close(),
  }
}

function chain(previous: string, command: Omit<JournaledCommand, 'seq' | 'hash'>): string {
  return createHash('sha256')
    .update(previous)
    .update(
      JSON.stringify([
        command.id,
        command.type,
        command.version,
        command.at,
        command.business_date,
        command.operator_id,
        command.station,
      ]),
    )
    .update(command.args)
    .digest('hex')
}
