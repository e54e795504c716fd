import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Calendar } from '../../domain/calendar.ts'
import { Collections } from '../../domain/cut-off.ts'
import { type LineToRelease, type OrderToRelease, planRelease, type ReleaseSite } from '../../domain/release-plan.ts'
import {
  ADDRESS_PARTS,
  checkReleasePolicy,
  RELEASE_KEYS,
  ReleasePolicy,
  WAIT_REASONS,
} from '../../domain/release-policy.ts'
import type { ItemStock } from '../../domain/release-supply.ts'
import { ORDER_TRANSITIONS } from '../../domain/states.ts'

const LONG = process.env.BARO_LONG === '1'
/** A Monday, 10:00 in Seoul. */
const NOW = Date.parse('2026-11-23T10:00:00+09:00')
const seoul = (text: string) => Date.parse(`${text}:00+09:00`)
const address = {
  name: '김민수',
  phone: '010-1234-5678',
  country: 'KR',
  postcode: '06236',
  province: '서울',
  city: '강남구',
  line1: '테헤란로 1',
  line2: '',
}
const line = (units: number, itemId: string | null = 'A', availableFrom: string | null = null): LineToRelease => ({
  lineId: '',
  itemId,
  units,
  availableFrom,
})
const order = (orderId: string, lines: LineToRelease[], changes: Partial<OrderToRelease> = {}): OrderToRelease => ({
  orderId,
  state: 'ready',
  holdReason: null,
  payment: 'paid',
  priority: 0,
  orderedAt: seoul('2026-11-20T09:00'),
  shipBy: null,
  serviceCode: null,
  allOrNothing: null,
  shipTo: address,
  lines: lines.map((each, index) => ({ ...each, lineId: `${orderId}.${index + 1}` })),
  ...changes,
})
const item = (itemId: string, onHand: number, changes: Partial<ItemStock> = {}): ItemStock => ({
  itemId,
  onHand,
  reserved: 0,
  inbound: [],
  ...changes,
})
const site = (policy: Partial<ReleasePolicy> = {}, calendar: Partial<Calendar> = {}): ReleaseSite => ({
  policy: ReleasePolicy.parse(policy),
  calendar: Calendar.parse({ timeZone: 'Asia/Seoul', ...calendar }),
  collections: new Map([
    ['NOON', Collections.parse({ cutOffs: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, at: '12:00' })) })],
    ['EVENING', Collections.parse({ cutOffs: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, at: '18:00' })) })],
  ]),
})
const plan = (orders: OrderToRelease[], stock: ItemStock[], by = site(), at = NOW) => planRelease(orders, stock, by, at)
const ids = (list: readonly { orderId: string }[]) => list.map(({ orderId }) => orderId)

/** Each reason to wait: an order and policy that come to it, with what is said, and the least change that sends the order off. */
const REASONS: Record<
  (typeof WAIT_REASONS)[number],
  {
    waits: OrderToRelease
    by?: Partial<ReleasePolicy>
    params: object
    goes: OrderToRelease
    goesBy?: Partial<ReleasePolicy>
  }
