import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseRefusedError } from '../db/sqlite/open-database.ts'
import { openOrderSearch } from '../db/sqlite/search.ts'
import { openSqliteStore, type SqliteStore } from '../db/sqlite/sqlite-store.ts'
import type { Platform } from './platform.ts'

/** Above this size the whole file is not checked at every start, only when `doctor` runs. */
const CHECKED_BYTES = 256 * 1024 * 1024
/** Copies that are kept, newest first. */
const KEPT_COPIES = 3

/** The replica as opened, and where it came from when it had to be restored. */
export type OpenedReplica = { store: SqliteStore; restoredFrom: 'copy' | 'journal' | null; damaged: string | null }

/**
 * Opens `replica.db`. A damaged file is moved aside (never deleted) and restored from the newest sound copy, or from
 * nothing; the journal then brings it up to date. Throws DatabaseRefusedError for what cannot be mended here.
 */
export function openReplica(dataDirectory: string, platform: Platform): OpenedReplica {
  const path = join(dataDirectory, 'replica.db')
  try {
    return { store: openSound(path), restoredFrom: null, damaged: null }
  } catch (error) {
    if (!(error instanceof DatabaseRefusedError) || error.code !== 'E-DATA-CORRUPT') throw error
    platform.log({ level: 'error', event: 'replica-damaged', path, error: String(error) })
  }
  const damaged = `${path}.damaged-${platform.now()}`
  renameSync(path, damaged)
  for (const suffix of ['-wal', '-shm'])
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${damaged}${suffix}`)
  for (const copy of copiesOf(dataDirectory)) {
    try {
      copyFileSync(copy, path)
      const store = openSound(path)
      platform.log({ level: 'warn', event: 'replica-restored', from: copy })
      return { store, restoredFrom: 'copy', damaged }
    } catch (error) {
      platform.log({ level: 'error', event: 'copy-unusable', copy, error: String(error) })
      rmSync(path, { force: true })
      for (const suffix of ['-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
    }
  }
  return { store: openSound(path), restoredFrom: 'journal', damaged }
}

/** Copies the replica as of now to `copies/`, and removes all but the newest few. The path of the copy. */
export async function copyReplica(store: SqliteStore, dataDirectory: string, now: number): Promise<string> {
  const directory = join(dataDirectory, 'copies')
  mkdirSync(directory, { recursive: true })
  const path = join(directory, `replica-${String(now).padStart(14, '0')}.db`)
  await store.copyTo(`${path}.part`)
  renameSync(`${path}.part`, path)
  for (const old of copiesOf(dataDirectory).slice(KEPT_COPIES)) rmSync(old, { force: true })
  return path
}

/** The copies of a data directory, newest first. */
export function copiesOf(dataDirectory: string): string[] {
  const directory = join(dataDirectory, 'copies')
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .filter((name) => /^replica-\d+\.db$/.test(name))
    .sort()
    .reverse()
    .map((name) => join(directory, name))
}

function openSound(path: string): SqliteStore {
  const store = openSqliteStore(path, { observers: (database) => [openOrderSearch(database)] })
  try {
    if (existsSync(path) && statSync(path).size <= CHECKED_BYTES) {
      const verdict = store.reader.pragma('quick_check(1)', { simple: true })
      if (verdict !== 'ok')
        throw new DatabaseRefusedError('E-DATA-CORRUPT', `The file is damaged (${String(verdict)}): ${path}`)
    }
    return store
  } catch (error) {
    store.close()
    const code = (error as { code?: string }).code ?? ''
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
      throw new DatabaseRefusedError('E-DATA-CORRUPT', `The file is damaged: ${path}`, error)
    throw error
  }
}
