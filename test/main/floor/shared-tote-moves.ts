import { expect } from 'vitest'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import type { Feedback } from '../../../contract/station/floor.ts'
import type { PackBench } from '../../../contract/station/packing.ts'
import type { PickBench } from '../../../contract/station/picking.ts'
import type { OrderInput } from '../../../domain/inputs.ts'
import type { StationCore } from '../../../main/core.ts'
import { command, scanOf } from '../../support/station.ts'
import { order } from '../../support/warehouse.ts'
import { labelCode } from './floor-robot.ts'
import type { Person } from './floor-world.ts'

const nobody = { operatorId: null, station: 'TEST' }

type Replied<Bench> = { bench: Bench; feedback: Feedback | null }

/** Releases orders as one task that is sorted at the bench, of a wave `W-<number>`. */
export async function releaseTogether(core: StationCore, orderIds: string[], number = '1'): Promise<void> {
  const batch = {
    ...{ number: `B-${number}`, orderIds, sortedAt: 'bench' as const },
    ...{ locationIds: [], zone: null, distanceMm: null, baselineMm: null },
  }
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
