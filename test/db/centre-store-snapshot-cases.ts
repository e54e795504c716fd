import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CentreStore } from '../../db/centre-port.ts'
import { createOrderFinder } from '../../db/sqlite/find-orders.ts'
import { openOrderSearch } from '../../db/sqlite/search.ts'
import { openSqliteStore } from '../../db/sqlite/sqlite-store.ts'
import { schemaText } from '../../db/sqlite/write-schema.ts'
import { TABLES, type TableName } from '../../db/tables.ts'
import { itemRow, locationRow, moveRow, orderRow, stockRow, toteRow } from './centre-rows.ts'
import type { TestCentre } from './centre-store-cases.ts'

const STATION = ['site', 'items', 'places', 'stock', 'work']

async function fill(store: CentreStore): Promise<void> {
  await store.write(async (tx) => {
    for (const [id, zone] of [
      ['a1', 'A'],
      ['b1', 'B'],
    ] as const) {
      await tx.put('location', locationRow(id, zone))
      for (let at = 0; at < 40; at += 1) await tx.put('stock', stockRow(`${id}-${at}`, id))
    }
    await tx.put('stock', stockRow('lost', 'nowhere'))
    for (let at = 0; at < 50; at += 1) await tx.put('item', itemRow(`i${at}`))
    for (let at = 0; at < 30; at += 1) await tx.put('order', orderRow(`o${at}`))
    await tx.put('stock_move', moveRow('m', 'a1-0'))
    await tx.put('operator', {
      id: 'op',
      badge: 'B-1',
      name: '이',
      role: 'picker',
      pin_hash: 'x',
      language: null,
      active: 1,
    })
    await tx.own.put('api_key', {
      id: 'secret-key-hash',
      name: 'ERP',
      scopes: '',
      created_at: 1,
      revoked_at: null,
      used_at: null,
    })
  })
  await store.write(async (tx) => {
    await tx.put('order', orderRow('o3', { state: 'shipped', recipient_name: '박지민' }))
    await tx.remove('order', 'o4')
  })
}

