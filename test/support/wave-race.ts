import { expect } from 'vitest'
import { returnClaim } from '../../commands/claims/return-claim.ts'
import { revokeClaim } from '../../commands/claims/revoke-claim.ts'
import type { CommandDefinition } from '../../commands/command.ts'
import { cancelOrder } from '../../commands/orders/cancel-order.ts'
import { holdOrder } from '../../commands/orders/hold-order.ts'
import { claimWork } from '../../commands/picking/claim-work.ts'
import { prefetchWork } from '../../commands/picking/prefetch-work.ts'
import { cancelWave } from '../../commands/waves/cancel-wave.ts'
import { releaseWave } from '../../commands/waves/release-wave.ts'
import { type HeldTask, heldTask } from './centre-work.ts'
import { type CentreWorld, openCentreWorld, type WorldStation } from './centre-world.ts'
import { type Random, seededRandom } from './random.ts'

const STEPS = 40

/** What came of all races. */
export type WaveTotals = Record<'released' | 'claimed' | 'refused' | 'back' | 'cancelled' | 'dropped' | 'twice', number>

type Here = { world: CentreWorld; stations: WorldStation[]; orderIds: string[]; random: Random; totals: WaveTotals }

/**
 * Two stations contend for what is planned and for what is free, while an office plans, cancels and holds, once per seed
 * from 1 to `schedules`. Fails, with the seed, when an order is in two tasks, a task at two stations, or a rule is broken.
 */
export async function raceForWaves(schedules: number): Promise<WaveTotals> {
  const template = await openCentreWorld({ A: 30, B: 30 })
  await template.station('one')
  await template.station('two')
  const orderIds = await template.orders(...Array.from({ length: 12 }, (_, at) => (at % 2 === 0 ? 'A' : 'B')))
  const image = template.image()
  await template.close()
  const totals: WaveTotals = { released: 0, claimed: 0, refused: 0, back: 0, cancelled: 0, dropped: 0, twice: 0 }
  for (let seed = 1; seed <= schedules; seed += 1) {
    const world = await openCentreWorld(image)
    const random = seededRandom(seed)
    const here: Here = { world, stations: ['one', 'two'].map(world.known), orderIds, random, totals }
    for (let step = 0; step < STEPS; step += 1) await act(here, `seed ${seed}, step ${step}`)
    for (const station of here.stations) await station.push()
    expect(await world.broken(), `seed ${seed}`).toEqual([])
    await world.close()
  }
  return totals
}

async function act(here: Here, where: string): Promise<void> {
  const { random, world, totals } = here
  const dice = random.below(100)
  if (dice < 20) await plan(here)
  else if (dice < 60) await claimBoth(here, where)
  else if (dice < 70) await giveBack(here)
  else if (dice < 75)
    await ask(here, cancelWave, { waveId: await any(here, `SELECT id FROM wave WHERE state = 'released'`) })
  else if (dice < 80) {
    const done = await ask(here, random.once(2) ? cancelOrder : holdOrder, {
      orderId: random.pick(here.orderIds),
      reason: 'x',
    })
    totals.cancelled += done ? 1 : 0
  } else await pick(here)
  const twice = await world.rows<{ order_id: string }>(
    `SELECT order_id FROM pick_slot JOIN pick_task ON pick_task.id = pick_task_id
     WHERE state IN ('open', 'claimed', 'started') GROUP BY order_id HAVING count(*) > 1`,
  )
  expect(twice, `${where}: orders in two tasks`).toEqual([])
}

