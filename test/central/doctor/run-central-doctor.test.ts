import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runCentralDoctor } from '../../../central/doctor/run-central-doctor.ts'
import { COMMANDS } from '../../../commands/all-commands.ts'
import type { CentreStore, CentreTx } from '../../../db/centre-port.ts'
import { openPostgresCentreStore } from '../../../db/postgres/centre-store.ts'
import { SHARED_RULES } from '../../../db/rules/shared-rules.ts'
import { openSqliteCentreStore } from '../../../db/sqlite/centre-store.ts'
import type { Row } from '../../../db/tables.ts'
import { makeCommandStream, runBatch } from '../../support/command-stream.ts'
import { findPostgres, startPostgres } from '../../support/postgres.ts'

const tools = findPostgres()
const reason = tools.bin === null ? ` (skipped: ${tools.reason})` : ''
const STATIONS = ['P-01', 'P-02']

function exception(seq: number, causedBy: string | null): Row<'fact_exception'> {
  return {
    id: `x${seq}`,
    station_id: 'P-01',
    seq,
    command_id: `f${seq}`,
    type: 'picking.confirm-pick',
    version: 1,
    args: '{}',
    claim: null,
    reason: 'claimStale',
    params: '{}',
    at: 1,
    business_date: '2026-06-01',
    operator_id: null,
    order_id: null,
    tote_id: null,
    pick_task_id: null,
    caused_by: causedBy,
    state: 'open',
    resolution: null,
    resolved_by: null,
    resolved_at: null,
  }
}

/** Four facts of a station, of which two could not be applied, and a request. */
async function takeSome(tx: CentreTx): Promise<void> {
  await tx.put('fact_exception', exception(2, null))
  await tx.put('fact_exception', exception(3, 'x2'))
  for (let seq = 1; seq <= 4; seq += 1)
    await tx.own.put('outcome', {
      id: `P-01/i/${seq}`,
      station_id: 'P-01',
      incarnation: 'i',
      seq,
      command_id: `f${seq}`,
      hash: '',
      status: seq === 2 || seq === 3 ? 'exception' : 'applied',
      code: '',
      params: '{}',
      revision: await tx.revision(),
      at: 1,
    })
  await tx.own.put('station_position', {
    id: 'P-01',
    incarnation: 'i',
    applied_seq: 4,
    hash: '',
    seen_at: 1,
    cursor: 0,
    boot_id: 'b',
  })
  await tx.own.put('answer', {
    id: 'r1',
    station_id: 'P-01',
    hash: '',
    decision: '{}',
    revision: await tx.revision(),
    at: 1,
  })
}

/** A warehouse in the middle of its work. */
async function work(store: CentreStore, seed: number): Promise<void> {
  await store.write(async (tx) => {
    for (const [at, id] of STATIONS.entries())
      await tx.put('station', { id, number: 900 + at, name: id, public_key: '', state: 'active', enrolled_at: 1 })
  })
  for (const batch of await makeCommandStream(COMMANDS, seed, { batches: 25, commands: 8 }))
    await runBatch(store, COMMANDS, batch)
  await store.write(takeSome)
}

/** A stock file may say that one serial number lies in two places, and the streams do. */
const SAID_BY_FILES = 'A serial number lies in one place only'

const wrong = async (store: CentreStore) => {
  const { checks } = await runCentralDoctor(store)
  for (const check of checks) expect(check.ok).toBe(check.found === 0)
  return checks
    .filter((check) => !check.ok && check.name !== SAID_BY_FILES)
    .map(({ name, examples }) => [name, ...examples])
}

