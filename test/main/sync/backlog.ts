import { randomUUID } from 'node:crypto'
import { importItems } from '../../../commands/items/import-items.ts'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { assignTote } from '../../../commands/picking/assign-tote.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { confirmPick } from '../../../commands/picking/confirm-pick.ts'
import { saveOperator } from '../../../commands/site/save-operator.ts'
import { saveSite } from '../../../commands/site/save-site.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { importTotes } from '../../../commands/totes/import-totes.ts'
import { siteCalled } from '../../support/open-test-centre.ts'
import { order } from '../../support/warehouse.ts'
import type { SyncStation } from './sync-station.ts'

const SKUS = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8']
const CART = 24
const PICKABLE = ['paid' as const]
const nobody = { operatorId: null, station: 'bench' }

/** Fills a station that works alone with so many released orders of eight lines, and operators with a cart of 24 each. */
export async function fillForBacklog({ executor, store }: SyncStation, orders: number): Promise<void> {
  const carts = Math.ceil(orders / CART)
  await executor.transact(async (work) => {
    await work.run(saveSite, siteCalled('Backlog'), nobody)
    for (let cart = 0; cart < carts; cart += 1)
      await work.run(
        saveOperator,
        {
          ...{ id: null, badge: `BDG-${cart}`, name: `Picker ${cart}`, role: 'administrator', pinHash: 'x' },
          ...{ language: null, active: true, otherAdministrators: 1 },
        },
        nobody,
      )
    const items = SKUS.map((sku) => ({ sku, name: sku, barcodes: [], tracking: 'none' as const, fragile: false }))
    await work.run(importItems, { items }, nobody)
    const place = { zone: 'Z', aisle: '01', level: '1', position: '1', kind: 'pick' as const }
    await work.run(
      importLocations,
      { locations: SKUS.map((sku) => ({ ...place, code: `P-${sku}`, bay: sku })) },
      nobody,
    )
    const stock = SKUS.map((sku) => ({ sku, location: `P-${sku}`, quantity: orders * 2 }))
    await work.run(importStock, { stock }, nobody)
    for (let from = 0; from < orders; from += 100) {
      const numbers = Array.from({ length: Math.min(100, orders - from) }, (_, index) => from + index + 1)
      const totes = numbers.map((number) => ({ code: `T-${number}`, name: `T-${number}` }))
      await work.run(importTotes, { totes }, nobody)
      const made = numbers.map((number) => ({
        ...order(
          number,
          SKUS.map((sku): [string, number] => [sku, 1]),
        ),
        contentHash: `h${number}`,
      }))
      await work.run(importOrders, { orders: made, pickablePayments: PICKABLE }, nobody)
    }
  })
  const ids = store.reader.prepare('SELECT id FROM "order" ORDER BY ordered_at').pluck().all() as string[]
  await executor.transact(async (work) => {
    for (const orderId of ids)
      await work.run(releaseOrder, { orderId, pickablePayments: PICKABLE, allOrNothing: true }, nobody)
  })
  const people = store.reader.prepare('SELECT id FROM operator').pluck().all() as string[]
  for (const [cart, operatorId] of people.entries())
    await executor.transact((work) =>
      work.run(
        claimWork,
        { orderIds: ids.slice(cart * CART, (cart + 1) * CART), limit: CART },
        { operatorId, station: 'bench' },
      ),
    )
}

/** Picks, one scan at a time, whatever the station's tasks hold, up to so many facts; how many it journaled. */
export async function pickAll({ executor, store }: SyncStation, most: number): Promise<number> {
  const { reader } = store
  const totes = reader.prepare(`SELECT id FROM tote WHERE state = 'empty' ORDER BY id`).pluck().all() as string[]
  const slots = reader
    .prepare(
      `SELECT s.id, s.order_id, t.operator_id FROM pick_slot s JOIN pick_task t ON t.id = s.pick_task_id
       WHERE s.tote_id IS NULL ORDER BY t.number, s.slot`,
    )
    .all() as { id: string; order_id: string; operator_id: string }[]
  const lines = reader.prepare(`SELECT id FROM pick_line WHERE order_id = ? ORDER BY sequence`).pluck()
  let facts = 0
  for (const { id: slotId, order_id: orderId, operator_id: operatorId } of slots) {
    const by = { operatorId, station: 'bench' }
    const toteId = totes.pop() ?? randomUUID()
    if (facts + 1 + SKUS.length > most) break
    await executor.transact((work) => work.run(assignTote, { slotId, toteId }, by))
    for (const pickLineId of lines.all(orderId) as string[])
      await executor.transact((work) =>
        work.run(confirmPick, { pickLineId, quantity: 1, toteId, serials: [], scans: [] }, by),
      )
    facts += 1 + SKUS.length
  }
  return facts
}