async function plan({ world, stations, orderIds, random, totals }: Here): Promise<void> {
  const shuffled = [...orderIds].sort(() => random.below(3) - 1)
  const size = 1 + random.below(4)
  const batches = [0, 1, 2].map((at) => ({
    orderIds: shuffled.slice(at * size, (at + 1) * size),
    ...{ locationIds: [], zone: null, distanceMm: null, baselineMm: null },
  }))
  const args = { waveId: null, strategy: 'cluster' as const, plannedAt: 1, batches }
  const id = `r${random.below(1_000_000_000)}`
  const station = random.pick(stations)
  const { decision } = await station.ask(releaseWave, args, { id })
  if (random.once(3)) {
    expect((await station.ask(releaseWave, args, { id })).decision).toEqual(decision)
    totals.twice += 1
  }
  const made = await world.rows('SELECT id FROM wave WHERE id = ?', `${id}.wave`)
  totals.released += made.length
}

/** Both ask at once: no task may be given to both. */
async function claimBoth({ world, stations, orderIds, random, totals }: Here, where: string): Promise<void> {
  const limit = 1 + random.below(4)
  const asked = await Promise.all(
    stations.map((station) =>
      random.once(2)
        ? station.ask(claimWork, { orderIds, limit }, { operatorId: null })
        : station.ask(prefetchWork, { orderIds, limit }),
    ),
  )
  const given = asked.flatMap(({ decision }, at) =>
    decision.ok ? [{ taskId: (decision.value as { taskId: string }).taskId, station: stations[at]?.id }] : [],
  )
  totals.claimed += given.length
  totals.refused += asked.length - given.length
  expect(new Set(given.map(({ taskId }) => taskId)).size, `${where}: one task given twice`).toBe(given.length)
  for (const { taskId, station } of given) {
    const [row] = await world.rows<{ holder: string }>('SELECT holder FROM pick_task WHERE id = ?', taskId)
    expect(row?.holder, where).toBe(station)
  }
}

async function giveBack(here: Here): Promise<void> {
  const taskId = await any(here, `SELECT id FROM pick_task WHERE state IN ('claimed', 'started')`)
  const done = await ask(here, here.random.once(2) ? returnClaim : revokeClaim, { taskId })
  here.totals.back += done ? 1 : 0
}

/** Works a task of a station to its end, and sends it sooner or later. */
async function pick({ world, stations, random, totals }: Here): Promise<void> {
  const station = random.pick(stations)
  const [task] = await world.rows<{ id: string }>(
    `SELECT id FROM pick_task WHERE state = 'claimed' AND holder = ? ORDER BY id`,
    station.id,
  )
  const totes = await world.rows<{ code: string }>(
    `SELECT code FROM tote WHERE state IN ('empty', 'emptied') ORDER BY id`,
  )
  if (task === undefined) return
  const held = await heldTask(world, station, task.id)
  if (held.slots.length > totes.length) return
  await work(
    held,
    totes.map(({ code }) => code),
    world,
  )
  if (random.once(4)) return
  await station.push()
  const [row] = await world.rows<{ state: string }>('SELECT state FROM pick_task WHERE id = ?', task.id)
  totals.dropped += row?.state === 'done' ? 1 : 0
}

async function work(held: HeldTask, totes: string[], world: CentreWorld): Promise<void> {
  const lines = await world.rows<{ slot: number }>(
    'SELECT slot FROM pick_line WHERE pick_task_id = ? ORDER BY sequence',
    held.taskId,
  )
  const slots = await world.rows<{ slot: number }>(
    'SELECT slot FROM pick_slot WHERE pick_task_id = ? ORDER BY slot',
    held.taskId,
  )
  for (const index of slots.keys()) await held.tote(index + 1, totes[index] ?? '')
  for (const [index, line] of lines.entries())
    await held.pick(index + 1, totes[slots.findIndex(({ slot }) => slot === line.slot)] ?? '')
  held.drop()
}

async function ask(here: Here, definition: CommandDefinition, args: object): Promise<boolean> {
  const { decision } = await here.random.pick(here.stations).ask(definition, args)
  return decision.ok
}

async function any({ world, random }: Here, sql: string): Promise<string> {
  const found = await world.rows<{ id: string }>(`${sql} ORDER BY id`)
  return found.length === 0 ? 'none' : random.pick(found).id
}