/** What a centre promises of the files that stations start from. */
export function centreSnapshotCases(adapter: string, centre: () => TestCentre): void {
  let folder: string
  let target: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baro-snapshot-'))
    target = join(folder, 'snapshot.db')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  describe(`a snapshot of a centre on ${adapter}`, () => {
    test('is a replica at its revision: every row of the scopes and none of the others', async () => {
      const { store } = centre()
      await fill(store)
      expect(await store.snapshotTo(target, STATION)).toBe(2)
      const replica = openSqliteStore(target)
      for (const [table, { key }] of Object.entries(TABLES) as [TableName, { key: string }][]) {
        const sql = `SELECT * FROM "${table}" ORDER BY "${key}"`
        const expected = table === 'stock_move' ? [] : await store.ask(sql)
        const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort()
        expect([table, sorted(replica.reader.prepare(sql).all())]).toEqual([table, sorted(expected)])
      }
      const { timeline } = await store.position()
      expect(replica.reader.prepare('SELECT * FROM replica_position').all()).toEqual([
        { id: 1, applied_seq: 0, acked_seq: 0, revision: 2, timeline },
      ])
      expect(replica.reader.pragma('integrity_check', { simple: true })).toBe('ok')
      replica.close()
    })

    test('has the schema of a replica and nothing of the centre’s own', async () => {
      const { store } = centre()
      await fill(store)
      await store.snapshotTo(target, [...STATION, 'ledger'])
      const file = new Database(target, { readonly: true })
      const found = file
        .prepare(
          `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'order_grams%'
           ORDER BY tbl_name, type DESC, name`,
        )
        .pluck()
        .all() as string[]
      const squeeze = (text: string) => text.replace(/\s+/g, ' ')
      const schema = squeeze(schemaText())
      for (const statement of found) expect(schema).toContain(`${squeeze(statement)};`)
      expect(found).toHaveLength(schemaText().split(';\n').length - 1)
      expect(file.serialize().includes('secret-key-hash')).toBe(false)
      expect(file.prepare('SELECT count(*) FROM stock_move').pluck().get()).toBe(1)
      file.close()
    })

    test('carries the stock of the asked zones alone', async () => {
      const { store } = centre()
      await fill(store)
      const count = async (...scopes: string[]) => {
        rmSync(target, { force: true })
        await store.snapshotTo(target, scopes)
        const file = new Database(target, { readonly: true })
        const found = file.prepare('SELECT location_id, count(*) FROM stock GROUP BY 1 ORDER BY 1').raw().all()
        file.close()
        return found
      }
      expect(await count('stock/A')).toEqual([['a1', 40]])
      expect(await count('stock/', 'stock/B')).toEqual([
        ['b1', 40],
        ['nowhere', 1],
      ])
      expect(await count('items')).toEqual([])
    })

    test('finds and counts its orders at once, and goes on finding those that come later', async () => {
      const { store } = centre()
      await fill(store)
      await store.snapshotTo(target, STATION)
      const replica = openSqliteStore(target, { observers: (database) => [openOrderSearch(database)] })
      const finder = createOrderFinder(replica.reader)
      const find = (query: string) =>
        finder.find(query, { states: [], channel: null }, 100).map(({ orderId }) => orderId)
      expect(find('김서연')).toHaveLength(28)
      expect(find('박지민')).toEqual(['o3'])
      expect(find('#o7')).toEqual(['o7'])
      await replica.write((tx) => tx.put('order', orderRow('new', { recipient_name: '최유리' })))
      expect(find('최유리')).toEqual(['new'])
      expect(replica.reader.prepare('SELECT * FROM order_tally WHERE orders > 0 ORDER BY state').all()).toEqual([
        { state: 'ready', channel: 'shopify', orders: 29 },
        { state: 'shipped', channel: 'shopify', orders: 1 },
      ])
      replica.close()
    })

    test('is of one instant and does not hold up those who write meanwhile', async () => {
      const { store } = centre()
      await fill(store)
      let over = false
      const snapshot = store.snapshotTo(target, STATION).finally(() => {
        over = true
      })
      let pairs = 0
      while (!over && pairs < 200) {
        pairs += 1
        await store.write(async (tx) => {
          await tx.put('tote', toteRow(`x${pairs}`))
          await tx.put('tote', toteRow(`y${pairs}`))
        })
      }
      const revision = await snapshot
      const file = new Database(target, { readonly: true })
      const count = (letter: string) =>
        file.prepare('SELECT count(*) FROM tote WHERE id GLOB ?').pluck().get(`${letter}*`)
      expect(count('x')).toBe(count('y'))
      expect(count('x')).toBe(revision - 2)
      file.close()
    })

    test('followed by the log from its revision on is the centre’s state', async () => {
      const { store } = centre()
      await fill(store)
      const revision = await store.snapshotTo(target, STATION)
      await store.write(async (tx) => {
        await tx.put('item', itemRow('i1', { name: 'new' }))
        await tx.remove('item', 'i2')
      })
      const replica = openSqliteStore(target)
      for (const { entries } of await store.log(revision, STATION, 1_000))
        await replica.write(async (tx) => {
          for (const { table, pk, row } of entries)
            if (row === null) await tx.remove(table as TableName, pk)
            else await tx.put(table as TableName, JSON.parse(row))
        })
      expect(replica.reader.prepare('SELECT * FROM item ORDER BY id').all()).toEqual(
        (await store.ask<{ id: string }>('SELECT * FROM item')).sort((a, b) => (a.id < b.id ? -1 : 1)),
      )
      replica.close()
    })

    test('that cannot be written leaves no file behind', async () => {
      const nowhere = join(folder, 'no', 'such', 'snapshot.db')
      await expect(centre().store.snapshotTo(nowhere, STATION)).rejects.toThrow()
      expect(existsSync(join(folder, 'no'))).toBe(false)
    })
  })
}
