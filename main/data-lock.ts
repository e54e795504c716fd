import { join } from 'node:path'
import Database from 'better-sqlite3'
import { StationOpenError } from './station-open-error.ts'

/**
 * Holds a data directory for this process alone, by an exclusive SQLite lock that the system drops when the process ends,
 * however it ends. Throws StationOpenError `E-DATA-LOCKED` when another process has it.
 */
export function lockDirectory(dataDirectory: string): { release(): void } {
  let database: Database.Database | undefined
  try {
    database = new Database(join(dataDirectory, 'station.lock'), { timeout: 200 })
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE')
    return { release: () => database?.close() }
  } catch (error) {
    database?.close()
    const code = (error as { code?: string }).code ?? ''
    if (code.startsWith('SQLITE_BUSY'))
      throw new StationOpenError('E-DATA-LOCKED', `Another Baro is using the data folder ${dataDirectory}`, error)
    throw new StationOpenError('E-DATA-READONLY', `The data folder cannot be written: ${dataDirectory}`, error)
  }
}
