import { expect } from 'vitest'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import type { Feedback } from '../../../contract/station/floor.ts'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { PickBench } from '../../../contract/station/picking.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import type { Policies } from '../../../domain/policies.ts'
import type { StationCore } from '../../../main/core.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { collectedBatch } from '../../support/collected-work.ts'
import { command, scanOf } from '../../support/station.ts'
import { order } from '../../support/warehouse.ts'
import { labelCode } from './floor-robot.ts'
import { brokenUnitRules } from './floor-watch.ts'
import { type FloorWorld, openWorld, type Person } from './floor-world.ts'

const nobody = { operatorId: null, station: 'TEST' }

type Replied<Bench> = { bench: Bench; feedback: Feedback | null }

/** What else a world of shared totes has: policies, stock, and how many orders each task has (all in one). */
export type SharedRest = {
  policies?: Partial<Policies>
  stock?: NonNullable<Parameters<typeof openWorld>[0]['furtherStock']>
  tasks?: number[]
}

/** A world whose orders are released as tasks of `tasks` orders each; its people: who picks, who packs, and a lead who packs, too. */
export async function openShared(orders: OrderInput[], rest: SharedRest = {}): Promise<FloorWorld> {
  const world = await openWorld({
    orders,
    policies: { countEachUnit: false, ...rest.policies },
    furtherStock: rest.stock ?? [{ sku: 'A9', location: 'A-01-1-01', serial: 'SN-4', quantity: 1 }],
    badges: ['BDG-2', 'BDG-3', 'BDG-1'],
  })
  const ids = [...world.orderIds]
  for (const [index, count] of (rest.tasks ?? [orders.length]).entries())
    await releaseTogether(world.test.station.core, ids.splice(0, count), String(index + 1))
  return world
}

/** Ends a world in which everything that has to hold holds. */
export async function closeSound({ test, watch, bugs }: FloorWorld): Promise<void> {
  expect(brokenUnitRules(test.station.core)).toEqual([])
  expect((await runDoctor(test.directory)).checks.filter(({ ok }) => !ok)).toEqual([])
  expect(watch.illegal()).toEqual([])
  expect(bugs).toEqual([])
  await test.close()
}

/** Releases orders as one task that is sorted at the bench, of a wave `W-<number>`. */
export async function releaseTogether(core: StationCore, orderIds: string[], number = '1'): Promise<void> {
  const batch = { ...collectedBatch(orderIds), number: `B-${number}` }
  const wave = { waveId: null, number: `W-${number}`, strategy: 'single-line' as const, plannedAt: 1 }
  const released = await core.run(releaseWave, { ...wave, batches: [batch] }, nobody)
  expect(released).toMatchObject({ ok: true, value: { leftOut: [] } })
}

/** Scans codes at a cart; without one it only looks. The last answer. */
export async function pick(person: Person, ...codes: string[]): Promise<Replied<PickBench>> {
  let reply: Replied<PickBench> = await person.client.picking.bench()
  for (const code of codes) reply = await person.client.picking.scan(scanOf(code))
  return reply
}

/** Scans codes at a packing bench; without one it only looks. The last answer. */
export async function pack(person: Person, ...codes: string[]): Promise<Replied<PackBench>> {
  let reply: Replied<PackBench> = await person.client.packing.bench()
  for (const code of codes) reply = await person.client.packing.scan(scanOf(code))
  return reply
}

/** Collects everything into one tote and brings it to the bench. */
export async function collect(picker: Person, tote = 'T-1'): Promise<void> {
  let { bench } = await pick(picker, command('giveWork'), tote)
  while (bench.step === 'location')
    bench = (await pick(picker, bench.location?.code ?? '', bench.item?.code ?? '', ...lotOf(bench), tote)).bench
  expect((await pick(picker, command('done'))).feedback?.name).toBe('dropped')
}
const lotOf = ({ lot }: PickBench): string[] => (lot === null ? [] : [lot])

/** Prints the label of what is packed and scans it. */
export async function label(person: Person): Promise<Replied<PackBench>> {
  const { bench } = await pack(person)
  const page = await person.client.printing.start({ printJobId: bench.printJob?.id ?? '' })
  await person.client.printing.finish({ printJobId: page.printJobId, outcome: 'sent' })
  return pack(person, labelCode(bench.carton?.code ?? ''))
}

/** Orders `#1`, `#2` … of one unit each. */
export function oneEach(count: number, sku = 'A1'): OrderInput[] {
  return Array.from({ length: count }, (_, index) => order(index + 1, [[sku, 1]]))
}
