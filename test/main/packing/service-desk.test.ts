import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { saveServices } from '../../../commands/services/save-services.ts'
import { checkServiceBook } from '../../../domain/service-book.ts'
import { planService, servicesFor } from '../../../main/packing/service-desk.ts'
import { allOffers, bestOffer } from '../../domain/service-oracle.ts'
import { serviceTables } from '../../domain/service-world.ts'
import { scanOf } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { type FloorWorld, openWorld, type Person } from '../floor/floor-world.ts'

const RUNS = process.env.BARO_LONG === '1' ? 3_000 : 60
const nobody = { operatorId: null, station: 'TEST' }

let world: FloorWorld | null = null
afterEach(async () => {
  await world?.test.close()
})

test('what the station chooses is what reckoning every service of the book comes to', async () => {
  world = await openWorld({ orders: [order(1, [['A1', 2]], { shipBy: Date.parse('2026-11-25T18:00:00+09:00') })] })
  const { core } = world.test.station
  const [person] = world.people as [Person]
  await person.robot.finish('picking')
  for (const code of ['T-1', 'BOX-S', gtin13(1)]) await person.client.packing.scan(scanOf(code))
  let version = 0
  let chosen = 0
  await fc.assert(
    fc.asyncProperty(
      serviceTables,
      fc.integer({ min: 0, max: 14 * 24 }),
      fc.integer({ min: 1, max: 6_000 }),
      async (table, hours, weightGrams) => {
        const book = {
          calendar: table.calendar,
          handlingDays: 0,
          currency: table.currency,
          services: table.services.map((service) => ({ ...service, carrierCode: 'CJ' })),
          cards: table.cards,
          rules: [],
        }
        fc.pre(book.services.some(({ active }) => active))
        fc.pre(checkServiceBook(book, { carriers: ['CJ'], currency: 'KRW' }).problems.length === 0)
        const saved = await core.run(saveServices, { after: version, book }, nobody)
        if (!saved.ok) throw new Error(JSON.stringify(saved))
        version = saved.value.version
        const at = Date.parse('2026-11-19T00:00:00+09:00') + hours * 3_600_000
        const [plan, services] = await core.store.write(async (tx) => {
          const [carton] = await tx.find('carton', 'order', world?.orderIds[0] ?? '')
          if (carton === undefined) throw new Error('No carton')
          const asked = { carton, weightGrams, at, role: 'packer' }
          return [await planService(tx, asked, { code: null, attached: false }), await servicesFor(tx, asked)] as const
        })
        const shipment = {
          cartons: [
            {
              cartonId: 'c',
              lengthMm: 250,
              widthMm: 200,
              heightMm: 150,
              grams: weightGrams,
              valueMinor: 1_000,
              goods: [],
            },
          ],
          to: { country: 'KR', postcode: '06236' },
          promise: { shipBy: '2026-11-25', deliverBy: null, level: null },
          cashMinor: 0,
          handlingDays: 0,
        }
        const offers = allOffers(shipment, book, at)
        const best = bestOffer(offers)
        expect(services?.offers).toHaveLength(offers.length)
        if (best === null) {
          expect(plan).toMatchObject({ kind: 'ask', name: 'serviceNone' })
          return
        }
        chosen += 1
        expect(plan).toMatchObject({
          kind: 'ready',
          service: { version, code: best.code, priceMinor: best.price, shipDate: best.ship, deliverBy: best.there },
        })
      },
    ),
    { numRuns: RUNS },
  )
  expect(chosen).toBeGreaterThan(RUNS / 3)
})
