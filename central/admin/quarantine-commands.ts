import { QUARANTINE_PAGE, type QuarantineBody } from '../../contract/central/messages.ts'
import type { CentreParts } from '../parts.ts'
import { decideKept, listKept } from '../quarantine/quarantine.ts'
import { AdminRefused, type AdminReply, done, time } from './admin-reply.ts'

/** What is kept aside, a line each; the first {@link QUARANTINE_PAGE} of them. */
export async function listQuarantine({ store }: CentreParts): Promise<AdminReply> {
  const rows = await listKept(store)
  const names = new Map(
    (await store.ask<{ id: string; name: string }>('SELECT id, name FROM station')).map(({ id, name }) => [id, name]),
  )
  const line = ({ id, stationId, reason, command }: (typeof rows)[number]) =>
    [names.get(stationId) ?? stationId, time(command.at), command.type, reason, id].join('\t')
  const more = rows.length < QUARANTINE_PAGE ? [] : ['There may be more.']
  return done(rows, rows.length === 0 ? ['Nothing is kept aside.'] : [...rows.map(line), ...more])
}

/** Decides about one command, or about all of a station, by its id. Throws AdminRefused when there is nothing such. */
export async function decideQuarantine(
  { store, platform }: CentreParts,
  id: string,
  decision: QuarantineBody['decision'],
): Promise<AdminReply> {
  const kept = await store.ask<{ id: string }>(
    `SELECT id FROM quarantine WHERE state = 'kept' AND (id = ? OR station_id = ?)`,
    id,
    id,
  )
  if (kept.length === 0) throw new AdminRefused(`Nothing of ${id} is kept aside.`)
  const ids = kept.map((row) => row.id)
  const { decided, left } = await store.write((tx) => decideKept(tx, { ids, decision }, platform.now()))
  const total = { decided, left }
  const what = decision === 'discard' ? 'dropped; the record stays' : 'waiting under Exceptions for a lead'
  const rest = left.length === 0 ? [] : [`${left.length} were taken already, and stay as they are.`]
  return done(total, [`${decided} facts are now ${what}.`, ...rest])
}
