import Database from 'better-sqlite3'

/** A lock that this process holds until it lets go or ends. */
export type FileLock = { release(): void }

/**
 * Takes an exclusive SQLite lock on a file that it makes when needed; the system drops it when the process ends, however it
 * ends. Null when another process has it; throws what the file system says.
 */
export function lockFile(path: string): FileLock | null {
  let database: Database.Database | undefined
  try {
    database = new Database(path, { timeout: 200 })
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE')
    return { release: () => database?.close() }
  } catch (error) {
    database?.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return null
    throw error
  }
}
