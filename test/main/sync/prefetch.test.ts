import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { savePolicies } from '../../../commands/site/save-site.ts'
import { DEFAULT_POLICIES } from '../../../domain/policies.ts'
import { openWaitingOrders } from '../../../main/picking/waiting-orders.ts'
import { openPrefetch, PREFETCH_IDLE_MS, type Prefetch } from '../../../main/sync/prefetch.ts'
import { centreClient } from '../../support/centre-client.ts'
import { type JoinedStation, openJoinedStation } from '../../support/joined-station.ts'
import { command, type StationClient, scanOf, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }
let joined: JoinedStation
let picker: StationClient
let prefetch: Prefetch
let now: number
let wanted: number
let isOnline: boolean

type Task = {
  id: string
  number: string
  state: string
  operator_id: string | null
  holder: string | null
  epoch: number
}
const tasks = () => joined.ask<Task>('SELECT * FROM pick_task ORDER BY number')
const kept = () => tasks().filter(({ state, operator_id }) => state === 'claimed' && operator_id === null)
const giveWork = () => picker.picking.scan({ ...scanOf(command('giveWork')), source: 'wedge' })

beforeEach(async () => {
  now = Date.now()
  wanted = 3
  isOnline = true
  joined = await openJoinedStation(
    async (core) => {
      await fillSmallWarehouse(
        core,
        [1, 2, 3, 4, 5, 6].map((number) => order(number, [['A1', 1]])),
      )
      await core.run(savePolicies, { policies: { ...DEFAULT_POLICIES, cartOrders: 1 } }, nobody)
    },
    { settings: { prefetchTasks: 3 }, platform: { now: () => now } },
  )
  await joined.settled()
  picker = joined.test.client()
  await signIn(picker, 'BDG-2')
  const { core } = joined
  prefetch = openPrefetch({
    ...{ core, isOnline: () => isOnline, wanted: () => wanted },
    waiting: openWaitingOrders(core.store.reader),
  })
})
afterEach(() => joined.close())

