import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { CentreStore } from '../../db/centre-port.ts'
import { NUMBERS_LEFT_OUT } from '../../domain/sscc.ts'
import { AdminRefused, type AdminReply } from '../admin/admin-reply.ts'
import { CENTRE_FILE, CentreOpenError, lockCentre, openStore } from './open-store.ts'

const REVOKE_AGAIN =
  'Stations and API keys are those of the copy: look through "stations" and "key list", and revoke again what was revoked since.'

type Place = { data: string; databaseUrl: string | null }

/** Puts a copy in place of an embedded centre's data, under a new timeline. The centre must be stopped. */
export async function restoreCentre({ data, databaseUrl, file }: Place & { file: string }): Promise<AdminReply> {
  if (databaseUrl !== null)
    throw new AdminRefused('A centre on PostgreSQL is restored with pg_restore; then run new-timeline.')
  const lock = lockCentre(data)
  if (lock === null)
    throw new CentreOpenError('E-DATA-LOCKED', `Stop the centre that uses the data folder ${data} first`)
  try {
    const backups = await import('../../db/sqlite/centre-backup.ts')
    const restored = await backups.restoreCentre(file, join(data, CENTRE_FILE))
    const kept = restored.kept === null ? [] : [`What was there before is kept: ${restored.kept}`]
    const keys =
      restored.revokedKeys === 0 ? [] : [`${restored.revokedKeys} API keys revoked since the copy stay revoked.`]
    const lines = [`Restored revision ${restored.revision} from ${file}.`, ...kept, ...keys, REVOKE_AGAIN]
    return { ok: true, value: restored, lines }
  } finally {
    lock.release()
  }
}

/**
 * Gives a centre whose PostgreSQL was restored a new timeline, so that stations push again what came after. Who was let in
 * before has to ask again. A SQLite centre gets one by `restore`.
 */
export async function startNewTimeline(place: Place): Promise<AdminReply> {
  if (place.databaseUrl === null)
    throw new AdminRefused(
      'new-timeline is for PostgreSQL (DATABASE_URL); restore gives a SQLite centre a new timeline.',
    )
  const opened = await openStore(place, () => undefined)
  if (opened === null) throw new CentreOpenError('E-DATA-LOCKED', `Another Baro is using the data folder ${place.data}`)
  const { store } = opened
  try {
    const timeline = randomUUID()
    const sessions = await store.ask<{ id: string }>('SELECT id FROM station_session ORDER BY id')
    const [before] = await store.ask<{ n: number | string }>('SELECT count(*) AS n FROM restored')
    const revision = await store.write(async (tx) => {
      const state = await tx.own.get('centre_state', 'centre')
      if (state === undefined) throw new AdminRefused('This database is no centre.')
      for (const { id } of sessions) await tx.own.remove('station_session', id)
      await tx.own.put('centre_state', { ...state, timeline, durable_revision: state.revision })
      await tx.own.put('restored', { id: timeline, number: Number(before?.n ?? 0) + 1, revision: state.revision })
      return state.revision
    })
    await leaveOutNumbers(store)
    return {
      ok: true,
      value: { revision, timeline },
      lines: [`The centre stands at revision ${revision}, on a new timeline.`, REVOKE_AGAIN],
    }
  } finally {
    await opened.close()
  }
}

/** Stations may hold carton numbers of after the copy. A commit of its own, so that the new history begins where the copy ended. */
async function leaveOutNumbers(store: CentreStore): Promise<void> {
  const series = await store.ask<{ id: string }>("SELECT id FROM number_series WHERE id = 'carton' OR id LIKE 'sscc.%'")
  if (series.length === 0) return
  await store.write(async (tx) => {
    for (const { id } of series) {
      const value = (await tx.get('number_series', id))?.value ?? 0
      await tx.put('number_series', { id, value: value + NUMBERS_LEFT_OUT })
    }
  })
}
