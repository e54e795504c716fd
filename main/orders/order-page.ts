import type Database from 'better-sqlite3'
import type { OrderPage } from '../../contract/station/orders.ts'
import type { Row } from '../../db/tables.ts'
import type { AddressInput, PaymentState } from '../../domain/inputs.ts'
import { createItemStock } from './item-stock.ts'
import { differenceView, eventView, lineView, possible, rowView } from './order-views.ts'
import { unsettledOf } from './unsettled.ts'

/** Who looks at an order's page: what they may see and do. */
export type PageReader = {
  mayChange: boolean
  reveal: boolean
  pickablePayments: readonly PaymentState[]
  /** Reasons for which an order is held that its release lifts. */
  toleratedHolds: readonly string[]
  businessDate: string
  missing: number
}

/** Reads the whole story of an order for one reader, or undefined when there is no such order. */
export type ReadOrderPage = (orderId: string, reader: PageReader) => OrderPage | undefined

/** Prepares the page's statements; print jobs are in the journal. */
export function createOrderPage(reader: Database.Database, journal: Database.Database): ReadOrderPage {
  const order = reader.prepare('SELECT * FROM "order" WHERE id = ?')
  const lines = reader.prepare(
    `SELECT l.*, i.picture FROM order_line l LEFT JOIN item i ON i.id = l.item_id
     WHERE l.order_id = ? ORDER BY l.line_no, l.id`,
  )
  const places = reader.prepare(
    `SELECT DISTINCT r.order_line_id AS line, p.code AS code FROM reservation r
     JOIN stock s ON s.id = r.stock_id JOIN location p ON p.id = s.location_id
     WHERE r.order_id = ? AND r.state = 'open' ORDER BY p.code`,
  )
  const events = reader.prepare(
    `SELECT e.*, o.name AS operator_name FROM order_event e LEFT JOIN operator o ON o.id = e.operator_id
     WHERE e.order_id = ? ORDER BY e.at, e.id`,
  )
  const difference = reader.prepare(
    `SELECT * FROM order_difference WHERE order_id = ? AND state = 'open' ORDER BY found_at DESC, id LIMIT 1`,
  )
  const exceptions = reader.prepare(`SELECT count(DISTINCT id) FROM (${unsettledOf('@orderId')})`).pluck()
  const cartons = createCartons(reader, journal)
  const stockOf = createItemStock(reader)
  return (orderId, who) => {
    const found = order.get(orderId) as Row<'order'> | undefined
    if (found === undefined) return undefined
    const rows = lines.all(orderId) as (Row<'order_line'> & { picture: string | null })[]
    const open = difference.get(orderId) as Row<'order_difference'> | undefined
    const codes = Map.groupBy(places.all(orderId) as { line: string; code: string }[], ({ line }) => line)
    return {
      row: rowView({ ...found, has_difference: open === undefined ? 0 : 1 }, who.missing),
      paymentMethod: found.payment_method,
      payment: found.payment as PaymentState,
      currency: found.currency,
      totalMinor: found.total_minor,
      shippingMethod: found.shipping_method,
      note: found.note,
      person: who.reveal ? personOf(found) : null,
      lines: rows.map((line) =>
        lineView(
          line,
          codes.get(line.id)?.map(({ code }) => code) ?? [],
          line.item_id === null ? null : stockOf(line.item_id, who.businessDate),
        ),
      ),
      events: (events.all(orderId) as (Row<'order_event'> & { operator_name: string | null })[]).map(eventView),
      cartons: cartons(orderId),
      difference:
        open === undefined
          ? null
          : differenceView(open, found, rows, who.reveal ? 'all' : who.mayChange ? 'differing' : 'nothing'),
      exceptions: exceptions.get({ orderId }) as number,
      can: possible(found, rows, who),
    }
  }
}

function personOf(order: Row<'order'>): NonNullable<OrderPage['person']> {
  return {
    customerName: order.customer_name,
    customerPhone: order.customer_phone,
    email: order.email,
    shipTo: JSON.parse(order.ship_to) as AddressInput,
  }
}

function createCartons(
  reader: Database.Database,
  journal: Database.Database,
): (orderId: string) => OrderPage['cartons'] {
  const cartons = reader.prepare(
    `SELECT c.*, t.name AS type_name,
       (SELECT coalesce(sum(l.quantity), 0) FROM carton_line l WHERE l.carton_id = c.id) AS units
     FROM carton c LEFT JOIN carton_type t ON t.id = c.carton_type_id WHERE c.order_id = ? ORDER BY c.number, c.id`,
  )
  const printJob = journal
    .prepare('SELECT id FROM print_job WHERE carton_id = ? ORDER BY copy DESC, requested_at DESC, id DESC LIMIT 1')
    .pluck()
  return (orderId) =>
    (cartons.all(orderId) as (Row<'carton'> & { type_name: string | null; units: number })[]).map((carton) => ({
      id: carton.id,
      number: carton.number,
      typeName: carton.type_name ?? '',
      state: carton.state,
      code: carton.code,
      units: carton.units,
      weightGrams: carton.weight_grams,
      carrier: carton.carrier_code,
      service: carton.service_name,
      tracking: carton.tracking_number,
      printJobId: (printJob.get(carton.id) as string | undefined) ?? null,
    }))
}
