import { afterEach, beforeEach, expect, test } from 'vitest'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import { openPrintFloor, type PrintFloor } from '../../support/print-floor.ts'
import { command, scanOf } from '../../support/station.ts'
import { order } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }
let floor: PrintFloor
beforeEach(async () => {
  floor = await openPrintFloor({ orders: 1 })
})
afterEach(() => floor.close())

const elsewhere = { ...order(1, []).shipTo, line1: '세종대로 110' }
const row = () =>
  floor.opened.station.core.store.reader.prepare('SELECT ship_to, priority, state FROM "order"').get() as {
    ship_to: string
    priority: number
    state: string
  }

/** A later file says this of the order; the outcome of taking it. */
async function take(change: Partial<OrderInput>) {
  const { core } = floor.opened.station
  const incoming = { ...order(1, [['A1', 1]], change), contentHash: JSON.stringify(change).slice(0, 60) }
  await core.run(importOrders, { orders: [incoming], pickablePayments: [...core.policies().pickablePayments] }, nobody)
  const id = core.store.reader.prepare(`SELECT id FROM order_difference WHERE state = 'open'`).pluck().get() as string
  return floor.client.orders.difference({ differenceId: id, take: true })
}

test('another address is not taken once a label with the old one exists; it is after the carton was taken apart', async () => {
  await floor.closeCarton()
  expect(await take({ shipTo: elsewhere })).toMatchObject({ done: 0, refused: [{ name: 'labelExists' }] })
  expect(row().ship_to).not.toContain(elsewhere.line1)
  await floor.client.packing.scan(scanOf(command('undoCarton')))
  expect(await take({ shipTo: elsewhere })).toMatchObject({ done: 1, refused: [] })
  const printJobId = await floor.closeCarton()
  expect((await floor.client.printing.preview({ printJobId })).svg).toContain('세종대로 110')
})

test('another address is not taken either when the label is on the carton, but what no label says is', async () => {
  const printJobId = await floor.closeCarton()
  await floor.client.printing.start({ printJobId })
  await floor.client.printing.finish({ printJobId, outcome: 'sent' })
  await floor.scanLabel()
  expect(row().state).toBe('packed')
  for (const change of [{ shipTo: elsewhere }, { note: '문 앞에' }, { shippingMethod: '퀵' }])
    expect(await take(change)).toMatchObject({ done: 0, refused: [{ name: 'labelExists' }] })
  expect(await take({ priority: 1 })).toMatchObject({ done: 1 })
  expect(row().priority).toBe(1)
})
