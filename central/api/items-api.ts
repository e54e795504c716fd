import { implement } from '@orpc/server'
import { importItems } from '../../commands/items/import-items.ts'
import { rematchOrder } from '../../commands/orders/match-line.ts'
import { type ApiItem, itemsApi } from '../../contract/central/api/items.ts'
import type { Row } from '../../db/tables.ts'
import type { ItemInput } from '../../domain/inputs.ts'
import { goodsKindsIn } from '../../domain/shipping-rules.ts'
import type { ApiContext } from './api-call.ts'
import { ApiRefusal } from './api-problem.ts'
import { countOutcomes, inPieces, recordResults } from './batch.ts'
import { marks, pageOf, readCursor, writeCursor } from './cursor.ts'
import type { ApiJob, ApiParts } from './run-command.ts'

/** The operations on items. */
export function itemsRouter({ store, write }: ApiParts) {
  const items = implement(itemsApi).$context<ApiContext>()
  return items.router({
    list: items.list.handler(async ({ input: { cursor, limit } }) => {
      const [after] = readCursor(['items'], cursor, [''])
      const rows = await store.ask<Row<'item'>>(
        'SELECT * FROM item WHERE sku > ? ORDER BY sku LIMIT ?',
        after,
        limit + 1,
      )
      const { page, next } = pageOf(rows, limit, (last) => writeCursor(['items'], [last.sku]))
      const ids = page.map(({ id }) => id)
      const codes =
        ids.length === 0
          ? []
          : await store.ask<Row<'item_barcode'>>(`SELECT * FROM item_barcode WHERE item_id IN (${marks(ids)})`, ...ids)
      const byItem = Map.groupBy(codes, (code) => code.item_id)
      return { items: page.map((row) => itemView(row, byItem.get(row.id) ?? [])), next }
    }),
    get: items.get.handler(({ input }) =>
      store.read(async (tx) => {
        const [row] = await tx.find('item', 'sku', input.sku)
        if (row === undefined) throw new ApiRefusal('notFound', { sku: input.sku })
        return itemView(row, await tx.find('item_barcode', 'item', row.id))
      }),
    ),
    upsert: items.upsert.handler(({ input, context }) =>
      write(context.call, async (job) => {
        const results = []
        for (const piece of inPieces(input.body.items as ItemInput[])) {
          const outcomes = await job.run(importItems, { items: piece })
          const keys = piece.map(({ sku }) => sku)
          results.push(...recordResults(outcomes, keys))
        }
        // What is told every night without a change must not look at all of them again.
        if (results.some(({ outcome }) => outcome === 'new' || outcome === 'update')) await rematchWaiting(job)
        return { results, counts: countOutcomes(results), revision: await job.revision() }
      }),
    ),
  })
}

/** Orders that waited for an item may have it now. */
async function rematchWaiting(job: ApiJob): Promise<void> {
  const waiting = await job.tx.find('order', 'state', 'needs_match')
  if (waiting.length === 0) return
  const { pickablePayments } = await job.policies()
  for (const { id } of waiting) await job.attempt(rematchOrder, { orderId: id, pickablePayments })
}

function itemView(row: Row<'item'>, codes: readonly Row<'item_barcode'>[]): ApiItem {
  return {
    id: row.id,
    sku: row.sku,
    name: row.name,
    gtin: row.gtin,
    barcodes: codes.map(({ code, units }) => ({ code, units })).sort((a, b) => (a.code < b.code ? -1 : 1)),
    lengthMm: row.length_mm,
    widthMm: row.width_mm,
    heightMm: row.height_mm,
    weightGrams: row.weight_grams,
    picture: row.picture,
    tracking: row.tracking as ApiItem['tracking'],
    fragile: row.fragile === 1,
    keepUpright: row.keep_upright === 1,
    mixClass: row.mix_class,
    goodsKinds: goodsKindsIn(row.goods_kinds),
    unClass: row.un_class,
    unNumber: row.un_number,
    batteryWh: row.battery_wh,
  }
}
