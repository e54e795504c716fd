import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import type { PickReply } from '../../../contract/station/picking.ts'
import {
  command,
  openTestStation,
  type StationClient,
  scanOf,
  signIn,
  type TestStation,
} from '../../support/station.ts'
import { fillSmallWarehouse, gtin13, order } from '../../support/warehouse.ts'
import { brokenUnitRules } from './floor-watch.ts'

let test: TestStation
let lead: StationClient
let first: StationClient
let second: StationClient
beforeEach(async () => {
  test = await openTestStation()
  const { core } = test.station
  const lines: [string, number][] = [
    ['A1', 1],
    ['A2', 1],
  ]
  await fillSmallWarehouse(core, [order(1, lines), order(2, lines)], false)
  const place = { zone: 'B', aisle: '02', bay: '2', level: '1', position: '02', kind: 'pick' as const }
  await core.run(importLocations, { locations: [{ ...place, code: 'A-02-2-02' }] }, { operatorId: null, station: '' })
  ;[lead, first, second] = [test.client(), test.client(), test.client()]
  await signIn(lead, 'BDG-1')
  await signIn(first, 'BDG-2')
  await signIn(second, 'BDG-1')
})
afterEach(async () => {
  expect(brokenUnitRules(test.station.core)).toEqual([])
  await test.close()
})

const scan = (client: StationClient, code: string): Promise<PickReply> =>
  client.picking.scan({ ...scanOf(code), source: 'wedge' })
const scans = async (client: StationClient, ...codes: string[]): Promise<PickReply> => {
  let reply: PickReply | undefined
  for (const code of codes) reply = await scan(client, code)
  if (reply === undefined) throw new Error('Nothing was scanned')
  return reply
}

async function release(): Promise<string> {
  const { planId } = await lead.planning.plan({ strategy: 'zone', seconds: 1 })
  const until = async (phase: string) => {
    for (;;) {
      const run = await lead.planning.progress({ planId })
      if (run.phase === phase) return run
      if (run.failure !== null) throw new Error(JSON.stringify(run.failure))
      await delay(5)
    }
  }
  await until('planned')
  const { batches } = await lead.planning.preview({ planId })
  expect(batches).toMatchObject([{ totes: 2, zone: null, zones: ['A', 'B'], stops: 2 }])
  await lead.planning.release({ planId })
  const run = await until('released')
  expect(run.release).toMatchObject({ tasks: 2, orders: 2 })
  return run.release?.waveId ?? ''
}

const tasksOf = async (waveId: string) =>
  (await lead.planning.wave({ waveId })).tasks.map(({ number, zone, part, waitsFor, mayGoBack, state }) => [
    ...[number, zone, `${part?.number}/${part?.of}`],
    ...[waitsFor, mayGoBack, state],
  ])

async function ordersOf(): Promise<string[]> {
  return test.station.core.store.reader.prepare('SELECT id FROM "order" ORDER BY number').pluck().all() as string[]
}

async function addOrder(number: number, lines: [string, number][]): Promise<void> {
  const { core } = test.station
  const nobody = { operatorId: null, station: '' }
  const pickablePayments = [...core.policies().pickablePayments]
  await core.run(importOrders, { orders: [{ ...order(number, lines), contentHash: 'h' }], pickablePayments }, nobody)
  const orderIds = await ordersOf()
  await core.run(releaseOrder, { orderId: orderIds.at(-1) ?? '', pickablePayments, allOrNothing: true }, nobody)
}

