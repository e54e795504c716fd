import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BatchPlan, planBatches } from '../../domain/batch.ts'
import type { BatchOptions, BatchProgress } from '../../domain/batch-check.ts'
import { type BatchOrder, CART_LIMITS, type CartLimits, takenBy } from '../../domain/batch-problem.ts'
import { seededRandom } from '../../domain/seeded-random.ts'
import { type CombStop, cartLimits, combTour, ordersOf, partitionsOf, someOrder } from '../support/batch-cases.ts'

const LONG = process.env.BARO_LONG === '1'
type Plan = Extract<BatchPlan, { ok: true }>

function plan(
  orders: readonly BatchOrder<CombStop>[],
  cart: CartLimits,
  options: Partial<BatchOptions> = {},
  tourMm = combTour,
): Plan {
  const planned = planBatches(orders, cart, tourMm, { seed: 1, iterations: 3_000, ...options })
  if (!planned.ok) throw new Error(JSON.stringify(planned.problems))
  return planned
}

/** Orders that are hard to batch: many, of two to five stops all over the floor. */
function manyOrders(count: number, seed = 1): BatchOrder<CombStop>[] {
  const random = seededRandom(seed)
  const below = (end: number): number => Math.floor(random() * end)
  return Array.from({ length: count }, (_, index) =>
    someOrder({
      id: `O${index}`,
      stops: Array.from({ length: 2 + below(4) }, () => below(8) * 100 + 1 + below(60)),
      units: 1 + below(9),
    }),
  )
}

const stopsOf = (orders: readonly BatchOrder<CombStop>[], ids: readonly string[]): CombStop[] =>
  ids.flatMap((id) => orders.find((order) => order.id === id)?.stops ?? [])

/** A clock that moves on by a millisecond whenever somebody looks at it. */
function ticking(): { now: () => number; ticks: () => number } {
  let ticks = 0
  const now = (): number => {
    ticks += 1
    return ticks
  }
  return { now, ticks: () => ticks }
}

/** What is wrong with a plan; nothing, one hopes. */
function faults(
  orders: readonly BatchOrder<CombStop>[],
  cart: CartLimits,
  keepZones: boolean,
  planned: Plan,
): string[] {
  const found: string[] = []
  const claim = (holds: boolean, text: string): void => {
    if (!holds) found.push(text)
  }
  const ids = [...planned.batches.flatMap(({ orderIds }) => orderIds), ...planned.leftOut.map(({ orderId }) => orderId)]
  claim(
    ids.toSorted().join() ===
      orders
        .map(({ id }) => id)
        .sort()
        .join(),
    'each order once',
  )
  for (const { orderIds, ...batch } of planned.batches) {
    const own = orders.filter(({ id }) => orderIds.includes(id))
    claim(own.length > 0, 'no empty batch')
    claim(orderIds.join() === own.map(({ id }) => id).join(), 'orders as they came')
    for (const limit of CART_LIMITS) {
      const taken = own.reduce((sum, order) => sum + takenBy(order, limit), 0)
      claim(taken <= (cart[limit] ?? Number.POSITIVE_INFINITY), `within ${limit}`)
      if (limit !== 'totes') claim(batch[limit] === taken, `${limit} summed up`)
    }
    claim(new Set(own.map(({ priority }) => priority)).size === 1, 'one priority')
    claim(own[0]?.priority === batch.priority, 'its own priority')
    claim(!keepZones || new Set(own.map(({ zone }) => zone)).size === 1, 'one zone')
    claim(batch.zone === (keepZones ? (own[0]?.zone ?? null) : null), 'its own zone')
    claim(batch.tourMm === combTour(stopsOf(orders, orderIds)), 'its own tour')
  }
  const priorities = planned.batches.map(({ priority }) => priority)
  claim(priorities.join() === priorities.toSorted((a, b) => b - a).join(), 'the most urgent first')
  claim(planned.totalMm === planned.batches.reduce((sum, { tourMm }) => sum + tourMm, 0), 'the sum of the tours')
  claim(planned.totalMm <= planned.savingsMm, 'not longer than savings')
  claim(planned.totalMm <= planned.firstComeMm, 'not longer than first-come')
  return found
}

