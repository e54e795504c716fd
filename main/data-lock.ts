import { join } from 'node:path'
import { type FileLock, lockFile } from '../db/sqlite/lock-file.ts'
import { StationOpenError } from './station-open-error.ts'

/** Holds a data directory for this process alone. Throws StationOpenError `E-DATA-LOCKED` when another process has it. */
export function lockDirectory(dataDirectory: string): FileLock {
  const lock = attempt(dataDirectory)
  if (lock === null)
    throw new StationOpenError('E-DATA-LOCKED', `Another Baro is using the data folder ${dataDirectory}`)
  return lock
}

function attempt(dataDirectory: string): FileLock | null {
  try {
    return lockFile(join(dataDirectory, 'station.lock'))
  } catch (error) {
    throw new StationOpenError('E-DATA-READONLY', `The data folder cannot be written: ${dataDirectory}`, error)
  }
}
