import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { openTestStation, signIn } from '../../support/station.ts'
import { order } from '../../support/warehouse.ts'
import { openEyes } from '../faults/eyes.ts'
import { openWorker } from '../faults/floor-worker.ts'
import { stockDirectory } from '../faults/stocked-directory.ts'

/** One order each that is shipped, packed, being packed, dropped off, being picked, and released. */
let worked: string
let folder: string

async function workOn(directory: string): Promise<void> {
  const opened = await openTestStation({ dataDirectory: directory })
  const eyes = openEyes(directory)
  const { core } = opened.station
  const states = () => core.store.reader.prepare('SELECT state, count(*) FROM "order" GROUP BY state').raw().all()
  const until = async (screens: ('picking' | 'packing' | 'shipping')[], badge: string, done: () => boolean) => {
    const client = opened.client()
    await signIn(client, badge)
    const worker = openWorker(client, screens, eyes)
    for (let act = 0; act < 500 && !done(); act += 1) if (!(await worker.act())) break
    if (!done()) throw new Error(`Not done: ${JSON.stringify(states())}`)
  }
  const count = (state: string) => Object.fromEntries(states() as [string, number][])[state] ?? 0
  await until(['picking'], 'BDG-2', () => count('picked') === 8)
  await until(['packing'], 'BDG-3', () => count('packed') === 5)
  await until(['shipping'], 'BDG-1', () => count('shipped') === 2)
  await until(['packing'], 'BDG-3', () => {
    const half = core.store.reader.prepare(
      `SELECT 1 FROM carton JOIN carton_line ON carton_id = carton.id WHERE state = 'open'`,
    )
    return half.get() !== undefined
  })
  await until(
    ['picking'],
    'BDG-2',
    () =>
      core.store.reader
        .prepare(
          `SELECT 1 FROM pick_line JOIN pick_task ON pick_task.id = pick_task_id WHERE pick_task.state = 'started' AND picked > 0`,
        )
        .get() !== undefined,
  )
  eyes.close()
  const { checks } = await runDoctor(core)
  expect(checks.filter((check) => !check.ok)).toEqual([])
  expect(checks.map((check) => check.name)).toContain('Both files are written with synchronous=FULL')
  await opened.close()
}

