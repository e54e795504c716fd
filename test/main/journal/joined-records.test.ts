import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Outcome } from '../../../contract/central/messages.ts'
import { loadMembership, saveMembership } from '../../../main/journal/membership.ts'
import { type Outcomes, openOutcomes } from '../../../main/journal/outcomes.ts'
import { type AskedBody, openRequests, type Requests } from '../../../main/journal/requests.ts'
import { syncJournal } from '../../../main/sync/station-ports.ts'
import { reopen } from '../../../main/sync/sync-calls.ts'
import { act, addTo, openReplicaWorld, type ReplicaWorld, STATION } from '../sync/replica-world.ts'

let world: ReplicaWorld
let outcomes: Outcomes
let requests: Requests
beforeEach(async () => {
  world = await openReplicaWorld()
  outcomes = openOutcomes(world.journal)
  requests = openRequests(world.journal)
})
afterEach(() => world.close())

const applied = (seq: number, revision = seq): Outcome => ({ seq, status: 'applied', code: 'ok', params: {}, revision })
const body = (id: string): AskedBody => ({
  id,
  type: 'test.ask-for',
  version: 1,
  args: '{}',
  at: 5,
  businessDate: '2026-01-05',
  operatorId: null,
  station: 'P-01',
})
const accepted = { ok: true, value: 7 } as const

describe('membership', () => {
  test('is kept over a restart, and a later one takes its place', async () => {
    const first = loadMembership(world.journal)
    expect(first).toMatchObject({ stationId: STATION, timeline: 't-1', baseSeq: 0, onlineAt: null })
    saveMembership(world.journal, { ...(first as NonNullable<typeof first>), timeline: 't-2', onlineAt: 9 })
    expect(loadMembership(world.journal)).toMatchObject({ timeline: 't-2', onlineAt: 9 })
    world.reopen()
    expect(loadMembership(world.journal)).toMatchObject({ timeline: 't-2', onlineAt: 9 })
  })

  test('is none where a store works alone, and then nothing waits to be sent', async () => {
    const alone = await openReplicaWorld({ alone: true })
    try {
      await act(alone, addTo, { id: 'a', by: 1 })
      const { unsent, unsentCount, oldestUnsentAt } = openOutcomes(alone.journal)
      expect(loadMembership(alone.journal)).toBeNull()
      expect([unsent(10), unsentCount(), oldestUnsentAt()]).toEqual([[], 0, null])
    } finally {
      alone.close()
    }
  })
})

