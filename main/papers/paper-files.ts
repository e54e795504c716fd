import type { Row } from '../../db/tables.ts'
import { businessDate } from '../../domain/business-date.ts'
import type { AddressInput, Role } from '../../domain/inputs.ts'
import { OFFICE_ROLES } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import {
  countSheetPaper,
  invoicePaper,
  manifestPaper,
  type PickListInput,
  pickListPaper,
  renderPapers,
} from '../documents/papers.ts'
import type { TablePaper } from '../documents/table-paper.ts'
import { renderTemplateLabels, type TemplateLabels } from '../documents/template-label.ts'
import { senderOf } from '../packing/sender.ts'
import { problem } from '../rpc/problems.ts'
import { parcelLabels } from './parcel-labels.ts'

/** Kinds of papers under `/files/<kind>/<name>.pdf`. */
export const PAPER_KINDS = [
  'invoices',
  'pick-lists',
  'manifests',
  'count-sheets',
  'content-labels',
  'return-labels',
] as const
/** One of `PAPER_KINDS`. */
export type PaperKind = (typeof PAPER_KINDS)[number]

/** True for the kind of a paper. */
export function isPaperKind(kind: string | undefined): kind is PaperKind {
  return (PAPER_KINDS as readonly (string | undefined)[]).includes(kind)
}

/**
 * A paper as PDF. `name` is an order's id for invoices and pick lists, a pick task's id for pick lists, `<date>_<carrier code>`
 * for manifests, a zone or `all` for count sheets, and an order's id for the labels. NOT_FOUND for a name that stands for nothing, REFUSED E-DOC-006 for an
 * invoice before the order was dispatched, FORBIDDEN for papers with customers to who does not work on orders.
 */
export async function paperPdf(core: StationCore, kind: PaperKind, name: string, role: Role): Promise<Buffer> {
  const site = core.site()
  if (site === undefined) throw problem('NOT_FOUND', 'E-DOC-003', { kind })
  if (!mayPrint(kind, role)) throw problem('FORBIDDEN', 'E-SGN-008', { role })
  if (kind === 'content-labels' || kind === 'return-labels') {
    const labels = parcelLabels(core, kind === 'return-labels' ? 'return' : 'content', name)
    return (await renderTemplateLabels(labels.template, labels.all, labels)).pdf
  }
  const papers = {
    invoices: () => invoices(core, site, name),
    'pick-lists': () => [pickList(core, site, name)],
    manifests: () => [manifest(core, site, name)],
    'count-sheets': () => [countSheet(core, site, name)],
  }[kind]()
  return (await renderPapers(papers, name)).pdf
}

/** The labels that a paper consists of, for a label printer; null for one that is no labels. Refused like `paperPdf`. */
export function paperLabels(core: StationCore, kind: PaperKind, name: string, role: Role): TemplateLabels | null {
  if (kind !== 'content-labels' && kind !== 'return-labels') return null
  if (!mayPrint(kind, role)) throw problem('FORBIDDEN', 'E-SGN-008', { role })
  return parcelLabels(core, kind === 'return-labels' ? 'return' : 'content', name)
}

/** Lists of places are everybody's; what names customers is for the office, and for packers who hand cartons over. */
function mayPrint(kind: PaperKind, role: Role): boolean {
  if (kind === 'pick-lists' || kind === 'count-sheets') return true
  return OFFICE_ROLES.includes(role) || (role === 'packer' && (kind === 'manifests' || kind === 'content-labels'))
}

function languageOf(site: Row<'site'>): 'ko' | 'en' {
  return site.label_language === 'en' ? 'en' : 'ko'
}

function invoices(core: StationCore, site: Row<'site'>, orderId: string): TablePaper[] {
  const { reader } = core.store
  const order = reader.prepare('SELECT * FROM "order" WHERE id = ?').get(orderId) as Row<'order'> | undefined
  if (order === undefined) throw problem('NOT_FOUND', 'E-ORD-001', { order: orderId })
  const shipments = reader
    .prepare('SELECT * FROM shipment WHERE order_id = ? AND number IS NOT NULL ORDER BY number')
    .all(orderId) as Row<'shipment'>[]
  if (shipments.length === 0) throw problem('REFUSED', 'E-DOC-006', { order: order.number })
  const lines = reader.prepare(
    `SELECT l.sku, l.name, l.option, l.price_minor AS priceMinor, sum(c.quantity) AS quantity
     FROM carton t JOIN carton_line c ON c.carton_id = t.id JOIN order_line l ON l.id = c.order_line_id
     WHERE t.shipment_id = ? GROUP BY l.id ORDER BY l.line_no`,
  )
  return shipments.map((shipment) =>
    invoicePaper({
      language: languageOf(site),
      sender: senderOf(site),
      recipient: JSON.parse(order.ship_to) as AddressInput,
      number: shipment.number ?? '',
      date: businessDate(shipment.dispatched_at ?? core.platform.now(), site.time_zone),
      orderNumber: order.number,
      currency: order.currency,
      lines: lines.all(shipment.id) as Parameters<typeof invoicePaper>[0]['lines'],
    }),
  )
}

