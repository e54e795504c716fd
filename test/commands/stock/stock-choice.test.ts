import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { savePolicies, saveSite } from '../../../commands/site/save-site.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { saveFloorPlan } from '../../../commands/waves/save-floor-plan.ts'
import { Policies } from '../../../domain/policies.ts'
import { type CommandStore, line, openCommandStore, order, PICKABLE, stockUp } from '../command-store.ts'

let commands: CommandStore
const pickablePayments = [...PICKABLE]

beforeEach(() => {
  commands = openCommandStore()
})
afterEach(() => commands.close())

/** A site with what it decided. */
async function decide(decided: Record<string, unknown>, timeZone = 'Asia/Seoul'): Promise<void> {
  await commands.accepted(saveSite, {
    ...{ name: 'Site', timeZone, currency: 'KRW', labelLanguage: 'ko', senderName: 'S', senderPhone: '' },
    ...{ senderPostcode: '', senderLine1: '1', senderLine2: '', gs1Prefix: null },
  })
  await commands.accepted(savePolicies, { policies: Policies.parse(decided) })
}
const add = async (...orders: ReturnType<typeof order>[]) =>
  void (await commands.accepted(importOrders, { orders, pickablePayments }))
const id = (externalId: string) =>
  commands.rows<{ id: string }>('SELECT id FROM "order" WHERE external_id = ?', externalId)[0]?.id ?? ''
const release = (externalId: string, allOrNothing = true) =>
  commands.run(releaseOrder, { orderId: id(externalId), pickablePayments, allOrNothing })

