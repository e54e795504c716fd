import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { OrderInput } from '../../domain/inputs.ts'
import type { StationCore } from '../../main/core.ts'
import { runDoctor } from '../../main/doctor/run-doctor.ts'
import { brokenUnitRules, watchFloor } from '../main/floor/floor-watch.ts'
import { enter, type FloorWorld, openWorld } from '../main/floor/floor-world.ts'
import { openTestStation } from '../support/station.ts'
import { order } from '../support/warehouse.ts'
import type { Dice } from './chaos-dice.ts'

/** A station that many sessions use at once, and what was seen of it from outside. */
export type Chaos = {
  world: FloorWorld
  /** The orders as the shop's first file had them. */
  orders: OrderInput[]
  /** Pages that were handed out for each print job. */
  pages: Map<string, number>
  /** How often somebody said of each print job that its page is not on paper. */
  failures: Map<string, number>
  /** How often each refusal was answered, as `act: code`. */
  refusals: Map<string, number>
  /** Answers that nobody should get: untyped errors, and two answers to one scan. */
  faults: string[]
  /** Edges of the state machines that were taken, over every opening of the station. */
  edges: Set<string>
}

const SKUS = ['A1', 'A2', 'A3', 'A4', 'A5', 'A8', 'A9', 'ZZ']
/** The closed list of ways to refuse an act of somebody who is signed in and names things that exist. */
const REFUSALS = ['CONFLICT', 'REFUSED', 'FORBIDDEN']

/** An order as a shop would send it: one to three lines of known, scarce and unknown items. */
export function shopOrder(dice: Dice, number: number): OrderInput {
  const lines = Array.from({ length: 1 + dice.below(3) }, (): [string, number] => [dice.pick(SKUS), 1 + dice.below(4)])
  return order(number, lines, { note: dice.chance(0.2) ? 'note' : '', priority: dice.chance(0.2) ? 9 : 5 })
}

/** Opens a small warehouse with fourteen orders, three people, and a second browser for two of them. */
export async function openChaos(dice: Dice): Promise<Chaos> {
  const orders = Array.from({ length: 14 }, (_, index) => shopOrder(dice, index + 1))
  const world = await openWorld({
    orders,
    badges: ['BDG-1', 'BDG-2', 'BDG-3'],
    policies: {
      allOrNothing: dice.chance(0.5),
      weighCartons: dice.chance(0.3),
      countEachUnit: dice.chance(0.7),
      cartOrders: 1 + dice.below(4),
    },
  })
  world.people.push(await enter(world.test, 'BDG-1'), await enter(world.test, 'BDG-2'))
  return { world, orders, pages: new Map(), failures: new Map(), refusals: new Map(), faults: [], edges: new Set() }
}

/** Closes the station and opens it on the same files; everybody's browser stays as it is. */
export async function reopen(chaos: Chaos): Promise<void> {
  const { test, watch } = chaos.world
  await test.reopen()
  for (const edge of watch.edges) chaos.edges.add(edge)
  chaos.world.watch = watchFloor(test.station.core)
}

/** The core that is open now. */
export function coreOf({ world }: Chaos): StationCore {
  return world.test.station.core
}

/** Rows of the station's tables as they are now. */
export function rowsOf<R>(chaos: Chaos, sql: string): R[] {
  return coreOf(chaos).store.reader.prepare(sql).all() as R[]
}

/** The print journal's jobs as they are now, oldest first. */
export function printJobs(chaos: Chaos): { id: string; attempt: number; state: string }[] {
  return coreOf(chaos)
    .journal.database.prepare('SELECT id, attempt, state FROM print_job ORDER BY requested_at, id')
    .all() as { id: string; attempt: number; state: string }[]
}

/** The answer to an act, or null when it was refused in a way that the contract knows; any other error is a fault. */
export async function answerTo<T>(chaos: Chaos, act: string, answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    const { code, data } = error as { code?: string; data?: { code?: string } }
    const said = `${act}: ${data?.code ?? String(error)}`
    if (code === undefined || !REFUSALS.includes(code) || data?.code === undefined) chaos.faults.push(said)
    else countOne(chaos.refusals, said)
    return null
  }
}

/** Everything that is wrong with units, states and answers now; empty when all is well. */
export function brokenNow(chaos: Chaos): string[] {
  const { watch, bugs } = chaos.world
  return [...brokenUnitRules(coreOf(chaos)), ...watch.illegal(), ...bugs, ...chaos.faults]
}

/** Print jobs of which not one page was handed out for each attempt, or two for one attempt that nobody called failed. */
export function wrongPages(chaos: Chaos): string[] {
  const wrong: string[] = []
  for (const { id, state, attempt } of printJobs(chaos)) {
    const pages = chaos.pages.get(id) ?? 0
    const failures = chaos.failures.get(id) ?? 0
    if (pages !== attempt || pages > 1 + failures)
      wrong.push(`print job ${id} (${state}): ${pages} pages for ${attempt} attempts, ${failures} failed`)
  }
  return wrong
}

/** Counts one more of something. */
export function countOne(counts: Map<string, number>, of: string): void {
  counts.set(of, (counts.get(of) ?? 0) + 1)
}

/** What the doctor finds wrong, each with its examples. */
export async function doctorFinds(chaos: Chaos): Promise<string[]> {
  const { checks } = await runDoctor(coreOf(chaos))
  return checks.filter((check) => !check.ok).map((check) => `${check.name}: ${check.examples.join(', ')}`)
}

/**
 * Closes the station, throws its tables away, and has them built again from the journal alone; the rows that are only
 * in one of the two, at most three of each. The chaos is over after this.
 */
export async function replayDifferences(chaos: Chaos): Promise<string[]> {
  const { test } = chaos.world
  const before = tablesOf(coreOf(chaos))
  await test.station.close()
  for (const name of ['replica.db', 'replica.db-wal', 'replica.db-shm', 'copies'])
    rmSync(join(test.directory, name), { recursive: true, force: true })
  const again = await openTestStation({ dataDirectory: test.directory })
  try {
    const after = tablesOf(again.station.core)
    return [...only(before, after).map((row) => `lost ${row}`), ...only(after, before).map((row) => `new ${row}`)]
  } finally {
    await again.close()
  }
}

/** Every row of every ordinary table (not the word index, which is derived), as `table {row}`. */
function tablesOf({ store }: StationCore): Set<string> {
  const tables = store.reader
    .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all() as string[]
  return new Set(
    tables.flatMap((table) =>
      store.reader
        .prepare(`SELECT * FROM "${table}"`)
        .all()
        .map((row) => `${table} ${JSON.stringify(row)}`),
    ),
  )
}

function only(these: Set<string>, those: Set<string>): string[] {
  return [...these].filter((row) => !those.has(row)).slice(0, 3)
}
