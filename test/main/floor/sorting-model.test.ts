import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { collectedBatch } from '../../support/collected-work.ts'
import { command, scanOf } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { brokenUnitRules } from './floor-watch.ts'
import { type FloorWorld, finishAll, openWorld, orderStates, type Person } from './floor-world.ts'

const LONG = process.env.BARO_LONG === '1'
const nobody = { operatorId: null, station: 'TEST' }

/** What somebody does who does not follow the screen; scans are codes, typed here as people mean them. */
const PICKER_SLIPS = [
  ...[command('undo'), command('skip'), command('acknowledge'), command('problem'), command('back')],
  ...[command('short'), command('nothingThere'), command('damagedItem')],
  ...['T-3', 'T-4', 'T-5', gtin13(1), gtin13(2), 'what'],
]
const PACKER_SLIPS = [
  ...[command('undo'), command('undoCarton'), command('park'), command('partial'), command('back'), command('confirm')],
  ...[command('nothingThere'), command('closeCarton'), command('acknowledge')],
  ...['T-1', 'T-2', 'T-3', 'BOX-S', gtin13(1), gtin13(2), gtin13(4), 'CASE-A1', 'what'],
]

type Act = { who: number; slip: number | null }
const acts = (slips: readonly string[], people: number) =>
  fc.array(
    fc.record<Act>({
      who: fc.nat({ max: people - 1 }),
      slip: fc.option(fc.nat({ max: slips.length - 1 }), { freq: 3 }),
    }),
    { maxLength: 60 },
  )

const orders = fc
  .array(fc.record({ sku: fc.constantFrom('A1', 'A1', 'A2', 'A4', 'A8'), units: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 2,
    maxLength: 9,
  })
  .map((many) => many.map(({ sku, units }, index): OrderInput => order(index + 1, [[sku, units]])))

async function release({ test: { station }, orderIds }: FloorWorld): Promise<void> {
  const wave = { waveId: null, number: 'W-1', strategy: 'single-line' as const, plannedAt: 1 }
  await station.core.run(releaseWave, { ...wave, batches: [{ ...collectedBatch(orderIds), number: 'B-1' }] }, nobody)
}

async function act(people: Person[], screen: 'picking' | 'packing', slips: readonly string[], one: Act): Promise<void> {
  const person = people[one.who] as Person
  if (one.slip !== null) {
    await person.client[screen].scan(scanOf(slips[one.slip] ?? ''))
    return
  }
  const move = await person.robot.next(screen)
  if (move === null) return
  if ('code' in move) {
    await person.client[screen].scan(scanOf(move.code))
    return
  }
  const page = await person.client.printing.start({ printJobId: move.print })
  await person.client.printing.finish({ printJobId: page.printJobId, outcome: 'sent' })
}

/** Everything that has to hold after any scan and at the end. */
async function expectSound(world: FloorWorld): Promise<void> {
  expect(brokenUnitRules(world.test.station.core)).toEqual([])
  expect(world.watch.illegal()).toEqual([])
  expect(world.bugs).toEqual([])
  expect((await runDoctor(world.test.directory)).checks.filter(({ ok }) => !ok)).toEqual([])
}

describe('orders that share totes', () => {
  test(
    'lose no unit and are packed once each, whatever a picker and two benches do, and everything comes to an end',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          orders,
          acts(PICKER_SLIPS, 1),
          acts(PACKER_SLIPS, 2),
          fc.boolean(),
          async (asked, picks, packs, countEachUnit) => {
            const world = await openWorld({ orders: asked, policies: { countEachUnit }, badges: ['BDG-3', 'BDG-1'] })
            try {
              await release(world)
              for (const one of picks) await act(world.people, 'picking', PICKER_SLIPS, one)
              await expectSound(world)
              await world.people[0]?.robot.finish('picking')
              for (const one of packs) await act(world.people, 'packing', PACKER_SLIPS, one)
              await expectSound(world)
              await finishAll(world)
              await expectSound(world)
              const states = orderStates(world)
              expect((states.shipped ?? 0) + (states.backordered ?? 0)).toBe(asked.length)
              const { reader } = world.test.station.core.store
              expect(
                reader.prepare(`SELECT count(*) FROM tote WHERE state NOT IN ('empty', 'emptied')`).pluck().get(),
              ).toBe(0)
              const labels = reader
                .prepare(
                  `SELECT order_id FROM carton WHERE state = 'loaded' GROUP BY order_id, number HAVING count(*) > 1`,
                )
                .all()
              expect(labels).toEqual([])
            } finally {
              await world.test.close()
            }
          },
        ),
        { numRuns: LONG ? 60 : 5 },
      )
    },
    LONG ? 600_000 : 60_000,
  )
})
