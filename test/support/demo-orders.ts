import { importStock } from '../../commands/stock/import-stock.ts'
import type { StationCore } from '../../main/core.ts'
import { fillDemo } from '../../main/import-runs/demo.ts'
import { openOrderImport } from '../../main/import-runs/order-import.ts'
import { incoming } from '../../main/import-runs/order-reading.ts'
import { createPace } from '../../main/import-runs/pace.ts'
import { demoItems } from '../../resources/demo/goods.ts'
import { random } from '../../resources/demo/random.ts'
import { demoOrders } from '../../resources/demo/sales.ts'

const nobody = { operatorId: null, station: 'TEST' }
const SEED = 1

/** The demo warehouse with so many further orders and the stock that they need. */
export async function fillDemoOrders(core: StationCore, further: number, now: number): Promise<void> {
  await fillDemo(core, { seed: SEED, now })
  const rows = core.store.reader
    .prepare(
      `SELECT item.sku, location.code AS location, nullif(stock.lot, '') AS lot, nullif(stock.expires_on, '') AS expiresOn,
         on_hand + ? AS quantity FROM stock JOIN item ON item.id = item_id JOIN location ON location.id = location_id
       WHERE item.tracking <> 'serial' AND location.kind = 'pick' ORDER BY stock.id`,
    )
    .all(further) as { sku: string; location: string; lot: string | null; expiresOn: string | null; quantity: number }[]
  const stock = rows.map(({ lot, expiresOn, ...row }) => ({
    ...row,
    ...(lot === null ? {} : { lot }),
    ...(expiresOn === null ? {} : { expiresOn }),
  }))
  for (let at = 0; at < stock.length; at += 200)
    await core.run(importStock, { stock: stock.slice(at, at + 200) }, nobody)
  const items = demoItems(random(SEED)).filter(({ item }) => item.tracking !== 'serial')
  const due = demoOrders(random(SEED + 1), items, now, further).flatMap(({ cancelledAt: _, ...order }, index) => {
    const lines = order.lines.filter(({ sku }) => sku !== '')
    const named = { ...order, lines, payment: 'paid' as const, externalId: `more-${index}`, number: `#M${index}` }
    return lines.length === 0 ? [] : [incoming(named, null)]
  })
  due.sort((a, b) => a.orderedAt - b.orderedAt)
  await openOrderImport(core, createPace()).take(due, nobody, new AbortController().signal, () => undefined)
}
