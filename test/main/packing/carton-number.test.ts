import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NO_SERVICE } from '../../../commands/packing/carton-service.ts'
import type { Row } from '../../../db/tables.ts'
import { buildSscc, isSscc } from '../../../domain/sscc.ts'
import { openCounters } from '../../../main/journal/counters.ts'
import { cartonNumber } from '../../../main/packing/carton-number.ts'
import { openTestStation, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse } from '../../support/warehouse.ts'

let station: TestStation
beforeEach(async () => {
  station = await openTestStation()
  await fillSmallWarehouse(station.station.core, [])
})
afterEach(() => station.close())

function next(prefix: string): Promise<string> {
  const { core } = station.station
  const counters = openCounters(core.journal.database)
  const site = { ...core.site(), gs1_prefix: prefix } as Row<'site'>
  return core.executor.transact(
    async (work) => (await cartonNumber(site, { counters, blocks: null }, work))?.code ?? 'none left',
  )
}

describe('the next carton number', () => {
  test('is never one that a carton has, even under a prefix that continues another', async () => {
    const taken = await next('8801234')
    expect(taken).toBe(buildSscc({ extension: 0, companyPrefix: '8801234000', serial: 1 }))
    const { database } = station.station.core.journal
    await station.station.core.store.write((tx) =>
      tx.put('carton', {
        id: 'c',
        order_id: 'o',
        number: 1,
        carton_type_id: 't',
        state: 'closed',
        code: taken,
        code_kind: 'sscc',
        weight_grams: null,
        carrier_code: null,
        tracking_number: null,
        shipment_id: null,
        closed_at: 1,
        ...NO_SERVICE,
      }),
    )
    expect(await next('8801234000')).toBe(buildSscc({ extension: 0, companyPrefix: '8801234000', serial: 2 }))
    expect(database.prepare(`SELECT value FROM counter WHERE name = 'sscc.8801234000'`).pluck().get()).toBe(2)
  })

  test('goes on with the next extension digit when the serials of a long prefix are used up', async () => {
    const { database } = station.station.core.journal
    database.prepare(`INSERT INTO counter (name, value) VALUES ('sscc.8801234567', 999998)`).run()
    const numbers = [await next('8801234567'), await next('8801234567'), await next('8801234567')]
    expect(numbers.map((number) => number.slice(0, 17))).toEqual([
      '08801234567999999',
      '18801234567000000',
      '18801234567000001',
    ])
    expect(numbers.every(isSscc)).toBe(true)
  })
})
