import { blockedBy } from '../../commands/exceptions/blocked-by.ts'
import { subjectOf } from '../../commands/subject.ts'
import {
  PushedCommand,
  QUARANTINE_PAGE,
  QuarantineBody,
  type QuarantineDecided,
  type QuarantineReply,
  SYNC_PATHS,
} from '../../contract/central/messages.ts'
import type { CentreStore, CentreTx } from '../../db/centre-port.ts'
import type { CentreRow } from '../../db/centre-tables.ts'
import { supervises } from '../../domain/roles.ts'
import { activeEndpoint, type Endpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { parseBody } from '../door/read-body.ts'
import { MessageRefused } from '../door/refusal.ts'
import { argumentsOf, keepException } from '../facts/run-fact.ts'
import type { CentreParts } from '../parts.ts'

/** The commands that are kept aside and that nobody decided about yet, oldest first, at most {@link QUARANTINE_PAGE}. */
export async function listKept(store: CentreStore): Promise<QuarantineReply['rows']> {
  const rows = await store.ask<CentreRow<'quarantine'>>(
    `SELECT * FROM quarantine WHERE state = 'kept' ORDER BY received_at, station_id, seq, id LIMIT ${QUARANTINE_PAGE}`,
  )
  return rows.map((row) => ({
    ...{ id: row.id, stationId: row.station_id, incarnation: row.incarnation, seq: Number(row.seq) },
    command: PushedCommand.parse(JSON.parse(row.command)),
    ...{ reason: row.reason, receivedAt: Number(row.received_at), state: row.state },
  }))
}

/** `GET quarantine`: {@link listKept}. */
export function quarantineEndpoint({ store }: CentreParts): Endpoint {
  return activeEndpoint({
    method: 'GET',
    path: SYNC_PATHS.quarantine,
    answer: async () => jsonAnswer({ rows: await listKept(store) } satisfies QuarantineReply),
  })
}

/**
 * `POST quarantine`: a lead's decision about some of them, see {@link decideKept}. Refused as a whole: `notAllowed` to whoever
 * is no lead, `notFound` when one of them was never kept.
 */
export function decideQuarantineEndpoint({ store, platform }: CentreParts): Endpoint {
  return activeEndpoint({
    method: 'POST',
    path: SYNC_PATHS.quarantine,
    bodyLimitBytes: 256_000,
    answer: async ({ body, note }) => {
      const { ids, decision, operatorId } = parseBody(body, QuarantineBody)
      note({ quarantine: ids.length === 1 ? ids[0] : ids.length, decision, operator: operatorId })
      const reply = await store.write(async (tx) => {
        const operator = operatorId === null ? undefined : await tx.get('operator', operatorId)
        if (operator?.active !== 1 || !supervises(operator.role)) throw new MessageRefused(403, 'notAllowed')
        return decideKept(tx, { ids, decision }, platform.now())
      })
      return jsonAnswer(reply)
    },
  })
}

/**
 * Decides about commands that were kept aside, in the order in which they were done. The records stay. `readmit` makes an
 * exception of each, because nobody can know what it would have met in its time: it is settled like any other, with the one
 * that blocks its order or tote already. What was decided otherwise before, or was taken after all, is left as it is. Throws
 * `notFound` when one of them was never kept.
 */
export async function decideKept(
  tx: CentreTx,
  { ids, decision }: Pick<QuarantineBody, 'ids' | 'decision'>,
  now: number,
): Promise<QuarantineDecided> {
  const rows: CentreRow<'quarantine'>[] = []
  for (const id of new Set(ids)) {
    const row = await tx.own.get('quarantine', id)
    if (row === undefined) throw new MessageRefused(404, 'notFound')
    rows.push(row)
  }
  rows.sort((a, b) => byText(a.station_id, b.station_id) || byText(a.incarnation, b.incarnation) || a.seq - b.seq)
  const decided = decision === 'discard' ? 'discarded' : 'readmitted'
  const reply: QuarantineDecided = { decided: 0, left: [] }
  for (const row of rows) {
    const asks = row.state === 'kept' && decision === 'readmit'
    const other = asks ? await askAbout(tx, row, now) : row.state === 'kept' ? null : row.state
    if (other === null) await tx.own.put('quarantine', { ...row, state: decided })
    if (other === null || other === decided) reply.decided += 1
    else reply.left.push({ id: row.id, state: other })
  }
  return reply
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Makes an exception of a command that was kept aside: null; unless the very command was taken after all: as what. */
async function askAbout(tx: CentreTx, row: CentreRow<'quarantine'>, now: number): Promise<string | null> {
  const command = PushedCommand.parse(JSON.parse(row.command))
  const [taken] = await tx.own.find('outcome', 'command', command.id)
  const [asked] = await tx.find('fact_exception', 'command', command.id)
  if (taken !== undefined || asked !== undefined) return taken?.status ?? 'exception'
  const subject = await subjectOf(tx, argumentsOf(command))
  // What its own station did later is no cause of it, even when that was readmitted first.
  const cause = await blockedBy(tx, subject, (other) => other.station_id === row.station_id && other.seq >= command.seq)
  const trouble =
    cause === null
      ? { reason: 'failed', params: { error: 'quarantined' } }
      : { reason: 'blocked', params: { by: cause.type, error: 'quarantined' } }
  await keepException(tx, row.station_id, command, { subject, cause, trouble })
  // Its seq may belong to a journal that forked: the outcome is kept under the quarantine's own key.
  await tx.own.put('outcome', {
    id: `quarantine/${row.id}`,
    station_id: row.station_id,
    incarnation: `quarantine/${row.incarnation}`,
    ...{ seq: command.seq, command_id: command.id, hash: command.hash, status: 'exception' },
    ...{ code: trouble.reason, params: JSON.stringify(trouble.params), revision: await tx.revision(), at: now },
  })
  return null
}