> = {
  hold: {
    waits: order('1', [line(1)], { state: 'on_hold', holdReason: 'fraud' }),
    params: { reason: 'fraud' },
    goes: order('1', [line(1)], { state: 'on_hold', holdReason: 'fraud' }),
    goesBy: { toleratedHolds: ['fraud'] },
  },
  noMatch: {
    waits: order('1', [line(1), line(1, null)]),
    params: { lines: '1.2' },
    goes: order('1', [line(1), line(0, null)]),
  },
  nothingToShip: { waits: order('1', [line(0)]), params: {}, goes: order('1', [line(0), line(1)]) },
  addressIncomplete: {
    waits: order('1', [line(1)], { shipTo: { ...address, postcode: ' ', line1: '' } }),
    params: { parts: 'postcode, line1' },
    goes: order('1', [line(1)], { shipTo: { ...address, country: 'HK', postcode: '' } }),
  },
  payment: {
    waits: order('1', [line(1)], { payment: 'pending' }),
    params: { payment: 'pending' },
    goes: order('1', [line(1)], { payment: 'pending' }),
    goesBy: { pickablePayments: ['pending'] },
  },
  preOrder: {
    waits: order('1', [line(1), line(1, 'A', '2026-11-24'), line(1, 'A', '2026-12-24')]),
    params: { from: '2026-12-24' },
    goes: order('1', [line(1), line(1, 'A', '2026-11-23')]),
  },
  tooEarly: {
    waits: order('1', [line(1)], { shipBy: seoul('2026-11-27T23:59') }),
    by: { aheadDays: 3 },
    params: { from: '2026-11-24' },
    goes: order('1', [line(1)], { shipBy: seoul('2026-11-26T00:00') }),
    goesBy: { aheadDays: 3 },
  },
  stock: { waits: order('1', [line(9), line(2, 'B')]), params: {}, goes: order('1', [line(9), line(1, 'B')]) },
  planFull: {
    waits: order('2', [line(1)]),
    by: { maxOrders: 1 },
    params: {},
    goes: order('0', [line(1)]),
    goesBy: { maxOrders: 1 },
  },
}

describe('a release plan', () => {
  it('releases what can be reserved whole, and reserves it', () => {
    const { release, waits } = plan(
      [order('1', [line(2), line(1, 'B')]), order('2', [line(4)])],
      [item('A', 5), item('B', 1)],
    )
    expect(release).toEqual([
      {
        orderId: '1',
        take: [
          { lineId: '1.1', itemId: 'A', units: 2 },
          { lineId: '1.2', itemId: 'B', units: 1 },
        ],
        missing: [],
        promised: [],
        liftsHold: false,
        shipDate: null,
        cutOffAt: null,
        isLate: false,
      },
    ])
    expect(waits).toMatchObject([
      { orderId: '2', reason: 'stock', missing: [{ lineId: '2.1', itemId: 'A', units: 1 }] },
    ])
  })

  it.each(Object.entries(REASONS))(
    'lets an order wait for %s, and only for that',
    (reason, { waits, by = {}, params, goes, goesBy = {} }) => {
      const first = order('1', [line(0), line(1)])
      const stock = [item('A', 9), item('B', 1)]
      const before = reason === 'planFull' ? [first] : []
      const stopped = plan([...before, waits], stock, site(by))
      expect(stopped.waits).toMatchObject([{ orderId: waits.orderId, reason, params }])
      expect(ids(stopped.release)).toEqual(ids(before))
      expect(ids(plan([...before, goes], stock, site(goesBy)).release)).toContain(goes.orderId)
    },
  )

  it('has a case for every reason', () => {
    expect(Object.keys(REASONS)).toEqual([...WAIT_REASONS])
  })

  it('looks at orders that are ready, wait for stock or are held, and leaves all others out', () => {
    const states = Object.keys(ORDER_TRANSITIONS) as (keyof typeof ORDER_TRANSITIONS)[]
    const orders = states.map((state) =>
      order(state, [line(1)], { state, holdReason: state === 'on_hold' ? 'payment' : null }),
    )
    const { release, waits } = plan(orders, [item('A', 99)])
    expect(ids(release)).toEqual(['backordered', 'on_hold', 'ready'])
    expect(release.map(({ liftsHold }) => liftsHold)).toEqual([false, true, false])
    expect(ids(waits)).toEqual(['needs_match'])
  })

  it.each([
    ['name', { name: ' ' }],
    ['phone', { phone: '' }],
    ['postcode', { postcode: '' }],
    ['province', { province: '' }],
    ['city', { city: '' }],
    ['line1', { line1: '' }],
    ['line2', {}],
  ])('needs the %s of an address only where the site says so', (part, gap) => {
    const each = order('1', [line(1)], { shipTo: { ...address, ...gap } })
    const only = ADDRESS_PARTS.filter((one) => one === part)
    expect(plan([each], [item('A', 1)], site({ addressNeeds: only })).waits).toMatchObject([
      { params: { parts: part } },
    ])
    const others = ADDRESS_PARTS.filter((one) => one !== part && one !== 'line2')
    expect(plan([each], [item('A', 1)], site({ addressNeeds: others })).waits).toEqual([])
  })

  it('is whole or not at all by the order’s own word, else by the site’s', () => {
    const released = (own: boolean | null, allOrNothing: boolean) =>
      plan([order('1', [line(3)], { allOrNothing: own })], [item('A', 2)], site({ allOrNothing })).release.map(
        ({ take, missing }) => [take[0]?.units, missing[0]?.units],
      )
    expect(released(null, true)).toEqual([])
    expect(released(null, false)).toEqual([[2, 1]])
    expect(released(true, false)).toEqual([])
    expect(released(false, true)).toEqual([[2, 1]])
  })

  it('counts back working days from the promised ship date, over weekends and holidays', () => {
    const each = order('1', [line(1)], { shipBy: seoul('2026-11-30T23:00') })
    const from = (aheadDays: number, calendar: Partial<Calendar> = {}) =>
      plan([each], [item('A', 1)], site({ aheadDays }, calendar), seoul('2026-11-16T10:00')).waits[0]?.params.from
    expect(from(0)).toBe('2026-11-30')
    expect(from(1)).toBe('2026-11-27')
    expect(from(1, { holidays: ['2026-11-27'] })).toBe('2026-11-26')
    // Promised for a day on which nobody works: the last one before counts.
    expect(from(0, { holidays: ['2026-11-30'] })).toBe('2026-11-27')
    expect(from(1, { timeZone: 'Pacific/Kiritimati' })).toBe('2026-11-30')
  })
})

