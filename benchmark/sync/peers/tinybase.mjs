// TinyBase's mergeable store with its WebSocket synchronizer, kept by its SQLite persister. One row for each order and line
// with the row's JSON in one cell: the least that it has to merge.

import { once } from 'node:events'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { createMergeableStore } from 'tinybase'
import { createBetterSqlite3Persister } from 'tinybase/persisters/persister-better-sqlite3'
import { createWsSynchronizer } from 'tinybase/synchronizers/synchronizer-ws-client'
import { createWsServer } from 'tinybase/synchronizers/synchronizer-ws-server'
import { WebSocket, WebSocketServer } from 'ws'
import { answer } from '../answers.ts'
import { orderRows } from '../order-rows.ts'
import { judge, pickId, stockId } from './last-unit.mjs'

const [role, folder] = process.argv.slice(2)
const LARGEST = 2 ** 31 - 1
const REQUEST_SECONDS = 300
const timed = async (work) => {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
const persisted = (name, store) => {
  const database = new Database(join(folder, `${name}.db`))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  return createBetterSqlite3Persister(store, database)
}
const follow = async (store, url, name) => {
  const socket = new WebSocket(`${url}/${name}`, { maxPayload: LARGEST })
  await once(socket, 'open')
  const synchronizer = await createWsSynchronizer(store, socket, REQUEST_SECONDS)
  await synchronizer.startSync()
  return synchronizer
}
const until = async (isThere) => {
  while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 5))
}

if (role === 'server') {
  const fillOrders = (store, orders) =>
    store.transaction(() => {
      for (let number = 1; number <= orders; number += 1) {
        const { order, lines } = orderRows(number)
        store.setRow('orders', order.id, { row: JSON.stringify(order) })
        for (const line of lines) store.setRow('lines', line.id, { row: JSON.stringify(line) })
      }
    })
  let toFill = 0
  let lastUnits = 0
  const stores = new Map()
  answer({
    fill: ({ orders }) => {
      toFill = orders
    },
    prepareLast: ({ units }) => {
      lastUnits = units
    },
    serve: async () => {
      const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', maxPayload: LARGEST })
      await once(sockets, 'listening')
      createWsServer(sockets, (name) => {
        const store = createMergeableStore(`server-${name}`)
        stores.set(name, store)
        return [
          persisted(name, store),
          () => {
            if (name === 'orders') fillOrders(store, toFill)
            if (name === 'last')
              for (let number = 1; number <= lastUnits; number += 1)
                store.setRow('stock', stockId(number), { on_hand: 1 })
          },
        ]
      })
      const url = `ws://127.0.0.1:${sockets.address().port}`
      // The server's store is there only while somebody listens: somebody does.
      for (const name of ['orders', 'last', 'facts']) {
        await follow(createMergeableStore(`keeper-${name}`), url, name)
        if (name === 'orders') await until(() => stores.get('orders')?.getRowCount('orders') === toFill)
      }
      return url
    },
    count: ({ name, table }) => stores.get(name)?.getRowCount(table) ?? 0,
    readLast: ({ units }) => {
      const { stock, picks = {} } = stores.get('last').getTables()
      return judge(
        units,
        Object.values(stock).map(({ on_hand }) => on_hand),
        Object.keys(picks),
      )
    },
  })
} else {
  const store = (name) => {
    const made = createMergeableStore(`station-${process.pid}-${name}`)
    return { made, persister: persisted(name, made) }
  }
  const [orders, facts, last] = ['orders', 'facts', 'last'].map(store)
  answer({
    bootstrap: ({ url, orders: expected, lines }) =>
      timed(async () => {
        const synchronizer = await follow(orders.made, url, 'orders')
        await until(() => orders.made.getRowCount('orders') === expected && orders.made.getRowCount('lines') === lines)
        await orders.persister.save()
        await synchronizer.destroy()
      }),
    count: () => orders.made.getRowCount('orders'),
    write: ({ count, size }) =>
      timed(async () => {
        // Each fact kept durably by itself would write the whole store anew each time: it is saved once, at the end.
        for (let number = 1; number <= count; number += 1)
          facts.made.setRow('facts', `fact-${String(number).padStart(8, '0')}`, { args: 'x'.repeat(size) })
        await facts.persister.save()
      }),
    startUpload: ({ url }) => follow(facts.made, url, 'facts').then(() => undefined),
    pullLast: async ({ url, units }) => {
      const synchronizer = await follow(last.made, url, 'last')
      await until(() => last.made.getRowCount('stock') === units)
      await synchronizer.destroy()
    },
    takeLast: ({ station, units }) => {
      for (let number = 1; number <= units; number += 1) {
        const onHand = last.made.getCell('stock', stockId(number), 'on_hand')
        if (onHand < 1) continue
        last.made.setCell('stock', stockId(number), 'on_hand', onHand - 1)
        last.made.setRow('picks', pickId(station, number), { units: 1 })
      }
    },
    converge: async ({ url }) => {
      await follow(last.made, url, 'last')
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    },
  })
}
