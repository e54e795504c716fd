import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RequestReply } from '../../../contract/central/messages.ts'
import { saveMembership } from '../../../main/journal/membership.ts'
import { openRequests } from '../../../main/journal/requests.ts'
import { act, addTo, askFor, BY, openReplicaWorld, type ReplicaWorld, toteRow } from '../sync/replica-world.ts'

const MEMBERSHIP = {
  centre: 'http://centre.test',
  stationId: 'station-1',
  stationNumber: 1,
  incarnation: 'i-1',
  timeline: 't-1',
  baseSeq: 0,
  durableSeq: 0,
  onlineAt: null,
}
const GIVEN: RequestReply['decision'] = { ok: true, value: { value: 100 } }
let world: ReplicaWorld
/** How the centre answers; each test sets what it needs. */
let answer: (id: string) => Promise<RequestReply['decision']>
beforeEach(async () => {
  answer = async () => GIVEN
  world = await openReplicaWorld({ request: (body) => answer(body.id) })
})
afterEach(() => world.close())

const rows = (sql: string) => world.store.reader.prepare(sql).raw().all()
const requests = () => world.journal.database.prepare('SELECT state FROM request ORDER BY asked_at, id').pluck().all()
const ask = (key?: string, id = 'a') =>
  world.executor.transact((work) => work.run(askFor, { id }, BY), key === undefined ? {} : { key })
const rowsArrive = (value: number) => world.store.write((tx) => tx.put('number_series', { id: 'a', value }))
const later = () => new Promise((resolve) => setTimeout(resolve, 5))

describe('a fact of a joined station', () => {
  test('is journaled at once, with the rows as they stood before it', async () => {
    await act(world, addTo, { id: 'a', by: 1 })
    await act(world, addTo, { id: 'a', by: 1 })
    expect(rows('SELECT seq, table_name, pk, before FROM pending_image ORDER BY seq')).toEqual([
      [1, 'number_series', 'a', null],
      [2, 'number_series', 'a', '{"id":"a","value":1}'],
    ])
    expect([world.journal.lastSeq(), world.link.told]).toEqual([2, 2])
  })

  test('leaves no image behind when it is refused or the work is taken back', async () => {
    expect(await act(world, addTo, { id: 'a', by: -1 })).toBe(false)
    const work = world.executor.transact(async (work) => {
      await work.run(addTo, { id: 'a', by: 1 }, BY)
      throw new Error('taken back')
    })
    await expect(work).rejects.toThrow('taken back')
    expect([rows('SELECT * FROM pending_image'), world.journal.lastSeq(), world.link.told]).toEqual([[], 0, 0])
  })

  test('on an order that waits for a person is refused', async () => {
    await world.store.write(async (tx) => {
      await tx.put('tote', { ...toteRow('t', 'T'), order_id: 'o' })
      await tx.put('fact_exception', {
        id: 'x',
        station_id: 's',
        seq: 1,
        command_id: 'c',
        type: 't',
        version: 1,
        args: '{}',
        claim: null,
        reason: 'r',
        params: '{}',
        at: 1,
        business_date: '2026-01-01',
        operator_id: null,
        order_id: 'o',
        tote_id: 't',
        pick_task_id: null,
        caused_by: null,
        state: 'open',
        resolution: null,
        resolved_by: null,
        resolved_at: null,
      })
    })
    const blocked = { ...addTo, args: addTo.args.loose() } as unknown as typeof addTo
    const decision = await world.executor.transact((work) =>
      work.run(blocked, { id: 'a', by: 1, toteId: 't' } as { id: string; by: number }, BY),
    )
    expect(decision).toMatchObject({ ok: false, refusal: { name: 'orderBlocked' } })
    expect(world.journal.lastSeq()).toBe(0)
  })

  test('waits until the tables of the centre are there', async () => {
    await world.store.writeWith(
      async (_tx, { database }) => void database.exec(`UPDATE replica_position SET timeline = ''`),
      () => undefined,
    )
    const decision = await world.executor.transact((work) => work.run(addTo, { id: 'a', by: 1 }, BY))
    expect(decision).toMatchObject({ ok: false, refusal: { name: 'needsCentre' } })
  })
})

describe('joining a centre', () => {
  test('decides for what was already waiting for its turn: nothing that needs the centre is done alone', async () => {
    const alone = await openReplicaWorld({ alone: true })
    try {
      let goOn: () => void = () => undefined
      const held = alone.store.replaceWith(
        () =>
          new Promise((_resolve, reject) => {
            goOn = () => reject(new Error('as asked'))
          }),
      )
      const waiting = alone.executor.transact((work) => work.run(askFor, { id: 'a' }, BY))
      await later()
      saveMembership(alone.journal, { ...MEMBERSHIP, baseSeq: alone.journal.lastSeq() })
      goOn()
      await expect(held).rejects.toThrow('as asked')
      expect(await waiting).toMatchObject({ ok: false, refusal: { name: 'needsCentre' } })
      expect(alone.journal.lastSeq()).toBe(0)
    } finally {
      alone.close()
    }
  })

  test('takes back what was just being done alone', async () => {
    const alone = await openReplicaWorld({ alone: true })
    try {
      const doing = alone.executor.transact(async (work) => {
        const decision = await work.run(askFor, { id: 'a' }, BY)
        saveMembership(alone.journal, { ...MEMBERSHIP, baseSeq: alone.journal.lastSeq() })
        return decision
      })
      await expect(doing).rejects.toThrow('joined a centre')
      expect(alone.journal.lastSeq()).toBe(0)
    } finally {
      alone.close()
    }
  })
})

