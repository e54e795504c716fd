import { afterEach, describe, expect, it } from 'vitest'
import { importLocations } from '../../../commands/locations/import-locations.ts'
import { assignTote } from '../../../commands/picking/assign-tote.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { confirmPick } from '../../../commands/picking/confirm-pick.ts'
import { dropOff } from '../../../commands/picking/drop-off.ts'
import { savePolicies } from '../../../commands/site/save-site.ts'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import { DEFAULT_POLICIES } from '../../../domain/policies.ts'
import { openWaitingOrders } from '../../../main/picking/waiting-orders.ts'
import { openPrefetch, type Prefetch } from '../../../main/sync/prefetch.ts'
import { centreClient } from '../../support/centre-client.ts'
import { type JoinedStation, openJoinedStation } from '../../support/joined-station.ts'
import { command, type StationClient, scanOf, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }
let joined: JoinedStation
let picker: StationClient
let prefetch: Prefetch
let ids: string[]
const giveWork = () => picker.picking.scan({ ...scanOf(command('giveWork')), source: 'wedge' })
const scan = (code: string) => picker.picking.scan({ ...scanOf(code), source: 'wedge' })

/** Orders 1..4: two that lie in A and B, two in A alone; all eight totes. */
async function open(orders: Parameters<typeof order>[], keep: number) {
  joined = await openJoinedStation(
    async (core) => {
      ids = await fillSmallWarehouse(
        core,
        orders.map((args) => order(...args)),
      )
      await core.run(savePolicies, { policies: { ...DEFAULT_POLICIES, cartOrders: 1 } }, nobody)
      const rows = core.store.reader
        .prepare(`SELECT location.* FROM location JOIN stock ON stock.location_id = location.id
        JOIN item ON item.id = stock.item_id WHERE sku = 'A2'`)
        .all() as never[]
      for (const row of rows) {
        const { code, aisle, bay, level, position, kind } = row as Record<string, string>
        await core.run(
          importLocations,
          { locations: [{ code, aisle, bay, level, position, kind, zone: 'B' } as never] },
          nobody,
        )
      }
    },
    { settings: { prefetchTasks: keep } },
  )
  await joined.settled()
  picker = joined.test.client()
  await signIn(picker, 'BDG-2')
  const { core } = joined
  prefetch = openPrefetch({
    ...{ core, isOnline: () => true, wanted: () => keep },
    waiting: openWaitingOrders(core.store.reader),
  })
}
afterEach(() => joined.close())
const chain = (orderIds: string[]) => ({
  waveId: null,
  strategy: 'zone' as const,
  plannedAt: 5,
  batches: [
    {
      orderIds,
      zone: null,
      locationIds: [],
      distanceMm: null,
      baselineMm: null,
      parts: ['A', 'B'].map((zone) => ({ zone, locationIds: [], distanceMm: null, baselineMm: null })),
    },
  ],
})
/** Picks the first part of a chain as somebody else at this station. */
async function pickFirst(totes: string[], before: () => Promise<void> = async () => undefined) {
  const { core } = joined
  const [{ id: operatorId } = { id: '' }] = joined.ask<{ id: string }>(`SELECT id FROM operator WHERE badge = 'BDG-1'`)
  const by = { operatorId, station: 'TEST' }
  const claimed = await core.run(claimWork, { orderIds: [], limit: 8 }, by)
  if (!claimed.ok) throw new Error(claimed.refusal.name)
  const { taskId } = claimed.value
  const slots = joined.ask<{ id: string; order_id: string }>(
    'SELECT * FROM pick_slot WHERE pick_task_id = ? ORDER BY slot',
    taskId,
  )
  const toteOf = new Map<string, string>()
  for (const [at, slot] of slots.entries()) {
    const [tote] = joined.ask<{ id: string }>('SELECT id FROM tote WHERE code = ?', totes[at] ?? '')
    toteOf.set(slot.order_id, tote?.id ?? '')
    expect(await core.run(assignTote, { slotId: slot.id, toteId: tote?.id ?? '' }, by)).toMatchObject({ ok: true })
  }
  for (const line of joined.ask<{ id: string; order_id: string; quantity: number }>(
    'SELECT * FROM pick_line WHERE pick_task_id = ?',
    taskId,
  ))
    expect(
      await core.run(
        confirmPick,
        {
          pickLineId: line.id,
          quantity: line.quantity,
          toteId: toteOf.get(line.order_id) ?? '',
          serials: [],
          scans: [],
        },
        by,
      ),
    ).toMatchObject({ ok: true })
  await before()
  expect(await core.run(dropOff, { taskId }, by)).toMatchObject({ ok: true })
  await joined.settled()
}

/** Somebody picks in zone A here all day, while work is kept; what somebody who asks for zone B at another station is told. */
async function askElsewhere() {
  await scan(command('quantity1'))
  prefetch.used()
  await prefetch.look()
  expect((await giveWork()).feedback?.name).toBe('workGiven')
  prefetch.used('A')
  await prefetch.look()
  const other = centreClient(joined.centre.fetch)
  await other.enrol(await joined.centre.makeCode('other'))
  await other.session()
  const [{ id: operatorId } = { id: '' }] = joined.ask<{ id: string }>(`SELECT id FROM operator WHERE badge = 'BDG-3'`)
  const { decision } = await other.ask(claimWork, { orderIds: [], limit: 8, zone: 'B' }, { operatorId })
  return decision
}

const both: [string, number][] = [
  ['A1', 1],
  ['A2', 1],
]

describe('a cart that was handed over, at a station that keeps work ready', () => {
  it('is not kept where the picker chose another zone: a picker of its zone gets it elsewhere', async () => {
    await open(
      [
        [1, both],
        [2, [['A1', 1]]],
        [3, [['A1', 1]]],
      ],
      1,
    )
    await joined.core.run(releaseWave, chain(ids.slice(0, 1)), nobody)
    await joined.settled()
    await pickFirst(['T-1'])
    expect(await askElsewhere()).toMatchObject({ ok: true })
  })

  it('nor is a whole task of zone B kept where the picker chose another zone: a picker of its zone gets it elsewhere', async () => {
    await open(
      [
        [1, [['A2', 1]]],
        [2, [['A1', 1]]],
        [3, [['A1', 1]]],
      ],
      1,
    )
    await joined.core.run(releaseWave, chain(ids.slice(0, 1)), nobody)
    await joined.settled()
    expect(await askElsewhere()).toMatchObject({ ok: true })
  })

  it('is given though a kept task finds no free tote', async () => {
    await open([...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => [n, both] as Parameters<typeof order>), [9, [['A1', 1]]]], 1)
    await joined.core.run(releaseWave, chain(ids.slice(0, 8)), nobody)
    await joined.settled()
    await pickFirst(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `T-${n}`),
      async () => {
        prefetch.used()
        await prefetch.look()
      },
    )
    const { feedback, bench } = await giveWork()
    expect([feedback?.name, bench.task?.number]).toEqual(['workGiven', 'B-0001-2'])
  })

  it('goes before a kept task that is less urgent', async () => {
    await open(
      [
        [1, both, { priority: 9 }],
        [2, [['A1', 1]]],
        [3, [['A1', 1]]],
      ],
      1,
    )
    await joined.core.run(releaseWave, chain(ids.slice(0, 1)), nobody)
    await joined.settled()
    await pickFirst(['T-1'], async () => {
      prefetch.used()
      await prefetch.look()
    })
    const { feedback, bench } = await giveWork()
    expect([feedback?.name, bench.task?.number]).toEqual(['workGiven', 'B-0001-2'])
  })
})