beforeAll(async () => {
  worked = mkdtempSync(join(tmpdir(), 'baro-doctor-'))
  const lines: [string, number][] = [
    ['A1', 2],
    ['A2', 1],
  ]
  await stockDirectory(worked, [
    order(1, [
      ['A9', 1],
      ['A1', 1],
    ]),
    ...Array.from({ length: 11 }, (_, index) => order(index + 2, lines)),
    order(13, [['A8', 2]]),
  ])
  await workOn(worked)
}, 60_000)
afterAll(() => rmSync(worked, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-doctor-'))
  cpSync(worked, folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Changes the tables (`main`) and the journal behind Baro's back. */
function tamper(...statements: string[]): void {
  const database = new Database(join(folder, 'replica.db'))
  database.prepare('ATTACH DATABASE ? AS journal').run(join(folder, 'journal.db'))
  database.pragma('ignore_check_constraints = ON')
  database.exec(
    'DROP TRIGGER journal.command_is_append_only_update; DROP TRIGGER journal.command_is_append_only_delete',
  )
  for (const statement of statements) {
    const { changes } = database.prepare(statement).run()
    if (changes === 0 && !/^(CREATE|DROP)/.test(statement)) throw new Error(`Nothing was changed by ${statement}`)
  }
  database.exec(`CREATE TRIGGER journal.command_is_append_only_update BEFORE UPDATE ON command BEGIN SELECT RAISE(ABORT, 'no'); END;
    CREATE TRIGGER journal.command_is_append_only_delete BEFORE DELETE ON command BEGIN SELECT RAISE(ABORT, 'no'); END`)
  database.close()
}

async function broken(): Promise<string[]> {
  const { checks } = await runDoctor(folder)
  for (const check of checks) expect(check.ok).toBe(check.found === 0)
  return checks.filter((check) => !check.ok).map((check) => check.name)
}

const anyOf = (table: string, where: string) => `id = (SELECT id FROM ${table} WHERE ${where} ORDER BY id LIMIT 1)`
const newPrintJob = (state: string, carton: string, copy: number) =>
  `INSERT INTO journal.print_job SELECT 'extra', kind, '${state}', ${copy}, reason, order_id, carton_id, code, input, sha256, attempt,
     operator_id, requested_at, sent_at, closed_at FROM journal.print_job
     WHERE carton_id IN (SELECT id FROM carton WHERE state = '${carton}') LIMIT 1`

/** What is done to sound files, and the rule that has to notice. */
const HARM: [string, ...string[]][] = [
  [
    'The hash chain of the journal is unbroken',
    `UPDATE journal.command SET args = replace(args, '1', '2') WHERE seq = 3`,
  ],
  ['The commands of the journal are numbered from 1 without gaps', 'DELETE FROM journal.command WHERE seq = 4'],
  ['The tables hold exactly the commands of the journal', 'UPDATE replica_position SET applied_seq = applied_seq - 1'],
  [
    'No command of a store that works alone ended as an exception',
    `INSERT INTO command_exception VALUES (1, 'x', 'refused: noWork')`,
  ],
  ['Every command in the journal can be read', `UPDATE journal.command SET args = '{' WHERE seq = 2`],
  [
    'Every print job is in a state that exists and belongs to a carton of its order under its number',
    `UPDATE journal.print_job SET code = '0'`,
  ],
  [
    'A print job has at most one attempt that is under way or may be on paper, its last',
    `INSERT INTO journal.print_attempt (id, print_job_id, number, document, source, printer_id, printer_name, state, turn, bytes, requested_at)
     SELECT 'attempt-' || number, (SELECT id FROM journal.print_job LIMIT 1), number, 'label', 'job', 'p', 'P', 'sent', number, 1, 1
     FROM (SELECT 8 AS number UNION ALL SELECT 9)`,
  ],
  ['Every carton that was closed here has a print job', 'DELETE FROM journal.print_job'],
  [
    'A carton has at most one print job that is under way, its newest, and only when it is closed',
    `UPDATE journal.print_job SET state = 'sent' WHERE ${anyOf('journal.print_job', `state = 'verified'`)}`,
    newPrintJob('requested', 'labelled', 2),
    `UPDATE journal.print_job SET state = 'sent'`,
  ],
  ['The copies of a label are numbered without repetition', newPrintJob('failed', 'labelled', 1)],
  [
    'A label that was verified is on a labelled or loaded carton',
    `UPDATE carton SET state = 'closed' WHERE state = 'labelled'`,
  ],
  [
    'Every answer to a scan can be read, names its scan, and is in the scan log',
    'DELETE FROM journal.scan_log WHERE id = 5',
  ],
  [
    'No scan is in the scan log twice',
    'UPDATE journal.scan_log SET scan_id = (SELECT scan_id FROM journal.scan_log WHERE id = 1) WHERE id = 2',
  ],
  [
    'Stock on hand is the sum of its moves',
    `UPDATE stock SET on_hand = on_hand + 1 WHERE ${anyOf('stock', 'on_hand > 0')}`,
  ],
  [
    'Reserved lies between nothing and what is on hand',
    `UPDATE stock SET reserved = on_hand + 1 WHERE ${anyOf('stock', 'on_hand > 0')}`,
  ],
  [
    'Reserved is the sum of open reservations',
    `UPDATE reservation SET quantity = quantity + 1 WHERE ${anyOf('reservation', `state = 'open'`)}`,
  ],
  [
    'Each promise is to a line of an order that waits, for what that line lacks',
    `INSERT INTO soft_promise SELECT line.id, line.order_id, line.item_id, 1 FROM order_line line JOIN "order" o
      ON o.id = line.order_id WHERE o.state NOT IN ('backordered', 'ready') AND line.item_id IS NOT NULL LIMIT 1`,
  ],
  [
    'A serial number lies in one place only',
    `UPDATE stock SET on_hand = 2 WHERE ${anyOf('stock', `serial <> '' AND on_hand = 1`)}`,
  ],
  [
    'Each stock move of a store that works alone has the one command in the journal that caused it',
    `UPDATE stock_move SET command_id = 'nobody' WHERE ${anyOf('stock_move', '1')}`,
  ],
  [
    'Each stock move concerns the item of its places',
    `UPDATE stock_move SET item_id = 'nothing' WHERE ${anyOf('stock_move', `reason = 'picked'`)}`,
  ],
  [
    'Units that left a shelf are the units in the totes that were dropped off',
    `UPDATE stock_move SET quantity = quantity + 1 WHERE ${anyOf('stock_move', `reason = 'picked'`)}`,
  ],
  [
    'Units that left the shelf are shipped, missing at the bench or still between shelf and truck',
    `DELETE FROM stock_move WHERE ${anyOf('stock_move', `reason = 'shipped'`)}`,
  ],
  ['Every order is in a state that exists', `UPDATE "order" SET state = 'lost' WHERE ${anyOf('"order"', '1')}`],
  [
    'Every order has a line, and every line its order',
    `DELETE FROM order_line WHERE ${anyOf('order_line', '1')}`,
    `UPDATE order_line SET order_id = 'nowhere' WHERE ${anyOf('order_line', '1')}`,
  ],
  [
    'No more is shipped than packed, packed than picked, picked than ordered',
    `UPDATE order_line SET packed = picked + 1 WHERE ${anyOf('order_line', '1')}`,
  ],
  [
    'Picked is the sum of pick lines without what was missing at the bench',
    `UPDATE order_line SET picked = picked + 1 WHERE ${anyOf('order_line', 'picked > 0')}`,
  ],
  [
    'Allocated is what is reserved and what was taken from the shelf',
    `UPDATE order_line SET allocated = allocated + 1 WHERE ${anyOf('order_line', 'picked > 0')}`,
  ],
  [
    'Packed is the sum of what lies in cartons',
    `UPDATE carton_line SET quantity = quantity + 1 WHERE ${anyOf('carton_line', '1')}`,
  ],
  [
    'Shipped is the sum of what lies in loaded cartons',
    `UPDATE order_line SET shipped = 0 WHERE ${anyOf('order_line', 'shipped > 0')}`,
  ],
  ['Each serial number is packed at most once', `UPDATE carton_line SET quantity = 2 WHERE serial <> ''`],
  [
    'Each loaded carton is in one dispatched shipment of its order, and no other carton is in any',
    `UPDATE carton SET shipment_id = NULL WHERE ${anyOf('carton', `state = 'loaded'`)}`,
  ],
  [
    'Each shipment was dispatched once and holds what its cartons hold',
    `UPDATE shipment SET unit_count = unit_count + 1 WHERE ${anyOf('shipment', '1')}`,
  ],
  [
    'A shipped order was packed and picked: all its cartons are loaded and all its packed units shipped',
    `UPDATE "order" SET state = 'shipped' WHERE ${anyOf('"order"', `state = 'packed'`)}`,
  ],
  [
    'Nothing of an order is dispatched after it was cancelled',
    `UPDATE order_event SET type = 'cancelled' WHERE ${anyOf('order_event', `type = 'packing-started' AND order_id IN (SELECT id FROM "order" WHERE state = 'shipped')`)}`,
  ],
  [
    'Each line of an order’s story has its command in the journal of a store that works alone',
    `UPDATE order_event SET command_id = 'nobody' WHERE ${anyOf('order_event', '1')}`,
  ],
  ['The list of orders counts and finds every order', 'UPDATE order_tally SET orders = orders + 1'],
  [
    'Every task, pick line, tote, carton, reservation and pack session is in a state that exists',
    `UPDATE tote SET state = 'gone' WHERE ${anyOf('tote', '1')}`,
  ],
  [
    'An order is in at most one unfinished pick task or chain of them, being picked from its first claim to its last drop-off',
    `UPDATE pick_task SET state = 'started' WHERE state = 'done'`,
  ],
  [
    'A task that waits for a picker belongs to a wave that goes on or to a chain that was begun, has orders, and nobody has it',
    `UPDATE pick_task SET state = 'open' WHERE ${anyOf('pick_task', '1')}`,
  ],
  [
    'A task that goes on with a cart comes alone after one of its wave, and waits until that is over',
    `UPDATE pick_task SET after_task_id = 'nobody' WHERE ${anyOf('pick_task', '1')}`,
  ],
  [
    'A wave is done exactly when its last task is over, unless it was cancelled',
    `INSERT INTO wave VALUES ('w', 'W-0001', 'released', 'cluster', 1, 1, NULL, 1, 1, 1, NULL, NULL)`,
  ],
  [
    'An operator holds at most one unfinished pick task, those aside that a fact kept as an exception is about',
    `UPDATE pick_task SET state = 'claimed' WHERE state = 'done'`,
  ],
  [
    'A pick line is open exactly while units of it are neither picked nor short',
    `UPDATE pick_line SET state = 'open' WHERE ${anyOf('pick_line', `state = 'done'`)}`,
  ],
  [
    'Each pick line of an unfinished task holds its reservation, and a finished task holds none',
    `UPDATE reservation SET state = 'released' WHERE ${anyOf('reservation', `state = 'open' AND id IN (SELECT reservation_id FROM pick_line)`)}`,
  ],
  [
    'Each picked unit of a serial-tracked item has its serial number',
    `UPDATE pick_line SET serials = '[]' WHERE serial <> ''`,
  ],
  [
    "Each tote stands where its order and pick task say; a shared one is its task's until the last order there is packed",
    `UPDATE tote SET state = 'at_bench' WHERE ${anyOf('tote', `state = 'filling'`)}`,
  ],
  [
    'A picked order waits in exactly one tote, its own or a shared one',
    `UPDATE tote SET order_id = NULL WHERE ${anyOf('tote', `state = 'at_bench'`)}`,
  ],
  [
    'An order of a collected task is said to lie in a shared tote exactly while units of it do',
    `UPDATE pick_task SET sorted_at = 'bench' WHERE ${anyOf('pick_task', `state = 'done'`)}`,
  ],
  ['A task is sorted into totes or at the bench', `UPDATE pick_task SET sorted_at = 'shelf'`],
  ['An order is being packed exactly while it has one open pack session', `UPDATE pack_session SET state = 'done'`],
  [
    'A carton is open only while its order is being packed, one at a time',
    `UPDATE carton SET state = 'open' WHERE ${anyOf('carton', `state = 'loaded'`)}`,
  ],
  [
    'A closed carton has content and a number, and an undone one no content',
    `UPDATE carton SET state = 'undone' WHERE ${anyOf('carton', `state = 'labelled'`)}`,
  ],
  [
    'A packed order has only cartons whose label was verified',
    `UPDATE carton SET state = 'closed' WHERE state = 'labelled'`,
  ],
  ['The epoch of every claim counts from 1', `UPDATE pick_task SET epoch = 0 WHERE ${anyOf('pick_task', '1')}`],
  [
    'Each shipment that was dispatched has cartons of its own',
    `INSERT INTO shipment SELECT 'twice', order_id, state, carrier_code, dispatched_at, 0, NULL FROM shipment LIMIT 1`,
  ],
  [
    'Shipments are numbered from 1 without gaps',
    `UPDATE shipment SET number = 'S-000007' WHERE ${anyOf('shipment', '1')}`,
  ],
]

describe('the doctor', () => {
  test('finds nothing wrong with a floor in the middle of its work', async () => {
    expect(await broken()).toEqual([])
  })

  test.each(HARM)('notices when it does not hold: %s', async (name, ...statements) => {
    tamper(...statements)
    expect(await broken()).toContain(name)
  })

  test('has a harm above for every rule but those about the files themselves', async () => {
    const { checks } = await runDoctor(folder)
    const untried = checks.map((check) => check.name).filter((name) => !HARM.some(([tried]) => tried === name))
    expect(untried.sort()).toEqual([
      'The file journal.db is sound',
      'The file replica.db is sound',
      'The journal only grows: changing and removing commands is forbidden',
    ])
  })

  test('finds nothing wrong with what others and the centre did, once the station has joined', async () => {
    tamper(
      `INSERT INTO journal.membership (id, centre, station_id, station_number, incarnation, timeline, base_seq, durable_seq)
       VALUES (1, 'http://centre', 's', 1, 'i', 't', 0, 0)`,
      `INSERT INTO command_exception VALUES (1, 'x', 'refused: orderStopped')`,
      `UPDATE stock_move SET command_id = 'elsewhere'`,
      `UPDATE order_event SET command_id = 'elsewhere'`,
    )
    const closed = `SELECT id FROM carton WHERE state = 'labelled' ORDER BY id LIMIT 1`
    tamper(
      `UPDATE carton SET id = 'closed elsewhere' WHERE id = (${closed})`,
      'UPDATE carton_line SET carton_id = carton_id',
    )
    const { checks } = await runDoctor(folder)
    const wrong = checks.filter((check) => !check.ok).map(({ name }) => name)
    expect(wrong).not.toContain('Every carton that was closed here has a print job')
    expect(wrong.filter((name) => /works alone/.test(name))).toEqual([])
  })

  test('notices a journal that lost its guard', async () => {
    const journal = new Database(join(folder, 'journal.db'))
    journal.exec('DROP TRIGGER command_is_append_only_delete')
    journal.close()
    expect(await broken()).toEqual(['The journal only grows: changing and removing commands is forbidden'])
  })

  test('says at most five examples of many', async () => {
    tamper(`UPDATE order_event SET command_id = 'nobody'`)
    const { checks } = await runDoctor(folder)
    const check = checks.find(
      ({ name }) => name === 'Each line of an order’s story has its command in the journal of a store that works alone',
    )
    expect(check?.examples).toHaveLength(5)
    expect(check?.found).toBeGreaterThan(20)
  })

  test('looks at a station that is open and working, without disturbing it', async () => {
    const opened = await openTestStation({ dataDirectory: folder })
    try {
      const client = opened.client()
      const [report] = await Promise.all([runDoctor(folder), signIn(client, 'BDG-1')])
      expect(report.checks.filter((check) => !check.ok)).toEqual([])
    } finally {
      await opened.close()
    }
  })

  test('says with a code that there are no data, or that they come from a newer version', async () => {
    await expect(runDoctor(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'E-DATA-MISSING' })
    const journal = new Database(join(folder, 'journal.db'))
    journal.pragma('user_version = 999')
    journal.close()
    await expect(runDoctor(folder)).rejects.toMatchObject({ code: 'E-DATA-FUTURE' })
  })
})
