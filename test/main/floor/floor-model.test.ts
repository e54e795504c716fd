import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Feedback } from '../../../contract/station/floor.ts'
import { COMMAND_NAMES } from '../../../domain/command-code.ts'
import { FEEDBACK, type FeedbackName } from '../../../domain/feedback.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import type { Policies } from '../../../domain/policies.ts'
import { command, signIn } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { labelCode, nextWaybill, type RobotScreen } from './floor-robot.ts'
import { brokenUnitRules } from './floor-watch.ts'
import { type FloorWorld, finishAll, openWorld, orderStates, type Person } from './floor-world.ts'

const LONG = process.env.BARO_LONG === '1'
const RUNS = Number(process.env.BARO_RUNS ?? (LONG ? 1_000 : 20))
/** Every message that was heard, so that a run can say what it never reached. */
const heard = new Map<string, number>()
const SEED = Number(process.env.BARO_SEED ?? 20_251_122)

type Place = RobotScreen | 'here'
type Move =
  | { kind: 'right'; who: number; screen: RobotScreen; times: number }
  | { kind: 'scan'; who: number; place: Place; code: string }
  | { kind: 'found'; who: number; place: Place; what: 'label' | 'serial' | 'tracking'; index: number }
  | {
      kind: 'paper'
      who: number
      act: 'start' | 'sent' | 'failed' | 'reprint' | 'there' | 'gone' | 'void'
      index: number
    }
  | { kind: 'offered'; who: number; index: number }
  | { kind: 'leave'; who: number }

const SCREENS = ['picking', 'packing', 'shipping'] as const
const FIXED_CODES = [
  ...Array.from({ length: 9 }, (_, index) => gtin13(index + 1)),
  'A3',
  'CASE-A1',
  'CASE-A1',
  ...['A-01-1-01', 'A-02-2-02', 'A-03-3-03', 'A-01-4-04', 'A-02-4-08', 'A-03-1-09'],
  ...Array.from({ length: 8 }, (_, index) => `T-${index + 1}`),
  ...[
    'BOX-S',
    'BOX-L',
    'CJ',
    'X',
    'BDG-1',
    'BDG-9',
    'SN-1',
    'SN-2',
    'SN-4',
    'SN-77',
    '1',
    '2',
    '0',
    '99',
    '300',
    '0.3',
  ],
  ...[`(01)0${gtin13(8)}(10)L1`, `(01)0${gtin13(8)}(10)L2`, `(01)0${gtin13(8)}(17)200101(10)L1`],
  ...[`(01)0${gtin13(9)}(21)SN-1`, `(01)0${gtin13(9)}(21)SN-9`, `(01)0${gtin13(1)}(30)0`, `(01)0${gtin13(1)}(30)2`],
  ...['BR-UNX', '00880123400000000000', '8801234000010', 'x\u0001y', '\ufffd', 'ㅠㄱ-ㅕㅜ', '()', '\u001d'],
]

const who = fc.nat(1)
const screen = fc.constantFrom(...SCREENS)
/** Where a stray scan happens: mostly where one works, sometimes at another screen. */
const place = fc.constantFrom('here' as const, 'here' as const, 'here' as const, ...SCREENS)
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ kind: fc.constant('right' as const), who, screen, times: fc.integer({ min: 1, max: 6 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('scan' as const), who, place, code: fc.constantFrom(...FIXED_CODES) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('scan' as const),
      who,
      place,
      code: fc.constantFrom(...COMMAND_NAMES).map((name) => command(name)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('scan' as const),
      who,
      place,
      code: fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('found' as const),
      who,
      place,
      what: fc.constantFrom('label' as const, 'serial' as const, 'tracking' as const),
      index: fc.nat(5),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('paper' as const),
      who,
      act: fc.constantFrom('start', 'sent', 'failed', 'reprint', 'there', 'gone', 'void'),
      index: fc.nat(5),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('offered' as const), who, index: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), who }) },
)

