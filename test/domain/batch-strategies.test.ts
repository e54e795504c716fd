import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BatchOptions } from '../../domain/batch-check.ts'
import type { CartLimits } from '../../domain/batch-problem.ts'
import {
  BatchStrategy,
  type LineToBatch,
  type OrderToBatch,
  partByZone,
  partIdentical,
  partSingleLines,
  planTasks,
  type TaskPlan,
} from '../../domain/batch-strategies.ts'
import { type CombStop, cartLimits, combTour } from '../support/batch-cases.ts'

const LONG = process.env.BARO_LONG === '1'

function line(itemId: string, stop: CombStop, given: Partial<LineToBatch<CombStop>> = {}): LineToBatch<CombStop> {
  return { itemId, stop, zone: 'A', units: 1, weightGrams: 100, volumeMm3: 10, ...given }
}

function order(id: string, lines: LineToBatch<CombStop>[], priority = 5): OrderToBatch<CombStop> {
  return { id, priority, lines }
}

function tasksOf(
  strategy: BatchStrategy,
  orders: readonly OrderToBatch<CombStop>[],
  cart: CartLimits,
  options: Partial<BatchOptions> & { zones?: readonly string[] } = {},
): Extract<TaskPlan, { ok: true }> {
  const plan = planTasks(strategy, orders, cart, combTour, { seed: 1, iterations: 2_000, ...options })
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
  return plan
}

const shortly = ({ tasks }: { tasks: { sortedAt: string; parts: { orderId: string }[] }[] }): string[] =>
  tasks.map(({ sortedAt, parts }) => `${sortedAt}: ${parts.map(({ orderId }) => orderId).join(' ')}`)

const soap = line('soap', 101)
const towel = line('towel', 304)
const orders = [
  order('O1', [soap]),
  order('O2', [soap, towel]),
  order('O3', [soap]),
  order('O4', [towel, soap]),
  order('O5', [line('soap', 101, { units: 2 })]),
  order('O6', [soap], 9),
]

