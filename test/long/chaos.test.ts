import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { seedOfRun } from '../main/faults/random.ts'
import { finishAll, orderStates } from '../main/floor/floor-world.ts'
import { type Dice, diceFrom } from './chaos-dice.ts'
import { scanOffered, strayScan, touchPaper, workAsAsked } from './chaos-floor.ts'
import {
  bringOrder,
  cancel,
  changeItem,
  countStock,
  hold,
  matchLine,
  nameTote,
  release,
  settleDifference,
  unhold,
} from './chaos-office.ts'
import { brokenNow, type Chaos, doctorFinds, openChaos, reopen, replayDifferences, wrongPages } from './chaos-world.ts'

/** `BARO_SEEDS` seeds that follow each other, or the one of `BARO_SEED`; each does `BARO_STEPS` steps. */
const replaysOne = process.env.BARO_SEED !== undefined
const first = seedOfRun('chaos')
const SEEDS = Array.from({ length: replaysOne ? 1 : Number(process.env.BARO_SEEDS ?? 5) }, (_, index) => first + index)
const STEPS = Number(process.env.BARO_STEPS ?? 250)

/** What people, office and files do, each with how often in a thousand. */
const ACTS: readonly (readonly [number, (chaos: Chaos, dice: Dice) => Promise<void>])[] = [
  [520, workAsAsked],
  [60, strayScan],
  [140, scanOffered],
  [50, touchPaper],
  [50, release],
  [25, hold],
  [30, unhold],
  [5, cancel],
  [25, countStock],
  [15, changeItem],
  [10, nameTote],
  [40, bringOrder],
  [15, settleDifference],
  [15, matchLine],
]
/** States in which an order still waits for somebody on the floor. */
const ON_THE_FLOOR = ['released', 'picking', 'picked', 'packing', 'packed']

/** Edges that every run takes; without one of them the acts no longer reach what they are there for. */
const FAR_ENOUGH = [
  'order ready→backordered',
  'order packed→shipped',
  'print_job sent→verified',
  'tote at_bench→emptied',
]
/** Different edges that five runs take at least; they take about 45. */
const MANY_EDGES = 32

/** Every edge and refusal of the runs so far. */
const reached = { edges: new Set<string>(), refusals: new Set<string>() }

/** One to five acts at once, then the rules; the name of what was done last tells where to look. */
async function step(chaos: Chaos, dice: Dice, at: string): Promise<void> {
  const acts = Array.from({ length: dice.chance(0.5) ? 1 : 2 + dice.below(4) }, () => dice.weighted(ACTS))
  await Promise.all(acts.map((act) => act(chaos, dice.apart())))
  const about = `${at}, after ${acts.map((act) => act.name).join(' + ')}`
  expect(brokenNow(chaos), about).toEqual([])
  expect(wrongPages(chaos), about).toEqual([])
}

test.each(SEEDS)(
  'whatever people, the office and files do at once, every rule holds, the work ends, and the journal alone gives the same tables (seed %i)',
  async (seed) => {
    const dice = diceFrom(seed)
    const chaos = await openChaos(dice)
    try {
      for (let number = 1; number <= STEPS; number += 1) {
        await step(chaos, dice, `BARO_SEED=${seed}, step ${number}`)
        if (dice.chance(0.01)) await reopen(chaos)
      }
      await finishAll(chaos.world)
      expect(brokenNow(chaos), 'after everybody finished').toEqual([])
      const states = orderStates(chaos.world)
      process.stdout.write(`chaos: seed ${seed}: ${JSON.stringify(states)}\n`)
      expect(Object.keys(states).filter((state) => ON_THE_FLOOR.includes(state))).toEqual([])
      expect(await doctorFinds(chaos)).toEqual([])
      for (const edge of [...chaos.edges, ...chaos.world.watch.edges]) reached.edges.add(edge)
      for (const refusal of chaos.refusals.keys()) reached.refusals.add(refusal)
      expect(await replayDifferences(chaos)).toEqual([])
    } finally {
      await chaos.world.test.close()
      rmSync(chaos.world.test.directory, { recursive: true, force: true })
    }
  },
)

test.skipIf(SEEDS.length < 5)('the runs together went far enough to mean something', () => {
  expect([...reached.edges]).toEqual(expect.arrayContaining(FAR_ENOUGH))
  expect(reached.edges.size, [...reached.edges].join(', ')).toBeGreaterThanOrEqual(MANY_EDGES)
  expect(reached.refusals.size).toBeGreaterThan(0)
})
