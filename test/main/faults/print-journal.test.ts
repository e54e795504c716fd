import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mayFollow, PRINT_JOB_TRANSITIONS, type PrintJobState } from '../../../domain/states.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import {
  command,
  openTestStation,
  type StationClient,
  scanOf,
  signIn,
  type TestStation,
} from '../../support/station.ts'
import { fillSmallWarehouse, order, PIN } from '../../support/warehouse.ts'
import { openEyes } from './eyes.ts'
import { openWorker } from './floor-worker.ts'
import { randomFrom } from './random.ts'

let opened: TestStation
let client: StationClient
let sessionId: string
/** Every state of every job, as the file says, told of each change. */
let steps: { id: string; from: string | null; to: string }[]

/** Notes each state that a print job takes, in the file itself. */
function watchJobs(): void {
  const { database } = opened.station.core.journal
  database.exec(`CREATE TABLE IF NOT EXISTS seen (id TEXT, was TEXT, became TEXT);
    CREATE TEMP TRIGGER born AFTER INSERT ON main.print_job BEGIN INSERT INTO seen VALUES (new.id, NULL, new.state); END;
    CREATE TEMP TRIGGER moved AFTER UPDATE ON main.print_job BEGIN INSERT INTO seen VALUES (new.id, old.state, new.state); END`)
}

beforeEach(async () => {
  opened = await openTestStation()
  watchJobs()
  sessionId = randomUUID()
  client = opened.client(sessionId)
  await fillSmallWarehouse(opened.station.core, [order(1, [['A1', 2]]), order(2, [['A2', 1]])])
})
afterEach(() => opened.close())

const pack = (code: string) => client.packing.scan(scanOf(code))
const jobs = () =>
  opened.station.core.journal.database
    .prepare('SELECT id, state, copy, attempt FROM print_job ORDER BY requested_at, copy')
    .all() as { id: string; state: PrintJobState; copy: number; attempt: number }[]

/** Works until a carton of the first order is closed and its label waits; the id of its print job. */
async function closedCarton(badge = 'BDG-1'): Promise<string> {
  await signIn(client, badge)
  const eyes = openEyes(opened.directory)
  const worker = openWorker(client, ['picking', 'packing'], eyes)
  for (let act = 0; act < 100 && jobs().length === 0; act += 1) await worker.act()
  eyes.close()
  return jobs()[0]?.id ?? ''
}

const conflict = expect.objectContaining({ code: 'CONFLICT' })
const refused = expect.objectContaining({ code: 'REFUSED' })

describe('a print job', () => {
  test('that is started twice at once gives exactly one page', async () => {
    const printJobId = await closedCarton()
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => client.printing.start({ printJobId })))
    const pages = outcomes.filter((outcome) => outcome.status === 'fulfilled')
    expect(pages).toHaveLength(1)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toEqual(conflict)
    expect(jobs()).toMatchObject([{ state: 'sending', attempt: 1 }])
    await expect(client.printing.start({ printJobId })).rejects.toEqual(conflict)
  })

  test('that was being sent when the station died is unknown afterwards, and is not sent again by itself', async () => {
    const printJobId = await closedCarton()
    await client.printing.start({ printJobId })
    await opened.reopen()
    expect(jobs()).toMatchObject([{ state: 'unknown' }])
    await expect(client.printing.start({ printJobId })).rejects.toEqual(conflict)
    expect((await client.packing.bench()).bench.step).toBe('label')
    const code = (await client.packing.bench()).bench.carton?.code
    expect((await pack(`00${code}`)).feedback?.name).toBe('orderPacked')
    expect(jobs()).toMatchObject([{ state: 'verified' }])
  })

  test('that was requested or rendered when the station died can still be started', async () => {
    const printJobId = await closedCarton()
    await opened.reopen()
    expect(jobs()).toMatchObject([{ state: 'requested' }])
    expect((await client.printing.start({ printJobId })).printJobId).toBe(printJobId)
  })

  test('is printed again without a supervisor only as often as the policy says', async () => {
    let id = await closedCarton('BDG-2')
    const again = (supervisor?: { badge: string; pin: string }) =>
      client.printing.reprint({
        printJobId: id,
        reason: 'damaged',
        ...(supervisor === undefined ? {} : { supervisor }),
      })
    const print = async () => {
      await client.printing.start({ printJobId: id })
      await client.printing.finish({ printJobId: id, outcome: 'sent' })
    }
    for (let copy = 2; copy <= 3; copy += 1) {
      await print()
      id = (await again()).id
    }
    await print()
    await expect(again()).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'E-PRN-006' } })
    await expect(again({ badge: 'BDG-1', pin: '9999' })).rejects.toEqual(refused)
    await expect(again({ badge: 'BDG-3', pin: PIN })).rejects.toEqual(refused)
    expect(jobs()).toHaveLength(3)
    expect(await again({ badge: 'BDG-1', pin: PIN })).toMatchObject({ copy: 4, state: 'requested', reason: 'damaged' })
    expect(jobs().map(({ state }) => state)).toEqual(['voided', 'voided', 'voided', 'requested'])
  })

  test('whose newer copy exists is neither started nor printed again: there is one label under way', async () => {
    const first = await closedCarton()
    await client.printing.start({ printJobId: first })
    await client.printing.finish({ printJobId: first, outcome: 'failed' })
    const second = await client.printing.reprint({ printJobId: first, reason: 'not-printed' })
    await expect(client.printing.start({ printJobId: first })).rejects.toEqual(conflict)
    await expect(client.printing.reprint({ printJobId: first, reason: 'lost' })).rejects.toEqual(conflict)
    await client.printing.start({ printJobId: second.id })
    expect(jobs().map(({ state }) => state)).toEqual(['failed', 'sending'])
  })
})

