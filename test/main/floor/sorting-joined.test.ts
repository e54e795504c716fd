import { afterEach, beforeEach, expect, test } from 'vitest'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import { type CentreClient, centreClient } from '../../support/centre-client.ts'
import { collectedBatch } from '../../support/collected-work.ts'
import { type JoinedStation, openJoinedStation } from '../../support/joined-station.ts'
import { command, type StationClient, scanOf, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, gtin13, order } from '../../support/warehouse.ts'
import { robot } from './floor-robot.ts'

let joined: JoinedStation
let client: StationClient
let other: CentreClient
const A1 = gtin13(1)
const one = <T>(sql: string): T => joined.ask<T>(sql)[0] as T

beforeEach(async () => {
  joined = await openJoinedStation((core) =>
    fillSmallWarehouse(core, [order(1, [['A1', 1]]), order(2, [['A1', 1]]), order(3, [['A1', 1]])]),
  )
  await joined.settled()
  client = joined.test.client('bench-here')
  await signIn(client, 'BDG-3')
  other = centreClient(joined.centre.fetch)
  await other.enrol(await joined.centre.makeCode('other'))
  await other.session()
}, 60_000)
afterEach(() => joined.close())

test('a packer whose order another bench opened first can leave it and go on with the rest of the tote', {
  timeout: 60_000,
}, async () => {
  const orderIds = joined.ask<{ id: string }>('SELECT id FROM "order" ORDER BY number').map(({ id }) => id)
  const wave = { waveId: null, strategy: 'single-line' as const, plannedAt: 1, batches: [collectedBatch(orderIds)] }
  expect(await joined.core.run(releaseWave, wave, { operatorId: null, station: 'TEST' })).toMatchObject({ ok: true })
  const me = one<{ id: string }>(`SELECT id FROM operator WHERE badge = 'BDG-3'`).id
  await robot(client, { core: () => joined.core, operatorId: () => me }).finish('picking')
  await joined.settled()
  const { id: toteId, code } = one<{ id: string; code: string }>(`SELECT id, code FROM tote WHERE state = 'at_bench'`)
  const scan = async (text: string) => {
    const { feedback, bench } = await client.packing.scan({ ...scanOf(text), source: 'wedge' as const })
    if (bench.alert !== null) await client.packing.scan({ ...scanOf(command('acknowledge')), source: 'wedge' as const })
    return [feedback?.name, bench.step, bench.order?.number, bench.shared?.blocked]
  }
  await joined.cut(true)
  await scan(code)
  expect(await scan(A1)).toEqual(['orderFound', 'carton', '#1', undefined])
  const they = one<{ id: string }>(`SELECT id FROM operator WHERE badge = 'BDG-2'`).id
  other.fact('packing.open-order', { toteId, orderId: orderIds[0], takeOver: false }, { operator_id: they })
  await other.push()
  await joined.cut(false)
  await joined.settled()
  while (joined.ask(`SELECT id FROM fact_exception WHERE state = 'open'`).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 10))
  // The order in hand is gone from this bench; nothing is packed for it.
  expect(await scan('BOX-S')).toEqual(['codeNotExpectedNow', 'sort', undefined, ['#1']])
  await scan(command('park'))
  expect(await scan(code)).toEqual(['sharedToteOpened', 'sort', undefined, ['#1']])
  expect(await scan(A1)).toEqual(['orderFound', 'carton', '#2', undefined])
  expect(await scan('BOX-S')).toEqual(['lastUnitPacked', 'print', '#2', undefined])
})
