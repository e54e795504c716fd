import { expect } from 'vitest'
import { returnClaim } from '../../commands/claims/return-claim.ts'
import { revokeClaim } from '../../commands/claims/revoke-claim.ts'
import type { CommandDefinition } from '../../commands/command.ts'
import { cancelOrder } from '../../commands/orders/cancel-order.ts'
import { holdOrder } from '../../commands/orders/hold-order.ts'
import { assignTote } from '../../commands/picking/assign-tote.ts'
import { claimWork } from '../../commands/picking/claim-work.ts'
import { confirmPick } from '../../commands/picking/confirm-pick.ts'
import { dropOff } from '../../commands/picking/drop-off.ts'
import { prefetchWork } from '../../commands/picking/prefetch-work.ts'
import { shortPick } from '../../commands/picking/short-pick.ts'
import { undoPick } from '../../commands/picking/undo-pick.ts'
import { cancelWave } from '../../commands/waves/cancel-wave.ts'
import { releaseWave } from '../../commands/waves/release-wave.ts'
import { type CentreWorld, openCentreWorld, type WorldStation } from './centre-world.ts'
import { chainArgs, openChainWorld, zoneOrders } from './chain-world.ts'
import { type Random, seededRandom } from './random.ts'

const STEPS = 60
const UNITS = 20
const CONTENTS = ['A', 'B', 'AB', 'AB', 'AC', 'BC', 'ABC', 'ABC', 'C', 'AB']

/** What came of all races: how often each thing was done. */
export type ChainTotals = Record<string, number>

type Here = {
  world: CentreWorld
  stations: WorldStation[]
  orderIds: string[]
  random: Random
  totals: ChainTotals
  /** Units that the pickers laid into totes and did not take out again, by pick line. */
  laid: Map<string, number>
}
type Line = { id: string; order_id: string; pick_task_id: string; quantity: number; picked: number; short: number }

/**
 * Plans chains of random orders over three zones, and picks, hands over, shorts, undoes, gives back and takes away in random
 * turns, once per seed from 1 to `seeds`; then works all to its end. Fails, with seed and step, when a rule of the doctor is
 * broken, a unit is lost or doubled, an order is picked before its last zone, or a tote is not with the task that has it.
 */
export async function raceChains(seeds: number): Promise<ChainTotals> {
  const template = await openChainWorld(UNITS)
  await template.station('one')
  await template.station('two')
  const orderIds = await zoneOrders(template, CONTENTS)
  const image = template.image()
  await template.close()
  const totals: ChainTotals = {}
  for (let seed = 1; seed <= seeds; seed += 1) {
    const world = await openCentreWorld(image)
    const stations = ['one', 'two'].map(world.known)
    const here: Here = { world, stations, orderIds, random: seededRandom(seed), totals, laid: new Map() }
    for (let step = 0; step < STEPS; step += 1) {
      const begun = await world.rows<{ id: string }>(BEGUN)
      const where = `seed ${seed}, step ${step}: ${await act(here)}`
      await check(here, where)
      const returned = await world.rows<{ id: string }>(`SELECT id FROM pick_task WHERE state = 'returned'`)
      const halves = begun.filter(({ id }) => returned.some((task) => task.id === id))
      expect(halves, `${where}: half cancelled`).toEqual([])
    }
    await workToTheEnd(here, `seed ${seed}`)
    await world.close()
  }
  return totals
}

async function act(here: Here): Promise<string> {
  const { random, world } = here
  const dice = random.below(100)
  if (dice < 10) return plan(here)
  if (dice < 25)
    return ask(here, random.once(3) ? prefetchWork : claimWork, { orderIds: [], limit: 1 + random.below(8) })
  if (dice < 30) return ask(here, returnClaim, { taskId: await any(here, `pick_task WHERE state = 'claimed'`) })
  if (dice < 34)
    return ask(here, revokeClaim, { taskId: await any(here, `pick_task WHERE state IN ('claimed', 'started')`) })
  if (dice < 36) return ask(here, cancelWave, { waveId: await any(here, `wave WHERE state = 'released'`) })
  if (dice < 38)
    return ask(here, random.once(2) ? cancelOrder : holdOrder, { orderId: random.pick(here.orderIds), reason: 'x' })
  if (dice < 58) return tote(here)
  if (dice < 82) return pick(here)
  if (dice < 86)
    return fact(here, shortPick, {
      pickLineId: await any(here, `pick_line WHERE state = 'open'`),
      reason: random.pick(['damaged', 'short', 'nothing-there'] as const),
    })
  if (dice < 88) {
    const id = await any(here, 'pick_line WHERE picked > 0')
    const [line] = await world.rows<Line>('SELECT * FROM pick_line WHERE id = ?', id)
    const done = await fact(here, undoPick, { pickLineId: id, quantity: 1, serials: [] })
    if (done.endsWith('ok') && line !== undefined) here.laid.set(id, (here.laid.get(id) ?? 0) - 1)
    return done
  }
  return fact(here, dropOff, { taskId: await any(here, `pick_task WHERE state = 'started'`) })
}

