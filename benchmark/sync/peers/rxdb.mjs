// RxDB with its own WebSocket replication. The durable storages for Node are sold or stop at 500 documents, so that both
// sides keep everything in memory here: faster than any work that survives a restart could be.

import { addRxPlugin, createRxDatabase } from 'rxdb/plugins/core'
import { RxDBLeaderElectionPlugin } from 'rxdb/plugins/leader-election'
import { replicateWithWebsocketServer, startWebsocketServer } from 'rxdb/plugins/replication-websocket'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { answer } from '../answers.ts'
import { orderRows } from '../order-rows.ts'
import { judge, pickId, stockId } from './last-unit.mjs'

const [role] = process.argv.slice(2)
addRxPlugin(RxDBLeaderElectionPlugin)
const schema = (properties) => ({
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 100 }, ...properties },
})
const database = await createRxDatabase({ name: role, storage: getRxStorageMemory(), multiInstance: false })
const collections = await database.addCollections({
  orders: { schema: schema({ order: { type: 'object' }, lines: { type: 'array' } }) },
  facts: { schema: schema({ args: { type: 'string' } }) },
  last: { schema: schema({ on_hand: { type: 'number' }, units: { type: 'number' } }) },
})
const bulk = async (collection, count, document) => {
  for (let from = 1; from <= count; from += 2_000) {
    const documents = Array.from({ length: Math.min(2_000, count - from + 1) }, (_, index) => document(from + index))
    const { error } = await collection.bulkInsert(documents)
    if (error.length > 0) throw new Error(JSON.stringify(error[0]))
  }
}
const timed = async (work) => {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
const replicate = async (name, url) => {
  const state = await replicateWithWebsocketServer({
    replicationIdentifier: `benchmark-${name}`,
    collection: collections[name],
    url,
    batchSize: 2_000,
    live: true,
  })
  let failed = null
  state.error$.subscribe((error) => {
    failed ??= error
  })
  await state.awaitInitialReplication()
  await state.awaitInSync()
  if (failed !== null) throw failed
  await state.cancel()
}
const documents = async (prefix) => {
  const all = await collections.last.find().exec()
  return all.map((one) => one.toJSON()).filter(({ id }) => id.startsWith(prefix))
}

if (role === 'server') {
  answer({
    fill: ({ orders }) =>
      bulk(collections.orders, orders, (number) => {
        const { order, lines } = orderRows(number)
        return { id: order.id, order, lines }
      }),
    serve: async () => {
      const port = 20_000 + (process.pid % 20_000)
      await startWebsocketServer({ database, port, host: '127.0.0.1' })
      return `ws://127.0.0.1:${port}`
    },
    prepareLast: ({ units }) => bulk(collections.last, units, (number) => ({ id: stockId(number), on_hand: 1 })),
    readLast: async ({ units }) => {
      const stock = (await documents('stock-')).map(({ on_hand }) => on_hand)
      return judge(units, stock, await documents('pick-'))
    },
  })
} else {
  answer({
    bootstrap: ({ url }) => timed(() => replicate('orders', url)),
    count: () => collections.orders.count().exec(),
    write: ({ count, size }) =>
      timed(async () => {
        for (let number = 1; number <= count; number += 1)
          await collections.facts.insert({ id: `fact-${String(number).padStart(8, '0')}`, args: 'x'.repeat(size) })
      }),
    upload: ({ url }) => timed(() => replicate('facts', url)),
    pullLast: ({ url }) => replicate('last', url),
    takeLast: async ({ station, units }) => {
      for (let number = 1; number <= units; number += 1) {
        const stock = await collections.last.findOne(stockId(number)).exec()
        if (stock.on_hand < 1) continue
        await stock.incrementalPatch({ on_hand: stock.on_hand - 1 })
        await collections.last.insert({ id: pickId(station, number), units: 1 })
      }
    },
    converge: ({ url }) => replicate('last', url),
  })
}
