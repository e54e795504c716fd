import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseRefusedError } from '../db/sqlite/open-database.ts'
import { openOrderSearch } from '../db/sqlite/search.ts'
import { openSqliteStore, type SqliteStore } from '../db/sqlite/sqlite-store.ts'
import type { Platform } from './platform.ts'

/** Above this size the whole file is not checked at every start, only when `doctor` runs. */
const CHECKED_BYTES = 256 * 1024 * 1024

/** The replica as opened, and where it came from when it had to be restored. */
export type OpenedReplica = {
  store: SqliteStore
  restoredFrom: 'copy' | 'journal' | 'centre' | null
  damaged: string | null
}

/**
 * Opens `replica.db`. A damaged file is moved aside (never deleted) and restored from the newest sound copy, or from
 * nothing; the journal then brings it up to date. One of a joined station is empty then, at no revision of any timeline,
 * until the centre's tables are there again. Throws DatabaseRefusedError for what cannot be mended here.
 */
export function openReplica(dataDirectory: string, platform: Platform, joined = false): OpenedReplica {
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
  if (joined) return { store: openSound(path), restoredFrom: 'centre', damaged }
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

/** The copies of a data directory (`copies/replica-<seq>.db`), the one that holds most of the journal first. */
export function copiesOf(dataDirectory: string): string[] {
  const directory = join(dataDirectory, 'copies')
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .flatMap((name) => {
      const seq = /^replica-(\d+)\.db$/.exec(name)?.[1]
      return seq === undefined ? [] : [{ name, seq: Number(seq) }]
    })
    .sort((a, b) => b.seq - a.seq)
    .map(({ name }) => join(directory, name))
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
