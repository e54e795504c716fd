import { type Block, type Kind, makeBlocks } from './cartonize-blocks.ts'
import type { Counts, Room } from './cartonize-bounds.ts'
import { emptyFilling, type Filling, fillGreedily, searchBeam } from './cartonize-fill.ts'
import type { PackingRules } from './cartonize-plan.ts'
import type { Ranking } from './cartonize-rank.ts'
import type { Inside } from './cartonize-spaces.ts'

/** What may still be spent: steps (blocks looked at) and time. */
export type Budget = {
  steps: number
  /** Nothing more is improved. */
  isOver(): boolean
  /** Not even a first plan is completed. */
  isSpent(): boolean
}

/** A way to fill: which space comes first, and what makes a block worthy. */
type Manner = { first: Inside['first']; contact: number; units: number }

/** Tried in turn. Weights near those of VCS, chosen by `npm run benchmark -- carton`. */
const MANNERS: readonly [Manner, Manner] = [
  { first: 'low', contact: 2, units: 0.5 },
  { first: 'corner', contact: 4, units: 0.2 },
]
/** So many units are few. */
const FEW_UNITS = 60
/** The lengths of so many kinds are enough to tell which rows can be filled. */
const MOST_EDGES = 100
/** Gaps up to this share of a block's length count as contact. */
const TOLERANCE = 0.04

/** What is tried one after the other: wider and wider beams. */
const WIDTHS = [1, 2, 3, 5, 8, 12, 17, 25, 36, 51, 72, 101, 144, 204]

/** Fills one carton of some size with goods out of `counts`. */
export type Filler = {
  /**
   * Tries harder with each effort (0, 1, …) as long as the budget lasts; `keep` hears each full carton and ends it by true.
   */
  fill(room: Room, counts: Counts, effort: number, keep: (filling: Filling) => boolean): void
  /** A quick fill whose cost does not depend on the budget. */
  fillQuickly(room: Room, counts: Counts): Filling
}

/** A filler for these kinds; blocks are made once for the largest lengths of all rooms. */
export function createFiller(
  kinds: readonly Kind[],
  rooms: readonly Room[],
  rules: PackingRules,
  random: () => number,
  budget: Budget,
): Filler {
  const largest = [
    Math.max(...rooms.map(({ lx }) => lx)),
    Math.max(...rooms.map(({ ly }) => ly)),
    Math.max(...rooms.map(({ lz }) => lz)),
  ] as const
  const units = kinds.reduce((sum, { count }) => sum + count, 0)
  // Joined blocks pay where there are many units; with few, it pays to try more often.
  const blocks = makeBlocks(kinds, largest, { leastFill: 0.98, mostBlocks: units <= FEW_UNITS ? 600 : 3_000 })
  const reach = [
    reachable(kinds, 0, largest[0]),
    reachable(kinds, 1, largest[1]),
    reachable(kinds, 2, largest[2]),
  ] as const
  const ordered = new Map<number, Block[]>()
  const inOrder = (manner: Manner): Block[] => {
    const known = ordered.get(manner.units)
    if (known !== undefined) return known
    const made = blocks
      .map((block) => ({ ...block, worth: block.volume * block.units ** -manner.units }))
      .sort((a, b) => b.worth - a.worth)
    ordered.set(manner.units, made)
    return made
  }
  const rankings = new Map<string, Ranking>()
  const rankingFor = (room: Room, manner: Manner): Ranking => {
    const key = `${room.index} ${manner.first}`
    const ranking = rankings.get(key) ?? rankingOf(kinds, room, manner, rules, reach, budget)
    rankings.set(key, ranking)
    return ranking
  }
  return {
    fillQuickly(room, counts) {
      const [manner] = MANNERS
      const ranking = rankingFor(room, manner)
      return fillGreedily(emptyFilling(counts, inOrder(manner), room.grams, ranking), ranking)
    },
    fill(room, counts, effort, keep) {
      let isDone = false
      const hear = (filling: Filling): void => {
        isDone ||= keep(filling)
      }
      const manner = MANNERS[effort % 2] ?? MANNERS[0]
      const ranking = rankingFor(room, manner)
      // Once the widest beam was tried, what is left is chance.
      const isNoisy = effort >= WIDTHS.length
      const noisy = isNoisy ? { ...ranking, noise: () => 1 - 0.2 * random() } : ranking
      const width = WIDTHS[effort % WIDTHS.length] ?? 1
      const start = emptyFilling(counts, inOrder(manner), room.grams, noisy)
      searchBeam(start, width, noisy, hear, () => isDone || budget.isOver())
    },
  }
}

function rankingOf(
  kinds: readonly Kind[],
  room: Room,
  manner: Manner,
  rules: PackingRules,
  reach: Ranking['reach'],
  budget: Budget,
): Ranking {
  const support = rules.supportShare
  const least = (axis: 0 | 1 | 2): number => {
    const edge = Math.min(...kinds.flatMap(({ lies }) => lies.map((lie) => lie[axis])))
    // What hangs over needs no more than its share of support.
    return axis < 2 && support > 0 ? Math.max(1, Math.floor(edge * support)) : edge
  }
  return {
    inside: {
      lx: room.lx,
      ly: room.ly,
      lz: room.lz,
      support,
      leastX: least(0),
      leastY: least(1),
      leastZ: least(2),
      first: manner.first,
    },
    weights: { contact: manner.contact, tolerance: TOLERANCE },
    reach,
    noise: null,
    hasFragile: kinds.some(({ bears }) => bears !== Number.POSITIVE_INFINITY),
    budget,
  }
}

/** For each length up to `length` the longest row of edges along the axis that is not longer. */
function reachable(kinds: readonly Kind[], axis: 0 | 1 | 2, length: number): Int32Array {
  const longest = new Int32Array(length + 1).fill(-1)
  longest[0] = 0
  const used = new Int32Array(length + 1)
  for (const { lies, count } of kinds.slice(0, MOST_EDGES)) {
    // How many units of this kind it takes to come so far, where it is needed at all.
    for (let at = 0; at <= length; at += 1) used[at] = longest[at] === at ? 0 : count + 1
    for (const edge of new Set(lies.map((lie) => lie[axis])))
      for (let at = edge; at <= length; at += 1) {
        const units = (used[at - edge] ?? count) + 1
        if (units < (used[at] ?? 0)) used[at] = units
      }
    for (let at = 1; at <= length; at += 1) if ((used[at] ?? 0) <= count) longest[at] = at
  }
  for (let at = 1; at <= length; at += 1) if (longest[at] === -1) longest[at] = longest[at - 1] ?? 0
  return longest
}