describe('a plan of batches', () => {
  it('has every order once, keeps to the limits, mixes no priorities, and is never longer than savings', () => {
    fc.assert(
      fc.property(ordersOf(30), cartLimits, fc.boolean(), fc.nat(), (orders, cart, keepZones, seed) => {
        const planned = plan(orders, cart, { keepZones, seed })
        expect(faults(orders, cart, keepZones, planned)).toEqual([])
      }),
      { numRuns: LONG ? 2_000 : 150 },
    )
  }, 600_000)

  it('is the shortest of all that can be made of a few orders', () => {
    fc.assert(
      fc.property(ordersOf(6), cartLimits, fc.boolean(), (orders, cart, keepZones) => {
        const planned = plan(orders, cart, { keepZones })
        const taken = orders.filter(({ id }) => !planned.leftOut.some(({ orderId }) => orderId === id))
        let shortest = Number.POSITIVE_INFINITY
        for (const sets of partitionsOf(taken)) {
          const isAllowed = sets.every(
            (set) =>
              CART_LIMITS.every(
                (limit) => set.reduce((sum, each) => sum + takenBy(each, limit), 0) <= (cart[limit] ?? 1e9),
              ) &&
              set.every(({ priority, zone }) => priority === set[0]?.priority && (!keepZones || zone === set[0]?.zone)),
          )
          const total = sets.reduce((sum, set) => sum + combTour(set.flatMap(({ stops }) => stops)), 0)
          if (isAllowed && total < shortest) shortest = total
        }
        expect(planned.totalMm).toBe(shortest)
        expect(planned.ended).toBe('shortest')
      }),
      { numRuns: LONG ? 3_000 : 200 },
    )
  }, 600_000)

  it('puts everything of a priority into one batch when nothing limits the cart', () => {
    const orders = manyOrders(20).map((order, index) => ({ ...order, priority: index % 2 }))
    const { batches } = plan(orders, {})
    expect(batches.map(({ priority, orderIds }) => [priority, orderIds.length])).toEqual([
      [1, 10],
      [0, 10],
    ])
  })

  it('takes fewer carts where they walk as far', () => {
    const orders = Array.from({ length: 12 }, (_, index) => someOrder({ id: `O${index}`, stops: [index + 1] }))
    const nowhere = (): number => 0
    expect(plan(orders, { totes: 4 }, {}, nowhere).batches).toHaveLength(3)
  })

  it('is empty without orders', () => {
    expect(plan([], { units: 10 })).toMatchObject({ batches: [], leftOut: [], totalMm: 0, ended: 'shortest' })
  })

  it('leaves orders as they are where no two fit onto a cart', () => {
    const planned = plan(manyOrders(15), { totes: 1 })
    expect(planned).toMatchObject({ ended: 'shortest', iterations: 0, totalMm: planned.firstComeMm })
    expect(planned.batches).toHaveLength(15)
  })

  it('makes of savings alone what the textbook does', () => {
    const orders = [101, 102, 301, 302].map((stop, index) => someOrder({ id: `O${index}`, stops: [stop] }))
    expect(plan(orders, { totes: 2 }, { iterations: 0 }).batches.map(({ orderIds }) => orderIds)).toEqual([
      ['O0', 'O1'],
      ['O2', 'O3'],
    ])
  })

  it('is shorter than savings and first-come batches by much where there is much to choose', () => {
    const planned = plan(manyOrders(60), { units: 25 }, { iterations: 100_000 })
    expect(planned.totalMm).toBeLessThan(planned.savingsMm * 0.98)
    expect(planned.savingsMm).toBeLessThan(planned.firstComeMm * 0.9)
  })

  it('asks for the tour of a set of stops once, however often it comes back to it', () => {
    const asked = new Set<string>()
    let twice = 0
    // A place that no other order has: a set of stops then is one set of orders.
    const orders = manyOrders(30).map((order, index) => ({ ...order, stops: [...order.stops, 901 + index] }))
    plan(orders, { units: 20 }, { iterations: 20_000 }, (stops) => {
      const key = stops.toSorted().join()
      // Each alone is asked about before, whether it can be reached.
      if (asked.has(key) && stops.filter((stop) => stop > 900).length > 1) twice += 1
      asked.add(key)
      return combTour(stops)
    })
    expect(asked.size).toBeGreaterThan(500)
    expect(twice).toBe(0)
  })

  it('never joins orders for whose tour there is no way', () => {
    const orders = manyOrders(20)
    const isOdd = (stop: CombStop): boolean => Math.floor(stop / 100) % 2 === 1
    const apart = orders.map((order, index) => ({
      ...order,
      stops: order.stops.filter((stop) => isOdd(stop) === (index % 2 === 1)),
    }))
    const reachable = apart.filter(({ stops }) => stops.length > 0)
    const tour = (stops: readonly CombStop[]): number =>
      stops.every(isOdd) || !stops.some(isOdd) ? combTour(stops) : Number.NaN
    const planned = plan(reachable, { units: 25 }, {}, tour)
    for (const { orderIds } of planned.batches) expect(new Set(stopsOf(reachable, orderIds).map(isOdd)).size).toBe(1)
  })
})