function pickList(core: StationCore, site: Row<'site'>, id: string): TablePaper {
  const { reader } = core.store
  const task = reader.prepare('SELECT * FROM pick_task WHERE id = ?').get(id) as Row<'pick_task'> | undefined
  const order = reader.prepare('SELECT * FROM "order" WHERE id = ?').get(id) as Row<'order'> | undefined
  if (task === undefined && order === undefined) throw problem('NOT_FOUND', 'E-ORD-001', { order: id })
  const planned = reader
    .prepare(
      `SELECT l.code AS location, i.name, i.sku, p.lot, p.slot, p.quantity - p.picked - p.short AS quantity
       FROM pick_line p JOIN location l ON l.id = p.location_id JOIN item i ON i.id = p.item_id
       WHERE p.${task === undefined ? 'order_id' : 'pick_task_id'} = ? AND p.quantity > p.picked + p.short
       ORDER BY p.pick_task_id, p.sequence`,
    )
    .all(id) as PickListInput['lines']
  const reserved = reader
    .prepare(
      `SELECT l.code AS location, i.name, i.sku, s.lot, NULL AS slot, r.quantity
       FROM reservation r JOIN stock s ON s.id = r.stock_id JOIN location l ON l.id = s.location_id JOIN item i ON i.id = s.item_id
       WHERE r.order_id = ? AND r.state = 'open' ORDER BY l.code, i.sku`,
    )
    .all(id) as PickListInput['lines']
  return pickListPaper({
    language: languageOf(site),
    site: site.name,
    number: task?.number ?? order?.number ?? '',
    date: businessDate(core.platform.now(), site.time_zone),
    lines: planned.length > 0 ? planned : reserved,
  })
}

const DAY_MS = 86_400_000

function manifest(core: StationCore, site: Row<'site'>, name: string): TablePaper {
  const { reader } = core.store
  const [, date = '', code = ''] = /^(\d{4}-\d{2}-\d{2})_(.+)$/.exec(name) ?? []
  const carrier = reader.prepare('SELECT * FROM carrier WHERE code = ?').get(code) as Row<'carrier'> | undefined
  const noon = Date.parse(`${date}T12:00:00Z`)
  if (carrier === undefined || Number.isNaN(noon)) throw problem('NOT_FOUND', 'E-DOC-003', { kind: 'manifests' })
  const found = reader
    .prepare(
      `SELECT t.tracking_number AS tracking, o.number AS orderNumber, t.number AS carton, o.ship_to AS address,
              t.weight_grams AS weightGrams, t.service_name AS service, s.dispatched_at AS at
       FROM shipment s JOIN carton t ON t.shipment_id = s.id JOIN "order" o ON o.id = s.order_id
       WHERE s.dispatched_at BETWEEN ? AND ? AND t.carrier_code = ? ORDER BY s.dispatched_at, o.number, t.number`,
    )
    .all(noon - 2 * DAY_MS, noon + 2 * DAY_MS, code) as {
    tracking: string
    orderNumber: string
    carton: number
    address: string
    weightGrams: number | null
    service: string | null
    at: number
  }[]
  return manifestPaper({
    language: languageOf(site),
    sender: senderOf(site),
    carrier: carrier.name,
    date,
    cartons: found
      .filter(({ at }) => businessDate(at, site.time_zone) === date)
      .map((row) => ({ ...row, postcode: (JSON.parse(row.address) as AddressInput).postcode })),
  })
}

function countSheet(core: StationCore, site: Row<'site'>, zone: string): TablePaper {
  const lines = core.store.reader
    .prepare(
      `SELECT l.code AS location, i.name, i.sku, s.lot FROM stock s JOIN location l ON l.id = s.location_id
       JOIN item i ON i.id = s.item_id WHERE (@zone = 'all' OR l.zone = @zone) AND (s.on_hand > 0 OR s.reserved > 0)
       GROUP BY l.code, i.sku, s.lot ORDER BY l.code, i.sku, s.lot LIMIT 20000`,
    )
    .all({ zone }) as { location: string; name: string; sku: string; lot: string }[]
  return countSheetPaper({
    language: languageOf(site),
    site: site.name,
    zone: zone === 'all' ? '' : zone,
    date: businessDate(core.platform.now(), site.time_zone),
    lines,
  })
}