describe('what only the centre decides', () => {
  test('is asked with the lock free: others work on meanwhile, and the work goes on with the new rows', async () => {
    let decide: () => void = () => undefined
    answer = () =>
      new Promise((resolve) => {
        decide = () => resolve(GIVEN)
      })
    const seen: unknown[] = []
    const asking = world.executor.transact(async (work) => {
      seen.push(await work.tx.get('number_series', 'a'))
      const decision = await work.run(askFor, { id: 'a' }, BY)
      seen.push(await work.tx.get('number_series', 'a'))
      work.also(() => world.journal.database.prepare(`INSERT INTO counter VALUES ('done', 1)`).run())
      return decision
    })
    await later()
    expect(requests()).toEqual(['asked'])
    expect(await act(world, addTo, { id: 'b', by: 1 })).toBe(true)
    await rowsArrive(100)
    decide()
    expect(await asking).toEqual(GIVEN)
    expect(seen).toEqual([undefined, { id: 'a', value: 100 }])
    expect([requests(), world.journal.after(0, 9).map(({ type }) => type)]).toEqual([['decided'], ['test.add']])
    expect(world.journal.database.prepare('SELECT count(*) FROM counter').pluck().get()).toBe(1)
  })

  test('may be followed by facts and further questions in one work', async () => {
    const asked = await world.executor.transact(async (work) => {
      const first = await work.run(askFor, { id: 'a' }, BY)
      const second = await work.run(askFor, { id: 'b' }, BY)
      const fact = await work.run(addTo, { id: 'c', by: 2 }, BY)
      return [first.ok, second.ok, fact.ok]
    })
    expect(asked).toEqual([true, true, true])
    expect(world.link.asked.map(({ args }) => args)).toEqual(['{"id":"a"}', '{"id":"b"}'])
    expect(rows('SELECT * FROM number_series')).toEqual([['c', 2]])
  })

  test('is not asked by a work that wrote something before', async () => {
    const work = world.executor.transact(async (work) => {
      await work.run(addTo, { id: 'c', by: 2 }, BY)
      return work.run(askFor, { id: 'a' }, BY)
    })
    await expect(work).rejects.toThrow('wrote something before')
    expect([rows('SELECT * FROM number_series'), world.link.asked]).toEqual([[], []])
  })

  test('is the same request when the same scan is done again after a crash', async () => {
    answer = () => Promise.reject(new Error('the power went'))
    await expect(ask('scan-1')).rejects.toThrow('the power went')
    world.reopen()
    answer = async () => GIVEN
    expect(await ask('scan-1', 'b')).toEqual(GIVEN)
    await ask('scan-2')
    const [first, again, other] = world.link.asked
    expect(again).toEqual(first)
    expect(other?.id).not.toBe(first?.id)
    expect(requests()).toEqual(['decided', 'decided'])
  })

  test('keeps a request open whose outcome is not known, and closes one that never left', async () => {
    answer = async () => ({ ok: false, refusal: { name: 'centreSilent', params: {} } })
    expect((await ask('silent')).ok).toBe(false)
    answer = async () => ({ ok: false, refusal: { name: 'needsCentre', params: {} } })
    expect((await ask('offline')).ok).toBe(false)
    expect(openRequests(world.journal).open()).toMatchObject([{ state: 'asked', body: { type: 'test.ask-for' } }])
    expect(requests().sort()).toEqual(['asked', 'dropped'])
  })

  test('awaiting anything else inside a transaction is still refused, before and after the question', async () => {
    const before = world.executor.transact(async (work) => {
      await later()
      return work.run(askFor, { id: 'a' }, BY)
    })
    await expect(before).rejects.toThrow('something other than its transaction')
    const after = world.executor.transact(async (work) => {
      await work.run(askFor, { id: 'a' }, BY)
      await later()
      return work.run(addTo, { id: 'c', by: 1 }, BY)
    })
    await expect(after).rejects.toThrow('something other than its transaction')
    expect(rows('SELECT * FROM number_series')).toEqual([])
  })

  test('ends with an error when the store closes while it waits', async () => {
    answer = async () => {
      world.store.close()
      return GIVEN
    }
    await expect(ask()).rejects.toThrow('closed')
    world.journal.close()
    world.reopenClosed()
  })
})
