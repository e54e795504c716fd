import { randomUUID } from 'node:crypto'
import { closeSync, copyFileSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { present } from '../../domain/assert.ts'
import { NUMBERS_LEFT_OUT } from '../../domain/sscc.ts'
import { migrateCentre, readCentreState } from './centre-file.ts'
import { openSqliteCentreStore, type SqliteCentreStore } from './centre-store.ts'
import { DatabaseRefusedError, refusedBy } from './open-database.ts'
import { onOwnThread } from './own-thread.ts'

/** A copy of a centre: one file that needs no other, sound and on the disk, and the last revision in it. */
export type CentreBackup = { path: string; revision: number }

/**
 * What a restore did: the new history of the centre, how many API keys stay revoked that were revoked after the copy, and
 * where the file that was there before is kept.
 */
export type CentreRestore = { revision: number; timeline: string; revokedKeys: number; kept: string | null }

/** Thrown when a centre cannot be restored. */
export class RestoreRefusedError extends Error {
  readonly code: 'E-RESTORE-IN-USE' | 'E-RESTORE-NO-CENTRE' | 'E-RESTORE-DAMAGED'
  constructor(code: RestoreRefusedError['code'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'RestoreRefusedError'
    this.code = code
  }
}

/**
 * Copies a centre into a new file while writes go on, checks the copy and flushes it; only then the centre knows that its
 * revisions up to there will survive it (`durable_revision`), and stations may forget the facts in them. A file of that
 * name is replaced at the end, or not at all. Throws DatabaseRefusedError.
 */
export async function backUpCentre(store: SqliteCentreStore, path: string): Promise<CentreBackup> {
  const part = `${path}.part`
  removeDatabase(part)
  try {
    await store.copyTo(part)
    const revision = await settle(part)
    flush(part)
    renameSync(part, path)
    flushDirectory(path)
    await store.write(async (tx) => {
      const state = present(await tx.own.get('centre_state', 'centre'), 'a centre has its state')
      if (state.durable_revision < revision) await tx.own.put('centre_state', { ...state, durable_revision: revision })
    })
    return { path, revision }
  } catch (error) {
    removeDatabase(part)
    throw refusedBy(error, path)
  }
}

/** Makes one file of the copy and reads it through; its revision. */
async function settle(path: string): Promise<number> {
  const [said, revision] = await onOwnThread({
    path,
    steps: ['PRAGMA journal_mode = DELETE'],
    answer: `SELECT group_concat(quick_check, '; ') FROM pragma_quick_check
      UNION ALL SELECT (SELECT revision FROM centre_state WHERE id = 'centre')`,
  })
  if (said !== 'ok' || typeof revision !== 'number')
    throw new DatabaseRefusedError('E-DATA-CORRUPT', `The copy is not sound (${said}): ${path}`)
  return revision
}

/**
 * Puts a copy in the place of a centre's file, under a new timeline: stations then know that what came after the copy is
 * lost here, and bring it again. An API key that was revoked since stays so. Nobody may have the file open. What was there
 * is kept beside it (`<path>.replaced-<time>`), never removed. When the machine dies meanwhile, the old file or the new one
 * is there, and doing it again is right. Throws RestoreRefusedError or DatabaseRefusedError.
 */
export async function restoreCentre(
  backup: string,
  path: string,
  options: { now?: () => number; newTimeline?: () => string } = {},
): Promise<CentreRestore> {
  const next = `${path}.restoring`
  removeDatabase(next)
  try {
    if (!existsSync(backup)) throw new RestoreRefusedError('E-RESTORE-NO-CENTRE', `There is no file: ${backup}`)
    copyFileSync(backup, next)
    const { revision, timeline } = await renew(next, backup, (options.newTimeline ?? randomUUID)())
    await leaveOutNumbers(next)
    closeOld(path)
    const revokedKeys = keepRevoked(next, path)
    flush(next)
    const kept = keepOld(path, new Date((options.now ?? Date.now)()).toISOString().replace(/[:.]/g, '-'))
    renameSync(next, path)
    flushDirectory(path)
    return { revision, timeline, revokedKeys, kept }
  } catch (error) {
    removeDatabase(next)
    throw refusedBy(error, path)
  }
}

/** Makes the copy a centre with a history of its own. Who was let in before has to ask again. */
async function renew(path: string, backup: string, timeline: string): Promise<{ revision: number; timeline: string }> {
  try {
    await settle(path)
  } catch (error) {
    if ((error as Error).message.includes('no such table'))
      throw new RestoreRefusedError('E-RESTORE-NO-CENTRE', `This is no copy of a centre: ${backup}`, error)
    throw new RestoreRefusedError('E-RESTORE-DAMAGED', `The copy is damaged: ${backup}`, error)
  }
  const database = new Database(path)
  try {
    database.pragma('synchronous = FULL')
    migrateCentre(database, path)
    database.transaction(() => {
      database
        .prepare(`UPDATE centre_state SET timeline = ?, durable_revision = revision WHERE id = 'centre'`)
        .run(timeline)
      database
        .prepare(
          `INSERT INTO restored (id, number, revision)
           SELECT ?, (SELECT count(*) FROM restored) + 1, revision FROM centre_state WHERE id = 'centre'`,
        )
        .run(timeline)
      database.exec('DELETE FROM station_session; DELETE FROM nonce')
    })()
    return { revision: present(readCentreState(database), 'settled').revision, timeline }
  } finally {
    database.close()
  }
}

/** Stations may hold carton numbers of after the copy. A commit of its own, so that the new history begins where the copy ended. */
async function leaveOutNumbers(path: string): Promise<void> {
  const store = openSqliteCentreStore(path)
  try {
    const series = await store.ask<{ id: string }>(
      "SELECT id FROM number_series WHERE id = 'carton' OR id LIKE 'sscc.%' ORDER BY id",
    )
    if (series.length === 0) return
    await store.write(async (tx) => {
      for (const { id } of series) {
        const value = (await tx.get('number_series', id))?.value ?? 0
        await tx.put('number_series', { id, value: value + NUMBERS_LEFT_OUT })
      }
    })
  } finally {
    await store.close()
    await settle(path)
  }
}

/** Folds the log of the old file into it, so that one file is all of it; a damaged one is kept as it lies. */
function closeOld(path: string): void {
  if (!existsSync(path)) return
  let old: Database.Database | undefined
  try {
    old = new Database(path, { timeout: 0 })
    old.pragma('journal_mode = DELETE')
  } catch (error) {
    if (/^SQLITE_(BUSY|LOCKED)/.test((error as { code?: string }).code ?? ''))
      throw new RestoreRefusedError('E-RESTORE-IN-USE', `A centre has this file open; stop it first: ${path}`, error)
  } finally {
    old?.close()
  }
}

/** Revokes in the copy the API keys that the old file knows as revoked; how many. None where there is no old file to read. */
function keepRevoked(path: string, oldPath: string): number {
  let revoked: { id: string; at: number }[] = []
  try {
    const old = new Database(oldPath, { readonly: true, fileMustExist: true })
    try {
      revoked = old.prepare<[], { id: string; at: number }>(REVOKED_KEYS).all()
    } finally {
      old.close()
    }
  } catch {
    // A damaged or an older file: whoever restores is told to look through the keys.
  }
  if (revoked.length === 0) return 0
  const database = new Database(path)
  try {
    database.pragma('synchronous = FULL')
    const revoke = database.prepare('UPDATE api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL')
    return database.transaction(() => revoked.reduce((sum, { id, at }) => sum + revoke.run(at, id).changes, 0))()
  } finally {
    database.close()
  }
}

const REVOKED_KEYS = 'SELECT id, revoked_at AS at FROM api_key WHERE revoked_at IS NOT NULL'

/** Gives the old file a second name, so that until the new one takes its place something is always there. */
function keepOld(path: string, time: string): string | null {
  let kept = `${path}.replaced-${time}`
  for (let more = 2; existsSync(kept); more += 1) kept = `${path}.replaced-${time}-${more}`
  // What SQLite has beside a damaged file belongs to that file: left here, it would be taken for the new one's.
  for (const end of ['-wal', '-shm', '-journal'])
    if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${kept}${end}`)
  if (!existsSync(path)) return null
  try {
    linkSync(path, kept)
  } catch {
    // A file system without second names.
    copyFileSync(path, kept)
    flush(kept)
  }
  return kept
}

function removeDatabase(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true })
}

function flush(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** A new name is on the disk once its folder is; Windows has no such call and needs none. */
function flushDirectory(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
