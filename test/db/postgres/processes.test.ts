import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { nextNumber } from '../../../commands/numbers/next-number.ts'
import type { CentreStore } from '../../../db/centre-port.ts'
import { openPostgresCentreStore, type PostgresCentreOptions } from '../../../db/postgres/centre-store.ts'
import type { WriteCost } from '../../../db/postgres/write-transaction.ts'
import { isRetriable } from '../../../domain/retriable.ts'
import { askOnce, findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts'
import { stockRow, toteRow } from '../centre-rows.ts'
import { ALL } from '../centre-store-cases.ts'

const tools = findPostgres()
const reason = tools.bin === null ? ` (skipped: ${tools.reason})` : ''

describe.skipIf(tools.bin === null)(`several processes over one PostgreSQL database${reason}`, () => {
  let server: PostgresServer
  let url: string
  const stores: CentreStore[] = []
  const open = async (more: Partial<PostgresCentreOptions> = {}): Promise<CentreStore> => {
    const store = await openPostgresCentreStore({ url, ...more })
    stores.push(store)
    return store
  }
  beforeAll(async () => {
    server = await startPostgres({ durable: true })
  })
  afterAll(() => server?.stop())
  beforeEach(async () => {
    url = await server.fresh()
  })
  afterEach(async () => {
    vi.useRealTimers()
    for (const store of stores.splice(0)) await store.close()
  })

  test('give each revision and each number once and leave none out', async () => {
    const processes = await Promise.all([open(), open(), open()])
    const made = await Promise.all(
      Array.from({ length: 90 }, (_, at) =>
        (processes[at % 3] as CentreStore)
          .write(async (tx) => {
            const number = await nextNumber(tx, 'shipment')
            if (at % 5 === 4) throw new Error('no')
            return [await tx.revision(), number] as const
          })
          .catch(() => null),
      ),
    )
    const expected = Array.from({ length: 72 }, (_, at) => at + 1)
    const given = made.filter((one) => one !== null)
    expect(given.map(([revision]) => revision).sort((a, b) => a - b)).toEqual(expected)
    expect(given.map(([, number]) => number).sort((a, b) => a - b)).toEqual(expected)
    for (const store of processes) {
      const log = await store.log(0, ALL, 1_000)
      expect(log.map(({ revision }) => revision)).toEqual(expected)
    }
  })

  test('see at once what the others wrote, so that the last unit is promised once', async () => {
    const processes = await Promise.all([open(), open()])
    await processes[0]?.write((tx) => tx.put('stock', stockRow('s', 'l', { on_hand: 10 })))
    const promised = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        (processes[at % 2] as CentreStore).write(async (tx) => {
          const stock = await tx.get('stock', 's')
          if (stock === undefined || stock.reserved === stock.on_hand) return false
          await tx.put('stock', { ...stock, reserved: stock.reserved + 1 })
          return true
        }),
      ),
    )
    expect(promised.filter(Boolean)).toHaveLength(10)
  })

  test('wake each other at a commit, without waiting to ask', async () => {
    const [writer, listener] = await Promise.all([open(), open()])
    // The safety net never asks: only the message can wake.
    vi.useFakeTimers({ toFake: ['setInterval'] })
    let heard = 0
    listener.onCommit(() => {
      heard += 1
    })
    await expect
      .poll(() =>
        askOnce(url, `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`),
      )
      .toHaveLength(1)
    await expect.poll(() => heard).toBe(1)
    await writer.write((tx) => tx.put('tote', toteRow('a')))
    await expect.poll(() => heard).toBe(2)
  })

  test('tell who begins to listen of what may have been written in the same moment', async () => {
    const [writer, listener] = await Promise.all([open(), open()])
    await writer.write((tx) => tx.put('tote', toteRow('a')))
    const heard = new Promise<void>((wake) => listener.onCommit(wake))
    await heard
  })

  test('hear of commits after the listening connection broke, and of those made meanwhile', async () => {
    const [writer, listener] = await Promise.all([open(), open()])
    let heard = 0
    listener.onCommit(() => {
      heard += 1
    })
    await expect.poll(() => heard).toBe(1)
    await writer.write((tx) => tx.put('tote', toteRow('a')))
    await expect.poll(() => heard).toBe(2)
    expect(await server.cut(url)).toBeGreaterThan(0)
    await expect
      .poll(() =>
        writer
          .write((tx) => tx.put('tote', toteRow('b')))
          .then(
            () => true,
            () => false,
          ),
      )
      .toBe(true)
    await expect.poll(() => heard).toBe(3)
    await writer.write((tx) => tx.put('tote', toteRow('c')))
    await expect.poll(() => heard).toBe(4)
  })

  test('start together on an empty database and agree on one timeline', async () => {
    url = await server.fresh({ empty: true })
    const started = await Promise.all([open(), open(), open()])
    const positions = await Promise.all(started.map((store) => store.position()))
    expect(new Set(positions.map(({ timeline }) => timeline)).size).toBe(1)
    expect(positions[0]).toMatchObject({ revision: 0, floor: 0 })
  })

  test('of an older version neither start nor write once a newer one has changed the tables', async () => {
    const older = await open()
    await older.write((tx) => tx.put('tote', toteRow('a')))
    await askOnce(url, `INSERT INTO shared_schema (number, name) VALUES (999, 'of a later version')`)
    await expect(older.write((tx) => tx.put('tote', toteRow('b')))).rejects.toMatchObject({ code: 'E-DATA-FUTURE' })
    await expect(open()).rejects.toMatchObject({ code: 'E-DATA-FUTURE' })
    expect((await older.position()).revision).toBe(1)
    expect(await older.ask('SELECT id FROM tote')).toEqual([{ id: 'a' }])
  })

  test('write nothing when the connection goes in the middle, say that it may be tried again, and go on', async () => {
    const store = await open()
    await store.write((tx) => tx.put('tote', toteRow('a')))
    const failed = store.write(async (tx) => {
      await tx.put('tote', toteRow('b'))
      await server.cut(url)
      // A part that fails is no reason to go on here: nothing can be written any more.
      await tx.attempt(() => tx.get('tote', 'c')).catch(() => undefined)
      return 'done'
    })
    const error = await failed.then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'E-DATA-LOST', retriable: true })
    expect(isRetriable(error)).toBe(true)
    await store.write((tx) => tx.put('tote', toteRow('c')))
    expect(await store.ask('SELECT id FROM tote ORDER BY id')).toEqual([{ id: 'a' }, { id: 'c' }])
    expect((await store.position()).revision).toBe(2)
  })

  test('keep what was committed when the server dies at once, and find it again by themselves', async () => {
    const store = await open()
    const revision = await store.write(async (tx) => {
      await tx.put('tote', toteRow('kept'))
      return tx.revision()
    })
    await server.crash()
    const write = () =>
      store
        .write((tx) => tx.put('tote', toteRow('later')))
        .then(
          () => true,
          () => false,
        )
    await expect.poll(write, { timeout: 5_000 }).toBe(true)
    expect(await store.ask('SELECT id FROM tote ORDER BY id')).toEqual([{ id: 'kept' }, { id: 'later' }])
    expect((await store.position()).revision).toBe(revision + 1)
  })

  test('say that they cannot know when the answer to a commit is lost', async () => {
    const proxy = await cuttingProxy(url)
    const direct = await open()
    const store = await open({ url: proxy.url })
    await store.write((tx) => tx.put('tote', toteRow('a')))
    proxy.cutAtCommit()
    const error = await store.write((tx) => tx.put('tote', toteRow('b'))).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'E-DATA-UNSURE', retriable: true })
    // This time it arrived; whoever asks again has to be able to ask twice.
    await expect.poll(() => direct.ask('SELECT id FROM tote ORDER BY id')).toEqual([{ id: 'a' }, { id: 'b' }])
    await store.write((tx) => tx.put('tote', toteRow('b')))
    expect((await direct.position()).revision).toBe(2)
    await store.close()
    await proxy.close()
  })

  test('keep nothing of a write when a unique index of the database refuses it at the end', async () => {
    const store = await open()
    const nonce = (seq: number) => ({
      id: `s/i/${seq}`,
      station_id: 's',
      incarnation: 'i',
      seq,
      command_id: 'the same',
      hash: '',
      status: 'applied',
      code: '',
      params: '{}',
      revision: 1,
      at: 1,
    })
    await store.write((tx) => tx.own.put('outcome', nonce(1)))
    const second = store.write(async (tx) => {
      await tx.put('tote', toteRow('a'))
      await tx.own.put('outcome', nonce(2))
    })
    await expect(second).rejects.toMatchObject({ code: '23505' })
    expect(await store.position()).toMatchObject({ revision: 0 })
    expect(await store.ask('SELECT id FROM tote')).toEqual([])
  })

  test('take over a unique value from a row that gives it up in the same write, in whatever order they were met', async () => {
    const store = await open()
    await store.write(async (tx) => {
      await tx.put('tote', toteRow('a'))
      await tx.put('tote', toteRow('b'))
    })
    await store.write(async (tx) => {
      await tx.put('tote', toteRow('a', { code: 'between' }))
      await tx.put('tote', toteRow('b', { code: 'C-a' }))
      await tx.put('tote', toteRow('a', { code: 'C-b' }))
      await tx.remove('tote', 'b')
      await tx.put('tote', toteRow('c', { code: 'C-a' }))
    })
    expect(await store.ask('SELECT id, code FROM tote ORDER BY id')).toEqual([
      { id: 'a', code: 'C-b' },
      { id: 'c', code: 'C-a' },
    ])
  })

  test('fetch what a batch reads together when they are shown it first', async () => {
    const costs: WriteCost[] = []
    const store = await open({ onCost: (cost) => costs.push(cost) })
    const ids = Array.from({ length: 300 }, (_, at) => `t${at}`)
    await store.write(async (tx) => {
      for (const id of ids) await tx.put('tote', toteRow(id))
    })
    const empty = async (tx: Parameters<Parameters<CentreStore['write']>[0]>[0], id: string) => {
      const tote = await tx.get('tote', id)
      if (tote !== undefined) await tx.put('tote', { ...tote, state: 'emptied' })
    }
    const run = (tx: Parameters<Parameters<CentreStore['write']>[0]>[0]) =>
      ids.reduce((before, id) => before.then(() => empty(tx, id)), Promise.resolve())
    await store.write(run)
    await store.write(
      run,
      ids.map((id) => (tx) => tx.get('tote', id)),
    )
    expect(costs[1]?.queries).toBeGreaterThanOrEqual(300)
    expect(costs[2]?.queries).toBeLessThan(10)
  })
})

/** A way to the database that can lose the answer to the next COMMIT. */
async function cuttingProxy(url: string): Promise<{ url: string; cutAtCommit(): void; close(): Promise<void> }> {
  const target = new URL(url)
  let cutting = false
  const proxy: Server = createServer((client) => {
    const upstream = connect(Number(target.port), '127.0.0.1')
    let mute = false
    for (const socket of [client, upstream]) socket.on('error', () => undefined)
    client.on('data', (chunk) => {
      if (cutting && chunk.includes('COMMIT')) {
        cutting = false
        mute = true
        upstream.once('data', () => {
          client.destroy()
          upstream.end()
        })
      }
      upstream.write(chunk)
    })
    upstream.on('data', (chunk) => {
      if (!mute) client.write(chunk)
    })
    client.on('close', () => upstream.end())
    upstream.on('close', () => client.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    url: `postgresql://postgres@127.0.0.1:${address.port}${target.pathname}`,
    cutAtCommit: () => {
      cutting = true
    },
    close: async () => {
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
