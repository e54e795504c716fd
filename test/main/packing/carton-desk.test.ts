import { afterEach, describe, expect, test } from 'vitest'
import { importItems } from '../../../commands/items/import-items.ts'
import type { CartonPlanView, PackBench } from '../../../contract/station/packing.ts'
import type { ItemInput, OrderInput } from '../../../domain/inputs.ts'
import { openCartonDesk } from '../../../main/packing/carton-desk.ts'
import { type Cartonizer, openCartonizer } from '../../../main/packing/run-cartonizer.ts'
import { openSessions } from '../../../main/sessions/sessions.ts'
import { command, scanOf } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { labelCode } from '../floor/floor-robot.ts'
import { enter, type FloorWorld, openWorld, type Person } from '../floor/floor-world.ts'

let world: FloorWorld
const opened: Cartonizer[] = []
afterEach(async () => {
  expect(world.bugs).toEqual([])
  for (const cartonizer of opened.splice(0)) await cartonizer.close()
  await world.test.close()
})

const nobody = { operatorId: null, station: 'TEST' }
const SKUS = ['A1', 'A2', 'A3']

/** A packer at a bench to which everything was picked; `change` is what the items are beside 125 × 100 × 75 mm and 200 g. */
async function open(orders: OrderInput[], change: Record<string, Partial<ItemInput>> = {}): Promise<Person> {
  world = await openWorld({ orders, badges: ['BDG-1', 'BDG-3'] })
  const [lead, packer] = world.people as [Person, Person]
  const items = SKUS.map((sku, index): ItemInput => {
    const usual = { sku, name: `item ${sku}`, gtin: gtin13(index + 1), barcodes: [], fragile: false }
    const sizes = { lengthMm: 125, widthMm: 100, heightMm: 75, weightGrams: 200, tracking: 'none' as const }
    return { ...usual, ...sizes, ...change[sku] }
  })
  await world.test.station.core.run(importItems, { items }, nobody)
  await lead.robot.finish('picking')
  return packer
}

const pack = async ({ client }: Person, ...codes: string[]): Promise<PackBench> => {
  let { bench } = await client.packing.bench()
  for (const code of codes) bench = (await client.packing.scan(scanOf(code))).bench
  return bench
}

type Planned = Extract<CartonPlanView, { kind: 'planned' }>
async function planned({ client }: Person): Promise<Planned> {
  const plan = await client.packing.cartonPlan()
  if (plan.kind !== 'planned') throw new Error(JSON.stringify(plan))
  return plan
}
const codesOf = ({ cartons }: Planned): string[] => cartons.map(({ typeCode }) => typeCode)
const inOf = ({ placements }: Planned): number => placements.filter(({ isIn }) => isIn).length
const suggestedOf = ({ cartonTypes }: PackBench) => cartonTypes.filter((type) => type.suggested).map(({ code }) => code)
const [A1, A2] = [gtin13(1), gtin13(2)]

