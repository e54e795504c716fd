import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { copyBeside } from '../../db/sqlite/copy-beside.ts'
import { PRINT_REASON } from '../devices/transport.ts'
import { StationOpenError } from '../station-open-error.ts'

/** What a backup of a station holds: its folder, and the files in it. */
export type StationBackup = { path: string; files: string[] }

/** Thrown when a backup cannot be begun; `code` is what people read to each other. */
export class BackupRefusedError extends Error {
  readonly code = 'E-CLI-BACKUP'
}

/**
 * Copies a station into a new or empty folder, also while it is open: its own centre where it has one, the tables of one
 * that works alone, and then its journal, so that the journal is never behind; with its key and settings. Each copy is one
 * sound state of its file. All of it is there at the end, or nothing. What waited for a printer comes out of no copy, and the
 * copy numbers cartons from further on. Throws BackupRefusedError, StationOpenError, DatabaseRefusedError.
 */
export async function backUpStation(directory: string, path: string): Promise<StationBackup> {
  const journal = join(directory, 'journal.db')
  if (!existsSync(journal)) throw new StationOpenError('E-DATA-MISSING', `There is no station's data here: ${journal}`)
  if (existsSync(path) && readdirSync(path).length > 0)
    throw new BackupRefusedError(`Name a new folder, or an empty one: ${path}`)
  const part = `${path}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true, mode: 0o700 })
  try {
    const files: string[] = []
    const copy = async (from: string, name: string): Promise<void> => {
      await copyBeside(from, join(part, name))
      files.push(name)
    }
    // Facts of the journal that the other files lack are run, or sent, again; the other way round they would be strangers.
    const centre = join(directory, 'centre', 'centre.db')
    if (existsSync(centre)) await copy(centre, 'centre.db')
    else if (!hasJoined(journal)) await copy(join(directory, 'replica.db'), 'replica.db')
    await copy(journal, 'journal.db')
    settle(join(part, 'journal.db'))
    for (const name of ['station.key', 'settings.json']) {
      if (!existsSync(join(directory, name))) continue
      copyFileSync(join(directory, name), join(part, name))
      files.push(name)
    }
    rmSync(path, { recursive: true, force: true })
    renameSync(part, path)
    return { path, files }
  } catch (error) {
    rmSync(part, { recursive: true, force: true })
    throw error
  }
}

/** More cartons than one station closes between two copies. */
const SKIPPED_NUMBERS = 10_000

/**
 * What is true of the copy alone, by table. The original goes on: what waited for a printer there is printed there, and the
 * numbers behind those of this moment are on parcels by the time somebody opens the copy. A joined station asks its centre for
 * numbers anew.
 */
const IN_THE_COPY: readonly (readonly [table: string, statement: string])[] = [
  [
    'print_attempt',
    `UPDATE print_attempt SET state = 'withdrawn', bytes_left = 'none', reason = '${PRINT_REASON.takenBack}', ended_at = requested_at
     WHERE state = 'waiting'`,
  ],
  ['counter', `UPDATE counter SET value = value + ${SKIPPED_NUMBERS} WHERE name = 'carton' OR name LIKE 'sscc.%'`],
  ['saved', `DELETE FROM saved WHERE name LIKE 'carton-blocks.%'`],
]

function settle(journal: string): void {
  const database = new Database(journal)
  try {
    const has = database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?')
    database.transaction(() => {
      for (const [table, statement] of IN_THE_COPY) if (has.get(table) !== undefined) database.exec(statement)
    })()
  } finally {
    database.close()
  }
}

function hasJoined(journal: string): boolean {
  const database = new Database(journal, { readonly: true })
  try {
    return (database.prepare('SELECT count(*) FROM membership').pluck().get() as number) > 0
  } finally {
    database.close()
  }
}