async function plan(here: Here): Promise<string> {
  const { random, world } = here
  const shuffled = [...here.orderIds].sort(() => random.below(3) - 1)
  const size = 1 + random.below(4)
  const args = await chainArgs(world, [shuffled.slice(0, size), shuffled.slice(size, size * 2)])
  return ask(here, releaseWave, args)
}

/** Mostly the tote that was handed over for the slot, else one that is free, and now and then just any. */
async function tote(here: Here): Promise<string> {
  const { random, world } = here
  const slotId = await any(
    here,
    `pick_slot WHERE tote_id IS NULL AND pick_task_id IN (SELECT id FROM pick_task WHERE state IN ('claimed', 'started'))`,
  )
  const handed = await world.rows<{ id: string }>(
    `SELECT tote.id FROM tote JOIN pick_slot slot ON slot.pick_task_id = tote.pick_task_id AND slot.order_id = tote.order_id
     WHERE slot.id = ?`,
    slotId,
  )
  const toteId = random.once(6)
    ? await any(here, 'tote')
    : (handed[0]?.id ?? (await any(here, `tote WHERE state IN ('empty', 'emptied')`)))
  return fact(here, assignTote, { slotId, toteId })
}

async function pick(here: Here): Promise<string> {
  const { random, world, laid } = here
  const pickLineId = await any(
    here,
    `pick_line WHERE state = 'open' AND pick_task_id IN (SELECT id FROM pick_task WHERE state IN ('claimed', 'started'))`,
  )
  const [own] = await world.rows<{ id: string }>(
    'SELECT tote.id FROM tote JOIN pick_line line ON line.order_id = tote.order_id WHERE line.id = ?',
    pickLineId,
  )
  const toteId = random.once(8) || own === undefined ? await any(here, 'tote') : own.id
  const done = await fact(here, confirmPick, { pickLineId, quantity: 1, toteId, serials: [], scans: [] })
  if (done.endsWith('ok')) laid.set(pickLineId, (laid.get(pickLineId) ?? 0) + 1)
  return done
}

async function ask(here: Here, definition: CommandDefinition, args: object): Promise<string> {
  const { decision } = await here.random.pick(here.stations).ask(definition, args)
  return note(here, definition.type, decision.ok)
}

async function fact(here: Here, definition: CommandDefinition, args: Record<string, unknown>): Promise<string> {
  if (Object.values(args).includes('none')) return 'nothing to do'
  return note(here, definition.type, (await here.world.decide(definition, args)).ok)
}

function note({ totals }: Here, type: string, ok: boolean): string {
  const name = `${type} ${ok ? 'ok' : 'refused'}`
  totals[name] = (totals[name] ?? 0) + 1
  return name
}

async function any({ world, random }: Here, from: string): Promise<string> {
  const found = await world.rows<{ id: string }>(`SELECT id FROM ${from} ORDER BY id`)
  return found.length === 0 ? 'none' : random.pick(found).id
}

/** An order that is said to be over though a task of it is not. */
const TOO_EARLY = `SELECT "order".number FROM "order" JOIN pick_slot slot ON slot.order_id = "order".id
  JOIN pick_task task ON task.id = slot.pick_task_id
  WHERE "order".state IN ('picked', 'backordered') AND task.state IN ('open', 'claimed', 'started')`
/** What waits in a chain of which somebody began the first. */
const BEGUN = `SELECT id FROM pick_task task WHERE state = 'open' AND EXISTS (SELECT 1 FROM pick_task other
  WHERE other.wave_id = task.wave_id AND substr(other.number, 1, 6) = substr(task.number, 1, 6)
    AND other.state IN ('started', 'done', 'short'))`