describe('no label', () => {
  test('can be had for a carton that is not verified and closed, by any call', async () => {
    await signIn(client, 'BDG-1')
    const eyes = openEyes(opened.directory)
    const worker = openWorker(client, ['picking', 'packing'], eyes)
    const open = () =>
      opened.station.core.store.reader.prepare(`SELECT id FROM carton WHERE state = 'open'`).pluck().get()
    while (open() === undefined) await worker.act()
    expect(jobs()).toEqual([])
    const carton = open() as string
    for (const printJobId of [carton, randomUUID(), '']) {
      const calls = [
        client.printing.preview({ printJobId }),
        client.printing.start({ printJobId }),
        client.printing.finish({ printJobId, outcome: 'sent' }),
        client.printing.reprint({ printJobId, reason: 'lost' }),
        client.printing.resolve({ printJobId, found: true }),
        client.printing.void({ printJobId }),
      ]
      for (const call of await Promise.allSettled(calls)) expect(call.status).toBe('rejected')
    }
    const pdf = await opened.station.handle(new Request(`http://station.test/files/labels/${carton}.pdf`), {
      sessionId,
    })
    expect(pdf.status).toBe(404)
    expect(jobs()).toEqual([])
    eyes.close()
  })

  test('of a carton that was undone can be had any more', async () => {
    const printJobId = await closedCarton()
    expect((await pack(command('undoCarton'))).feedback?.name).toBe('cartonUndone')
    expect(jobs()).toMatchObject([{ state: 'voided' }])
    const calls = [
      client.printing.preview({ printJobId }),
      client.printing.start({ printJobId }),
      client.printing.reprint({ printJobId, reason: 'lost' }),
      client.printing.resolve({ printJobId, found: true }),
    ]
    for (const call of await Promise.allSettled(calls)) expect(call.status).toBe('rejected')
    const pdf = await opened.station.handle(new Request(`http://station.test/files/labels/${printJobId}.pdf`), {
      sessionId,
    })
    expect(pdf.status).not.toBe(200)
    expect(jobs()).toHaveLength(1)
  })
})

describe('whatever is asked of the print journal', () => {
  const act = fc.record({
    what: fc.constantFrom('start', 'sent', 'failed', 'reprint', 'found', 'gone', 'void', 'restart', 'bench', 'undo'),
    which: fc.nat(5),
  })

  test('no job ever goes where the table of states has no way, and the doctor stays content', async () => {
    await closedCarton()
    const random = randomFrom(Number(process.env.BARO_SEED ?? 20_260_105))
    const sequences = fc.sample(fc.array(act, { minLength: 8, maxLength: 16 }), {
      numRuns: 12,
      seed: Math.floor(random() * 1e9),
    })
    for (const sequence of sequences) {
      for (const { what, which } of sequence) {
        if (what === 'restart') {
          await opened.reopen()
          watchJobs()
          continue
        }
        const all = jobs()
        const printJobId = all[all.length - 1 - (which % all.length)]?.id ?? ''
        const supervisor = { badge: 'BDG-1', pin: PIN }
        const call = {
          start: () => client.printing.start({ printJobId }),
          sent: () => client.printing.finish({ printJobId, outcome: 'sent' }),
          failed: () => client.printing.finish({ printJobId, outcome: 'failed' }),
          reprint: () => client.printing.reprint({ printJobId, reason: 'other', supervisor }),
          found: () => client.printing.resolve({ printJobId, found: true }),
          gone: () => client.printing.resolve({ printJobId, found: false }),
          void: () => client.printing.void({ printJobId }),
          bench: () => pack(command('notPrinted')),
          undo: async () => {
            await pack(command('undoCarton'))
            const eyes = openEyes(opened.directory)
            const worker = openWorker(client, ['packing'], eyes)
            for (let turn = 0; turn < 4; turn += 1) await worker.act().catch(() => undefined)
            eyes.close()
          },
        }[what]
        const error = await call().then(
          () => null,
          (failure: { code?: string }) => failure,
        )
        if (error !== null) expect(['CONFLICT', 'REFUSED', 'NOT_FOUND'], `${what}: ${error}`).toContain(error.code)
      }
    }
    const { checks } = await runDoctor(opened.station.core)
    expect(checks.filter((check) => !check.ok)).toEqual([])
    steps = opened.station.core.journal.database
      .prepare('SELECT id, was AS "from", became AS "to" FROM seen')
      .all() as typeof steps
    expect(new Set(steps.map(({ to }) => to)).size).toBeGreaterThan(5)
    for (const { from, to } of steps)
      expect(
        from === null
          ? to === 'requested'
          : mayFollow(PRINT_JOB_TRANSITIONS, from as PrintJobState, to as PrintJobState),
        `${from} → ${to}`,
      ).toBe(true)
  }, 60_000)
})
