import { expect, it } from 'vitest'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import { command, openTestStation, scanOf, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }

it('every zone in which a task waits can be chosen, also one with bulk places only', async () => {
  const test = await openTestStation()
  const { core } = test.station
  const ids = await fillSmallWarehouse(core, [order(1, [['A2', 1]]), order(2, [['A1', 1]])])
  for (const [sku, zone, kind] of [
    ['A2', 'R', 'reserve'],
    ['A3', 'B', 'pick'],
  ] as const)
    for (const row of core.store.reader
      .prepare(`SELECT location.* FROM location JOIN stock ON stock.location_id = location.id
      JOIN item ON item.id = stock.item_id WHERE sku = ?`)
      .all(sku) as Record<string, string>[]) {
      const { code, aisle, bay, level, position } = row
      await core.run(
        importLocations,
        { locations: [{ code, aisle, bay, level, position, kind, zone } as never] },
        nobody,
      )
    }
  await core.run(
    releaseWave,
    {
      waveId: null,
      number: 'W-1',
      strategy: 'zone',
      plannedAt: 5,
      batches: [
        {
          number: 'B-9',
          orderIds: ids.slice(0, 1),
          zone: null,
          locationIds: [],
          distanceMm: null,
          baselineMm: null,
          parts: [],
        },
      ],
    },
    nobody,
  )
  const picker = test.client()
  await signIn(picker, 'BDG-2')
  const { bench } = await picker.picking.scan({ ...scanOf(command('quantity0')), source: 'wedge' })
  expect(bench.zones.map(({ zone }) => zone)).toEqual([null, 'A', 'B', 'R'])
  await test.close()
})
