import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CommandDefinition } from '../../../commands/command.ts'
import { cartonSeries } from '../../../commands/numbers/take-block.ts'
import type { Row } from '../../../db/tables.ts'
import { isSscc } from '../../../domain/sscc.ts'
import type { StationCore } from '../../../main/core.ts'
import { openCounters } from '../../../main/journal/counters.ts'
import { openCartonBlocks } from '../../../main/packing/carton-blocks.ts'
import { cartonNumber } from '../../../main/packing/carton-number.ts'
import { type CommandStore, openCommandStore } from '../../commands/command-store.ts'
import { openTestStation, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse } from '../../support/warehouse.ts'

const PREFIX = '8801234567'
/** A long prefix leaves six digits of serial: one million, a thousand blocks. */
const SERIALS = 1_000_000

type Step =
  | { do: 'cartons'; station: 0 | 1; count: number }
  | { do: 'taken back'; station: 0 | 1; count: number }
  | { do: 'refill'; station: 0 | 1 }
  | { do: 'restart'; station: 0 | 1 }
  | { do: 'network'; station: 0 | 1; isUp: boolean }

const which = fc.constantFrom<0 | 1>(0, 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('cartons' as const),
      station: which,
      count: fc.integer({ min: 1, max: 700 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('taken back' as const),
      station: which,
      count: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('refill' as const), station: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const), station: which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('network' as const), station: which, isUp: fc.boolean() }) },
)

/** A station with blocks from the centre, its network in the hand of the test. */
async function openNumbering(centre: CommandStore) {
  const opened: TestStation = await openTestStation()
  await fillSmallWarehouse(opened.station.core, [])
  let [isUp, now] = [true, 1_767_000_000_000]
  const open = () => {
    const { core } = opened.station
    const site = { ...core.site(), gs1_prefix: PREFIX } as Row<'site'>
    const run = async (definition: CommandDefinition<never, never>, args: never) =>
      isUp ? centre.run(definition, args) : { ok: false, refusal: { name: 'needsCentre', params: {} } }
    const platform = { ...core.platform, now: () => now }
    const blocks = openCartonBlocks({
      ...core,
      platform,
      site: () => site,
      joined: () => true,
      run: run as unknown as StationCore['run'],
    })
    const counters = openCounters(core.journal.database)
    return { site, blocks, counters, executor: core.executor }
  }
  let numbering = open()
  const take = (count: number, isTakenBack: boolean): Promise<string[]> => {
    const codes: string[] = []
    const { site, blocks, counters, executor } = numbering
    return executor
      .transact(async (work) => {
        for (let index = 0; index < count; index += 1) {
          const number = await cartonNumber(site, { counters, blocks }, work)
          if (number !== null) codes.push(number.code)
        }
        if (isTakenBack) throw new Error('taken back')
        return codes
      })
      .catch((error: unknown) => {
        if (isTakenBack) return []
        throw error
      })
  }
  return {
    take,
    left: () => numbering.blocks.left(),
    refill: () => {
      now += 10_000
      return numbering.blocks.refill()
    },
    restart: async () => {
      await opened.reopen()
      numbering = open()
    },
    network: (up: boolean) => {
      isUp = up
    },
    close: () => opened.close(),
  }
}

test('two stations never give the same SSCC, over restarts, lost networks and the end of blocks and serials', async () => {
  let given = 0
  let dry = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), fc.boolean(), async (steps, isNearEnd) => {
      const centre = openCommandStore()
      const stations = [await openNumbering(centre), await openNumbering(centre)] as const
      try {
        // Near the end of an extension digit the numbers go on with the next one.
        if (isNearEnd)
          await centre.store.write((tx) =>
            tx.put('number_series', { id: cartonSeries(PREFIX), value: SERIALS - 1_500 }),
          )
        const seen = new Set<string>()
        for (const one of steps) {
          const station = stations[one.station]
          if (one.do === 'refill') await station.refill()
          else if (one.do === 'restart') await station.restart()
          else if (one.do === 'network') station.network(one.isUp)
          else {
            const before = station.left()
            const codes = await station.take(one.count, one.do === 'taken back')
            if (one.do === 'taken back') expect(station.left()).toBe(before)
            else expect(codes).toHaveLength(Math.min(one.count, before))
            if (before < one.count) dry += 1
            for (const code of codes) {
              expect(isSscc(code), code).toBe(true)
              expect(code.slice(1, 11)).toBe(PREFIX)
              expect(seen.has(code), `${code} twice`).toBe(false)
              seen.add(code)
            }
            given += codes.length
          }
        }
      } finally {
        await Promise.all(stations.map((station) => station.close()))
        centre.close()
      }
    }),
    { numRuns: 6, seed: 20_261_122 },
  )
  expect(given).toBeGreaterThan(2_000)
  expect(dry).toBeGreaterThan(5)
}, 60_000)

test('a site whose last extension digit is used up is told so, and gets no number that was given before', async () => {
  const centre = openCommandStore()
  const station = await openNumbering(centre)
  await centre.store.write((tx) => tx.put('number_series', { id: cartonSeries(PREFIX), value: 10 * SERIALS - 3 }))
  await station.refill()
  const last = await station.take(2, false)
  expect(last.map((code) => code.slice(0, 17))).toEqual(['98801234567999998', '98801234567999999'])
  await expect(station.take(1, false)).rejects.toMatchObject({ code: 'BAD_EXTENSION' })
  await station.close()
  centre.close()
}, 30_000)
