import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openOrderSearch } from '../../db/sqlite/search.ts'
import { openSqliteStore, type SqliteStore } from '../../db/sqlite/sqlite-store.ts'

let folder: string
let path: string
let from: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-exchange-'))
  path = join(folder, 'replica.db')
  from = join(folder, 'other.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (file: string) => openSqliteStore(file, { observers: (database) => [openOrderSearch(database)] })

async function fill(store: SqliteStore, value: number): Promise<void> {
  await store.write(async (tx) => {
    for (let index = 0; index < 50; index += 1) await tx.put('number_series', { id: `s${index}`, value })
  })
}

async function makeOther(value: number): Promise<void> {
  const other = open(from)
  await fill(other, value)
  other.close()
}

const SUM = 'SELECT count(*), min(value), max(value) FROM number_series'

describe('another file in the place of a store', () => {
  test('is that file itself: no row is copied, and everything prepared goes on, durable as before', async () => {
    const store = open(path)
    await fill(store, 1)
    const sum = store.reader.prepare(SUM).raw()
    const first = store.reader.prepare('SELECT value FROM number_series').pluck()
    expect(sum.get()).toEqual([50, 1, 1])
    await makeOther(2)
    await store.replaceWith(async () => from)
    expect(existsSync(from)).toBe(false)
    expect([sum.get(), first.get()]).toEqual([[50, 2, 2], 2])
    expect(await store.write((tx) => tx.get('number_series', 's7'))).toEqual({ id: 's7', value: 2 })
    await store.writeWith(
      async (tx, { database }) => {
        await tx.put('number_series', { id: 's7', value: 9 })
        expect(database.pragma('synchronous', { simple: true })).toBe(2)
        expect(database.pragma('wal_autocheckpoint', { simple: true })).toBe(8_000)
      },
      () => undefined,
    )
    expect(sum.get()).toEqual([50, 2, 9])
    store.close()
    const again = open(path)
    expect(again.reader.prepare(SUM).raw().get()).toEqual([50, 2, 9])
    again.close()
  })

  test('is copied row by row while another program, or an unfinished question, has the old one open', async () => {
    const store = open(path)
    await fill(store, 1)
    const other = new Database(path, { readonly: true })
    expect(other.prepare(SUM).raw().get()).toEqual([50, 1, 1])
    await makeOther(2)
    await store.replaceWith(async () => from)
    expect(existsSync(from)).toBe(true)
    expect([store.reader.prepare(SUM).raw().get(), other.prepare(SUM).raw().get()]).toEqual([
      [50, 2, 2],
      [50, 2, 2],
    ])
    other.close()
    const reading = store.reader.prepare('SELECT id FROM number_series').iterate()
    reading.next()
    await store.replaceWith(async () => from)
    expect(existsSync(from)).toBe(true)
    reading.return?.()
    expect(store.reader.prepare(SUM).raw().get()).toEqual([50, 2, 2])
    store.close()
  })

  test('waits for a copy that is being made', async () => {
    const store = open(path)
    await fill(store, 1)
    await makeOther(2)
    const copy = join(folder, 'copy.db')
    await Promise.all([store.copyTo(copy), store.replaceWith(async () => from)])
    const copied = new Database(copy, { readonly: true })
    expect(copied.prepare(SUM).raw().get()).toEqual([50, 1, 1])
    copied.close()
    expect(store.reader.prepare(SUM).raw().get()).toEqual([50, 2, 2])
    store.close()
  })

  test('is there whole or not at all when the process is killed at any moment', { timeout: 60_000 }, async () => {
    let replaced = 0
    for (let round = 0; round < 12; round += 1) {
      const child = fork(join(import.meta.dirname, 'exchange-again.ts'), [path, from], {
        execArgv: ['--disable-warning=ExperimentalWarning'],
      })
      const ended = once(child, 'exit')
      // Ready; then once after each exchange.
      for (let heard = 0; heard <= round % 3; heard += 1) await once(child, 'message')
      await delay(round * 3)
      child.kill('SIGKILL')
      await ended
      const store = open(path)
      expect(store.reader.pragma('quick_check', { simple: true })).toBe('ok')
      const [count, least, most] = store.reader.prepare(SUM).raw().get() as number[]
      expect([count, most]).toEqual([50, least])
      replaced = Math.max(replaced, least ?? 0)
      store.close()
    }
    expect(replaced).toBeGreaterThan(1)
  })
})
