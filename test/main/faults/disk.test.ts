import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { importTotes } from '../../../commands/totes/import-totes.ts'
import { TABLES, type TableName } from '../../../db/tables.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { copyReplica } from '../../../main/import-runs/copy.ts'
import { command, openTestStation, signIn, type TestStation } from '../../support/station.ts'
import { order } from '../../support/warehouse.ts'
import { openEyes } from './eyes.ts'
import { openWorker } from './floor-worker.ts'
import { hostThatEnds, startHost } from './host-process.ts'
import { manyOrders, stockDirectory } from './stocked-directory.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-disk-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

// Named here so that nobody takes them for packages.
const tools = { mount: 'mount', unmount: 'umount' }
const nobody = { operatorId: null, station: 'TEST' }

async function failures(directory: string): Promise<string[]> {
  const { checks } = await runDoctor(directory)
  return checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.examples.join('; ')}`)
}

/** Every row of every shared table, and the replica's position. */
function rowsOf(directory: string): Record<string, unknown> {
  const replica = new Database(join(directory, 'replica.db'), { readonly: true })
  const rows = Object.fromEntries(
    (Object.keys(TABLES) as TableName[]).map((table) => [
      table,
      replica.prepare(`SELECT * FROM "${table}" ORDER BY "${TABLES[table].key}"`).all(),
    ]),
  )
  const position = replica.prepare('SELECT applied_seq FROM replica_position').pluck().get()
  replica.close()
  return { ...rows, position }
}

/** Some honest work: picks, packs and ships what there is, at most so many scans. */
async function workALittle(opened: TestStation, directory: string, acts: number): Promise<void> {
  const eyes = openEyes(directory)
  const client = opened.client()
  await signIn(client, 'BDG-1')
  const worker = openWorker(client, ['picking', 'packing', 'shipping'], eyes)
  for (let act = 0; act < acts; act += 1) if (!(await worker.act())) break
  eyes.close()
}

async function workedDirectory(acts = 60): Promise<string> {
  const directory = join(folder, 'data')
  await stockDirectory(directory, manyOrders(6))
  const opened = await openTestStation({ dataDirectory: directory })
  await workALittle(opened, directory, acts)
  await opened.close()
  return directory
}

describe('a full disk', () => {
  /** Lets a file grow by no more than a few pages from now on. */
  const fill = (database: Database.Database): void => {
    const pages = database.pragma('page_count', { simple: true }) as number
    database.pragma(`max_page_count = ${pages}`)
  }
  const free = (database: Database.Database): void => void database.pragma('max_page_count = 1073741823')

  test.each(['journal', 'replica'] as const)(
    'in the %s is said with a code, loses nothing that was answered, and the work goes on when there is room',
    async (which) => {
      const directory = join(folder, 'data')
      await stockDirectory(directory, manyOrders(6))
      const opened = await openTestStation({ dataDirectory: directory })
      const { core } = opened.station
      const database =
        which === 'journal'
          ? core.journal.database
          : await core.store.writeWith(
              async (_tx, scope) => scope.database,
              () => undefined,
            )
      await workALittle(opened, directory, 20)
      const client = opened.client()
      await signIn(client, 'BDG-2')
      fill(database)
      const totes = (from: number) => ({
        totes: Array.from({ length: 100 }, (_, index) => ({ code: `F-${from}-${index}`, name: 'x'.repeat(40) })),
      })
      let taken = 0
      let refusal: unknown
      while (refusal === undefined && taken < 200) {
        await core.run(importTotes, totes(taken), nobody).then(
          () => {
            taken += 1
          },
          (error: unknown) => {
            refusal = error
          },
        )
      }
      expect(refusal).toMatchObject({ code: 'E-DATA-FULL', message: expect.stringContaining('disk is full') })
      const count = () => core.store.reader.prepare(`SELECT count(*) FROM tote WHERE code LIKE 'F-%'`).pluck().get()
      expect(count()).toBe(taken * 100)
      expect(core.journal.brokenAt()).toBeNull()
      // Whoever scans meanwhile is told so as soon as the journal has no room, and the same scan counts once there is some.
      let scan = { scanId: randomUUID(), code: command('giveWork') }
      const scans = () =>
        core.journal.database.prepare('SELECT count(*) FROM scan_log WHERE scan_id = ?').pluck().get(scan.scanId)
      let busy: unknown
      for (let tries = 0; which === 'journal' && busy === undefined && tries < 100; tries += 1) {
        scan = { scanId: randomUUID(), code: command('giveWork') }
        busy = await client.picking.scan(scan).then(
          () => undefined,
          (error: unknown) => error,
        )
      }
      if (which === 'journal') {
        expect(busy).toMatchObject({ code: 'BUSY', data: { code: 'E-DATA-FULL' } })
        expect(scans()).toBe(0)
      }
      free(database)
      const answer = await client.picking.scan(scan)
      expect(await client.picking.scan(scan)).toEqual(answer)
      expect(scans()).toBe(1)
      await core.run(importTotes, totes(taken), nobody)
      expect(count()).toBe((taken + 1) * 100)
      await workALittle(opened, directory, 30)
      expect(await failures(directory)).toEqual([])
      await opened.close()
      const again = await openTestStation({ dataDirectory: directory })
      expect(await failures(directory)).toEqual([])
      await again.close()
    },
  )

  const space = mountable()
  test.skipIf(space !== null)(
    `as a file system of its own: scans are refused, none is half done, and afterwards the work goes on${space ?? ''}`,
    async () => {
      const directory = join(folder, 'small')
      mkdirSync(directory)
      execFileSync(tools.mount, ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', directory])
      try {
        const opened = await openTestStation({ dataDirectory: directory })
        const { core } = opened.station
        let taken = 0
        let refusal: unknown
        while (refusal === undefined && taken < 2_000) {
          const totes = Array.from({ length: 100 }, (_, index) => ({
            code: `F-${taken}-${index}`,
            name: 'x'.repeat(40),
          }))
          await core.run(importTotes, { totes }, nobody).then(
            () => {
              taken += 1
            },
            (error: unknown) => {
              refusal = error
            },
          )
        }
        expect(refusal).toMatchObject({ code: 'E-DATA-FULL' })
        execFileSync(tools.mount, ['-o', 'remount,size=60m', directory])
        await core.run(importTotes, { totes: [{ code: 'AFTER', name: 'after' }] }, nobody)
        expect(core.store.reader.prepare('SELECT count(*) FROM tote').pluck().get()).toBe(taken * 100 + 1)
        expect(await failures(directory)).toEqual([])
        await opened.close()
        await (await openTestStation({ dataDirectory: directory })).close()
        expect(await failures(directory)).toEqual([])
      } finally {
        execFileSync(tools.unmount, ['--lazy', directory])
      }
    },
  )
})

/** Null when a small file system may be mounted here, else the reason for the skip. */
function mountable(): string | null {
  const at = mkdtempSync(join(tmpdir(), 'baro-mount-'))
  const { status } = spawnSync(tools.mount, ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', at])
  if (status === 0) execFileSync(tools.unmount, [at])
  rmSync(at, { recursive: true, force: true })
  return status === 0 ? null : ' (skipped: mounting is not allowed here)'
}

describe('a folder that may not be written', () => {
  const isRoot = process.getuid?.() === 0
  const NOBODY = 65_534

  test.skipIf(!isRoot)(
    `is told to an unprivileged person with a code${isRoot ? '' : ' (skipped: only root can start a process as somebody else)'}`,
    async () => {
      const directory = await workedDirectory(5)
      const before = readFileSync(join(directory, 'journal.db'))
      chmodSync(folder, 0o755)
      chmodSync(directory, 0o755)
      for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o644)
      const end = await hostThatEnds(directory, { uid: NOBODY, env: { NODE_COMPILE_CACHE: '', HOME: folder } })
      expect([end.code, end.stderr]).toEqual([1, expect.stringMatching(/Baro cannot start: .*\(E-DATA-READONLY\)/)])
      expect(JSON.parse(end.stdout)).toMatchObject({ ready: false, code: 'E-DATA-READONLY' })
      expect(readFileSync(join(directory, 'journal.db')).equals(before)).toBe(true)
      const below = await hostThatEnds(join(directory, 'new'), {
        uid: NOBODY,
        env: { NODE_COMPILE_CACHE: '', HOME: folder },
      })
      expect(JSON.parse(below.stdout)).toMatchObject({ ready: false, code: 'E-DATA-READONLY' })
    },
  )

  test.skipIf(!isRoot)(
    `is told when only the files in it may not be written${isRoot ? '' : ' (skipped: only root can start a process as somebody else)'}`,
    async () => {
      const directory = await workedDirectory(5)
      chmodSync(folder, 0o755)
      chmodSync(directory, 0o777)
      rmSync(join(directory, 'station.lock'), { force: true })
      for (const name of readdirSync(directory)) chmodSync(join(directory, name), 0o644)
      const before = readFileSync(join(directory, 'journal.db'))
      const end = await hostThatEnds(directory, { uid: NOBODY, env: { NODE_COMPILE_CACHE: '', HOME: folder } })
      expect([end.code, end.stderr]).toEqual([1, expect.stringMatching(/\(E-DATA-READONLY\)/)])
      expect(readFileSync(join(directory, 'journal.db')).equals(before)).toBe(true)
    },
  )
})

describe('a damaged replica', () => {
  const damage: [string, (path: string) => void][] = [
    ['whose pages are overwritten', (path) => overwrite(path, 0.3, 0.6)],
    ['whose head is overwritten', (path) => overwrite(path, 0, 0.05)],
    ['that is cut off', (path) => truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)],
    ['that is empty', (path) => truncateSync(path, 0)],
    ['that is another kind of file', (path) => writeFileSync(path, 'this is a letter, not a database\n'.repeat(500))],
  ]

  test.each(damage)('%s is moved aside and restored, row for row', async (name, harm) => {
    const directory = join(folder, 'data')
    await stockDirectory(directory, manyOrders(6))
    const opened = await openTestStation({ dataDirectory: directory })
    await workALittle(opened, directory, 30)
    await copyReplica(opened.station.core)
    await workALittle(opened, directory, 40)
    await opened.close()
    const whole = rowsOf(directory)
    for (const copy of ['with the copy', 'from the journal alone']) {
      if (copy !== 'with the copy') rmSync(join(directory, 'copies'), { recursive: true, force: true })
      harm(join(directory, 'replica.db'))
      const again = await openTestStation({ dataDirectory: directory })
      expect(rowsOf(directory), copy).toEqual(whole)
      await again.close()
      expect(await failures(directory), copy).toEqual([])
      const aside = readdirSync(directory).filter(
        (file) => file.startsWith('replica.db.damaged-') && !/-(wal|shm)$/.test(file),
      )
      // An empty file holds nothing to keep: it is simply filled again.
      expect(aside.length > 0).toBe(name !== 'that is empty')
    }
  })

  test('is also restored when its newest copy is damaged too', async () => {
    const directory = join(folder, 'data')
    await stockDirectory(directory, manyOrders(3))
    const opened = await openTestStation({ dataDirectory: directory })
    await copyReplica(opened.station.core)
    await workALittle(opened, directory, 20)
    const newest = await copyReplica(opened.station.core)
    await workALittle(opened, directory, 10)
    await opened.close()
    const whole = rowsOf(directory)
    overwrite(newest, 0.1, 0.9)
    overwrite(join(directory, 'replica.db'), 0.1, 0.9)
    await (await openTestStation({ dataDirectory: directory })).close()
    expect(rowsOf(directory)).toEqual(whole)
  })
})

describe('a damaged journal', () => {
  const damage: [string, (path: string) => void][] = [
    ['whose pages are overwritten', (path) => overwrite(path, 0.3, 0.6)],
    ['whose head is overwritten', (path) => overwrite(path, 0, 0.01)],
    ['that is cut off', (path) => truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)],
    ['in which one command was changed', (path) => tamper(path, `UPDATE command SET args = args || ' ' WHERE seq = 3`)],
    ['from which one command was removed', (path) => tamper(path, 'DELETE FROM command WHERE seq = 3')],
    ['that is gone while the tables are there', (path) => rmSync(path)],
  ]

  test.each(damage)('%s is refused with a code, and neither file is touched', async (_name, harm) => {
    const directory = await workedDirectory(20)
    harm(join(directory, 'journal.db'))
    const keep = ['journal.db', 'replica.db'].filter((file) => existsSync(join(directory, file)))
    for (const file of keep) copyFileSync(join(directory, file), join(folder, file))
    await expect(openTestStation({ dataDirectory: directory })).rejects.toMatchObject({ code: 'E-DATA-CORRUPT' })
    for (const file of keep)
      expect(readFileSync(join(directory, file)).equals(readFileSync(join(folder, file))), file).toBe(true)
    expect(readdirSync(directory).filter((file) => file.includes('damaged'))).toEqual([])
  })

  test('ends the host with the code on stderr and as JSON', async () => {
    const directory = await workedDirectory(5)
    overwrite(join(directory, 'journal.db'), 0.3, 0.6)
    const end = await hostThatEnds(directory)
    expect([end.code, end.stderr]).toEqual([1, expect.stringMatching(/Baro cannot start: .*\(E-DATA-CORRUPT\)/)])
    expect(JSON.parse(end.stdout)).toMatchObject({ ready: false, code: 'E-DATA-CORRUPT' })
  })
})

describe('the same data', () => {
  test('cannot be opened by a second process, and the first goes on', async () => {
    const directory = join(folder, 'data')
    await stockDirectory(directory, [order(1, [['A1', 1]])])
    const first = await startHost(directory)
    try {
      const second = await hostThatEnds(directory)
      expect([second.code, second.stderr]).toEqual([1, expect.stringMatching(/Another Baro .*\(E-DATA-LOCKED\)/)])
      expect(JSON.parse(second.stdout)).toMatchObject({ ready: false, code: 'E-DATA-LOCKED' })
      await expect(openTestStation({ dataDirectory: directory })).rejects.toMatchObject({ code: 'E-DATA-LOCKED' })
      expect((await fetch(`${first.url}/rpc/session/current`, { method: 'POST' })).status).not.toBe(500)
      expect(await failures(directory)).toEqual([])
    } finally {
      await first.kill()
    }
    // A lock dies with its process, however it died.
    await (await openTestStation({ dataDirectory: directory })).close()
  })

  test.each(['journal.db', 'replica.db'])('from a newer version is refused untouched: %s', async (file) => {
    const directory = await workedDirectory(5)
    const database = new Database(join(directory, file))
    database.pragma('user_version = 999')
    database.close()
    const before = readFileSync(join(directory, file))
    await expect(openTestStation({ dataDirectory: directory })).rejects.toMatchObject({ code: 'E-DATA-FUTURE' })
    expect(readFileSync(join(directory, file)).equals(before)).toBe(true)
    const end = await hostThatEnds(directory)
    expect([end.code, end.stderr]).toEqual([1, expect.stringMatching(/newer version.*\(E-DATA-FUTURE\)/)])
  })
})

/** Overwrites the part of a file between two shares of its length with what is no page. */
function overwrite(path: string, from: number, to: number): void {
  const { size } = statSync(path)
  const file = openSync(path, 'r+')
  const part = Buffer.alloc(Math.max(64, Math.floor(size * (to - from))), 0xa5)
  writeSync(file, part, 0, part.length, Math.floor(size * from))
  closeSync(file)
}

function tamper(path: string, statement: string): void {
  const database = new Database(path)
  database.exec('DROP TRIGGER command_is_append_only_update; DROP TRIGGER command_is_append_only_delete')
  database.exec(statement)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
}
