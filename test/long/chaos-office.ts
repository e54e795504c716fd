import { createHash } from 'node:crypto'
import { importItems } from '../../commands/items/import-items.ts'
import { importOrders } from '../../commands/orders/import-orders.ts'
import { importStock } from '../../commands/stock/import-stock.ts'
import { importTotes } from '../../commands/totes/import-totes.ts'
import type { StationClient } from '../support/station.ts'
import { gtin13 } from '../support/warehouse.ts'
import type { Dice } from './chaos-dice.ts'
import { answerTo, type Chaos, coreOf, rowsOf, shopOrder } from './chaos-world.ts'

const nobody = { operatorId: null, station: 'TEST' }
const EVERY_ORDER = 'SELECT id FROM "order" ORDER BY ordered_at'

/** The office releases some orders, whatever state they are in. */
export async function release(chaos: Chaos, dice: Dice): Promise<void> {
  await answerTo(chaos, 'release', office(chaos).orders.release({ orderIds: someOrders(chaos, dice) }))
}

/** The office holds some orders. */
export async function hold(chaos: Chaos, dice: Dice): Promise<void> {
  await answerTo(chaos, 'hold', office(chaos).orders.hold({ orderIds: someOrders(chaos, dice), reason: 'wait' }))
}

/** The office lets some orders go on. */
export async function unhold(chaos: Chaos, dice: Dice): Promise<void> {
  await answerTo(chaos, 'unhold', office(chaos).orders.unhold({ orderIds: someOrders(chaos, dice) }))
}

/** The office cancels one order. */
export async function cancel(chaos: Chaos, dice: Dice): Promise<void> {
  const orderIds = someOrders(chaos, dice).slice(0, 1)
  await answerTo(chaos, 'cancel', office(chaos).orders.cancel({ orderIds, reason: 'no' }))
}

/** The office takes or drops what a later file said about an order. */
export async function settleDifference(chaos: Chaos, dice: Dice): Promise<void> {
  const open = rowsOf<{ id: string }>(chaos, `SELECT id FROM order_difference WHERE state = 'open' ORDER BY id`)
  if (open.length === 0) return
  const choice = { differenceId: dice.pick(open).id, take: dice.chance(0.7) }
  await answerTo(chaos, 'difference', office(chaos).orders.difference(choice))
}

/** The office says of any line which item it means. */
export async function matchLine(chaos: Chaos, dice: Dice): Promise<void> {
  const lines = rowsOf<{ id: string }>(chaos, 'SELECT id FROM order_line ORDER BY order_id, line_no')
  const items = rowsOf<{ id: string }>(chaos, 'SELECT id FROM item ORDER BY sku')
  const choice = { orderLineId: dice.pick(lines).id, itemId: dice.pick(items).id, remember: dice.chance(0.5) }
  await answerTo(chaos, 'match', office(chaos).orders.match(choice))
}

type Place = { sku: string; code: string; lot: string; serial: string; on_hand: number }

/** A file counts one place anew, below what is reserved too, and sometimes says that its lot expired. */
export async function countStock(chaos: Chaos, dice: Dice): Promise<void> {
  const places = rowsOf<Place>(
    chaos,
    `SELECT i.sku, l.code, s.lot, s.serial, s.on_hand FROM stock s JOIN item i ON i.id = s.item_id
     JOIN location l ON l.id = s.location_id ORDER BY i.sku, l.code, s.lot, s.serial`,
  )
  const { sku, code, lot, serial, on_hand } = dice.pick(places)
  const stillThere = on_hand > 0 && dice.chance(0.8) ? 1 : 0
  const counted = {
    sku,
    location: code,
    ...(lot === '' ? {} : { lot }),
    ...(serial === '' ? {} : { serial }),
    ...(lot !== '' && dice.chance(0.2) ? { expiresOn: '2020-01-01' } : {}),
    quantity: serial === '' ? dice.below(8) : stillThere,
  }
  await answerTo(chaos, 'stock file', coreOf(chaos).run(importStock, { stock: [counted] }, nobody))
}

/** A file changes an item: no sizes any more, no case barcode, and sometimes another tracking. */
export async function changeItem(chaos: Chaos, dice: Dice): Promise<void> {
  const number = 1 + dice.below(8)
  const usual = number === 8 ? 'lot' : 'none'
  const tracking = dice.chance(0.15) ? dice.pick(['none', 'lot'] as const) : usual
  const item = {
    sku: `A${number}`,
    name: `item A${number}`,
    gtin: gtin13(number),
    barcodes: [],
    tracking,
    fragile: false,
  }
  await answerTo(chaos, 'item file', coreOf(chaos).run(importItems, { items: [item] }, nobody))
}

/** A file names a tote anew, or adds the ninth. */
export async function nameTote(chaos: Chaos, dice: Dice): Promise<void> {
  const totes = [{ code: `T-${1 + dice.below(9)}`, name: `Tote ${dice.below(99)}` }]
  await answerTo(chaos, 'tote file', coreOf(chaos).run(importTotes, { totes }, nobody))
}

/** A file brings an order: one of ten that are new, or one again with other lines, another note, payment or a cancellation. */
export async function bringOrder(chaos: Chaos, dice: Dice): Promise<void> {
  const number = 1 + dice.below(chaos.orders.length + 10)
  const first = chaos.orders[number - 1]
  const again =
    first === undefined || dice.chance(0.6)
      ? shopOrder(dice, number)
      : {
          ...first,
          note: `changed ${dice.below(3)}`,
          ...(dice.chance(0.2) ? { cancelledAt: 1_700_000_000_000 } : {}),
          ...(dice.chance(0.2) ? { payment: 'pending' as const } : {}),
        }
  const contentHash = createHash('sha256').update(JSON.stringify(again)).digest('base64url').slice(0, 24)
  const args = { orders: [{ ...again, contentHash }], pickablePayments: [...coreOf(chaos).policies().pickablePayments] }
  await answerTo(chaos, 'order file', coreOf(chaos).run(importOrders, args, nobody))
}

/** The browser of the administrator. */
function office({ world }: Chaos): StationClient {
  const client = world.people.find((person) => person.badge === 'BDG-1')?.client
  if (client === undefined) throw new Error('Nobody is in the office')
  return client
}

function someOrders(chaos: Chaos, dice: Dice): string[] {
  const orders = rowsOf<{ id: string }>(chaos, EVERY_ORDER)
  return Array.from({ length: 1 + dice.below(3) }, () => dice.pick(orders).id)
}