const lines = fc.uniqueArray(
  fc.tuple(fc.constantFrom('A1', 'A1', 'A2', 'A3', 'A4', 'A8', 'A9'), fc.integer({ min: 1, max: 3 })),
  { minLength: 1, maxLength: 3, comparator: (a, b) => a[0] === b[0] && a[1] === b[1] },
)
const someOrders: fc.Arbitrary<OrderInput[]> = fc
  .array(fc.record({ lines, note: fc.constantFrom('', '', '문 앞에 두세요'), priority: fc.constantFrom(5, 5, 6) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((list) => list.map((one, index) => order(index + 1, one.lines, { note: one.note, priority: one.priority })))
const somePolicies: fc.Arbitrary<Partial<Policies>> = fc.record({
  itemSettlesLocation: fc.boolean(),
  countEachUnit: fc.boolean(),
  weighCartons: fc.boolean(),
  weightToleranceGrams: fc.constantFrom(0, 40),
  allOrNothing: fc.boolean(),
  freeReprints: fc.constantFrom(0, 2),
  cartOrders: fc.constantFrom(1, 2, 8),
})

/** What may change although a blocking message came, each with its reason; never what was shown of the goods. */
const MAY_MOVE: Partial<Record<FeedbackName, readonly string[]>> = {
  // The same weight entered a second time is a decision; so the first is remembered.
  weightOff: ['carton'],
  // A number that cannot be is typed anew.
  tooMany: ['typed'],
  // The list of problems closes: what was counted has to go into the tote first.
  countFirst: ['step', 'accepts', 'choices'],
}

function comparable(bench: object, name: string): object {
  const {
    alert: _alert,
    actions: _actions,
    waiting: _waiting,
    recent: _recent,
    ...rest
  } = bench as Record<string, unknown>
  for (const key of MAY_MOVE[name as FeedbackName] ?? []) delete rest[key]
  return rest
}

async function scanAndCheck(world: FloorWorld, person: Person, at: RobotScreen, code: string): Promise<void> {
  const { core } = world.test.station
  const before = await person.client[at].bench()
  const seq = core.journal.lastSeq()
  const writes = world.watch.writes()
  const request = { scanId: randomUUID(), code }
  const reply = await person.client[at].scan(request)
  const feedback = reply.feedback as Feedback
  const about = `${at}/${before.bench.step} ${JSON.stringify(code)} → ${feedback.name}`
  const known = FEEDBACK[feedback.name as FeedbackName]
  heard.set(feedback.name, (heard.get(feedback.name) ?? 0) + 1)
  expect({ code: feedback.code, tone: feedback.tone, block: feedback.block }, about).toEqual(known)
  expect(await person.client[at].scan(request), `${about}, repeated`).toEqual(reply)
  if (feedback.tone === 'error') {
    expect(core.journal.lastSeq(), `${about} writes no command`).toBe(seq)
    expect(world.watch.writes(), `${about} writes no row`).toBe(writes)
    expect(reply.bench.alert, about).not.toBeNull()
    expect(comparable(reply.bench, feedback.name), `${about} loses nothing`).toEqual(
      comparable(before.bench, feedback.name),
    )
  }
  const offered = before.bench.actions.find((action) => action.code === code && action.enabled)
  if (offered !== undefined && offered.name !== 'print')
    expect(feedback.name, `${about} although it was offered`).not.toBe('commandNotNow')
  expect(brokenUnitRules(core), about).toEqual([])
  expect(world.watch.illegal(), about).toEqual([])
}

async function paperMove(world: FloorWorld, person: Person, move: Move & { kind: 'paper' }): Promise<void> {
  const ids = world.test.station.core.journal.database
    .prepare('SELECT id FROM print_job ORDER BY requested_at DESC, id')
    .pluck()
    .all() as string[]
  const printJobId = ids[move.index % Math.max(1, ids.length)]
  if (printJobId === undefined) return
  const { printing } = person.client
  const acts = {
    start: () => printing.start({ printJobId }),
    sent: () => printing.finish({ printJobId, outcome: 'sent' }),
    failed: () => printing.finish({ printJobId, outcome: 'failed' }),
    reprint: () => printing.reprint({ printJobId, reason: 'damaged' }),
    there: () => printing.resolve({ printJobId, found: true }),
    gone: () => printing.resolve({ printJobId, found: false }),
    void: () => printing.void({ printJobId }),
  }
  try {
    await acts[move.act]()
  } catch (error) {
    expect(['CONFLICT', 'REFUSED', 'FORBIDDEN', 'NOT_FOUND'], `${move.act}: ${String(error)}`).toContain(
      (error as { code: string }).code,
    )
  }
}

function findCode(world: FloorWorld, what: 'label' | 'serial' | 'tracking', index: number): string | null {
  const { reader } = world.test.station.core.store
  const of = {
    label: 'SELECT code FROM carton WHERE code IS NOT NULL ORDER BY id',
    serial: "SELECT DISTINCT serial FROM stock WHERE serial <> '' ORDER BY serial",
    tracking: 'SELECT tracking_number FROM carton WHERE tracking_number IS NOT NULL ORDER BY id',
  }
  const codes = reader.prepare(of[what]).pluck().all() as string[]
  const code = codes[index % Math.max(1, codes.length)]
  if (code === undefined) return what === 'tracking' ? nextWaybill() : null
  return what === 'label' ? labelCode(code) : code
}

const here = new WeakMap<Person, RobotScreen>()

async function play(world: FloorWorld, move: Move): Promise<void> {
  const person = world.people[move.who] as Person
  switch (move.kind) {
    case 'right':
      return workOn(world, person, move)
    case 'scan':
      return scanAndCheck(world, person, placeOf(person, move.place), move.code)
    case 'found': {
      const code = findCode(world, move.what, move.index)
      return code === null ? undefined : scanAndCheck(world, person, placeOf(person, move.place), code)
    }
    case 'paper':
      return paperMove(world, person, move)
    case 'offered': {
      const at = placeOf(person, 'here')
      const { bench } = await person.client[at].bench()
      const offers = [...bench.actions, ...('choices' in bench ? bench.choices : [])].filter((one) => one.enabled)
      const offer = offers[move.index % Math.max(1, offers.length)]
      return offer === undefined ? undefined : scanAndCheck(world, person, at, offer.code)
    }
    case 'leave':
      await person.client.session.lock()
      return signIn(person.client, person.badge)
  }
}

function placeOf(person: Person, place: Place): RobotScreen {
  return place === 'here' ? (here.get(person) ?? 'picking') : place
}

/** Some right scans in a row, at the wished screen or else wherever there is something to do. */
async function workOn(world: FloorWorld, person: Person, move: Move & { kind: 'right' }): Promise<void> {
  for (let time = 0; time < move.times; time += 1) {
    for (const at of [move.screen, ...SCREENS]) {
      const next = await person.robot.next(at)
      if (next === null) continue
      here.set(person, at)
      if ('code' in next) await scanAndCheck(world, person, at, next.code)
      else await paperMove(world, person, { kind: 'paper', who: move.who, act: 'start', index: 0 })
      break
    }
  }
}

test(
  `no scan of any kind breaks a rule, and the work can always be finished (seed ${SEED}, ${RUNS} runs)`,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        someOrders,
        somePolicies,
        fc.array(move, { minLength: 5, maxLength: 60, size: 'max' }),
        async (orders, policies, moves) => {
          const world = await openWorld({ orders, policies, badges: ['BDG-1', 'BDG-2'] })
          try {
            for (const one of moves) await play(world, one)
            expect(world.bugs).toEqual([])
            await finishAll(world)
            const { shipped: _shipped, backordered: _backordered, ...unfinished } = orderStates(world)
            expect(unfinished, 'orders that could not be finished').toEqual({})
            expect(brokenUnitRules(world.test.station.core)).toEqual([])
            expect(world.watch.illegal()).toEqual([])
            expect(world.bugs).toEqual([])
          } finally {
            await world.test.close()
          }
        },
      ),
      { numRuns: RUNS, seed: SEED, endOnFailure: process.env.BARO_SHRINK !== '1' },
    )
    if (process.env.BARO_TELL === '1') console.log(Object.fromEntries(heard))
  },
  LONG ? 3_600_000 : 300_000,
)
