import { holdAdopted } from '../../commands/claims/hold-adopted.ts'
import { AdoptBody, type AdoptReply, SYNC_PATHS } from '../../contract/central/messages.ts'
import type { CentreStore, CentreTx } from '../../db/centre-port.ts'
import type { CentreRow } from '../../db/centre-tables.ts'
import { activeEndpoint, type Endpoint, type KnownStation } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { parseBody } from '../door/read-body.ts'
import { MessageRefused } from '../door/refusal.ts'
import type { CentreParts } from '../parts.ts'
import { ADOPTION_ID, clearAdopted, STATION_SERIES } from './adoption.ts'
import { readRows, type SharedRow } from './row-shape.ts'

const PAGE_BYTES = 8 << 20

type Adoption = CentreRow<'adoption'>
type Step = { reply: AdoptReply } | { expected: number } | { startsAnew: true }

/**
 * `POST adopt`: the tables of a station's time alone, page by page. Nothing else is answered until the last page; page 0
 * begins anew, whatever an attempt that broke off had brought. With the last page the station's journal counts as applied
 * up to where it stood, and nothing of it is run again.
 */
export function adoptEndpoint(parts: CentreParts): Endpoint {
  return activeEndpoint({
    method: 'POST',
    path: SYNC_PATHS.adopt,
    bodyLimitBytes: PAGE_BYTES,
    answer: async ({ body, station, note }) => {
      const page = parseBody(body, AdoptBody)
      const rows = readRows(page.rows)
      note({ page: page.page, rows: rows.length, last: page.last })
      let step = await takePage(parts, station, page, rows)
      if ('startsAnew' in step) {
        await clearAdopted(parts.store)
        await markCleared(parts.store, station)
        step = await takePage(parts, station, page, rows)
      }
      if ('reply' in step) return jsonAnswer(step.reply)
      throw new MessageRefused(409, 'bodyWrong', { at: 'page', expected: 'expected' in step ? step.expected : 0 })
    },
  })
}

async function takePage(
  { store, platform }: CentreParts,
  station: KnownStation,
  page: AdoptBody,
  rows: readonly SharedRow[],
): Promise<Step> {
  try {
    return await store.write(async (tx): Promise<Step> => {
      const adoption = await adoptionOf(tx, station)
      const { revision } = (await tx.own.get('centre_state', 'centre')) ?? { revision: 0 }
      if (adoption.state === 'done') return { reply: { next: null, revision } }
      if (page.page === 0 && adoption.next_page !== 0) return { startsAnew: true }
      // The page before is taken again: its answer was lost on the way.
      const isAgain = page.page === adoption.next_page - 1
      if (page.page !== adoption.next_page && !isAgain) return { expected: adoption.next_page }
      for (const { table, row } of rows)
        if (table !== 'number_series' || row.id !== STATION_SERIES) await tx.put(table, row)
      const next = page.last ? null : page.page + 1
      await tx.own.put('adoption', {
        ...adoption,
        state: page.last ? 'done' : 'open',
        next_page: page.page + 1,
        at: platform.now(),
      })
      if (page.last) await recordAsApplied(tx, station, adoption, platform.now())
      return { reply: { next, revision: page.last || rows.length > 0 ? await tx.revision() : revision } }
    })
  } catch (error) {
    // A rule of the tables that the rows break: 23… are PostgreSQL's codes for it.
    const code = String((error as { code?: unknown }).code ?? '')
    if (/^(SQLITE_CONSTRAINT|23)/.test(code)) throw new MessageRefused(400, 'bodyWrong', { at: 'rows' })
    throw error
  }
}

async function adoptionOf(tx: CentreTx, station: KnownStation): Promise<Adoption> {
  const adoption = await tx.own.get('adoption', ADOPTION_ID)
  if (adoption?.station_id !== station.id || adoption.incarnation !== station.incarnation)
    throw new MessageRefused(409, 'centreNotEmpty')
  return adoption
}

async function markCleared(store: CentreStore, station: KnownStation): Promise<void> {
  await store.write(async (tx) => {
    const adoption = await adoptionOf(tx, station)
    if (adoption.state === 'open') await tx.own.put('adoption', { ...adoption, next_page: 0 })
  })
}

/** The journal up to the adoption is in the tables already, and who picks there goes on. */
async function recordAsApplied(tx: CentreTx, station: KnownStation, adoption: Adoption, now: number): Promise<void> {
  await holdAdopted(tx, station.id)
  await tx.own.put('station_position', {
    id: station.id,
    incarnation: station.incarnation,
    applied_seq: adoption.last_seq,
    hash: adoption.hash,
    seen_at: now,
    cursor: 0,
    boot_id: station.bootId,
  })
}
