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
