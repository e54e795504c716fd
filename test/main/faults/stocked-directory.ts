import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import type { StationCore } from '../../../main/core.ts'
import { openTestStation } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }

/** Fills a data directory with the small warehouse, plenty of stock, what `also` adds, and released orders; closes it again. */
export async function stockDirectory(
  directory: string,
  orders: OrderInput[],
  also: (core: StationCore) => Promise<void> = async () => undefined,
): Promise<void> {
  const opened = await openTestStation({ dataDirectory: directory })
  try {
    const { core } = opened.station
    const ids = await fillSmallWarehouse(core, orders, false)
    const rows = core.store.reader
      .prepare(
        `SELECT item.sku, location.code AS location FROM stock JOIN item ON item.id = stock.item_id
         JOIN location ON location.id = stock.location_id WHERE stock.lot = '' AND stock.serial = '' ORDER BY item.sku`,
      )
      .all() as { sku: string; location: string }[]
    await core.run(importStock, { stock: rows.map((row) => ({ ...row, quantity: 100_000 })) }, nobody)
    await also(core)
    const { pickablePayments, allOrNothing } = core.policies()
    for (const orderId of ids) {
      const decision = await core.run(
        releaseOrder,
        { orderId, pickablePayments: [...pickablePayments], allOrNothing } as Parameters<
          typeof releaseOrder.run
        >[1]['args'],
        nobody,
      )
      if (!decision.ok) throw new Error(`Not released: ${decision.refusal.name}`)
    }
  } finally {
    await opened.close()
  }
}

/** Orders of one to three lines over the goods of the small warehouse, the same for the same count. */
export function manyOrders(count: number): OrderInput[] {
  return Array.from({ length: count }, (_, index) => {
    const skus = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7']
    const lines = Array.from({ length: 1 + (index % 3) }, (_line, at): [string, number] => [
      skus[(index + at * 2) % 7] ?? 'A1',
      1 + ((index + at) % 2),
    ])
    return order(index + 1, index < 3 ? [...lines, ['A9', 1]] : lines)
  })
}
