import { existsSync, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { chainHash, firstBroken } from '../../db/chain.ts'
import type { JournaledCommand } from '../../db/journaled-command.ts'
import { checkpointBetween } from '../../db/sqlite/checkpoints.ts'
import { DatabaseRefusedError, openDatabase, refusedBy } from '../../db/sqlite/open-database.ts'
import { JOURNAL_MIGRATIONS } from './journal-migrations.ts'

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

/** Above this size the whole file is not checked at every start, only when `doctor` runs. */
const CHECKED_BYTES = 256 * 1024 * 1024

/** So many of the newest commands are followed along the hash chain at every start; `doctor` follows all. */
const CHECKED_COMMANDS = 2_000

/**
 * Opens (and migrates) the journal. A journal that is damaged or was changed is refused before anything is written to
 * it: unlike the tables it cannot be made again. Throws DatabaseRefusedError with a code.
 */
export function openJournal(path: string): Journal {
  if (existsSync(path) && statSync(path).size > 0) refuseDamaged(path)
  const database = openDatabase(path, JOURNAL_MIGRATIONS)
  const insert = database.prepare(
    `INSERT INTO command (seq, id, type, version, class, args, at, business_date, operator_id, station, claim, hash)
     VALUES (@seq, @id, @type, @version, @class, @args, @at, @business_date, @operator_id, @station, @claim, @hash)`,
  )
  const select = database.prepare('SELECT * FROM command WHERE seq > ? ORDER BY seq LIMIT ?')
  const all = database.prepare('SELECT * FROM command ORDER BY seq')
  const last = database.prepare('SELECT seq, hash FROM command ORDER BY seq DESC LIMIT 1')
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const checkpoints = checkpointBetween(database)
  let end = (last.get() as { seq: number; hash: string } | undefined) ?? { seq: 0, hash: '' }

  return {
    path,
    database,
    commit: (write) => {
      const before = end
      try {
        begin.run()
        write()
        commit.run()
        checkpoints.committed()
      } catch (error) {
        if (database.inTransaction) database.exec('ROLLBACK')
        end = before
        throw refusedBy(error, path)
      }
    },
    append: (command) => {
      const seq = end.seq + 1
      // SQLite keeps no half of a surrogate pair: the hash is of what will be read again, or the chain would look broken.
      const kept = { ...command, station: command.station.toWellFormed(), args: command.args.toWellFormed() }
      const hash = chainHash(end.hash, kept)
      insert.run({ ...kept, seq, hash })
      end = { seq, hash }
      return seq
    },
    after: (seq, limit) => select.all(seq, limit) as JournaledCommand[],
    lastSeq: () => end.seq,
    brokenAt: () => firstBroken(all.iterate() as Iterable<JournaledCommand>),
    close: () => {
      checkpoints.stop()
      database.close()
    },
  }
}

function refuseDamaged(path: string): void {
  let reader: Database.Database | undefined
  try {
    reader = new Database(path, { readonly: true })
    reader.pragma('busy_timeout = 5000')
    // A file that did not get as far as its first migration has no commands yet.
    if (reader.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'command'`).get() === undefined) return
    const verdict = statSync(path).size <= CHECKED_BYTES ? reader.pragma('quick_check(1)', { simple: true }) : 'ok'
    if (verdict !== 'ok')
      throw new DatabaseRefusedError(
        'E-DATA-CORRUPT',
        `The journal is damaged (${String(verdict).split('\n').at(-1)}): ${path}`,
      )
    const from =
      (reader.prepare('SELECT coalesce(max(seq), 0) FROM command').pluck().get() as number) - CHECKED_COMMANDS
    const before = from <= 0 ? null : reader.prepare('SELECT seq, hash FROM command WHERE seq = ?').get(from)
    const newest = reader.prepare('SELECT * FROM command WHERE seq > ? ORDER BY seq').iterate(Math.max(from, 0))
    const broken = firstBroken(
      newest as Iterable<JournaledCommand>,
      (before ?? null) as Pick<JournaledCommand, 'seq' | 'hash'> | null,
    )
    if (broken !== null)
      throw new DatabaseRefusedError('E-DATA-CORRUPT', `The journal was changed at command ${broken}: ${path}`)
  } catch (error) {
    throw refusedBy(error, path)
  } finally {
    reader?.close()
  }
}
