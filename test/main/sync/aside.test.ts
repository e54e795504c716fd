import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEmbeddedCentre } from '../../../central/embedded.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import type { OwnCentre } from '../../../main/sync/station-centre.ts'
import { type CentreClient, centreClient } from '../../support/centre-client.ts'
import { type JoinedStation, openJoinedStation } from '../../support/joined-station.ts'
import { type StationClient, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }
let folder: string
let centre: OwnCentre
let joined: JoinedStation
let office: StationClient
let other: CentreClient
let orderId = ''

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baro-aside-'))
  centre = await openEmbeddedCentre({ directory: folder, version: '0', log: () => undefined })
  joined = await openJoinedStation(
    async (core) => {
      await fillSmallWarehouse(core, [])
      const orders = [{ ...order(1, [['A1', 1]]), contentHash: 'h1' }]
      await core.run(importOrders, { orders, pickablePayments: ['paid'] }, nobody)
    },
    { centre },
  )
  await joined.settled()
  office = joined.test.client()
  await signIn(office, 'BDG-1')
  other = centreClient(centre.fetch)
  await other.enrol((await office.sync.joinCode({ name: 'stolen' })).code)
  await other.session()
  ;[{ id: orderId } = { id: '' }] = joined.ask<{ id: string }>('SELECT id FROM "order"')
  await joined.settled()
}, 60_000)
afterEach(async () => {
  await joined.close()
  await centre.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The other station is revoked, and sends what it did. */
async function revoked(orderIds: string[]) {
  await office.sync.revokeStation({ stationId: other.me.stationId })
  for (const id of orderIds) other.fact('orders.record-reveal', { orderId: id })
  await other.push()
  return office.sync.aside()
}

test('a lead sees what a revoked station sent, moves some of it to the exceptions and drops the rest', async () => {
  expect(await office.sync.aside()).toEqual({ rows: [], more: false })
  const { rows } = await revoked([orderId, 'gone'])
  expect(rows).toMatchObject([
    { station: 'bench', reason: 'revoked', type: 'orders.record-reveal', order: { id: orderId } },
    { station: 'bench', order: null },
  ])
  const [first, second] = rows.map(({ id }) => id)
  expect(await office.sync.decideAside({ ids: [first ?? ''], decision: 'readmit' })).toMatchObject({
    ...{ decided: 1, taken: 0, rows: [{ id: second }] },
  })
  expect(await office.sync.decideAside({ ids: [second ?? ''], decision: 'discard' })).toEqual({
    ...{ decided: 1, taken: 0, rows: [], more: false },
  })
  await joined.settled()
  expect((await office.sync.exceptions()).rows).toMatchObject([{ reason: 'failed', params: { error: 'quarantined' } }])
}, 60_000)

test('without the centre the list and the decision are refused as such, and to a picker always', async () => {
  const { rows } = await revoked([orderId])
  const ids = rows.map(({ id }) => id)
  const picker = joined.test.client()
  await signIn(picker, 'BDG-2')
  await expect(picker.sync.decideAside({ ids, decision: 'discard' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await joined.cut(true)
  const offline = { code: 'BUSY', data: { code: 'E-SYN-001' } }
  await expect(office.sync.aside()).rejects.toMatchObject(offline)
  await expect(office.sync.decideAside({ ids, decision: 'discard' })).rejects.toMatchObject(offline)
}, 60_000)