describe('the collection of an order', () => {
  const sent = (serviceCode: string | null, at: number, shipBy: number | null = null) =>
    plan([order('1', [line(1)], { serviceCode, shipBy })], [item('A', 1)], site(), at).release[0]

  it.each([
    ['before its cut-off', 'NOON', '2026-11-23T12:00', '2026-11-23'],
    ['after its cut-off', 'NOON', '2026-11-23T12:01', '2026-11-24'],
    ['of a later service', 'EVENING', '2026-11-23T12:01', '2026-11-23'],
    ['over a weekend', 'NOON', '2026-11-27T13:00', '2026-11-30'],
    ['of no service', null, '2026-11-23T10:00', null],
    ['of an unknown service', 'GONE', '2026-11-23T10:00', null],
  ])('%s is the next one it makes', (_, serviceCode, at, shipDate) => {
    expect(sent(serviceCode, seoul(at))?.shipDate).toBe(shipDate)
  })

  it('is late when it is after the promised ship date', () => {
    expect(sent('NOON', seoul('2026-11-23T12:00'), seoul('2026-11-23T00:00'))?.isLate).toBe(false)
    expect(sent('NOON', seoul('2026-11-23T12:01'), seoul('2026-11-23T23:59'))?.isLate).toBe(true)
    expect(sent(null, seoul('2026-11-24T00:00'), seoul('2026-11-23T23:59'))?.isLate).toBe(true)
    expect(sent(null, seoul('2026-11-23T23:00'), seoul('2026-11-23T00:00'))?.isLate).toBe(false)
  })
})

