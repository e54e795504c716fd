import { mappingFor } from '../../domain/column-mapping.ts'
import type { StationCore } from '../core.ts'
import { exportShipped, type ShippedFile, type ShippedLine, type ShippedOrder } from '../imports/export-shipped.ts'
import { openSavedForms } from './saved.ts'

/** Which shipped orders are written: a channel's, since an instant in UTC milliseconds (null: all). */
export type ShippedQuery = { channel: string; since: number | null; encoding?: 'utf-8' | 'cp949' | undefined }

/** The file for the shop or marketplace, its name, and how many orders it holds. */
export type ShippedExport = { file: ShippedFile; fileName: string; orders: number }

type OrderRow = {
  id: string
  external_id: string
  number: string
  carrier_code: string | null
  shipped_at: number
  source_row: string | null
}
type LineRow = { id: string; order_id: string; line_no: number; external_id: string; sku: string; shipped: number }
type ParcelRow = {
  order_line_id: string
  carrier_code: string | null
  tracking_number: string
  service_name: string | null
}

/** Writes carrier and tracking number of shipped orders in the form in which the channel's orders came in. */
export async function writeShipped(core: StationCore, query: ShippedQuery): Promise<ShippedExport> {
  const form = openSavedForms(core.journal.database).form(query.channel)
  const mapping = form?.mapping ?? { ...mappingFor(presetOf(query.channel), []), channel: query.channel }
  const orders = readShipped(core, query)
  const carriers = core.store.reader.prepare('SELECT code, name FROM carrier').all() as { code: string; name: string }[]
  const file = await exportShipped(orders, {
    mapping,
    layout: form?.layout ?? null,
    ...(query.encoding === undefined ? {} : { encoding: query.encoding }),
    carrierNames: Object.fromEntries(carriers.map(({ code, name }) => [code, name])),
  })
  const day = new Date(core.platform.now()).toISOString().slice(0, 10)
  const channel = query.channel.replace(/[^\p{L}\p{N}_-]/gu, '_')
  return { file, fileName: `shipped-${channel}-${day}.${file.extension}`, orders: orders.length }
}

/** The form of a channel of which no file came in yet. */
function presetOf(channel: string): 'shopify' | 'korean-marketplace' | 'plain' {
  if (channel === 'shopify') return 'shopify'
  return ['smartstore', 'coupang', 'marketplace'].includes(channel) ? 'korean-marketplace' : 'plain'
}

function readShipped(core: StationCore, { channel, since }: ShippedQuery): ShippedOrder[] {
  const { reader } = core.store
  const rows = reader
    .prepare(
      `SELECT id, external_id, number, carrier_code, shipped_at, source_row FROM "order"
       WHERE state IN ('shipped', 'delivered') AND channel = ? AND shipped_at >= ? ORDER BY shipped_at, id`,
    )
    .all(channel, since ?? 0) as OrderRow[]
  const lines = reader.prepare(
    `SELECT id, order_id, line_no, external_id, sku, shipped FROM order_line
     WHERE order_id = ? AND shipped > 0 ORDER BY line_no, id`,
  )
  const parcels = reader.prepare(
    `SELECT l.order_line_id, c.carrier_code, c.tracking_number, c.service_name FROM carton c JOIN carton_line l ON l.carton_id = c.id
     WHERE c.order_id = ? AND c.tracking_number IS NOT NULL ORDER BY c.number, l.id`,
  )
  return rows.flatMap((order) => {
    const sent = parcels.all(order.id) as ParcelRow[]
    const source = order.source_row === null ? null : (JSON.parse(order.source_row) as string[][])
    const shipped = (lines.all(order.id) as LineRow[]).map((line): ShippedLine => {
      const parcel = sent.find(({ order_line_id: id }) => id === line.id)
      return {
        externalId: line.external_id,
        sku: line.sku,
        quantity: line.shipped,
        ...(parcel === undefined ? {} : { trackingNumber: parcel.tracking_number }),
        ...(parcel?.service_name == null ? {} : { service: parcel.service_name }),
        source: source?.[line.line_no - 1] ?? null,
      }
    })
    if (shipped.length === 0) return []
    const trackingNumbers = [...new Set(sent.map(({ tracking_number: tracking }) => tracking))]
    const carrier = sent[0]?.carrier_code ?? order.carrier_code ?? ''
    const { external_id: externalId, number, shipped_at: shippedAt } = order
    return [{ channel, externalId, number, carrier, trackingNumbers, shippedAt, lines: shipped }]
  })
}