describe('a seed', () => {
  const orders = manyOrders(50)
  const cart = { units: 22 }

  it('decides the plan, and another one may decide otherwise', () => {
    const totals = [1, 1, 2, 3, 4].map((seed) => plan(orders, cart, { seed, iterations: 5_000 }))
    expect(totals[1]).toEqual(totals[0])
    expect(new Set(totals.map(({ batches }) => JSON.stringify(batches))).size).toBeGreaterThan(1)
  })

  it('decides it by tours worked out, too', () => {
    const [one, other] = [1, 2].map(() => plan(orders, cart, { iterations: undefined, tours: 3_000 }))
    expect(one).toEqual(other)
    expect(one?.tours).toBeGreaterThanOrEqual(3_000)
    expect(one?.tours).toBeLessThan(3_200)
  })

  it('decides the way: a search that ends earlier tried the same until then', () => {
    const told = (options: Partial<BatchOptions>): BatchProgress[] => {
      const all: BatchProgress[] = []
      plan(orders, cart, { ...options, onProgress: (progress) => all.push(progress) })
      return all
    }
    const long = told({ iterations: 60_000 })
    const short = told({ iterations: 20_000 })
    const timed = told({ iterations: undefined, timeLimitMs: 1_500, now: ticking().now })
    for (const prefix of [short, timed]) {
      expect(prefix.length).toBeGreaterThan(2)
      expect(long.slice(0, prefix.length)).toEqual(prefix)
    }
    expect(long.map(({ totalMm }) => totalMm)).toEqual(long.map(({ totalMm }) => totalMm).sort((a, b) => b - a))
    expect(new Set(long.map(({ totalMm }) => totalMm)).size).toBe(long.length)
  })
})

describe('the end of a search', () => {
  const orders = manyOrders(60)
  const cart = { units: 25 }

  it('comes when the time is over, however early, with a plan that can be walked', () => {
    for (const timeLimitMs of [0, 1, 5, 20, 60, 200, 1_000]) {
      const { now, ticks } = ticking()
      const planned = plan(orders, cart, { iterations: undefined, timeLimitMs, now })
      expect(faults(orders, cart, false, planned), String(timeLimitMs)).toEqual([])
      expect(planned.ended).toBe('limit')
      expect(ticks()).toBeLessThan(timeLimitMs + 200)
    }
  })

  it('comes when somebody cancels, with the best batches until then', () => {
    for (const looks of [0, 3, 40, 200]) {
      const { now } = ticking()
      const planned = plan(orders, cart, { iterations: 1_000_000_000, isCancelled: () => now() > looks })
      expect(faults(orders, cart, false, planned), String(looks)).toEqual([])
      expect(planned.ended).toBe('cancelled')
    }
  })

  it('comes by a number fixed by the orders when nothing is said', () => {
    const planned = plan(manyOrders(12), { units: 12 }, { iterations: undefined })
    expect(planned).toMatchObject({ ended: 'limit', iterations: 60_000 })
  })

  it('comes after so many exchanges and no more', () => {
    expect(plan(orders, cart, { iterations: 777 }).iterations).toBe(777)
  })

  it('comes although all tours are known before their number is reached', () => {
    const few = manyOrders(9)
    expect(plan(few, { totes: 2 }, { iterations: undefined, tours: 10_000 })).toMatchObject({ ended: 'limit' })
  })
})

