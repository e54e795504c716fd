import { expect } from 'vitest'
import { returnClaim } from '../../commands/claims/return-claim.ts'
import { revokeClaim } from '../../commands/claims/revoke-claim.ts'
import { resolveException } from '../../commands/exceptions/resolve-exception.ts'
import { cancelOrder } from '../../commands/orders/cancel-order.ts'
import { releaseOrder } from '../../commands/orders/release-order.ts'
import { claimWork } from '../../commands/picking/claim-work.ts'
import { shortPick } from '../../commands/picking/short-pick.ts'
import { dispatch } from '../../commands/shipping/dispatch.ts'
import type { RequestReply } from '../../contract/central/messages.ts'
import { resolutionsOf } from '../../domain/exceptions.ts'
import { PICKABLE } from '../commands/command-store.ts'
import { type HeldTask, heldTask, packIt } from './centre-work.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from './centre-world.ts'

const STEPS = 36

/** What came of all races: units shipped, facts by their outcome, requests refused, pushes that were sent twice. */
export type RaceTotals = Record<'shipped' | 'exceptions' | 'applied' | 'refused' | 'twice', number>

type Picker = {
  station: WorldStation
  operatorId: string
  task: HeldTask | null
  tote: string
  step: number
  online: boolean
}
type Race = { world: CentreWorld; pickers: Picker[]; orderIds: string[]; dice: () => number; totals: RaceTotals }

/**
 * Two stations, on and off the network, want the last unit of an item for three orders, once per seed from 1 to
 * `schedules`. Fails, with the seed, when it is shipped twice, made or lost, or when a rule of the doctor is broken.
 */
export async function raceForLastUnit(schedules: number): Promise<RaceTotals> {
  const template = await openCentreWorld({ A: 1 })
  await template.station('one')
  await template.station('two')
  const orderIds = await template.orders('A', 'A', 'A')
  const image = template.image()
  await template.close()
  const totals: RaceTotals = { shipped: 0, exceptions: 0, applied: 0, refused: 0, twice: 0 }
  for (let seed = 1; seed <= schedules; seed += 1) {
    const world = await openCentreWorld(image)
    await race(world, orderIds, seed, totals)
    await world.close()
  }
  // Otherwise the races would show nothing.
  expect(totals.shipped).toBeGreaterThan(schedules / 25)
  expect(totals.exceptions).toBeGreaterThan(schedules / 2)
  expect(totals.refused).toBeGreaterThan(schedules)
  expect(totals.applied).toBeGreaterThan(schedules)
  expect(totals.twice).toBeGreaterThan(schedules / 5)
  return totals
}

async function race(world: CentreWorld, orderIds: string[], seed: number, totals: RaceTotals): Promise<void> {
  const dice = diceOf(seed)
  const pickers: Picker[] = []
  for (const [name, badge] of [
    ['one', 'BDG-2'],
    ['two', 'BDG-3'],
  ] as const)
    pickers.push({
      station: world.known(name),
      operatorId: await world.operator(badge),
      task: null,
      tote: 'T-1',
      step: 0,
      online: dice() < 0.5,
    })
  const here: Race = { world, pickers, orderIds, dice, totals }
  for (let step = 0; step < STEPS; step += 1) {
    const picker = oneOf(here, pickers)
    await act(here, picker)
    if (picker.online) await push(here, picker)
  }
  for (const picker of pickers) await push(here, picker)
  const { shipped } = await world.row<{ shipped: number }>('SELECT sum(shipped) AS shipped FROM order_line')
  expect(shipped, `seed ${seed} shipped the last unit more than once`).toBeLessThanOrEqual(1)
  const left = await world.row<{ units: number }>(
    `SELECT (SELECT sum(on_hand) FROM stock) + (SELECT coalesce(sum(quantity), 0) FROM stock_move
      WHERE reason IN ('picked', 'missing', 'damaged')) AS units`,
  )
  expect(left.units, `seed ${seed} made or lost a unit`).toBe(1)
  expect(await world.broken(), `seed ${seed}`).toEqual([])
  totals.shipped += shipped
}

/** What may happen next, and how often of a hundred times. */
const ACTIONS: [number, (here: Race, picker: Picker) => Promise<void>][] = [
  [14, release],
  [12, claim],
  [44, work],
  [10, ship],
  [3, takeAway],
  [2, giveBack],
  [5, decide],
  [2, cancel],
  [3, again],
  [5, plug],
]

async function act(here: Race, picker: Picker): Promise<void> {
  let left = here.dice() * 100
  for (const [often, action] of ACTIONS) {
    left -= often
    if (left < 0) return action(here, picker)
  }
}

/** The network goes, or comes back. */
async function plug(_: Race, picker: Picker): Promise<void> {
  picker.online = !picker.online
}