const UNITS_OF = `SELECT item.sku, (SELECT sum(on_hand) FROM stock WHERE item_id = item.id)
    + coalesce((SELECT sum(picked) FROM pick_line line JOIN pick_task task ON task.id = line.pick_task_id
      WHERE line.item_id = item.id AND task.state IN ('done', 'short')), 0)
    + coalesce((SELECT sum(quantity) FROM stock_move WHERE item_id = item.id AND reason IN ('damaged', 'missing')), 0) AS units
  FROM item ORDER BY item.sku`

async function check({ world, laid }: Here, where: string): Promise<void> {
  expect(await world.broken(), where).toEqual([])
  expect(await world.rows(TOO_EARLY), `${where}: picked too early`).toEqual([])
  const units = ['A', 'B', 'C'].map((sku) => ({ sku, units: UNITS }))
  expect(await world.rows(UNITS_OF), `${where}: units`).toEqual(units)
  for (const line of await world.rows<Line>('SELECT * FROM pick_line'))
    expect(line.picked, `${where}: ${line.id}`).toBe(laid.get(line.id) ?? 0)
  // Whatever lies in a tote belongs to the order of that tote, and is all that was picked of it.
  const lying = await world.rows<{ number: string; laid: number; state: string }>(
    `SELECT number, "order".state, coalesce(sum(line.picked), 0) AS laid FROM "order"
     LEFT JOIN pick_line line ON line.order_id = "order".id GROUP BY "order".id
     HAVING (coalesce(sum(line.picked), 0) > 0)
       <> EXISTS (SELECT 1 FROM tote WHERE tote.order_id = "order".id) AND "order".state <> 'picking'`,
  )
  expect(lying, `${where}: totes`).toEqual([])
}

async function workToTheEnd(here: Here, where: string): Promise<void> {
  const { world, stations, laid } = here
  for (let task = 0; task < 60; task += 1) {
    const open = await world.rows<{ id: string }>(
      `SELECT id FROM pick_task WHERE state IN ('claimed', 'started') ORDER BY id`,
    )
    const [station] = stations
    if (open.length === 0 && !(await station?.ask(claimWork, { orderIds: [], limit: 24 }))?.decision.ok) break
    for (const { id } of open) await finish(here, id)
    await check(here, `${where}, at the end`)
  }
  const left = await world.rows(`SELECT number, state FROM pick_task WHERE state IN ('open', 'claimed', 'started')`)
  expect(left, where).toEqual([])
  expect(await world.rows(`SELECT number FROM wave WHERE state = 'released'`), where).toEqual([])
  expect(await world.rows(`SELECT number FROM "order" WHERE state = 'picking'`), where).toEqual([])
  const sum = [...laid.values()].reduce((all, units) => all + units, 0)
  here.totals.units = (here.totals.units ?? 0) + sum
}

async function finish(here: Here, taskId: string): Promise<void> {
  const { world, laid } = here
  const slots = await world.rows<{ id: string; handed: string | null }>(
    `SELECT slot.id, (SELECT tote.id FROM tote WHERE tote.pick_task_id = slot.pick_task_id
       AND tote.order_id = slot.order_id) AS handed FROM pick_slot slot WHERE pick_task_id = ? AND tote_id IS NULL ORDER BY slot`,
    taskId,
  )
  for (const { id, handed } of slots) {
    const [free] = await world.rows<{ id: string }>(
      `SELECT id FROM tote WHERE state IN ('empty', 'emptied') ORDER BY id`,
    )
    await world.run(assignTote, { slotId: id, toteId: handed ?? free?.id ?? 'no tote is left' })
  }
  const lines = await world.rows<Line & { tote_id: string }>(
    `SELECT line.*, slot.tote_id FROM pick_line line JOIN pick_slot slot ON slot.pick_task_id = line.pick_task_id
     AND slot.order_id = line.order_id WHERE line.pick_task_id = ? AND line.state = 'open' ORDER BY sequence`,
    taskId,
  )
  for (const { id, quantity, picked, short, tote_id: toteId } of lines) {
    const rest = quantity - picked - short
    await world.run(confirmPick, { pickLineId: id, quantity: rest, toteId, serials: [], scans: [] })
    laid.set(id, (laid.get(id) ?? 0) + rest)
  }
  await world.run(dropOff, { taskId })
}