describe('the turn of orders', () => {
  const day = (text: string) => ({ orderedAt: seoul(`${text}T09:00`) })
  const turn = (orders: OrderToRelease[], by: Partial<ReleasePolicy> = {}) =>
    ids(plan(orders, [item('A', 99)], site(by)).release)

  it.each([
    ['the more urgent one first', { priority: 1 }, { priority: 9 }],
    ['what waits for stock before what is new', {}, { state: 'backordered', ...day('2026-11-22') }],
    [
      'the older of two that wait for stock, whatever was promised',
      { state: 'backordered', serviceCode: 'NOON', shipBy: 1 },
      { state: 'backordered', ...day('2026-11-01') },
    ],
    ['the one with the earlier cut-off', { serviceCode: 'EVENING' }, { serviceCode: 'NOON' }],
    ['one with a cut-off before one without', {}, { serviceCode: 'EVENING' }],
    ['the one promised earlier', { shipBy: seoul('2026-11-25T00:00') }, { shipBy: seoul('2026-11-24T00:00') }],
    ['one with a promise before one without', {}, { shipBy: seoul('2027-11-24T00:00') }],
    ['the older one', {}, day('2026-11-19')],
  ] as const)('is by the default: %s', (_, second, first) => {
    expect(turn([order('a', [line(1)], second), order('b', [line(1)], first)])).toEqual(['b', 'a'])
    expect(turn([order('b', [line(1)], first), order('a', [line(1)], second)])).toEqual(['b', 'a'])
  })

  it('is by id where nothing else decides, and by the site’s own keys', () => {
    expect(turn([order('b', [line(1)]), order('a', [line(1)])])).toEqual(['a', 'b'])
    const [old, urgent] = [order('old', [line(1)], day('2026-11-01')), order('urgent', [line(1)], { priority: 9 })]
    expect(turn([old, urgent])).toEqual(['urgent', 'old'])
    expect(turn([old, urgent], { turn: ['orderedAt', 'priority'] })).toEqual(['old', 'urgent'])
    expect(turn([order('z', [line(1)], { priority: 9 }), order('a', [line(1)])], { turn: [] })).toEqual(['a', 'z'])
  })
})

describe('soft promises', () => {
  it('let a later order overtake one that waits for stock, or not', () => {
    const orders = [order('1', [line(2), line(1, 'B')]), order('2', [line(2)])]
    const stock = [
      item('A', 2, { inbound: [{ units: 5, on: '2026-12-01' }] }),
      item('B', 0, { inbound: [{ units: 1, on: '2026-11-30' }] }),
    ]
    const overtaken = plan(orders, stock)
    expect(ids(overtaken.release)).toEqual(['2'])
    expect(overtaken.waits).toMatchObject([
      { orderId: '1', missing: [{ lineId: '1.2', units: 1 }], expectedOn: '2026-12-01' },
    ])
    const kept = plan(orders, stock, site({ overtaking: false }))
    expect(kept.release).toEqual([])
    expect(kept.waits).toMatchObject([
      {
        orderId: '1',
        promised: [
          { lineId: '1.1', itemId: 'A', units: 2, on: null },
          { lineId: '1.2', itemId: 'B', units: 1, on: '2026-11-30' },
        ],
        expectedOn: '2026-11-30',
      },
      { orderId: '2', reason: 'stock', promised: [{ units: 2, on: '2026-12-01' }], expectedOn: '2026-12-01' },
    ])
  })

  it('keep stock for a pre-order until its date, as long as the site wants that', () => {
    const orders = [order('pre', [line(3, 'A', '2026-12-01')], { priority: 1 }), order('now', [line(3)])]
    const kept = plan(orders, [item('A', 5)])
    expect(kept.waits).toMatchObject([
      { orderId: 'pre', reason: 'preOrder', missing: [], promised: [{ units: 3, on: null }], expectedOn: '2026-12-01' },
      { orderId: 'now', reason: 'stock', missing: [{ units: 1 }], expectedOn: null },
    ])
    const free = plan(orders, [item('A', 5)], site({ keepWhile: [] }))
    expect(ids(free.release)).toEqual(['now'])
    expect(free.waits).toMatchObject([{ orderId: 'pre', promised: [{ units: 2, on: null }], expectedOn: null }])
  })

  it('of an order that is released in part are for its pre-ordered lines', () => {
    const each = order('1', [line(1), line(3, 'B', '2026-12-01')], { allOrNothing: false })
    const found = plan([each], [item('A', 1), item('B', 2, { inbound: [{ units: 9, on: '2026-12-24' }] })])
    expect(found.release).toMatchObject([
      {
        take: [{ lineId: '1.1', units: 1 }],
        missing: [{ lineId: '1.2', units: 3 }],
        promised: [
          { lineId: '1.2', units: 2, on: null },
          { lineId: '1.2', units: 1, on: '2026-12-24' },
        ],
      },
    ])
    const short = order('1', [line(3)], { allOrNothing: false })
    const stock = [item('A', 2, { inbound: [{ units: 9, on: '2026-12-24' }] })]
    expect(plan([short], stock).release).toMatchObject([{ promised: [{ lineId: '1.1', units: 1, on: '2026-12-24' }] }])
    expect(plan([short], stock, site({ promiseWhile: ['preOrder'] })).release).toMatchObject([{ promised: [] }])
    const before = plan(
      [order('1', [line(1, 'A', '2026-12-05'), line(1, 'B', '2026-12-01')], { allOrNothing: false })],
      [item('A', 9), item('B', 9)],
    )
    expect(before.waits).toMatchObject([
      { reason: 'preOrder', params: { from: '2026-12-01' }, expectedOn: '2026-12-05' },
    ])
  })

  it('on announced goods go to the oldest backorder first, earliest goods first, and never beyond what is announced', () => {
    const old = order('old', [line(4)], { state: 'backordered', orderedAt: 1 })
    const young = order('young', [line(4)], { state: 'backordered', orderedAt: 2 })
    const inbound = [
      { units: 3, on: '2026-12-10' },
      { units: 3, on: '2026-12-01' },
    ]
    expect(plan([young, old], [item('A', 0, { inbound })]).waits).toMatchObject([
      {
        orderId: 'old',
        promised: [
          { units: 3, on: '2026-12-01' },
          { units: 1, on: '2026-12-10' },
        ],
        expectedOn: '2026-12-10',
      },
      { orderId: 'young', promised: [{ units: 2, on: '2026-12-10' }], expectedOn: null },
    ])
    // On receipt the oldest is served first, and the other one gets what is left of what came.
    expect(ids(plan([young, old], [item('A', 6)]).release)).toEqual(['old'])
  })

  it('are not made to an order that waits for its payment, unless the site wants it', () => {
    const unpaid = order('1', [line(2)], { payment: 'pending' })
    expect(plan([unpaid], [item('A', 5)]).waits[0]?.promised).toEqual([])
    expect(plan([unpaid], [item('A', 5)], site({ promiseWhile: ['payment'] })).waits[0]?.promised).toMatchObject([
      { units: 2, on: null },
    ])
    const both = [unpaid, order('2', [line(4)])]
    expect(ids(plan(both, [item('A', 5)], site({ promiseWhile: ['payment'] })).release)).toEqual(['2'])
    expect(ids(plan(both, [item('A', 5)], site({ keepWhile: ['payment'] })).release)).toEqual([])
  })

  it('are none on units that are reserved, even when more are reserved than there are', () => {
    expect(plan([order('1', [line(1)])], [item('A', 5, { reserved: 5 })]).release).toEqual([])
    expect(plan([order('1', [line(1)])], [item('A', 5, { reserved: 9 })]).waits[0]?.promised).toEqual([])
  })
})