describe('outcomes', () => {
  test('say what is still to be sent: what follows the last answered command, and how old it is', async () => {
    for (const by of [1, 2, 3]) await act(world, addTo, { id: 'a', by })
    expect([outcomes.unsentCount(), outcomes.oldestUnsentAt()]).toEqual([3, 1_767_000_000_000])
    outcomes.record([applied(2), applied(1)], 8)
    expect(outcomes.unsent(10).map(({ seq }) => seq)).toEqual([3])
    expect([outcomes.answeredSeq(), outcomes.unsentCount(), outcomes.of(2)]).toEqual([2, 1, applied(2)])
    outcomes.record([applied(3)], 9)
    expect([outcomes.unsentCount(), outcomes.oldestUnsentAt(), outcomes.of(4)]).toEqual([0, null, null])
  })

  test('are never asked for of what the store did alone', async () => {
    for (const by of [1, 2, 3]) await act(world, addTo, { id: 'a', by })
    const joined = loadMembership(world.journal)
    saveMembership(world.journal, { ...(joined as NonNullable<typeof joined>), baseSeq: 2 })
    expect([outcomes.answeredSeq(), outcomes.unsent(10).map(({ seq }) => seq)]).toEqual([2, [3]])
  })

  test('that were told before are skipped, and none may be missing between two', async () => {
    for (const by of [1, 2, 3]) await act(world, addTo, { id: 'a', by })
    outcomes.record([applied(1)], 8)
    outcomes.record([{ ...applied(1), status: 'exception' }, applied(2)], 9)
    expect([outcomes.of(1)?.status, outcomes.answeredSeq()]).toEqual(['applied', 2])
    const late = await openReplicaWorld()
    try {
      for (const by of [1, 2, 3]) await act(late, addTo, { id: 'a', by })
      expect(() => openOutcomes(late.journal).record([applied(2)], 8)).toThrow('does not follow 0')
      expect(() =>
        openOutcomes(late.journal).record(
          [1, 2, 3, 4].map((seq) => applied(seq)),
          8,
        ),
      ).toThrow('of 3')
      expect(openOutcomes(late.journal).answeredSeq()).toBe(0)
    } finally {
      late.close()
    }
  })

  test('and requests that a restored centre forgot are open again in the file, whatever happens then', async () => {
    for (const by of [1, 2, 3]) await act(world, addTo, { id: 'a', by })
    outcomes.record([applied(1, 5), applied(2, 7), applied(3, 7)], 8)
    for (const [id, revision] of [
      ['r1', 5],
      ['r2', 6],
    ] as const) {
      requests.ask(body(id), 1, 5)
      requests.decide(id, accepted, revision)
    }
    const effect = { do: 'reopen', call: 9, outcomesAfter: 1, requestsAbove: 5 } as const
    const told = await reopen({ journal: syncJournal(world.journal) } as Parameters<typeof reopen>[0], effect)
    expect(told).toEqual({ on: 'reopened', call: 9, requests: [{ id: 'r2', afterSeq: 1 }] })
    world.reopen()
    expect(openOutcomes(world.journal).answeredSeq()).toBe(1)
    expect(openRequests(world.journal).open()).toMatchObject([{ body: { id: 'r2' }, decision: null }])
  })

  test('above what a restored centre has are void, and those commands are sent again', async () => {
    for (const by of [1, 2, 3]) await act(world, addTo, { id: 'a', by })
    outcomes.record([applied(1), applied(2), applied(3)], 8)
    expect(outcomes.forgetAfter(1)).toBe(2)
    expect(outcomes.unsent(10).map(({ seq }) => seq)).toEqual([2, 3])
  })
})

describe('requests', () => {
  test('are kept as they were asked first, until their decision is known', () => {
    const first = requests.ask(body('r'), 3, 10)
    expect(requests.ask({ ...body('r'), args: '{"other":1}' }, 9, 20)).toEqual(first)
    expect(first).toMatchObject({ afterSeq: 3, state: 'asked', askedAt: 10, body: body('r') })
    world.reopen()
    requests = openRequests(world.journal)
    expect(requests.open()).toEqual([first])
    requests.decide('r', accepted, 12)
    requests.decide('r', { ok: false, refusal: { name: 'notFound', params: {} } }, 13)
    expect(requests.find('r')).toMatchObject({ state: 'decided', decision: accepted, revision: 12 })
    expect(requests.open()).toEqual([])
  })

  test('that never left are not asked again by themselves, but by the same scan', () => {
    requests.ask(body('r'), 0, 10)
    requests.drop('r')
    expect(requests.open()).toEqual([])
    requests.ask(body('r'), 0, 20)
    expect(requests.open()).toHaveLength(1)
  })

  test('that a restored centre does not know are asked again, and no others', () => {
    for (const [id, revision] of [
      ['a', 5],
      ['b', 6],
    ] as const) {
      requests.ask(body(id), 0, 10)
      requests.decide(id, accepted, revision)
    }
    expect(requests.reopenAfter(5)).toBe(1)
    expect(requests.open().map((one) => one.body.id)).toEqual(['b'])
  })

  test('are asked again in the order of the facts between them, whatever the clock said', () => {
    requests.ask(body('z'), 2, 500)
    requests.ask(body('y'), 2, 90)
    requests.ask(body('x'), 7, 40)
    expect(requests.open().map((one) => one.body.id)).toEqual(['z', 'y', 'x'])
  })
})