describe('tasks of orders', () => {
  it('are one for each order: single', () => {
    expect(shortly(tasksOf('single', orders, { totes: 4 }))).toEqual([
      ...['tote: O6', 'tote: O1', 'tote: O2', 'tote: O3', 'tote: O4', 'tote: O5'],
    ])
  })

  it('are carts of totes, a priority each: cluster', () => {
    expect(shortly(tasksOf('cluster', orders, { totes: 5 }))).toEqual(['tote: O6', 'tote: O1 O2 O3 O4 O5'])
  })

  it('take all orders of a single line together, whatever totes there are, and sort them at the bench: single-line', () => {
    expect(shortly(tasksOf('single-line', orders, { totes: 2 }))).toEqual([
      ...['bench: O6', 'bench: O1 O3 O5', 'tote: O2 O4'],
    ])
  })

  it('take identical orders together, in as many carts as they need: bulk', () => {
    expect(shortly(tasksOf('bulk', orders, { totes: 2 }))).toEqual([
      ...['tote: O6', 'bench: O1 O3', 'bench: O2 O4', 'tote: O5'],
    ])
    const many = Array.from({ length: 7 }, (_, index) => order(`O${index}`, [soap]))
    expect(shortly(tasksOf('bulk', many, { units: 3 }))).toEqual(['bench: O0 O1 O2', 'bench: O3 O4 O5', 'bench: O6'])
  })

  it('are parts of orders by zone, each with its turn: zone', () => {
    const both = [line('soap', 101, { zone: 'B' }), line('towel', 304, { zone: 'A' }), line('cup', 307, { zone: 'A' })]
    const plan = tasksOf('zone', [order('O1', both), order('O2', [soap])], { totes: 8 }, { zones: ['B'] })
    expect(plan.tasks.map(({ parts, lines }) => ({ parts, lines }))).toEqual([
      { parts: [{ orderId: 'O1', zone: 'B', turn: 1, turns: 2 }], lines: 1 },
      {
        parts: [
          { orderId: 'O1', zone: 'A', turn: 2, turns: 2 },
          { orderId: 'O2', zone: 'A', turn: 1, turns: 1 },
        ],
        lines: 3,
      },
    ])
  })

  it('have an order whole or not at all, also where only one of its parts is too much', () => {
    const big = order('big', [line('soap', 101, { zone: 'A', units: 50 }), line('towel', 304, { zone: 'B' })])
    for (const strategy of BatchStrategy.options) {
      const plan = tasksOf(strategy, [big, order('O1', [soap, towel])], { units: 20 })
      expect(plan.leftOut, strategy).toEqual([{ orderId: 'big', reason: 'tooManyUnits' }])
      expect(plan.tasks.flatMap(({ parts }) => parts).every(({ orderId }) => orderId === 'O1')).toBe(true)
    }
  })

  it('leave out an order without lines, and one that comes twice', () => {
    for (const strategy of BatchStrategy.options)
      expect(tasksOf(strategy, [order('O1', []), order('O2', [soap]), order('O2', [soap])], {}).leftOut).toEqual([
        { orderId: 'O2', reason: 'sameId' },
        { orderId: 'O1', reason: 'noStops' },
      ])
  })

  it('leave out an order with a wrong number that another line would hide', () => {
    const wrong = order('O1', [line('soap', 101, { units: -3 }), line('towel', 304, { units: 5 })])
    expect(tasksOf('cluster', [wrong], {}).leftOut).toEqual([{ orderId: 'O1', reason: 'wrongNumber' }])
  })

  it('are refused with the reasons of a plan', () => {
    for (const strategy of BatchStrategy.options)
      expect(planTasks(strategy, [], { units: 0 }, combTour, { seed: 1 })).toEqual({
        ok: false,
        problems: [{ path: 'limits.units', code: 'E-BAT-001', params: {} }],
      })
  })

  it('have every line of every order once, within the limits, by any strategy', () => {
    const lines = fc.array(
      fc.record({
        itemId: fc.constantFrom('soap', 'towel', 'cup', 'pen'),
        zone: fc.constantFrom('A', 'B', 'C'),
        stop: fc.nat(3).map((aisle) => aisle * 100 + 7),
        units: fc.integer({ min: 1, max: 4 }),
        weightGrams: fc.nat(500),
        volumeMm3: fc.nat(200),
      }),
      { minLength: 1, maxLength: 3 },
    )
    const some = fc
      .array(fc.record({ lines, priority: fc.nat(1) }), { maxLength: 14 })
      .map((all) => all.map((each, index) => ({ ...each, id: `O${index}` })))
    fc.assert(
      fc.property(fc.constantFrom(...BatchStrategy.options), some, cartLimits, (strategy, given, cart) => {
        const { tasks, leftOut, totalMm } = tasksOf(strategy, given, cart)
        const taken = given.filter(({ id }) => !leftOut.some(({ orderId }) => orderId === id))
        const parts = tasks.flatMap((task) => task.parts)
        const turns = taken.flatMap(({ id, lines: own }) => {
          const zones = new Set(own.map(({ zone }) => zone)).size
          return Array.from({ length: strategy === 'zone' ? zones : 1 }, (_, index) => `${id}.${index + 1}`)
        })
        expect(parts.map(({ orderId, turn }) => `${orderId}.${turn}`).sort()).toEqual(turns.sort())
        for (const task of tasks) {
          const own = task.parts.flatMap(({ orderId, zone }) =>
            taken.flatMap((each) =>
              each.id === orderId ? each.lines.filter((one) => zone === null || one.zone === zone) : [],
            ),
          )
          expect(task.lines).toBe(own.length)
          expect(task.tourMm).toBe(combTour(own.map(({ stop }) => stop)))
          if (task.sortedAt === 'tote') expect(task.parts.length).toBeLessThanOrEqual(cart.totes ?? 99)
          for (const limit of ['units', 'weightGrams', 'volumeMm3'] as const) {
            expect(task[limit]).toBe(own.reduce((sum, one) => sum + one[limit], 0))
            expect(task[limit]).toBeLessThanOrEqual(cart[limit] ?? 1e9)
          }
        }
        expect(totalMm).toBe(tasks.reduce((sum, { tourMm }) => sum + tourMm, 0))
      }),
      { numRuns: LONG ? 3_000 : 150 },
    )
  }, 600_000)
})

describe('parting orders', () => {
  it('tells single lines by lines, not by units', () => {
    const { single, others } = partSingleLines(orders)
    expect([single, others].map((all) => all.map(({ id }) => id))).toEqual([
      ['O1', 'O3', 'O5', 'O6'],
      ['O2', 'O4'],
    ])
  })

  it('takes orders for identical that ask for as much of the same, in whatever lines and places', () => {
    const parted = order('parted', [soap, line('soap', 205)])
    const { identical, others } = partIdentical([...orders, parted])
    expect(identical.map((all) => all.map(({ id }) => id))).toEqual([
      ['O1', 'O3'],
      ['O2', 'O4'],
      ['O5', 'parted'],
    ])
    expect(others.map(({ id }) => id)).toEqual(['O6'])
  })

  it('sends a tote from zone to zone as the floor says, then by name with numbers as numbers', () => {
    const lines = ['Z10', 'Z9', 'X', 'Z9'].map((zone) => line('soap', 101, { zone }))
    const parts = partByZone(order('O1', lines), ['X'])
    expect(parts.map(({ part, order: own }) => [part.zone, part.turn, part.turns, own.lines.length])).toEqual([
      ['X', 1, 3, 1],
      ['Z9', 2, 3, 2],
      ['Z10', 3, 3, 1],
    ])
  })
})
