import { randomUUID } from 'node:crypto'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { savePolicies } from '../../../commands/site/save-site.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import { Policies } from '../../../domain/policies.ts'
import { openTestStation, type StationClient, signIn, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse } from '../../support/warehouse.ts'
import { type Robot, robot } from './floor-robot.ts'
import { type FloorWatch, watchFloor } from './floor-watch.ts'

const nobody = { operatorId: null, station: 'TEST' }

/** Somebody signed in at the station in a browser of their own. */
export type Person = { client: StationClient; robot: Robot; badge: string; operatorId: string; sessionId: string }

/** A small warehouse with people in it, watched. */
export type FloorWorld = { test: TestStation; people: Person[]; watch: FloorWatch; orderIds: string[]; bugs: string[] }

/** Stock beyond what the small warehouse has: second places, a second lot, an expired one, scarce items. */
export const FURTHER_STOCK = [
  { sku: 'A1', location: 'A-02-2-02', quantity: 5 },
  { sku: 'A2', location: 'A-02-2-02', quantity: 3 },
  { sku: 'A3', location: 'A-03-3-03', quantity: 2 },
  { sku: 'A3', location: 'A-01-1-01', quantity: 1 },
  { sku: 'A4', location: 'A-01-4-04', quantity: 1 },
  { sku: 'A8', location: 'A-02-4-08', lot: 'L1', expiresOn: '2099-01-31', quantity: 2 },
  { sku: 'A8', location: 'A-01-1-01', lot: 'L2', expiresOn: '2099-06-30', quantity: 4 },
  { sku: 'A9', location: 'A-01-1-01', serial: 'SN-4', quantity: 1 },
]

/** Opens a world: small warehouse, policies, orders (released when they can be), and who is signed in. */
export async function openWorld(options: {
  orders: OrderInput[]
  policies?: Partial<Policies>
  badges?: string[]
  furtherStock?: typeof FURTHER_STOCK
  now?: () => number
}): Promise<FloorWorld> {
  const bugs: string[] = []
  const test = await openTestStation({
    log: (line) => {
      if ((line as { event?: string }).event === 'bug') bugs.push(JSON.stringify(line))
    },
    ...(options.now === undefined ? {} : { platform: { now: options.now } }),
  })
  const { core } = test.station
  const watch = watchFloor(core)
  await fillSmallWarehouse(core, options.orders, false)
  await core.run(savePolicies, { policies: Policies.parse(options.policies ?? {}) }, nobody)
  await core.run(importStock, { stock: options.furtherStock ?? FURTHER_STOCK }, nobody)
  const orderIds = core.store.reader.prepare('SELECT id FROM "order" ORDER BY ordered_at').pluck().all() as string[]
  const people: Person[] = []
  for (const badge of options.badges ?? ['BDG-1']) people.push(await enter(test, badge))
  const world = { test, people, watch, orderIds, bugs }
  await releaseAll(world)
  return world
}

/** Opens a browser and signs somebody in. */
export async function enter(test: TestStation, badge: string): Promise<Person> {
  const sessionId = randomUUID()
  const client = test.client(sessionId)
  await signIn(client, badge)
  const operatorId = test.station.core.store.reader
    .prepare('SELECT id FROM operator WHERE badge = ?')
    .pluck()
    .get(badge) as string
  const person = { client, badge, operatorId, sessionId }
  return { ...person, robot: robot(client, { core: () => test.station.core, operatorId: () => operatorId }) }
}

/** Releases every order that may be, as the office would. */
export async function releaseAll({ test, orderIds }: Pick<FloorWorld, 'test' | 'orderIds'>): Promise<void> {
  const { core } = test.station
  const { pickablePayments, allOrNothing } = core.policies()
  for (const orderId of orderIds) await core.run(releaseOrder, { orderId, pickablePayments, allOrNothing }, nobody)
}

/** How many orders are in each state. */
export function orderStates({ test }: Pick<FloorWorld, 'test'>): Record<string, number> {
  const rows = test.station.core.store.reader
    .prepare('SELECT state, count(*) AS n FROM "order" GROUP BY state')
    .all() as { state: string; n: number }[]
  return Object.fromEntries(rows.map((row) => [row.state, row.n]))
}

/** Everybody does what is left to do, in turns, until nothing is: two rounds, because one may wait for the other's totes. */
export async function finishAll(world: FloorWorld): Promise<void> {
  for (let round = 0; round < 3; round += 1)
    for (const screen of ['picking', 'packing', 'shipping'] as const)
      for (const person of world.people) await person.robot.finish(screen)
}