describe('the plan of cartons at the bench', () => {
  test('is none before a tote, wiser than the rule by volume after it, and then what the bench suggests', async () => {
    const packer = await open([order(1, [['A1', 2]])], { A1: { heightMm: 200, keepUpright: true } })
    expect(await packer.client.packing.cartonPlan()).toEqual({ kind: 'none' })
    // By volume and longest side the small box is enough, but it is not tall enough.
    expect(suggestedOf(await pack(packer, 'T-1'))).toEqual(['BOX-S'])
    const plan = await planned(packer)
    expect(plan).toMatchObject({ suggestedCode: 'BOX-L', total: 1, items: [{ sku: 'A1' }] })
    expect(plan.cartons).toMatchObject([
      { number: 1, isOpen: false, isSuggested: true, units: [{ name: 'item A1', quantity: 2 }] },
    ])
    expect(plan.placements).toHaveLength(2)
    const bench = await pack(packer)
    expect(suggestedOf(bench)).toEqual(['BOX-L'])
    expect(bench.cartonTypes[0]?.code).toBe('BOX-L')
  })

  test('stays as the scans follow it, and takes a unit back out with its scan', async () => {
    const lines: [string, number][] = [
      ['A1', 2],
      ['A2', 2],
    ]
    const packer = await open([order(1, lines)])
    await pack(packer, 'T-1')
    const before = await planned(packer)
    await pack(packer, 'BOX-S', A2)
    const after = await planned(packer)
    expect(after.cartons).toMatchObject([{ typeCode: 'BOX-S', isOpen: true, isSuggested: true }])
    const places = (plan: Planned) => plan.placements.map(({ isIn, ...place }) => place)
    expect(places(after)).toEqual(places(before))
    expect([inOf(before), inOf(after)]).toEqual([0, 1])
    const [unit] = after.placements.filter(({ isIn }) => isIn)
    expect(after.items[unit?.item ?? -1]?.sku).toBe('A2')
    await pack(packer, command('undo'))
    expect(inOf(await planned(packer))).toBe(0)
    await pack(packer, A1, A1, A2)
    expect(inOf(await planned(packer))).toBe(3)
  })

  test('goes on around another carton than was suggested, and from one carton to the next', async () => {
    const packer = await open([order(1, [['A1', 10]])])
    await pack(packer, 'T-1')
    expect(codesOf(await planned(packer))).toEqual(['BOX-L'])
    const bench = await pack(packer, 'BOX-S', A1)
    const plan = await planned(packer)
    expect(codesOf(plan)).toEqual(['BOX-S', 'BOX-S'])
    expect(plan).toMatchObject({ suggestedCode: 'BOX-L', total: 2, cartons: [{ isSuggested: false }, { number: 2 }] })
    // All eight that go in, where the machine has the time to find that out.
    expect(plan.placements.length).toBeGreaterThanOrEqual(5)
    expect(suggestedOf(await pack(packer))).toEqual(['BOX-L'])
    expect(bench.carton?.typeCode).toBe('BOX-S')
    const closed = await pack(packer, ...Array.from({ length: 7 }, () => A1), command('closeCarton'))
    const page = await packer.client.printing.start({ printJobId: closed.printJob?.id ?? '' })
    await packer.client.printing.finish({ printJobId: page.printJobId, outcome: 'sent' })
    const next = await pack(packer, labelCode(closed.carton?.code ?? ''))
    expect(next).toMatchObject({ step: 'carton', unitsLeft: 2 })
    expect(suggestedOf(next)).toEqual(['BOX-S'])
    expect(await planned(packer)).toMatchObject({ total: 2, cartons: [{ number: 2, isOpen: false }] })
  })

  test('keeps goods upright, and goods of two classes apart', async () => {
    const packer = await open(
      [
        order(1, [
          ['A1', 1],
          ['A2', 1],
          ['A3', 1],
        ]),
      ],
      { A1: { heightMm: 200, keepUpright: true, mixClass: 'food' }, A2: { mixClass: 'soap' } },
    )
    await pack(packer, 'T-1')
    const plan = await planned(packer)
    expect(codesOf(plan).sort()).toEqual(['BOX-L', 'BOX-S'])
    for (const { typeCode, units } of plan.cartons)
      expect(units.map(({ name }) => name)).toContain(typeCode === 'BOX-L' ? 'item A1' : 'item A2')
    await pack(packer, 'BOX-L', A1)
    const tall = await planned(packer)
    expect(tall.cartons[0]).toMatchObject({ typeCode: 'BOX-L', isOpen: true, isSuggested: true })
    expect(tall.placements.find(({ item }) => tall.items[item]?.sku === 'A1')).toMatchObject({ heightMm: 200 })
  })

  test('says which goods have no size or weight, and leaves the rule by volume', async () => {
    const lines: [string, number][] = SKUS.map((sku) => [sku, 1])
    const packer = await open([order(1, lines)], {
      A1: { heightMm: undefined },
      A3: { weightGrams: undefined },
    } as never)
    const bench = await pack(packer, 'T-1')
    expect(await packer.client.packing.cartonPlan()).toMatchObject({
      kind: 'by-volume',
      reason: 'unmeasured',
      items: [
        { sku: 'A1', name: 'item A1', lacks: 'size' },
        { sku: 'A3', lacks: 'weight' },
      ],
    })
    expect(suggestedOf(await pack(packer))).toEqual(suggestedOf(bench))
  })

  test('names goods that fit no carton', async () => {
    const packer = await open([order(1, [['A1', 1]])], { A1: { lengthMm: 900 } })
    await pack(packer, 'T-1')
    expect(await packer.client.packing.cartonPlan()).toMatchObject({ reason: 'too-large', items: [{ sku: 'A1' }] })
  })

  test('is of the one who packs: nobody else is told, and nobody who is not signed in', async () => {
    const packer = await open([order(1, [['A1', 1]])])
    await pack(packer, 'T-1')
    const picker = await enter(world.test, 'BDG-2')
    expect(await picker.client.packing.cartonPlan()).toEqual({ kind: 'none' })
    await expect(world.test.client().packing.cartonPlan()).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' })
  })
})

