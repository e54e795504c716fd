import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CentreStore } from '../../db/centre-port.ts'
import { type FileLock, lockFile } from '../../db/sqlite/lock-file.ts'

/** The file of an embedded centre in its folder. */
export const CENTRE_FILE = 'centre.db'

/** Thrown when a centre's data cannot be opened; `code` is what people read to each other. */
export class CentreOpenError extends Error {
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'CentreOpenError'
    this.code = code
  }
}

/** A centre's data while this process has them; `backup` is null where the database has tools of its own. */
export type OpenedStore = {
  store: CentreStore
  backup: ((file: string) => Promise<string>) | null
  close(): Promise<void>
}

/** Makes the folder and takes it for this process alone; null when another centre has it. Throws CentreOpenError. */
export function lockCentre(data: string): FileLock | null {
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    return lockFile(join(data, 'centre.lock'))
  } catch (error) {
    throw new CentreOpenError('E-DATA-READONLY', `The data folder cannot be written: ${data}`, error)
  }
}

/**
 * Opens the data: PostgreSQL by its address, else the SQLite file of the folder, which is then this process's alone. Null
 * when another process has the folder.
 */
export async function openStore(
  { data, databaseUrl }: { data: string; databaseUrl: string | null },
  log: (line: Record<string, unknown>) => void,
): Promise<OpenedStore | null> {
  if (databaseUrl !== null) {
    const { openPostgresCentreStore } = await import('../../db/postgres/centre-store.ts')
    const options = { url: databaseUrl, log: (message: string) => log({ level: 'warn', event: 'database', message }) }
    const store = await openPostgresCentreStore(options)
    mkdirSync(data, { recursive: true, mode: 0o700 })
    return { store, backup: null, close: () => store.close() }
  }
  const lock = lockCentre(data)
  if (lock === null) return null
  try {
    const { openSqliteCentreStore } = await import('../../db/sqlite/centre-store.ts')
    const { backUpCentre } = await import('../../db/sqlite/centre-backup.ts')
    const store = openSqliteCentreStore(join(data, CENTRE_FILE))
    const close = async (): Promise<void> => {
      await store.close()
      lock.release()
    }
    return { store, backup: async (file) => (await backUpCentre(store, file)).path, close }
  } catch (error) {
    lock.release()
    throw error
  }
}
