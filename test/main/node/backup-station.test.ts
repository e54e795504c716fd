import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { savePolicies } from '../../../commands/site/save-site.ts'
import { DEFAULT_POLICIES } from '../../../domain/policies.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { backUpStation } from '../../../main/node/backup-station.ts'
import { openTestStation, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }
let station: TestStation
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baro-backup-'))
  station = await openTestStation()
  await fillSmallWarehouse(station.station.core, [])
})
afterEach(async () => {
  await station.close()
  rmSync(folder, { recursive: true, force: true })
})

const count = (file: string, sql: string): unknown => {
  const database = new Database(file, { readonly: true })
  try {
    return database.prepare(sql).pluck().get()
  } finally {
    database.close()
  }
}

test('a station that works alone is copied while it writes: tables and a journal that is never behind them', async () => {
  const { core } = station.station
  let isOver = false
  const writing = (async () => {
    for (let minutes = 0; !isOver; minutes = (minutes + 1) % 240) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      await core.run(savePolicies, { policies: { ...DEFAULT_POLICIES, idleLockMinutes: minutes } }, nobody)
    }
  })()
  const to = join(folder, 'copy')
  try {
    const { files } = await backUpStation(station.directory, to)
    expect(files).toEqual(expect.arrayContaining(['replica.db', 'journal.db']))
    expect(readdirSync(to).sort()).toEqual([...files].sort())
  } finally {
    isOver = true
    await writing
  }
  expect(statSync(join(to, 'journal.db')).mode & 0o077).toBe(0)
  const applied = count(join(to, 'replica.db'), 'SELECT applied_seq FROM replica_position') as number
  expect(count(join(to, 'journal.db'), 'SELECT max(seq) FROM command')).toBeGreaterThanOrEqual(applied)
  // What the tables lack is run when a station is opened on the copy.
  const copied = await openTestStation({ dataDirectory: to })
  try {
    expect((await runDoctor(to)).checks.filter((check) => !check.ok)).toEqual([])
  } finally {
    await copied.close()
  }
})

test('a folder that holds something is refused, and one without a station; a backup that fails leaves nothing', async () => {
  const full = join(folder, 'full')
  await backUpStation(station.directory, full)
  await expect(backUpStation(station.directory, full)).rejects.toMatchObject({ code: 'E-CLI-BACKUP' })
  await expect(backUpStation(folder, join(folder, 'none'))).rejects.toMatchObject({ code: 'E-DATA-MISSING' })
  const broken = join(folder, 'broken')
  await backUpStation(station.directory, broken)
  writeFileSync(join(broken, 'replica.db'), 'x'.repeat(50_000))
  await expect(backUpStation(broken, join(folder, 'of broken'))).rejects.toMatchObject({ code: 'E-DATA-CORRUPT' })
  expect(readdirSync(folder).sort()).toEqual(['broken', 'full'])
})