async function release(here: Race, { station }: Picker): Promise<void> {
  const orderId = oneOf(here, here.orderIds)
  await ask(here, () =>
    station.ask(releaseOrder, { orderId, pickablePayments: [...PICKABLE], allOrNothing: here.dice() < 0.7 }),
  )
}

async function claim(here: Race, picker: Picker): Promise<void> {
  const orderIds = [...here.orderIds].sort(() => here.dice() - 0.5)
  const decision = await ask(here, () =>
    picker.station.ask(claimWork, { orderIds, limit: 4 }, { operatorId: picker.operatorId }),
  )
  if (decision.ok)
    picker.task = await heldTask(here.world, picker.station, (decision.value as { taskId: string }).taskId)
}

/** The next thing that a picker and then a packer does, mostly; what was claimed before goes on offline. */
async function work(here: Race, picker: Picker): Promise<void> {
  const { station, task } = picker
  if (task === null) return
  const code = here.dice() < 0.95 ? picker.tote : `T-${1 + Math.floor(here.dice() * 3)}`
  if (here.dice() < 0.05)
    station.fact(shortPick, { pickLineId: task.lines[0] ?? '', reason: 'nothing-there' }, { claim: task.claim })
  const step = here.dice() < 0.95 ? picker.step : Math.floor(here.dice() * 4)
  if (step === 0) await task.tote(1, code)
  else if (step === 1) await task.pick(1, code)
  else if (step === 2) task.drop()
  else if (step === 3) await pack(here, picker)
  picker.step = step + 1
}

let cartons = 0
/** At the picker's own bench, or at the other one. */
async function pack(here: Race, { station, task, tote }: Picker): Promise<void> {
  cartons += 1
  const sql = 'SELECT order_id FROM pick_slot WHERE pick_task_id = ?'
  const [slot] = task === null ? [] : await here.world.rows<{ order_id: string }>(sql, task.taskId)
  const orderId = slot !== undefined && here.dice() < 0.9 ? slot.order_id : oneOf(here, here.orderIds)
  const bench = here.dice() < 0.3 ? oneOf(here, here.pickers).station : station
  await packIt(here.world, bench, orderId, tote, cartons)
}

async function ship(here: Race, { station }: Picker): Promise<void> {
  for (const orderId of here.orderIds) await ask(here, () => station.ask(dispatch, { orderId }))
}

async function takeAway(here: Race, { station }: Picker): Promise<void> {
  const tasks = await here.world.rows<{ id: string }>('SELECT id FROM pick_task ORDER BY id')
  if (tasks.length > 0) await ask(here, () => station.ask(revokeClaim, { taskId: oneOf(here, tasks).id }))
}

async function giveBack(here: Race, { station, task }: Picker): Promise<void> {
  if (task !== null) await ask(here, () => station.ask(returnClaim, { taskId: task.taskId }))
}

async function cancel(here: Race, { station }: Picker): Promise<void> {
  await ask(here, () => station.ask(cancelOrder, { orderId: oneOf(here, here.orderIds), reason: 'asked' }))
}

/** A person looks at what waits and decides; counting is left out, because the count could be wrong. */
async function decide(here: Race, { station }: Picker): Promise<void> {
  const waiting = (await openExceptions(here.world)).filter(({ caused_by }) => caused_by === null)
  if (waiting.length === 0) return
  const row = oneOf(here, waiting)
  const may = resolutionsOf({ type: row.type, reason: row.reason, causedBy: null }).filter((one) => one !== 'recount')
  await ask(here, () =>
    station.ask(resolveException, { exceptionId: row.id, resolution: oneOf(here, may), quantity: null }),
  )
}

/** Some of what was pushed before is sent once more. */
async function again(here: Race, { station }: Picker): Promise<void> {
  const { appliedThrough } = await station.push(station.body(0)).catch(() => ({ appliedThrough: 0 }))
  if (appliedThrough > 0) here.totals.twice += 1
}

async function push(here: Race, { station }: Picker): Promise<void> {
  const body = station.body()
  if (body.commands.length === 0) return
  for (const { status } of (await station.push(body)).results)
    here.totals[status === 'applied' ? 'applied' : 'exceptions'] += 1
}

async function ask(here: Race, request: () => Promise<RequestReply>): Promise<RequestReply['decision']> {
  const { decision } = await request()
  if (!decision.ok) here.totals.refused += 1
  return decision
}

function oneOf<T>({ dice }: Race, list: readonly T[]): T {
  const one = list[Math.floor(dice() * list.length)]
  if (one === undefined) throw new Error('Nothing to choose from')
  return one
}

/** The same numbers for the same seed (mulberry32). */
function diceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}
