import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CommitFault, CrashedError, type DiskOwner, dropHandles, watchDisk } from './disk.ts'

let folder: string
let faults: CommitFault[]
let crashes: string[]
let owner: DiskOwner

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-disk-'))
  faults = []
  crashes = []
  owner = {
    ...{ name: 'machine', alive: true, folder },
    atCommit: () => faults.shift() ?? null,
    crash: (why) => {
      crashes.push(why)
      dropHandles(owner)
    },
  }
  watchDisk(owner)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function open(): Database.Database {
  return new Database(join(folder, 'a.db'))
}

test('every handle that was used goes with its machine, one that only asked how it is set up too', () => {
  const handles = [open(), open(), open()]
  const [first, second, third] = handles
  first?.exec('CREATE TABLE t (x)')
  second?.prepare('SELECT * FROM t').all()
  third?.pragma('cache_size = -4000')
  dropHandles(owner)
  expect(handles.map((handle) => handle.open)).toEqual([false, false, false])
})

test('a crash before the commit leaves nothing of it, one after it leaves all of it, and either ends the machine', () => {
  const count = (): unknown => {
    const reader = open()
    const found = reader.prepare('SELECT count(*) FROM t').pluck().get()
    reader.close()
    return found
  }
  for (const [fault, left] of [
    ['crash-before', 0],
    ['crash-after', 1],
  ] as const) {
    watchDisk(owner)
    const handle = open()
    handle.exec('CREATE TABLE IF NOT EXISTS t (x); BEGIN; INSERT INTO t VALUES (1)')
    faults = [fault]
    expect(() => handle.prepare('COMMIT').run()).toThrow(CrashedError)
    expect(handle.open).toBe(false)
    expect(count()).toBe(left)
  }
  expect(crashes).toEqual(['crash-before a.db', 'crash-after a.db'])
})

test('a disk that fails at a commit says so as SQLite does', () => {
  const handle = open()
  handle.exec('CREATE TABLE t (x)')
  faults = ['io-error']
  handle.exec('BEGIN')
  expect(() => handle.exec('COMMIT')).toThrow(expect.objectContaining({ code: 'SQLITE_IOERR_FSYNC' }))
})

test('a statement that is prepared again sees rows in its own way, while another one reads, and as the tables are now', () => {
  const handle = open()
  handle.exec('CREATE TABLE "t" (x, y); INSERT INTO "t" VALUES (1, 2), (3, 4)')
  const sql = 'SELECT x, y FROM "t" ORDER BY x'
  const [first, rows, plucked, raw] = [1, 2, 3, 4].map(() => handle.prepare(sql))
  plucked?.pluck()
  raw?.raw()
  for (const row of rows?.iterate() ?? []) {
    expect(rows?.get()).toEqual({ x: 1, y: 2 })
    expect(plucked?.all()).toEqual([1, 3])
    expect(raw?.all()).toHaveLength(2)
    expect(raw?.get()).toEqual([1, 2])
    expect(row).toHaveProperty('y')
  }
  expect(plucked?.pluck(false).get()).toEqual({ x: 1, y: 2 })
  handle.exec('ALTER TABLE "t" ADD COLUMN z')
  for (const each of [first, rows]) expect(each?.get()).toEqual({ x: 1, y: 2 })
  const inserts = [1, 2].map(() => handle.prepare('INSERT INTO "t" (x, y) VALUES (?, ?)'))
  for (const insert of inserts) expect(insert.run(5, 6).changes).toBe(1)
  expect(() => handle.prepare('INSERT INTO "gone" VALUES (1)').run()).toThrow('no such table')
  dropHandles(owner)
  expect(() => inserts[1]?.run(7, 8)).toThrow('not open')
})