const items = ['A', 'B', 'C']
const units = fc.integer({ min: 0, max: 5 })
const dates = fc.constantFrom('2026-11-23', '2026-11-24', '2026-12-01')
const someOrders = fc
  .array(
    fc.record({
      state: fc.constantFrom('ready', 'ready', 'backordered', 'backordered', 'on_hold', 'needs_match', 'picking'),
      holdReason: fc.constantFrom('fraud', 'payment'),
      payment: fc.constantFrom('paid', 'paid', 'paid', 'cod', 'pending'),
      priority: fc.nat(2),
      orderedAt: fc.nat(5),
      shipBy: fc.option(fc.constantFrom(seoul('2026-11-23T00:00'), seoul('2026-12-01T00:00')), { nil: null, freq: 2 }),
      serviceCode: fc.constantFrom(null, 'NOON', 'EVENING'),
      allOrNothing: fc.constantFrom(null, true, false),
      lines: fc.array(
        fc.record({
          itemId: fc.constantFrom(...items),
          units,
          availableFrom: fc.oneof(fc.constant(null), fc.constant(null), dates),
        }),
        { maxLength: 3 },
      ),
    }),
    { maxLength: 8 },
  )
  .map((list) =>
    list.map(({ lines, ...rest }, index) =>
      order(
        `o${index}`,
        lines.map((each) => ({ ...each, lineId: '' })),
        rest as Partial<OrderToRelease>,
      ),
    ),
  )