describe('from where an order is taken', () => {
  const place = { zone: 'Z', aisle: '01', bay: '01', level: '1', position: '1' }
  const codes = ['L1', 'L2', 'L3', 'L4']
  const kinds = ['pick', 'pick', 'pick', 'reserve'] as const
  const taken = () =>
    commands.rows<{ code: string; lot: string; units: number }>(
      `SELECT l.code, s.lot, s.reserved AS units FROM stock s JOIN location l ON l.id = s.location_id
       WHERE s.reserved > 0 ORDER BY l.code, s.lot`,
    )
  const lie = async (
    stock: { sku: string; location: string; quantity: number; lot?: string; expiresOn?: string; receivedOn?: string }[],
  ) => {
    await stockUp(commands, [
      { sku: 'A', quantity: 0 },
      { sku: 'B', quantity: 0 },
    ])
    await commands.accepted(importLocations, {
      locations: codes.map((code, at) => ({ ...place, code, kind: kinds[at] ?? 'pick', xMm: 0, yMm: at * 10_000 })),
    })
    await commands.accepted(importStock, { stock })
  }

  it.each([
    ['the fewest stops', 'fewest-locations', [{ code: 'L3', lot: '', units: 4 }]],
    [
      'what came first',
      'fifo',
      [
        { code: 'L1', lot: '', units: 1 },
        { code: 'L2', lot: '', units: 3 },
      ],
    ],
  ])('goes by %s, and to the reserve only when the pick faces have too little', async (_, prefer, expected) => {
    await decide({ stockChoice: { prefer } })
    await lie(
      [
        { sku: 'A', location: 'L1', quantity: 1, receivedOn: '2025-01-01' },
        { sku: 'A', location: 'L2', quantity: 3, receivedOn: '2025-02-01' },
        { sku: 'A', location: 'L3', quantity: 5, receivedOn: '2025-03-01' },
        { sku: 'A', location: 'L4', quantity: 99, receivedOn: '2024-01-01' },
      ].filter(({ location }) => prefer !== 'fifo' || location !== 'L4'),
    )
    await add(order('1', { lines: [line('1', 'A', 4)] }))
    await release('1')
    expect(taken()).toEqual(expected)
  })

  it('takes what expires first before anything else, and nothing that is not good for long enough', async () => {
    await decide({ stockChoice: { prefer: 'fewest-locations', minShelfDays: 10 } })
    await lie([
      { sku: 'A', location: 'L1', quantity: 2, lot: 'gone', expiresOn: '2026-01-10' },
      { sku: 'A', location: 'L2', quantity: 2, lot: 'soon', expiresOn: '2026-01-20' },
      { sku: 'A', location: 'L3', quantity: 9, lot: 'late', expiresOn: '2026-09-01' },
    ])
    await add(order('1', { lines: [line('1', 'A', 3)] }))
    await release('1')
    expect(taken().map(({ lot, units }) => [lot, units])).toEqual([
      ['soon', 2],
      ['late', 1],
    ])
  })

  it('counts nothing that is not good for long enough as there', async () => {
    await decide({ stockChoice: { minShelfDays: 10 } })
    await lie([
      { sku: 'A', location: 'L1', quantity: 5, lot: 'gone', expiresOn: '2026-01-14' },
      { sku: 'A', location: 'L2', quantity: 5, lot: 'good', expiresOn: '2026-01-15' },
    ])
    await add(order('1', { lines: [line('1', 'A', 6)] }))
    expect(await release('1')).toMatchObject({ value: { state: 'backordered', missing: 1 } })
  })

  it.each(['fewest-locations', 'closest', 'fifo'])(
    'takes from one row what it has enough of, by %s',
    async (prefer) => {
      await decide({ stockChoice: { prefer } })
      await lie([
        { sku: 'A', location: 'L1', quantity: 5, lot: 'soon', expiresOn: '2026-06-01' },
        { sku: 'A', location: 'L2', quantity: 9, lot: 'late', expiresOn: '2026-07-01' },
      ])
      await add(order('1', { lines: [line('1', 'A', 1), line('2', 'A', 2)] }))
      await release('1')
      expect(taken()).toEqual([{ code: 'L1', lot: 'soon', units: 3 }])
    },
  )

  it('goes by the way from the depot, where the floor is known', async () => {
    await decide({ stockChoice: { prefer: 'closest' } })
    await lie([
      { sku: 'A', location: 'L1', quantity: 1 },
      { sku: 'A', location: 'L2', quantity: 1 },
      { sku: 'A', location: 'L3', quantity: 9 },
    ])
    const layout = {
      aisles: [{ id: 'Z/01', xMm: 1_000, fromYMm: 0, toYMm: 40_000, sides: 'both' as const }],
      crossAisles: [0, 40_000].map((yMm) => ({ id: String(yMm), yMm, spans: [{ fromXMm: 0, toXMm: 2_000 }] })),
      depot: { crossAisle: '0', xMm: 1_000 },
    }
    await commands.accepted(saveFloorPlan, { plan: { layout, isTurned: false }, source: 'kept' })
    await add(order('1', { lines: [line('1', 'A', 2)] }))
    await release('1')
    expect(taken().map(({ code }) => code)).toEqual(['L1', 'L2'])
  })

  it('leaves no better choice, as trying all of them shows', async () => {
    const rows = fc.array(
      fc.record({
        sku: fc.constantFrom('A', 'B'),
        location: fc.constantFrom(...codes),
        quantity: fc.integer({ min: 1, max: 4 }),
        lot: fc.constantFrom('', 'x', 'y'),
      }),
      { minLength: 1, maxLength: 8 },
    )
    const wanted = fc.array(fc.record({ sku: fc.constantFrom('A', 'B'), units: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    const EXPIRES: Record<string, string> = { x: '2026-06-01', y: '2026-07-01' }
    await fc.assert(
      fc.asyncProperty(rows, wanted, async (given, lines) => {
        commands.close()
        commands = openCommandStore()
        const lying = new Map(given.map((row) => [`${row.sku} ${row.location} ${row.lot}`, row]))
        await lie(
          [...lying.values()].map((row) => ({
            ...row,
            ...(row.lot === '' ? {} : { expiresOn: EXPIRES[row.lot] ?? '' }),
          })),
        )
        const asked = lines.map(({ sku, units }, at) => line(String(at + 1), sku, units))
        await add(order('1', { lines: asked, allOrNothing: false }))
        await release('1', false)
        const best = bestByTryingAll([...lying.values()], lines)
        expect(worthOf([...lying.values()], taken())).toEqual(best)
      }),
      { numRuns: process.env.BARO_LONG === '1' ? 1_000 : 25 },
    )
  })

  type Lying = { sku: string; location: string; quantity: number; lot: string }
  const age = ({ lot }: { lot: string }) => lot || '~'

  /** What counts, in this order: units, then how old they are, then reserve places, then places. */
  function worthOf(rows: readonly Lying[], parts: { code: string; lot: string; units: number }[]): number[] {
    const skuOf = new Map(
      commands
        .rows<{ sku: string; code: string; lot: string; units: number }>(
          `SELECT i.sku, l.code, s.lot, s.reserved AS units FROM stock s JOIN location l ON l.id = s.location_id
           JOIN item i ON i.id = s.item_id WHERE s.reserved > 0`,
        )
        .map((row) => [`${row.sku} ${row.code} ${row.lot}`, row.units]),
    )
    const takes = rows.map((row) => skuOf.get(`${row.sku} ${row.location} ${row.lot}`) ?? 0)
    expect(takes.reduce((sum, units) => sum + units, 0)).toBe(parts.reduce((sum, { units }) => sum + units, 0))
    return worth(rows, takes)
  }

  function worth(rows: readonly Lying[], takes: readonly number[]): number[] {
    const ages = (sku: string) => [...new Set(rows.filter((row) => row.sku === sku).map(age))].sort()
    const turned = rows.reduce((sum, row, at) => sum + (takes[at] ?? 0) * ages(row.sku).indexOf(age(row)), 0)
    const used = new Set(rows.filter((_, at) => (takes[at] ?? 0) > 0).map(({ location }) => location))
    return [takes.reduce((sum, units) => sum + units, 0), turned, used.has('L4') ? 1 : 0, used.size]
  }

  function bestByTryingAll(rows: readonly Lying[], lines: readonly { sku: string; units: number }[]): number[] {
    let best: number[] = []
    const needs = new Map(
      ['A', 'B'].map((sku) => [
        sku,
        Math.min(
          lines.reduce((sum, each) => sum + (each.sku === sku ? each.units : 0), 0),
          rows.reduce((sum, row) => sum + (row.sku === sku ? row.quantity : 0), 0),
        ),
      ]),
    )
    const extend = (at: number, takes: number[], left: Map<string, number>): void => {
      const row = rows[at]
      if (row === undefined) {
        if ([...left.values()].some((units) => units > 0)) return
        const found = worth(rows, takes)
        const later = found.findIndex((value, index) => value !== best[index])
        if (best.length === 0 || (later > 0 && (found[later] ?? 0) < (best[later] ?? 0))) best = found
        return
      }
      for (let units = 0; units <= Math.min(row.quantity, left.get(row.sku) ?? 0); units += 1)
        extend(at + 1, [...takes, units], new Map(left).set(row.sku, (left.get(row.sku) ?? 0) - units))
    }
    extend(0, [], needs)
    return best
  }
})
