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

test('a scan that arrives late counts for nobody but the one who made it', async () => {
  const opened = await openTestStation()
  try {
    await fillSmallWarehouse(opened.station.core, [order(1, [['A1', 1]])])
    const client = opened.client('one-window')
    const { reader } = opened.station.core.store
    const idOf = (badge: string) =>
      reader.prepare('SELECT id FROM operator WHERE badge = ?').pluck().get(badge) as string
    await signIn(client, 'BDG-1')
    const mine = { ...scanOf(command('giveWork')), operatorId: idOf('BDG-1') }
    const done = { ...scanOf('nothing-known'), operatorId: idOf('BDG-1') }
    await client.packing.scan(done)
    await signIn(client, 'BDG-2')
    const late = { code: 'CONFLICT', data: { code: 'E-SCN-011' } }
    await expect(client.picking.scan(mine)).rejects.toMatchObject(late)
    await expect(client.packing.scan(done)).rejects.toMatchObject(late)
    expect((await client.picking.bench()).bench.step).toBe('idle')
    await signIn(client, 'BDG-1')
    expect((await client.picking.scan(mine)).feedback?.name).toBe('workGiven')
  } finally {
    await opened.close()
  }
})
