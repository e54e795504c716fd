import { blockedBy } from '../../commands/exceptions/blocked-by.ts'
import { subjectOf } from '../../commands/subject.ts'
import { PushedCommand, QuarantineBody, type QuarantineReply, SYNC_PATHS } from '../../contract/central/messages.ts'
import type { CentreTx } from '../../db/centre-port.ts'
import type { CentreRow } from '../../db/centre-tables.ts'
import { deriveId } from '../../domain/ids.ts'
import { supervises } from '../../domain/roles.ts'
import { activeEndpoint, type Endpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { parseBody } from '../door/read-body.ts'
import { MessageRefused } from '../door/refusal.ts'
import type { CentreParts } from '../parts.ts'

const MOST_ROWS = 500

/** `GET quarantine`: the commands that are kept aside and that nobody decided about yet, oldest first, at most 500. */
export function quarantineEndpoint({ store }: CentreParts): Endpoint {
  return activeEndpoint({
    method: 'GET',
    path: SYNC_PATHS.quarantine,
    answer: async () => {
      const rows = await store.ask<CentreRow<'quarantine'>>(
        `SELECT * FROM quarantine WHERE state = 'kept' ORDER BY received_at, id LIMIT ${MOST_ROWS}`,
      )
      const reply: QuarantineReply = {
        rows: rows.map((row) => ({
          ...{ id: row.id, stationId: row.station_id, incarnation: row.incarnation, seq: Number(row.seq) },
          command: PushedCommand.parse(JSON.parse(row.command)),
          ...{ reason: row.reason, receivedAt: Number(row.received_at), state: row.state },
        })),
      }
      return jsonAnswer(reply)
    },
  })
}

/**
 * `POST quarantine`: a lead's decision about one of them. The record stays. `readmit` makes an exception of it, because
 * nobody can know what it would have met in its time: it is settled like any other, with the one that blocks its order or
 * tote already. Refused: `notFound`, `notAllowed`.
 */
export function decideQuarantineEndpoint({ store, platform }: CentreParts): Endpoint {
  return activeEndpoint({
    method: 'POST',
    path: SYNC_PATHS.quarantine,
    bodyLimitBytes: 4_096,
    answer: async ({ body, note }) => {
      const { id, decision, operatorId } = parseBody(body, QuarantineBody)
      note({ quarantine: id, decision, operator: operatorId })
      const state = await store.write(async (tx) => {
        const operator = operatorId === null ? undefined : await tx.get('operator', operatorId)
        if (operator?.active !== 1 || !supervises(operator.role)) throw new MessageRefused(403, 'notAllowed')
        const row = await tx.own.get('quarantine', id)
        if (row === undefined) throw new MessageRefused(404, 'notFound')
        const decided = decision === 'discard' ? 'discarded' : 'readmitted'
        if (row.state === decided) return decided
        if (row.state !== 'kept') throw new MessageRefused(409, 'notAllowed', { state: row.state })
        if (decision === 'readmit') await askAbout(tx, row, platform.now())
        await tx.own.put('quarantine', { ...row, state: decided })
        return decided
      })
      return jsonAnswer({ state })
    },
  })
}

/** Makes an exception of a command that was kept aside, unless the very command was taken after all. */
async function askAbout(tx: CentreTx, row: CentreRow<'quarantine'>, now: number): Promise<void> {
  const command = PushedCommand.parse(JSON.parse(row.command))
  const [taken] = await tx.own.find('outcome', 'command', command.id)
  const [asked] = await tx.find('fact_exception', 'command', command.id)
  if (taken !== undefined || asked !== undefined)
    throw new MessageRefused(409, 'notAllowed', { state: taken?.status ?? 'exception' })
  const subject = await subjectOf(tx, JSON.parse(command.args))
  // What its own station did later is no cause of it, even when that was readmitted first.
  const cause = await blockedBy(tx, subject, (other) => other.station_id === row.station_id && other.seq >= command.seq)
  const [reason, params] =
    cause === null ? ['failed', { error: 'quarantined' }] : ['blocked', { by: cause.type, error: 'quarantined' }]
  await tx.put('fact_exception', {
    id: deriveId(command.id, 'exception'),
    station_id: row.station_id,
    ...{ seq: command.seq, command_id: command.id, type: command.type, version: command.version },
    ...{ args: command.args, claim: command.claim, reason, params: JSON.stringify(params) },
    ...{ at: command.at, business_date: command.business_date, operator_id: command.operator_id },
    order_id: subject.wholeTask ? null : (subject.orderIds[0] ?? cause?.order_id ?? null),
    tote_id: subject.wholeTask ? null : (subject.toteIds[0] ?? cause?.tote_id ?? null),
    pick_task_id: subject.taskId ?? subject.taskIds[0] ?? cause?.pick_task_id ?? null,
    caused_by: cause === null ? null : (cause.caused_by ?? cause.id),
    ...{ state: 'open', resolution: null, resolved_by: null, resolved_at: null },
  })
  // Its seq may belong to a journal that forked: the outcome is kept under the quarantine's own key.
  await tx.own.put('outcome', {
    id: `quarantine/${row.id}`,
    station_id: row.station_id,
    incarnation: `quarantine/${row.incarnation}`,
    ...{ seq: command.seq, command_id: command.id, hash: command.hash, status: 'exception' },
    ...{ code: reason, params: JSON.stringify(params), revision: await tx.revision(), at: now },
  })
}