describe('work that a station keeps ready', () => {
  it("is fetched once somebody picks there, as many tasks as are wanted, and is nobody's yet", async () => {
    await prefetch.look()
    expect(kept()).toEqual([])
    prefetch.used()
    await prefetch.look()
    expect(kept()).toMatchObject([
      { number: 'B-0001', holder: joined.core.stationId(), epoch: 1 },
      { number: 'B-0002' },
      { number: 'B-0003' },
    ])
    expect(joined.ask(`SELECT count(*) AS n FROM "order" WHERE state = 'released'`)).toEqual([{ n: 3 }])
  })

  it('is handed out to whoever asks for work of the zone in which it lies whole, and to nobody of another', async () => {
    prefetch.used()
    await prefetch.look()
    const of = (zone: string | null) =>
      joined.core.executor.transact(async ({ tx }) => (await prefetch.ready(tx, zone))?.number ?? null)
    expect([await of(null), await of('A'), await of('B')]).toEqual(['B-0001', 'B-0001', null])
  })

  it('is handed out for hours without the network, the oldest first, and the centre takes it all later', async () => {
    prefetch.used()
    await prefetch.look()
    await joined.cut(true)
    for (const number of ['B-0001', 'B-0002', 'B-0003']) {
      const { bench, feedback } = await giveWork()
      expect([feedback?.name, bench.task?.number]).toEqual(['workGiven', number])
      const tote = `T-${number.at(-1)}`
      await picker.picking.scan({ ...scanOf(tote), source: 'wedge' })
      const [place] = joined.ask<{ code: string }>(`SELECT l.code FROM stock s JOIN location l ON l.id = s.location_id
        JOIN item i ON i.id = s.item_id WHERE i.sku = 'A1'`)
      for (const code of [place?.code ?? '', 'A1', tote, command('done')])
        await picker.picking.scan({ ...scanOf(code), source: 'wedge' })
      expect((await picker.picking.bench()).bench.task).toBeNull()
    }
    expect((await giveWork()).feedback?.name).toBe('needsCentre')
    await joined.cut(false)
    await joined.settled()
    expect(joined.ask('SELECT id FROM fact_exception')).toEqual([])
    expect(tasks().map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  })

  it('goes before a question to the centre, but not before more urgent orders', async () => {
    prefetch.used()
    await prefetch.look()
    await joined.core.store.write(async (tx) => {
      const [next] = openWaitingOrders(joined.core.store.reader).first(1)
      const row = await tx.get('order', next ?? '')
      if (row !== undefined) await tx.put('order', { ...row, priority: 9 })
    })
    expect((await giveWork()).bench.task?.number).toBe('B-0004')
    expect(kept()).toHaveLength(3)
  })

  it('goes back when nobody has picked for long, and when the station ends', async () => {
    prefetch.used()
    await prefetch.look()
    now += PREFETCH_IDLE_MS + 1
    await prefetch.look()
    expect(kept()).toEqual([])
    expect(tasks().map(({ state, epoch }) => [state, epoch])).toEqual(Array(3).fill(['returned', 2]))
    prefetch.used()
    await prefetch.look()
    await giveWork()
    expect(kept()).toHaveLength(2)
    await prefetch.close()
    expect(kept()).toEqual([])
    expect(tasks().filter(({ state }) => state === 'claimed')).toHaveLength(1)
  })

  it('goes back as far as another station has its share of what waits', async () => {
    prefetch.used()
    await prefetch.look()
    const other = centreClient(joined.centre.fetch)
    await other.enrol(await joined.centre.makeCode('other'))
    await other.session()
    const people = joined.ask<{ id: string }>(`SELECT id FROM operator WHERE badge <> 'BDG-2' ORDER BY badge`)
    for (let taken = 0; taken < 2; taken += 1) {
      const orderIds = openWaitingOrders(joined.core.store.reader).first(10)
      const operatorId = people[taken]?.id ?? ''
      const { decision } = await other.ask(claimWork, { orderIds, limit: 1 }, { operatorId })
      expect(decision).toMatchObject({ ok: true })
    }
    await joined.core.run(
      savePolicies,
      { policies: { ...DEFAULT_POLICIES, cartOrders: 1, itemSettlesLocation: true } },
      nobody,
    )
    await prefetch.look()
    expect(kept()).toHaveLength(2)
  })

  it('stays where it is without the network, and one that a lead took away is not applied', async () => {
    prefetch.used()
    await prefetch.look()
    isOnline = false
    await prefetch.close()
    expect(kept()).toHaveLength(3)
    await joined.cut(true)
    const { bench } = await giveWork()
    const other = centreClient(joined.centre.fetch)
    await other.enrol(await joined.centre.makeCode('other'))
    await other.session()
    await other.ask(revokeClaim, { taskId: bench.task?.id ?? '' })
    await joined.cut(false)
    await joined.settled()
    expect(joined.ask('SELECT type, reason FROM fact_exception')).toEqual([
      { type: 'picking.take-prefetched', reason: 'claimStale' },
    ])
  })

  it('is none when the settings of the station say so', async () => {
    wanted = 0
    prefetch.used()
    await prefetch.look()
    expect(kept()).toEqual([])
  })
})

describe('how many tasks a station keeps ready', () => {
  it('is set by a manager, within limits, and holds from then on', async () => {
    const office = joined.test.client()
    await signIn(office, 'BDG-1')
    expect((await office.site.view()).station.prefetchTasks).toBe(3)
    const name = 'P-01'
    expect((await office.site.saveStation({ name, prefetchTasks: 2 })).station.prefetchTasks).toBe(2)
    // The name alone leaves it as it is.
    expect((await office.site.saveStation({ name: 'P-02' })).station).toMatchObject({ name: 'P-02', prefetchTasks: 2 })
    for (const wrong of [-1, 65, 1.5])
      await expect(office.site.saveStation({ name, prefetchTasks: wrong })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      })
    await expect(picker.site.saveStation({ name, prefetchTasks: 4 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(joined.core.platform.settings.get('prefetchTasks')).toBe(2)
  })
})
