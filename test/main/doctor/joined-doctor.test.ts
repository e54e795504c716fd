import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { openFileKeys } from '../../../main/sync/keys/file-keys.ts'
import type { CentreAccess } from '../../../main/sync/station-centre.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'
import { openTestStation, signIn, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'
import { openEyes } from '../faults/eyes.ts'
import { openWorker } from '../faults/floor-worker.ts'

/** The data of a joined station with exceptions of its own, work of another one, and facts that are not sent. */
let worked: string
let folder: string
let centre: TestCentre
let cut = false

function own(directory: string): CentreAccess {
  const fetch = async (request: Request): Promise<Response> => {
    if (cut) throw new Error('cut')
    const response = await centre.centre.handle(request)
    // A stream that is open is cut, too.
    const line = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, out) => (cut ? out.error(new Error('cut')) : out.enqueue(chunk)),
    })
    return new Response(response.body?.pipeThrough(line) ?? null, response)
  }
  return {
    keys: openFileKeys(join(directory, 'station.key')),
    openOwn: async () => ({ fetch, makeCode: (name) => centre.code(name), close: async () => undefined }),
    join: null,
  }
}

async function act(station: TestStation, badge: string, screens: ('picking' | 'packing')[], done: () => boolean) {
  const client = station.client()
  await signIn(client, badge)
  const eyes = openEyes(station.directory)
  const worker = openWorker(client, screens, eyes)
  for (let count = 0; count < 300 && !done(); count += 1) if (!(await worker.act())) break
  eyes.close()
  if (!done())
    throw new Error(
      `Not done: ${JSON.stringify([station.station.core.store.reader.prepare('SELECT state, count(*) FROM "order" GROUP BY state').raw().all(), await client.picking.bench()])}`,
    )
}

const halfPicked = `SELECT count(*) FROM pick_line JOIN pick_task ON pick_task.id = pick_task_id
  WHERE pick_task.state = 'started' AND picked > 0`

