import { expect, test } from 'vitest'
import { command, openTestStation, scanOf, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

test('a lock that lands in the middle of a scan stays a lock', async () => {
  const opened = await openTestStation()
  try {
    await fillSmallWarehouse(opened.station.core, [order(1, [['A1', 1]])])
    for (let pause = 0; pause < 60; pause += 1) {
      const client = opened.client('one-window')
      await signIn(client, 'BDG-1')
      const scan = client.picking.scan(scanOf(command('giveWork'))).catch(() => null)
      for (let turn = 0; turn < pause; turn += 1) await null
      await client.session.lock()
      await scan
      expect((await client.session.current()).bench.step, `after ${pause} turns`).toBe('badge')
    }
  } finally {
    await opened.close()
  }
})