/** What is done to a sound centre, and the rule that has to notice. */
const HARM: [string, ...string[]][] = [
  [
    'A centre has one state: the log and the copies end at its revision at the latest',
    'UPDATE centre_state SET durable_revision = revision + 1',
  ],
  ['The revisions of the log have no gap from its floor to the last one', 'DELETE FROM "change" WHERE revision = 7'],
  ['The revisions of the log have no gap from its floor to the last one', 'DELETE FROM "change" WHERE revision = 1'],
  ['The revisions of the log have no gap from its floor to the last one', 'UPDATE centre_state SET floor = 3'],
  [
    'The revisions of the log have no gap from its floor to the last one',
    'UPDATE centre_state SET revision = revision + 1',
  ],
  [
    'The outcomes of a station follow each other without gaps, up to where its journal was taken',
    `DELETE FROM outcome WHERE seq = 2`,
  ],
  [
    'The outcomes of a station follow each other without gaps, up to where its journal was taken',
    `UPDATE station_position SET applied_seq = 5`,
  ],
  [
    'Later facts of a station have later revisions, and none lies beyond the last one',
    'UPDATE outcome SET revision = revision - 1 WHERE seq = 4',
  ],
  [
    'Later facts of a station have later revisions, and none lies beyond the last one',
    'UPDATE answer SET revision = revision + 1',
  ],
  [
    'Every outcome is one of three and belongs to its place in a journal',
    `UPDATE outcome SET status = 'refused' WHERE seq = 1`,
  ],
  ['Every outcome is one of three and belongs to its place in a journal', `UPDATE outcome SET id = 'x' WHERE seq = 1`],
  [
    'Every fact that became an exception is kept, and every open exception is of such a fact',
    `DELETE FROM fact_exception WHERE id = 'x3'`,
  ],
  [
    'Every fact that became an exception is kept, and every open exception is of such a fact',
    `UPDATE outcome SET status = 'applied' WHERE seq = 3`,
  ],
  ['No command is both a fact with an outcome and a request with an answer', `UPDATE answer SET id = 'f1'`],
  [
    'Every journal that was taken is of a station that was enrolled',
    `UPDATE station_position SET id = 'nobody'`,
    `DELETE FROM outcome`,
  ],
  [
    'Every exception is open, or resolved in a way that is written down',
    `UPDATE fact_exception SET state = 'resolved' WHERE id = 'x3'`,
  ],
  [
    'No open exception follows from one that is resolved or missing',
    `UPDATE fact_exception SET state = 'resolved', resolution = 'return', resolved_at = 1 WHERE id = 'x2'`,
  ],
  ['Every claim and every exception belongs to a station that was enrolled', `DELETE FROM station WHERE id = 'P-01'`],
  [
    'Only a task that is claimed or started has a holder',
    `UPDATE pick_task SET state = 'returned', holder = 'P-01' WHERE id = (SELECT min(id) FROM pick_task)`,
  ],
  [
    'What the log says last of a row is the row',
    `UPDATE item SET name = 'other' WHERE id = (SELECT min(id) FROM item)`,
  ],
  ['What the log says last of a row is the row', `DELETE FROM "change" WHERE table_name = 'stock' AND revision > 20`],
  ['Stock on hand is the sum of its moves', 'UPDATE stock SET on_hand = on_hand + 1'],
  ['Reserved is the sum of open reservations', `UPDATE reservation SET quantity = quantity + 1 WHERE state = 'open'`],
]

describe('the doctor of a centre on SQLite', () => {
  let worked: string
  let folder: string
  let path: string
  beforeAll(async () => {
    worked = mkdtempSync(join(tmpdir(), 'baro-centre-doctor-'))
    const store = openSqliteCentreStore(join(worked, 'centre.db'))
    await work(store, 5)
    await store.close()
  })
  afterAll(() => rmSync(worked, { recursive: true, force: true }))
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baro-centre-doctor-'))
    path = join(folder, 'centre.db')
    copyFileSync(join(worked, 'centre.db'), path)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('finds nothing wrong after a stream of commands: %i', async (seed) => {
    const database = new Database(':memory:')
    const store = openSqliteCentreStore(':memory:', { database })
    await work(store, seed)
    expect(await wrong(store)).toEqual([])
    await store.prune(5)
    expect(await wrong(store)).toEqual([])
    await store.close()
    database.close()
  })

  test.each(HARM)('notices when it does not hold: %s (%s)', async (name, ...statements) => {
    const database = new Database(path)
    database.pragma('ignore_check_constraints = ON')
    for (const statement of statements)
      if (database.prepare(statement).run().changes === 0) throw new Error(`Nothing was changed by ${statement}`)
    database.close()
    const store = openSqliteCentreStore(path)
    const found = await wrong(store)
    await store.close()
    expect(found.map(([rule]) => rule)).toContain(name)
  })

  test('has a harm above for every rule of its own', async () => {
    const store = openSqliteCentreStore(path)
    const { checks } = await runCentralDoctor(store)
    await store.close()
    const shared = new Set(SHARED_RULES.map(({ name }) => name))
    const untried = checks.map(({ name }) => name).filter((name) => !HARM.some(([tried]) => tried === name))
    expect(untried.filter((name) => !shared.has(name))).toEqual(['The file of the centre is sound'])
  })

  test('notices a damaged page and goes on with the other rules', async () => {
    const database = new Database(path)
    database.unsafeMode()
    database.pragma('writable_schema = ON')
    const root = database.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'operator'`).pluck().get()
    database.prepare(`UPDATE sqlite_schema SET rootpage = ? WHERE name = 'carrier'`).run(root)
    database.close()
    const store = openSqliteCentreStore(path)
    const found = await wrong(store)
    await store.close()
    expect(found.map(([rule]) => rule)).toContain('The file of the centre is sound')
  })
})

describe.skipIf(tools.bin === null)(`the doctor of a centre on PostgreSQL${reason}`, () => {
  test('asks the same rules, and finds nothing wrong', async () => {
    const server = await startPostgres()
    const store = await openPostgresCentreStore({ url: await server.fresh() })
    try {
      await work(store, 5)
      expect(await wrong(store)).toEqual([])
      const { checks } = await runCentralDoctor(store)
      expect(checks.length).toBeGreaterThan(SHARED_RULES.length + 10)
    } finally {
      await store.close()
      await server.stop()
    }
  })
})