const someStock = fc
  .tuple(
    ...items.map(() =>
      fc.record({
        onHand: fc.nat(12),
        reserved: fc.nat(4),
        inbound: fc.array(fc.record({ units: fc.nat(6), on: dates }), { maxLength: 2 }),
      }),
    ),
  )
  .map((list) => list.map((each, index) => ({ itemId: items[index] ?? '', ...each })))
const somePolicy = fc.record({
  allOrNothing: fc.boolean(),
  overtaking: fc.boolean(),
  aheadDays: fc.constantFrom(null, 0, 2),
  keepWhile: fc.subarray([...WAIT_REASONS]),
  promiseWhile: fc.subarray([...WAIT_REASONS]),
  maxOrders: fc.constantFrom(null, null, 2),
  turn: fc.shuffledSubarray([...RELEASE_KEYS]),
})
const sum = (list: readonly { units: number }[]) => list.reduce((total, each) => total + each.units, 0)

describe('any release plan', () => {
  it('never reserves and promises more than is on hand, than is announced, or than was ordered', () => {
    fc.assert(
      fc.property(someOrders, someStock, somePolicy, (orders, stock, policy) => {
        const { release, waits } = plan(orders, stock, site(policy))
        const taken = release.flatMap(({ take }) => take)
        const promised = [...release, ...waits].flatMap((each) => each.promised)
        for (const { itemId, onHand, reserved, inbound } of stock) {
          const now = [...taken, ...promised.filter(({ on }) => on === null)].filter((each) => each.itemId === itemId)
          expect(sum(now)).toBeLessThanOrEqual(Math.max(0, onHand - reserved))
          for (const on of new Set(promised.map((each) => each.on)))
            if (on !== null)
              expect(sum(promised.filter((each) => each.itemId === itemId && each.on === on))).toBeLessThanOrEqual(
                sum(inbound.filter((each) => each.on === on)),
              )
        }
        for (const { orderId, lines } of orders)
          for (const each of lines) {
            const mine = [...taken, ...promised].filter(({ lineId }) => lineId === each.lineId)
            expect(sum(mine), orderId).toBeLessThanOrEqual(each.units)
            for (const one of mine) expect([one.itemId, one.units > 0]).toEqual([each.itemId, true])
          }
      }),
      { seed: 81, numRuns: LONG ? 20_000 : 600 },
    )
  })

  it('answers for each order that it looks at exactly once, and says what it lacks', () => {
    fc.assert(
      fc.property(someOrders, someStock, somePolicy, (orders, stock, policy) => {
        const { release, waits } = plan(orders, stock, site(policy))
        expect([...ids(release), ...ids(waits)].toSorted()).toEqual(
          ids(orders.filter(({ state }) => state !== 'picking')).toSorted(),
        )
        for (const { orderId, take, missing } of release) {
          const wanted = orders.find((each) => each.orderId === orderId)
          expect(sum(take) + sum(missing)).toBe(sum(wanted?.lines ?? []))
          expect(sum(take)).toBeGreaterThan(0)
          if (wanted?.allOrNothing ?? policy.allOrNothing) expect(missing).toEqual([])
        }
        for (const { reason, missing, params } of waits)
          if (reason === 'stock') expect([sum(missing) > 0, params]).toEqual([true, {}])
      }),
      { seed: 82, numRuns: LONG ? 20_000 : 600 },
    )
  })

  it('gives each order in its turn what is then free, reckoned step by step', () => {
    fc.assert(
      fc.property(someOrders, someStock, fc.boolean(), fc.boolean(), (orders, stock, allOrNothing, overtaking) => {
        // Only stock decides here: everything else about the orders is in order.
        const plain = orders.map((each) => ({
          ...each,
          state: 'backordered' as const,
          payment: 'paid' as const,
          shipBy: null,
          serviceCode: null,
          lines: each.lines.map((one) => ({ ...one, availableFrom: null })),
        }))
        const free = new Map(stock.map(({ itemId, onHand, reserved }) => [itemId, Math.max(0, onHand - reserved)]))
        const expected: string[] = []
        for (const each of plain.toSorted(
          (a, b) => b.priority - a.priority || a.orderedAt - b.orderedAt || (a.orderId < b.orderId ? -1 : 1),
        )) {
          const wants = new Map<string, number>()
          for (const { itemId, units: wanted } of each.lines)
            wants.set(itemId ?? '', (wants.get(itemId ?? '') ?? 0) + wanted)
          const gets = new Map([...wants].map(([itemId, wanted]) => [itemId, Math.min(wanted, free.get(itemId) ?? 0)]))
          const isWhole = [...wants].every(([itemId, wanted]) => gets.get(itemId) === wanted)
          const isSome = [...gets.values()].some((got) => got > 0)
          const goes = isSome && (isWhole || !(each.allOrNothing ?? allOrNothing))
          if (goes) expected.push(each.orderId)
          if (goes || !overtaking) for (const [itemId, got] of gets) free.set(itemId, (free.get(itemId) ?? 0) - got)
        }
        expect(ids(plan(plain, stock, site({ allOrNothing, overtaking })).release)).toEqual(expected)
      }),
      { seed: 83, numRuns: LONG ? 20_000 : 600 },
    )
  })

  it('lets no younger backorder have what an older one of the same priority lacks, when none may overtake', () => {
    fc.assert(
      fc.property(someOrders, someStock, (orders, stock) => {
        const { release, waits } = plan(orders, stock, site({ overtaking: false, allOrNothing: true }))
        const of = (orderId: string) => orders.find((each) => each.orderId === orderId)
        for (const waiting of waits.filter(({ reason }) => reason === 'stock'))
          for (const released of release) {
            const [older, younger] = [of(waiting.orderId), of(released.orderId)]
            if (older?.state !== 'backordered' || younger?.state !== 'backordered') continue
            if (older.priority !== younger.priority || older.orderedAt >= younger.orderedAt) continue
            const lacks = new Set(waiting.missing.map(({ itemId }) => itemId))
            expect(released.take.filter(({ itemId }) => lacks.has(itemId))).toEqual([])
          }
      }),
      { seed: 84, numRuns: LONG ? 20_000 : 600 },
    )
  })

  it('is the same whatever order the orders come in', () => {
    fc.assert(
      fc.property(someOrders, someStock, somePolicy, (orders, stock, policy) => {
        expect(plan(orders.toReversed(), stock, site(policy))).toEqual(plan(orders, stock, site(policy)))
      }),
      { seed: 85, numRuns: 300 },
    )
  })
})