describe('a cart that is handed over from zone to zone', () => {
  it('is picked in A, shown and picked in B, and comes to packing with everything', async () => {
    const waveId = await release()
    expect(await tasksOf(waveId)).toEqual([
      ['B-0001-1', 'A', '1/2', null, true, 'open'],
      ['B-0001-2', 'B', '2/2', 'B-0001-1', true, 'open'],
    ])
    const begun = await scan(first, command('giveWork'))
    expect(begun.bench.task).toMatchObject({ zone: 'A', part: { number: 1, of: 2 }, nextZone: 'B' })
    expect((await scan(second, command('giveWork'))).feedback?.name).toBe('noWork')
    expect((await tasksOf(waveId)).map(([, , , , mayGoBack]) => mayGoBack)).toEqual([false, false])
    await scans(first, 'T-1', 'T-2', 'A-01-1-01')
    const picked = await scans(first, gtin13(1), 'T-1', gtin13(1), 'T-2')
    expect(picked).toMatchObject({ bench: { step: 'drop' }, feedback: { name: 'taskPicked', params: { zone: 'B' } } })
    expect((await scan(first, command('done'))).feedback).toMatchObject({ name: 'handedOver', params: { zone: 'B' } })
    // Nothing is left that is released, but two orders wait on the cart.
    expect((await second.picking.bench()).bench).toMatchObject({ step: 'idle', waiting: 2 })
    const taken = await scan(second, command('giveWork'))
    expect(taken.bench).toMatchObject({
      step: 'totes',
      task: { number: 'B-0001-2', zone: 'B', part: { number: 2, of: 2 }, nextZone: null },
      target: { slot: 1, toteName: 'Tote 1' },
      cart: {
        slots: [
          { toteName: null, handedName: 'Tote 1' },
          { toteName: null, handedName: 'Tote 2' },
        ],
      },
    })
    const wrong = await scan(second, 'T-3')
    expect(wrong).toMatchObject({ bench: { step: 'totes' }, feedback: { name: 'toteNotHanded', block: true } })
    await scan(second, command('acknowledge'))
    const shown = await scans(second, 'T-2', 'T-1')
    expect(shown).toMatchObject({ bench: { step: 'location' }, feedback: { name: 'toteAssigned' } })
    await scans(second, 'A-02-2-02', gtin13(2), 'T-1', gtin13(2), 'T-2')
    expect((await scan(second, command('done'))).feedback?.name).toBe('dropped')
    expect((await lead.planning.wave({ waveId })).row.state).toBe('done')
    const packer = test.client()
    await signIn(packer, 'BDG-3')
    const packing = await packer.packing.scan({ ...scanOf('T-1'), source: 'wedge' })
    expect(packing.bench.lines).toMatchObject([{ picked: 1 }, { picked: 1 }])
  }, 30_000)

  it('needs no free tote to go on', async () => {
    await release()
    await scan(first, command('giveWork'))
    await scans(first, 'T-1', 'T-2', 'A-01-1-01', gtin13(1), 'T-1', gtin13(1), 'T-2', command('done'))
    await test.station.core.executor.transact(async ({ tx }) => {
      for (let number = 3; number <= 8; number += 1) {
        const [tote] = await tx.find('tote', 'code', `T-${number}`)
        if (tote !== undefined) await tx.remove('tote', tote.id)
      }
    })
    expect((await scan(second, command('giveWork'))).bench.task?.number).toBe('B-0001-2')
  }, 30_000)
})

describe('asking for work of one zone', () => {
  it('gives only what lies in it whole, says by name that nothing is left there, and remembers the choice', async () => {
    const { core } = test.station
    await lead.orders.release({ orderIds: await ordersOf() })
    const idle = await first.picking.bench()
    expect(idle.bench.zones.map(({ zone, chosen }) => [zone, chosen])).toEqual([
      [null, true],
      ['A', false],
      ['B', false],
    ])
    const chosen = await scan(first, command('quantity2'))
    expect(chosen).toMatchObject({ bench: { step: 'idle' }, feedback: { name: 'zoneChosen', params: { zone: 'B' } } })
    expect((await scan(first, command('giveWork'))).feedback).toMatchObject({
      ...{ name: 'noWorkInZone', params: { zone: 'B' } },
    })
    expect((await scan(first, command('quantity9'))).feedback?.name).toBe('commandNotNow')
    // Any place of the zone says the same as its digit.
    expect((await scan(first, 'A-01-1-01')).feedback).toMatchObject({ name: 'zoneChosen', params: { zone: 'A' } })
    expect((await scan(first, command('giveWork'))).feedback?.name).toBe('noWorkInZone')
    expect((await second.picking.bench()).bench.zones[0]).toMatchObject({ zone: null, chosen: true })
    await addOrder(3, [['A2', 2]])
    await scan(first, 'A-02-2-02')
    const given = await scan(first, command('giveWork'))
    expect(given.bench).toMatchObject({ task: { zone: 'B' }, zones: [], cart: { slots: [{ orderNumber: '#3' }] } })
    await scans(first, 'T-1', 'A-02-2-02', gtin13(2), gtin13(2), 'T-1', command('done'))
    expect((await first.picking.bench()).bench.zones.find((one) => one.chosen)?.zone).toBe('B')
    await scan(first, command('quantity0'))
    expect((await scan(first, command('giveWork'))).bench.cart.slots).toHaveLength(2)
    expect(core.store.reader.prepare(`SELECT count(*) FROM pick_task`).pluck().get()).toBe(2)
  }, 30_000)
})
