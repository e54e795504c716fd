import type { Row } from '../../db/tables.ts'
import { businessDate } from '../../domain/business-date.ts'
import type { AddressInput, Role } from '../../domain/inputs.ts'
import { OFFICE_ROLES } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import { type PackingSlipInput, renderPackingSlip } from '../documents/packing-slip.ts'
import { problem } from '../rpc/problems.ts'
import { senderOf } from './sender.ts'

type SlipLine = { sku: string; name: string; option: string | null; quantity: number; carton: number | null }

const ON_THE_FLOOR = ['picking', 'picked', 'packing', 'packed']

/**
 * The packing slip of an order as PDF: what is in its cartons, or what was ordered while nothing is packed yet. It names
 * the customer: the floor gets it only of orders that it works on (`FORBIDDEN`), the office of all.
 */
export async function packingSlipPdf(core: StationCore, orderId: string, role: Role): Promise<Buffer> {
  const { reader } = core.store
  const order = reader.prepare('SELECT * FROM "order" WHERE id = ?').get(orderId) as Row<'order'> | undefined
  const site = core.site()
  if (order === undefined || site === undefined) throw problem('NOT_FOUND', 'E-ORD-001', { order: orderId })
  if (!OFFICE_ROLES.includes(role) && !ON_THE_FLOOR.includes(order.state))
    throw problem('FORBIDDEN', 'E-SGN-008', { role })
  const packed = reader
    .prepare(
      `SELECT l.sku, l.name, l.option, sum(c.quantity) AS quantity, t.number AS carton
       FROM carton_line c JOIN order_line l ON l.id = c.order_line_id JOIN carton t ON t.id = c.carton_id
       WHERE c.order_id = ? AND t.state <> 'undone' GROUP BY t.number, l.id ORDER BY t.number, l.line_no`,
    )
    .all(orderId) as SlipLine[]
  const ordered = reader
    .prepare('SELECT sku, name, option, quantity, NULL AS carton FROM order_line WHERE order_id = ? ORDER BY line_no')
    .all(orderId) as SlipLine[]
  const lines = packed.length > 0 ? packed : ordered
  const cartons = new Set(packed.map((line) => line.carton)).size
  const input: PackingSlipInput = {
    language: site.label_language === 'en' ? 'en' : 'ko',
    sender: senderOf(site),
    recipient: JSON.parse(order.ship_to) as AddressInput,
    orderNumber: order.number,
    channel: order.channel,
    date: businessDate(order.shipped_at ?? core.platform.now(), site.time_zone),
    ...(cartons > 0 ? { cartonCount: cartons } : {}),
    lines: lines.map((line) => ({
      sku: line.sku,
      name: line.name,
      quantity: line.quantity,
      ...(line.option === null ? {} : { option: line.option }),
      ...(line.carton === null ? {} : { cartonNumber: line.carton }),
    })),
    ...(order.note === '' ? {} : { note: order.note }),
  }
  return (await renderPackingSlip(input)).pdf
}
