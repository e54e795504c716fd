import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { copyBeside } from '../../db/sqlite/copy-beside.ts'
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
 * sound state of its file. All of it is there at the end, or nothing. Throws BackupRefusedError, StationOpenError,
 * DatabaseRefusedError.
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

function hasJoined(journal: string): boolean {
  const database = new Database(journal, { readonly: true })
  try {
    return (database.prepare('SELECT count(*) FROM membership').pluck().get() as number) > 0
  } finally {
    database.close()
  }
}
