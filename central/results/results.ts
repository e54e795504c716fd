import { type Outcome, PUSH_LIMITS, type PushReply, SYNC_PATHS } from '../../contract/central/messages.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import { activeEndpoint, type Endpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { wholeNumber } from '../door/read-body.ts'
import { journalPosition } from '../sessions/journal-position.ts'

type OutcomeRow = { seq: number; status: Outcome['status']; code: string; params: string; revision: number }

/** `GET results?fromSeq=`: the outcomes from that fact on, in order, as the push that was lost would have told them. */
export function resultsEndpoint(store: CentreStore): Endpoint {
  return activeEndpoint({
    method: 'GET',
    path: SYNC_PATHS.results,
    answer: async ({ url, station }) => {
      const fromSeq = wholeNumber(url, 'fromSeq')
      const rows = await store.ask<OutcomeRow>(
        `SELECT seq, status, code, params, revision FROM outcome
         WHERE station_id = ? AND incarnation = ? AND seq >= ? ORDER BY seq LIMIT ${PUSH_LIMITS.commands}`,
        ...[station.id, station.incarnation, fromSeq],
      )
      const results = rows.map(({ seq, status, code, params, revision }) => {
        return { seq: Number(seq), status, code, params: JSON.parse(params), revision: Number(revision) }
      })
      const { appliedSeq, durableThrough } = await journalPosition(store, station.id, station.incarnation)
      const limits = { ...PUSH_LIMITS }
      const reply: PushReply = { results, appliedThrough: appliedSeq, durableThrough, limits }
      return jsonAnswer(reply)
    },
  })
}