describe('what cannot be planned', () => {
  const cart = { lines: 5, units: 10, weightGrams: 1_000, volumeMm3: 100 }

  it.each([
    ['tooManyLines', { lines: 6 }],
    ['tooManyUnits', { units: 11 }],
    ['tooHeavy', { weightGrams: 1_001 }],
    ['tooBulky', { volumeMm3: 101 }],
    ['noStops', { stops: [] }],
    ['notReachable', { stops: [1, 999] }],
    ['wrongNumber', { units: -1 }],
    ['wrongNumber', { lines: 0.5 }],
    ['wrongNumber', { weightGrams: Number.NaN }],
    ['wrongNumber', { priority: 1.5 }],
  ])('is left out: %s', (reason, given) => {
    const orders = [someOrder({ id: 'good' }), someOrder({ ...given, id: 'bad' })]
    const tour = (stops: readonly CombStop[]): number =>
      stops.includes(999) ? Number.POSITIVE_INFINITY : combTour(stops)
    const planned = plan(orders, cart, {}, tour)
    expect(planned.leftOut).toEqual([{ orderId: 'bad', reason }])
    expect(planned.batches.map(({ orderIds }) => orderIds)).toEqual([['good']])
  })

  it('is an order that comes a second time', () => {
    const planned = plan([someOrder({ id: 'O', stops: [1] }), someOrder({ id: 'O', stops: [2] })], cart)
    expect(planned.leftOut).toEqual([{ orderId: 'O', reason: 'sameId' }])
    expect(planned).toMatchObject({ batches: [{ orderIds: ['O'], tourMm: 2 }] })
  })

  it('fits exactly where it takes all that a cart has', () => {
    const full = someOrder({ lines: 5, units: 10, weightGrams: 1_000, volumeMm3: 100 })
    expect(plan([full], cart).leftOut).toEqual([])
  })

  it.each([
    [{ units: 0 }, {}, 'limits.units', 'E-BAT-001'],
    [{ totes: 1.5 }, {}, 'limits.totes', 'E-BAT-001'],
    [{ lines: Number.POSITIVE_INFINITY }, {}, 'limits.lines', 'E-BAT-001'],
    [{}, { seed: 0.1 }, 'options.seed', 'E-BAT-002'],
    [{}, { iterations: -1 }, 'options.iterations', 'E-BAT-002'],
    [{}, { tours: Number.NaN }, 'options.tours', 'E-BAT-002'],
    [{}, { timeLimitMs: -5, now: () => 0 }, 'options.timeLimitMs', 'E-BAT-002'],
    [{}, { timeLimitMs: 5 }, 'options.now', 'E-BAT-003'],
  ])('is a question that makes no sense: limits %j, options %j', (limits, options, path, code) => {
    expect(planBatches([someOrder({})], limits, combTour, { seed: 1, ...options })).toEqual({
      ok: false,
      problems: [{ path, code, params: {} }],
    })
  })

  it('is more orders than any floor releases at once', () => {
    const orders = new Array<BatchOrder<CombStop>>(20_001).fill(someOrder({}))
    expect(planBatches(orders, {}, combTour, { seed: 1 })).toEqual({
      ok: false,
      problems: [{ path: 'orders', code: 'E-BAT-004', params: { most: 20_000 } }],
    })
  })
})