describe('a release policy as data', () => {
  const problems = (value: unknown) => checkReleasePolicy(value).problems.map(({ path, code }) => `${path} ${code}`)

  it('is taken when all is well, and complete when nothing is said', () => {
    expect(checkReleasePolicy({}).value).toEqual(ReleasePolicy.parse({}))
  })

  it.each([
    ['no payment that may be picked', { pickablePayments: [] }, ['pickablePayments E-RUL-040']],
    ['a payment that does not exist', { pickablePayments: ['gold'] }, ['pickablePayments[0] E-RUL-005']],
    ['a key twice', { turn: ['priority', 'priority'] }, ['turn[1] E-RUL-010']],
    ['an order that keeps stock and may be overtaken', { keepWhile: ['hold', 'stock'] }, ['keepWhile[1] E-RUL-031']],
    ['a negative number of days', { aheadDays: -1 }, ['aheadDays E-RUL-002']],
    ['a country that is none', { withoutPostcode: ['Hong Kong'] }, ['withoutPostcode[0] E-RUL-006']],
    ['a field that does not exist', { priority: true }, ['priority E-RUL-004']],
  ])('is refused with %s', (_, value, expected) => {
    expect(problems(value)).toEqual(expected)
  })

  it('may keep stock for who waits for it where nobody overtakes', () => {
    expect(problems({ keepWhile: ['stock'], overtaking: false })).toEqual([])
  })
})
