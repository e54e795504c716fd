import type Database from 'better-sqlite3'
import { QUARANTINE_PAGE, type QuarantineReply } from '../../contract/central/messages.ts'
import { AsideFact, type AsideView } from '../../contract/station/sync.ts'

/** By the argument that names it: how a row leads to its order. A fact about a whole cart is about none. */
const ORDER_OF: Record<string, string> = {
  orderId: 'SELECT ? AS id',
  pickLineId: 'SELECT order_id AS id FROM pick_line WHERE id = ?',
  slotId: 'SELECT order_id AS id FROM pick_slot WHERE id = ?',
  packSessionId: 'SELECT order_id AS id FROM pack_session WHERE id = ?',
  cartonId: 'SELECT order_id AS id FROM carton WHERE id = ?',
  cartonLineId: 'SELECT order_id AS id FROM carton_line WHERE id = ?',
  orderLineId: 'SELECT order_id AS id FROM order_line WHERE id = ?',
}

/** Names what the centre keeps aside by this station's own tables. */
export function asideViews(reader: Database.Database): (kept: QuarantineReply['rows']) => AsideView {
  const station = reader.prepare('SELECT name FROM station WHERE id = ?').pluck()
  const operator = reader.prepare('SELECT name FROM operator WHERE id = ?').pluck()
  const numbers = Object.entries(ORDER_OF).map(
    ([name, sql]) => [name, reader.prepare(`SELECT id, number FROM "order" WHERE id = (${sql})`)] as const,
  )
  const orderOf = (args: Record<string, unknown>): AsideFact['order'] => {
    for (const [name, find] of numbers) {
      const id = args[name]
      const found = typeof id === 'string' ? find.get(id) : undefined
      if (found !== undefined) return found as AsideFact['order']
    }
    return null
  }
  return (kept) => ({
    rows: kept.map(({ id, stationId, reason, command }) => ({
      id,
      station: (station.get(stationId) as string | undefined) ?? command.station,
      reason: AsideFact.shape.reason.safeParse(reason).data ?? 'quarantined',
      type: command.type,
      at: command.at,
      operator: (operator.get(command.operator_id) as string | undefined) ?? '',
      order: orderOf(argumentsOf(command.args)),
    })),
    more: kept.length >= QUARANTINE_PAGE,
  })
}

function argumentsOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
  } catch {
    // What cannot be read is shown without its order.
    return {}
  }
}
