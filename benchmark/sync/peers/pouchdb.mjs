// PouchDB at the station, express-pouchdb at the centre, LevelDB below both. One document holds an order with its lines.

import { once } from 'node:events'
import { join } from 'node:path'
import express from 'express'
import expressPouchDB from 'express-pouchdb'
import HttpAdapter from 'pouchdb-adapter-http'
import LevelAdapter from 'pouchdb-adapter-leveldb'
import PouchCore from 'pouchdb-core'
import Replication from 'pouchdb-replication'
import { answer } from '../answers.ts'
import { orderRows } from '../order-rows.ts'
import { judge, pickId, stockId } from './last-unit.mjs'

const [role, folder] = process.argv.slice(2)
PouchCore.plugin(LevelAdapter).plugin(HttpAdapter).plugin(Replication)
const PouchDB = PouchCore.defaults({ prefix: join(folder, '/') })
// Larger pages than by default (100): fewer round trips for much work.
const PAGES = { batch_size: 2_000, batches_limit: 4 }
const timed = async (work) => {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
const bulk = async (database, count, document) => {
  for (let from = 1; from <= count; from += 2_000) {
    const documents = Array.from({ length: Math.min(2_000, count - from + 1) }, (_, index) => document(from + index))
    for (const result of await database.bulkDocs(documents)) if (result.error) throw new Error(result.message)
  }
}
const documentsFrom = async (database, prefix) => {
  const { rows } = await database.allDocs({ include_docs: true, startkey: prefix, endkey: `${prefix}\uffff` })
  return rows.map(({ doc }) => doc)
}

if (role === 'server') {
  const open = (name) => new PouchDB(name)
  answer({
    fill: ({ orders }) =>
      bulk(open('orders'), orders, (number) => {
        const { order, lines } = orderRows(number)
        return { _id: order.id, order, lines }
      }),
    serve: async () => {
      const app = express()
      app.use('/', expressPouchDB(PouchDB, { mode: 'minimumForPouchDB', inMemoryConfig: true }))
      const server = app.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return `http://127.0.0.1:${server.address().port}`
    },
    prepareLast: ({ units }) => bulk(open('last'), units, (number) => ({ _id: stockId(number), on_hand: 1 })),
    readLast: async ({ units }) => {
      const stock = (await documentsFrom(open('last'), 'stock-')).map(({ on_hand }) => on_hand)
      return judge(units, stock, await documentsFrom(open('last'), 'pick-'))
    },
  })
} else {
  const local = (name) => new PouchDB(name)
  answer({
    bootstrap: ({ url }) => timed(() => local('orders').replicate.from(`${url}/orders`, PAGES)),
    count: async () => (await local('orders').info()).doc_count,
    // Facts are written one by one, as scans are.
    write: ({ count, size }) =>
      timed(async () => {
        for (let number = 1; number <= count; number += 1)
          await local('facts').put({ _id: `fact-${String(number).padStart(8, '0')}`, args: 'x'.repeat(size) })
      }),
    upload: ({ url }) => timed(() => local('facts').replicate.to(`${url}/facts`, PAGES)),
    pullLast: async ({ url }) => void (await local('last').replicate.from(`${url}/last`)),
    takeLast: async ({ station, units }) => {
      for (let number = 1; number <= units; number += 1) {
        const stock = await local('last').get(stockId(number))
        if (stock.on_hand < 1) continue
        await local('last').put({ ...stock, on_hand: stock.on_hand - 1 })
        await local('last').put({ _id: pickId(station, number), units: 1 })
      }
    },
    converge: async ({ url }) => void (await local('last').sync(`${url}/last`)),
  })
}