async function until(what: string, is: () => boolean): Promise<void> {
  const end = performance.now() + 10_000
  while (!is()) {
    if (performance.now() > end) throw new Error(`${what} did not come`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function broken(directory: string): Promise<string[]> {
  const { checks } = await runDoctor(directory)
  return checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.examples.join(', ')}`)
}

beforeAll(async () => {
  worked = mkdtempSync(join(tmpdir(), 'baro-doctor-'))
  centre = await openTestCentre()
  const alone = await openTestStation({ dataDirectory: worked })
  const orders = Array.from({ length: 12 }, (_, index) => order(index + 1, [['A1', 1]]))
  await fillSmallWarehouse(alone.station.core, orders)
  await alone.close()
  const one = await openTestStation({ dataDirectory: worked, centre: own(worked) })
  const ask = (sql: string) => one.station.core.store.reader.prepare(sql).pluck().get() as number
  const unsent = () =>
    one.station.core.journal.lastSeq() -
    (one.station.core.journal.database.prepare('SELECT coalesce(max(seq), 0) FROM outcome').pluck().get() as number)
  try {
    expect(one.station.core.joined()).toBe(true)
    // Picked and packed here, and acknowledged.
    await act(one, 'BDG-2', ['picking'], () => ask(`SELECT count(*) FROM "order" WHERE state = 'picked'`) >= 4)
    await act(one, 'BDG-3', ['packing'], () => ask(`SELECT count(*) FROM "order" WHERE state = 'packed'`) >= 2)
    await act(one, 'BDG-2', ['picking'], () => ask(halfPicked) > 0)
    await until('the answer', () => unsent() === 0)
    expect(await broken(worked)).toEqual([])
    // The claim is taken away while nobody is there, and what is picked under it meanwhile is an exception.
    cut = true
    const taskId = one.station.core.store.reader
      .prepare(`SELECT id FROM pick_task WHERE state = 'started'`)
      .pluck()
      .get() as string
    await centre.store.write((tx) =>
      revokeClaim.run(tx, {
        ...{ id: 'revoke-1', at: centre.clock.now, businessDate: '2026-01-05', operatorId: null },
        ...{ station: 'office', stationId: null, args: { taskId } },
      }),
    )
    const before = ask(`SELECT sum(picked) FROM pick_line`)
    await act(one, 'BDG-2', ['picking'], () => ask(`SELECT sum(picked) FROM pick_line`) > before)
    expect(await broken(worked)).toEqual([])
    cut = false
    await until('the exception', () => ask('SELECT count(*) FROM fact_exception') > 0)
    expect(await broken(worked)).toEqual([])
    // And what was packed since is not sent.
    cut = true
    await act(one, 'BDG-3', ['packing'], () => ask(`SELECT count(*) FROM "order" WHERE state = 'packed'`) >= 3)
    expect(ask('SELECT count(*) FROM pending_image')).toBeGreaterThan(0)
  } finally {
    await one.close()
  }
}, 60_000)
afterAll(async () => {
  await centre.close()
  rmSync(worked, { recursive: true, force: true })
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-doctor-'))
  cpSync(worked, folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What is done to sound files of a joined station, and the rule that has to notice. */
const HARM: [string, string][] = [
  [
    'The membership says at which centre this station is, as which one, and where its time alone ended',
    'UPDATE journal.membership SET base_seq = 100000',
  ],
  [
    'This station is one of the site’s stations, under the number that it was given',
    'UPDATE journal.membership SET station_number = station_number + 1',
  ],
  [
    'After it joined, this station journals facts only',
    `UPDATE journal.command SET class = 'INTENT' WHERE seq = (SELECT max(seq) FROM journal.command)`,
  ],
  [
    'The outcomes of facts follow each other without gaps, and each is of a fact in the journal',
    'DELETE FROM journal.outcome WHERE seq = (SELECT base_seq + 2 FROM journal.membership)',
  ],
  [
    'Every request to the centre is asked, dropped, or decided with its decision',
    `UPDATE journal.request SET decision = NULL WHERE state = 'decided'`,
  ],
  [
    'The tables hold a revision of the centre, own facts included up to one in the journal',
    'UPDATE main.replica_position SET acked_seq = applied_seq + 1',
  ],
  [
    'Rows are kept as they were before facts that the tables of the centre do not include, and before no others',
    `UPDATE main.pending_image SET seq = (SELECT acked_seq FROM main.replica_position)
      WHERE ordinal = 0 AND seq = (SELECT min(seq) FROM main.pending_image)`,
  ],
  [
    'What a fact wrote that the centre does not include names this fact',
    `UPDATE order_event SET command_id = (SELECT id FROM journal.command WHERE seq = 1)
      WHERE id IN (SELECT pk FROM main.pending_image WHERE table_name = 'order_event')`,
  ],
  [
    'Only a fact that the centre has not answered for here can have failed to run again',
    `INSERT INTO command_exception SELECT acked_seq, 'x', 'refused: noWork' FROM main.replica_position`,
  ],
  [
    'Every exception is open, or resolved in a way that is written down',
    `UPDATE fact_exception SET state = 'resolved'`,
  ],
  ['No open exception follows from one that is resolved or missing', `UPDATE fact_exception SET caused_by = 'nothing'`],
  [
    'Every claim and every exception belongs to a station that was enrolled',
    `UPDATE fact_exception SET station_id = 'nobody'`,
  ],
  [
    'Only a task that is claimed or started has a holder',
    `UPDATE pick_task SET holder = (SELECT id FROM station), state = 'returned' WHERE state = 'started'`,
  ],
]

describe('the doctor of a joined station', () => {
  test('finds nothing wrong with exceptions, facts that are not sent, and work of others', async () => {
    expect(await broken(folder)).toEqual([])
    const { checks } = await runDoctor(folder)
    for (const [name] of HARM) expect(checks.map((check) => check.name)).toContain(name)
  })

  test.each(HARM)('notices: %s', async (name, statement) => {
    const database = new Database(join(folder, 'replica.db'))
    database.prepare('ATTACH DATABASE ? AS journal').run(join(folder, 'journal.db'))
    database.exec('DROP TRIGGER journal.command_is_append_only_update')
    expect(database.prepare(statement).run().changes).toBeGreaterThan(0)
    database.exec(
      `CREATE TRIGGER journal.command_is_append_only_update BEFORE UPDATE ON command BEGIN SELECT RAISE(ABORT, 'no'); END`,
    )
    database.close()
    const { checks } = await runDoctor(folder)
    expect(checks.filter((check) => !check.ok).map((check) => check.name)).toContain(name)
  })

  test('accepts paper of a fact that cannot be run again until the centre answers for it', async () => {
    const database = new Database(join(folder, 'replica.db'))
    database.prepare('ATTACH DATABASE ? AS journal').run(join(folder, 'journal.db'))
    const name = 'Every print job is in a state that exists and belongs to a carton of its order under its number'
    const closing = database
      .prepare(`SELECT seq, json_extract(args, '$.cartonId') AS carton FROM journal.command
        WHERE type = 'packing.close-carton' AND seq > (SELECT acked_seq FROM replica_position)`)
      .get() as { seq: number; carton: string }
    database.prepare(`UPDATE carton SET code = 'other' WHERE id = ?`).run(closing.carton)
    expect((await broken(folder)).join()).toContain(name)
    database.prepare(`INSERT INTO command_exception VALUES (?, 'x', 'refused: commandNotNow')`).run(closing.seq)
    database.close()
    expect((await broken(folder)).join()).not.toContain(name)
  })

  test('says nothing of a centre about a store that works alone', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'baro-doctor-'))
    const station = await openTestStation({ dataDirectory: directory })
    await station.close()
    const { checks } = await runDoctor(directory)
    expect(checks.filter((check) => HARM.some(([name]) => name === check.name))).toEqual([])
    rmSync(directory, { recursive: true, force: true })
  })
})
