import { expect, test } from 'vitest'
import { saveServices } from '../../../commands/services/save-services.ts'
import { openJoinedStation } from '../../support/joined-station.ts'
import { serviceBook } from '../../support/service-books.ts'
import { scanOf, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, gtin13, order } from '../../support/warehouse.ts'
import { robot } from '../floor/floor-robot.ts'

const nobody = { operatorId: null, station: 'TEST' }

test('services that the centre keeps come to the station, and without the network it chooses by them all the same', {
  timeout: 90_000,
}, async () => {
  const joined = await openJoinedStation((core) => fillSmallWarehouse(core, [order(1, [['A1', 1]])]))
  try {
    await joined.settled()
    const client = joined.test.client()
    await signIn(client, 'BDG-1')
    const [operator] = joined.ask<{ id: string }>(`SELECT id FROM operator WHERE badge = 'BDG-1'`)
    const book = serviceBook({
      services: [
        { code: 'CJ-STD', priceMinor: 2_500 },
        { code: 'X-STD', carrierCode: 'X', priceMinor: 2_400 },
      ],
    })
    expect(await joined.core.run(saveServices, { after: 0, book }, nobody)).toEqual({ ok: true, value: { version: 1 } })
    expect(await joined.core.run(saveServices, { after: 0, book }, nobody)).toMatchObject({
      refusal: { name: 'servicesChanged' },
    })
    await joined.settled()
    await robot(client, { core: () => joined.core, operatorId: () => operator?.id ?? '' }).finish('picking')
    await joined.settled()
    await joined.cut(true)
    let step = ''
    for (const code of ['T-1', 'BOX-S', gtin13(1)])
      step = (await client.packing.scan({ ...scanOf(code), source: 'wedge' })).bench.step
    expect(step).toBe('print')
    await joined.cut(false)
    await joined.settled()
    expect(joined.ask('SELECT service_code, service_version, carrier_code FROM carton')).toEqual([
      { service_code: 'X-STD', service_version: 1, carrier_code: 'X' },
    ])
    expect(joined.ask('SELECT count(*) AS n FROM fact_exception')).toEqual([{ n: 0 }])
  } finally {
    await joined.close()
  }
})