describe('where no plan can be shown', () => {
  /** A desk of its own over the same station, with what plans its cartons, and what it logged. */
  async function deskWith(cartonizer: Cartonizer) {
    opened.push(cartonizer)
    const packer = await open([order(1, [['A1', 7]])])
    await pack(packer, 'T-1')
    const { core } = world.test.station
    const log: Record<string, unknown>[] = []
    const platform = { ...core.platform, log: (line: object) => void log.push({ ...line }) }
    const desk = openCartonDesk(
      { ...core, platform },
      openSessions(core.journal.database, () => 'ko'),
      cartonizer,
    )
    return { packer, desk, log, ask: () => desk.plan(packer.sessionId) }
  }
  const plans = (plan: Cartonizer['plan']): Cartonizer => ({
    plan,
    warm: () => undefined,
    close: async () => undefined,
  })

  test('a plan in which the check found something is logged and never shown', async () => {
    const problems = [{ code: 'overlap' as const, carton: 0, itemId: 'A' }]
    const { packer, log, ask } = await deskWith(plans(async () => ({ kind: 'unsound', problems })))
    expect(await ask()).toMatchObject({ kind: 'by-volume', reason: 'failed' })
    expect(log).toMatchObject([{ level: 'error', event: 'carton-plan-unsound', problems }])
    expect(suggestedOf(await pack(packer))).toEqual(['BOX-L'])
  })

  test('a worker that ends or stays silent is replaced, and no scan waits for it', async () => {
    const silent = new URL('data:text/javascript,setInterval(() => undefined, 1000)')
    const broken = new URL('data:text/javascript,throw new Error("torn")')
    const sound = new URL('../../../main/packing/carton-worker.ts', import.meta.url)
    const files = [silent, broken, sound]
    const { packer, log, ask } = await deskWith(openCartonizer(() => files.shift() ?? sound, 3_000))
    const asked = ask()
    expect((await pack(packer, 'BOX-S', A1)).carton?.units).toBe(1)
    expect(await asked).toMatchObject({ reason: 'failed' })
    expect(await ask()).toMatchObject({ reason: 'failed' })
    expect(log.map(({ error }) => String(error))).toEqual([
      expect.stringContaining('says nothing'),
      expect.stringContaining('torn'),
    ])
    const plan = await ask()
    expect(plan.kind === 'planned' ? plan.cartons[0] : plan).toMatchObject({ typeCode: 'BOX-S', isOpen: true })
  })

  test('the same content is worked out once', async () => {
    let count = 0
    const { ask } = await deskWith(
      plans(async () => {
        count += 1
        return { kind: 'tooMany' }
      }),
    )
    expect(await Promise.all([ask(), ask()])).toMatchObject([{ reason: 'too-many' }, { reason: 'too-many' }])
    await ask()
    expect(count).toBe(1)
  })
})
