import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CentreTx } from '../../../db/centre-port.ts'
import { CENTRE_TABLES } from '../../../db/centre-tables.ts'
import type { Table } from '../../../db/column.ts'
import { openSqliteCentreStore, type SqliteCentreStore } from '../../../db/sqlite/centre-store.ts'
import { itemRow, toteRow } from '../centre-rows.ts'
import { ALL } from '../centre-store-cases.ts'

let folder: string
let path: string
let store: SqliteCentreStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-centre-file-'))
  path = join(folder, 'centre.db')
  store = openSqliteCentreStore(path, { now: () => 7, newTimeline: () => 'first' })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the file of a centre', () => {
  test.each(Object.entries(CENTRE_TABLES))('has the table %s as it is declared', async (name, declared) => {
    const table: Table = declared
    const columns = await store.ask<{ name: string; type: string; notnull: number; pk: number }>(
      `SELECT name, type, "notnull", pk FROM pragma_table_info('${name}')`,
    )
    expect(columns.map((column) => [column.name, column.type, column.notnull === 0])).toEqual(
      Object.entries(table.columns).map(([column, { type, nullable }]) => [column, type.toUpperCase(), nullable]),
    )
    expect(columns.filter(({ pk }) => pk > 0).map((column) => column.name)).toEqual([table.key])
    const indexes = await store.ask<{ name: string; unique: number; columns: string }>(
      `SELECT list.name AS name, list."unique" AS "unique",
         (SELECT group_concat(info.name) FROM pragma_index_info(list.name) AS info) AS columns
       FROM pragma_index_list('${name}') AS list WHERE list.origin = 'c' ORDER BY list.name`,
    )
    expect(indexes).toEqual(
      Object.entries(table.indexes)
        .map(([index, { columns: parts, unique }]) => ({
          name: `${name}_by_${index}`,
          unique: unique === true ? 1 : 0,
          columns: parts.join(','),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    )
  })

  test('is born at an instant with a timeline, and neither changes when it is opened again', async () => {
    await store.close()
    store = openSqliteCentreStore(path, { now: () => 9, newTimeline: () => 'second' })
    expect(await store.ask('SELECT timeline, created_at FROM centre_state')).toEqual([
      { timeline: 'first', created_at: 7 },
    ])
  })

  test('written by a newer version is refused with a code', async () => {
    await store.close()
    const file = new Database(path)
    file.prepare('INSERT INTO centre_schema (number, name) VALUES (999, ?)').run('from the future')
    file.close()
    expect(() => openSqliteCentreStore(path)).toThrow(expect.objectContaining({ code: 'E-DATA-FUTURE' }))
    expect(() => openSqliteCentreStore(join(folder, 'no', 'folder.db'))).toThrow()
    const again = new Database(path)
    again.exec('DELETE FROM centre_schema WHERE number = 999')
    again.close()
    store = openSqliteCentreStore(path)
  })

  test('is read by the log in the same way from memory and from the file, from every cursor', async () => {
    for (let revision = 1; revision <= 300; revision += 1)
      await store.write(async (tx) => {
        if (revision % 5 === 0) await tx.tell('ack/s', 's', String(revision))
        else for (let at = 0; at < 100; at += 1) await tx.put('item', itemRow(`${at}`, { weight_grams: revision }))
      })
    const second = openSqliteCentreStore(path)
    for (let after = 0; after <= 300; after += 7)
      for (const scopes of [['items'], ['ack/s'], ['work']])
        expect([after, await store.log(after, scopes, 250)]).toEqual([after, await second.log(after, scopes, 250)])
    await second.close()
  })
})

describe('a write to the file of a centre', () => {
  test('that awaits anything but its transaction is refused', async () => {
    const write = store.write(async (tx) => {
      await tx.put('tote', toteRow('a'))
      await nextTurn()
      await nextTurn()
    })
    await expect(write).rejects.toThrow('awaited something other')
    expect(await store.ask('SELECT id FROM tote')).toEqual([])
    expect((await store.position()).revision).toBe(0)
  })

  test('cannot go on once it is over', async () => {
    let leaked: CentreTx | undefined
    await store.write(async (tx) => {
      leaked = tx
    })
    await expect(leaked?.put('tote', toteRow('a'))).rejects.toThrow('over')
    await expect(leaked?.own.put('nonce', { id: 'n', expires_at: 1 })).rejects.toThrow('over')
    await expect(leaked?.attempt(async () => undefined)).rejects.toThrow('over')
    expect(await store.ask('SELECT id FROM tote')).toEqual([])
  })

  test('is heard of once for each revision, and not for what only the centre has', async () => {
    let heard = 0
    store.onCommit(() => {
      heard += 1
    })
    await store.write((tx) => tx.own.put('nonce', { id: 'n', expires_at: 1 }))
    await store.write((tx) => tx.put('tote', toteRow('a')))
    await nextTurn()
    expect(heard).toBe(1)
  })
})

describe('a centre in memory', () => {
  let database: Database.Database
  let memory: SqliteCentreStore
  beforeEach(() => {
    database = new Database(':memory:')
    memory = openSqliteCentreStore(':memory:', { database })
  })
  afterEach(async () => {
    await memory.close()
    database.close()
  })

  test('keeps nothing of a write during which the room ran out, even when the part that met it was given up', async () => {
    await memory.write((tx) => tx.put('tote', toteRow('a')))
    const pages = database.pragma('page_count', { simple: true })
    database.pragma(`max_page_count = ${pages}`)
    const write = memory.write(async (tx) => {
      await tx.put('tote', toteRow('a', { name: 'changed' }))
      const part = tx.attempt(async () => {
        for (let at = 0; at < 500; at += 1) await tx.put('item', itemRow(`i${at}`))
      })
      await part.catch(() => undefined)
    })
    await expect(write).rejects.toMatchObject({ code: 'E-DATA-FULL' })
    expect(await memory.ask('SELECT name FROM tote')).toEqual([{ name: 'a' }])
    expect(await memory.position()).toMatchObject({ revision: 1 })
    database.pragma('max_page_count = 1000000')
    await memory.write((tx) => tx.put('tote', toteRow('b')))
    expect((await memory.log(1, ALL, 9)).map(({ entries }) => entries.map(({ pk }) => pk))).toEqual([['b']])
  })

  test('opened again over a handle that was left in the middle of a write has nothing of it', async () => {
    await memory.write((tx) => tx.put('tote', toteRow('a')))
    database.exec(`BEGIN IMMEDIATE; UPDATE tote SET name = 'half'; UPDATE centre_state SET revision = 2`)
    memory = openSqliteCentreStore(':memory:', { database })
    expect(await memory.ask('SELECT name FROM tote')).toEqual([{ name: 'a' }])
    expect((await memory.position()).revision).toBe(1)
  })

  test('answers questions, log and snapshots that are asked for while writes wait', async () => {
    const target = join(folder, 'snapshot.db')
    const write = (id: string) => memory.write((tx) => tx.put('tote', toteRow(id)))
    const [, count, , log, , revision] = await Promise.all([
      write('a'),
      memory.ask<{ n: number }>('SELECT count(*) AS n FROM tote'),
      write('b'),
      memory.log(0, ALL, 9),
      write('c'),
      memory.snapshotTo(target, ['work']),
    ])
    expect([count[0]?.n, log.length, revision, existsSync(target)]).toEqual([1, 2, 3, true])
  })
})
