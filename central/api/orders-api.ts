import { implement } from '@orpc/server'
import { cancelOrder } from '../../commands/orders/cancel-order.ts'
import { holdOrder, unholdOrder } from '../../commands/orders/hold-order.ts'
import { importOrders } from '../../commands/orders/import-orders.ts'
import { type ApiOrderResults, ordersApi } from '../../contract/central/api/orders.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import type { OrderInput } from '../../domain/inputs.ts'
import type { ApiContext } from './api-call.ts'
import { ApiRefusal } from './api-problem.ts'
import { countOutcomes, inPieces } from './batch.ts'
import { pageOf, readCursor, writeCursor } from './cursor.ts'
import { incomingOrder } from './incoming-order.ts'
import { listChangedOrders } from './order-feed.ts'
import { orderView, readOrder, viewOrders } from './order-views.ts'
import type { ApiJob, ApiParts } from './run-command.ts'
import { readShipments } from './shipments.ts'

/** The operations on orders. */
export function ordersRouter({ store, write }: ApiParts) {
  const orders = implement(ordersApi).$context<ApiContext>()
  return orders.router({
    create: orders.create.handler(({ input, context }) =>
      write(context.call, (job) => takeOrders(job, input.body.orders)),
    ),
    list: orders.list.handler(async ({ input }) => {
      const { changedSince } = input
      if (changedSince !== undefined)
        return listChangedOrders(store, {
          cursor: undefined,
          timeline: undefined,
          state: undefined,
          channel: undefined,
          ...input,
          changedSince,
        })
      return listOrders({ store }, input)
    }),
    get: orders.get.handler(({ input }) => store.read((tx) => readOrder(tx, input.orderId))),
    find: orders.find.handler(({ input }) =>
      store.read(async (tx) => {
        const [row] = await tx.find('order', 'channel_key', input.channel, input.externalId)
        if (row === undefined) throw new ApiRefusal('notFound', input)
        return readOrder(tx, row.id)
      }),
    ),
    change: orders.change.handler(({ input, context }) =>
      write(context.call, async (job) => {
        const { channel, externalId } = input.params
        const [row] = await job.tx.find('order', 'channel_key', channel, externalId)
        if (row === undefined) throw new ApiRefusal('notFound', input.params)
        const { pickablePayments } = await job.policies()
        const order = incomingOrder({ channel, externalId, ...input.body } as OrderInput)
        const { outcomes } = await job.run(importOrders, { orders: [order], pickablePayments })
        return { outcome: present(outcomes[0], 'one each'), order: await readOrder(job.tx, row.id) }
      }),
    ),
    cancel: orders.cancel.handler(({ input, context }) =>
      write(context.call, async (job) => {
        await job.run(cancelOrder, { ...input.params, ...input.body })
        return readOrder(job.tx, input.params.orderId)
      }),
    ),
    hold: orders.hold.handler(({ input, context }) =>
      write(context.call, async (job) => {
        await job.run(holdOrder, { ...input.params, ...input.body })
        return readOrder(job.tx, input.params.orderId)
      }),
    ),
    unhold: orders.unhold.handler(({ input, context }) =>
      write(context.call, async (job) => {
        const { pickablePayments } = await job.policies()
        await job.run(unholdOrder, { ...input.params, pickablePayments })
        return readOrder(job.tx, input.params.orderId)
      }),
    ),
    events: orders.events.handler(({ input }) => listEvents({ store }, input)),
    shipments: orders.shipments.handler(({ input }) => readShipments(store, input.orderId)),
  })
}

/** Takes orders in pieces that one command holds; what came of each, in the order given. */
async function takeOrders(job: ApiJob, given: readonly OrderInput[]): Promise<ApiOrderResults> {
  const { pickablePayments } = await job.policies()
  const results: ApiOrderResults['results'] = []
  for (const piece of inPieces(given)) {
    const args = { orders: piece.map(incomingOrder), pickablePayments }
    const { outcomes } = await job.run(importOrders, args)
    for (const [index, { channel, externalId }] of piece.entries()) {
      const [row] = await job.tx.find('order', 'channel_key', channel, externalId)
      const { id, state } = orderView(present(row, 'it was taken just now'), [], false)
      results.push({ channel, externalId, orderId: id, outcome: present(outcomes[index], 'one each'), state })
    }
  }
  return { results, counts: countOutcomes(results), revision: await job.revision() }
}

type Page = { cursor?: string | undefined; limit: number }
type ListQuery = Page & { state?: string | undefined; channel?: string | undefined }

async function listOrders({ store }: Pick<ApiParts, 'store'>, { state, channel, cursor, limit }: ListQuery) {
  const list = ['orders', state ?? null, channel ?? null]
  const [after] = readCursor(list, cursor, [''])
  const { revision, timeline } = await store.position()
  const filters = [
    'id > ?',
    ...(state === undefined ? [] : ['state = ?']),
    ...(channel === undefined ? [] : ['channel = ?']),
  ]
  const rows = await store.ask<Row<'order'>>(
    `SELECT * FROM "order" WHERE ${filters.join(' AND ')} ORDER BY id LIMIT ?`,
    ...[after, ...(state === undefined ? [] : [state]), ...(channel === undefined ? [] : [channel]), limit + 1],
  )
  const { page, next } = pageOf(rows, limit, (last) => writeCursor(list, [last.id]))
  return { orders: await viewOrders(store, page), next, revision, timeline }
}

async function listEvents({ store }: Pick<ApiParts, 'store'>, { orderId, cursor, limit }: Page & { orderId: string }) {
  const list = ['events', orderId]
  const [at, id] = readCursor<readonly [number, string]>(list, cursor, [0, ''])
  const [known] = await store.ask('SELECT id FROM "order" WHERE id = ?', orderId)
  if (known === undefined) throw new ApiRefusal('notFound', { orderId })
  const rows = await store.ask<Row<'order_event'>>(
    'SELECT * FROM order_event WHERE order_id = ? AND (at > ? OR (at = ? AND id > ?)) ORDER BY at, id LIMIT ?',
    ...[orderId, at, at, id, limit + 1],
  )
  const { page, next } = pageOf(rows, limit, (last) => writeCursor(list, [last.at, last.id]))
  return { events: page.map(eventView), next }
}

function eventView({ id, at, type, station, detail }: Row<'order_event'>) {
  const { scans: _, ...params } = JSON.parse(detail) as Record<string, string | number> & { scans?: unknown }
  return { id, at, type, station, params }
}
