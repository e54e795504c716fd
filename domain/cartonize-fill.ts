import type { Block } from './cartonize-blocks.ts'
import type { Counts } from './cartonize-bounds.ts'
import { type Candidate, type Ranking, rankBlocks } from './cartonize-rank.ts'
import { cutSpaces, emptySpace, type Placed, type Space } from './cartonize-spaces.ts'

/** A carton that is being filled. */
export type Filling = {
  /** Units of each kind that may still be put in. */
  left: number[]
  spaces: Space[]
  placed: Placed[]
  /** Blocks that can still be made of what is left, worthiest first. */
  active: Block[]
  volume: number
  gramsLeft: number
}

/** What it costs to put a block somewhere, in blocks looked at. */
const PUT_STEPS = 20

/** An empty carton for goods out of `counts`; blocks are sorted by their worth. */
export function emptyFilling(counts: Counts, blocks: readonly Block[], grams: number, ranking: Ranking): Filling {
  const { lx, ly, lz } = ranking.inside
  const active = blocks.filter(
    (block) => block.lx <= lx && block.ly <= ly && block.lz <= lz && isPossible(block, counts, grams),
  )
  return { left: [...counts], spaces: [emptySpace(ranking.inside)], placed: [], active, volume: 0, gramsLeft: grams }
}

function copyOf({ left, spaces, placed, active, volume, gramsLeft }: Filling): Filling {
  return {
    left: left.slice(),
    spaces: spaces.slice(),
    placed: placed.slice(),
    active: active.slice(),
    volume,
    gramsLeft,
  }
}

/** Puts a block into the filling, in place. */
function put(filling: Filling, { block, x1, y1 }: Candidate, z1: number, ranking: Ranking): void {
  const { left, spaces, placed, active } = filling
  const solid: Placed = { x1, y1, z1, x2: x1 + block.lx, y2: y1 + block.ly, z2: z1 + block.lz, block }
  placed.push(solid)
  for (const { kind, count } of block.needs) {
    left[kind.index] = (left[kind.index] ?? 0) - count
    for (const other of kind.apart) left[other] = 0
  }
  filling.gramsLeft -= block.weightGrams
  filling.volume += block.volume
  ranking.budget.steps += PUT_STEPS + (active.length >> 2) + spaces.length
  let kept = 0
  for (const other of active)
    if (isPossible(other, left, filling.gramsLeft)) {
      active[kept] = other
      kept += 1
    }
  active.length = kept
  if (kept > 0) cutSpaces(spaces, solid, placed, ranking.inside)
}

function isPossible(block: Block, left: readonly number[], gramsLeft: number): boolean {
  if (block.weightGrams > gramsLeft) return false
  for (const { kind, count } of block.needs) if (count > (left[kind.index] ?? 0)) return false
  return true
}

type Choice = { space: Space; candidates: Candidate[] }

/** The first space that takes something, with what it takes; spaces that take nothing are dropped from the filling. */
function choose(filling: Filling, most: number, ranking: Ranking): Choice | null {
  while (filling.active.length > 0) {
    let space: Space | null = null
    for (const other of filling.spaces)
      if (space === null || other.rank < space.rank || (other.rank === space.rank && other.volume > space.volume))
        space = other
    if (space === null) return null
    const candidates = rankBlocks(space, filling.active, filling.placed, most, ranking)
    if (candidates.length > 0) return { space, candidates }
    const last = filling.spaces.pop()
    if (last !== undefined && last !== space) filling.spaces[filling.spaces.indexOf(space)] = last
  }
  return null
}

/** Puts the best block into the first space again and again until nothing fits; the given filling stays as it is. */
export function fillGreedily(start: Filling, ranking: Ranking): Filling {
  const filling = copyOf(start)
  for (;;) {
    const choice = choose(filling, 1, ranking)
    const [best] = choice?.candidates ?? []
    if (choice === null || best === undefined) return filling
    put(filling, best, choice.space.z1, ranking)
  }
}

type Node = { filling: Filling; outlook: Filling | null }

/**
 * Beam search: of each filling the best blocks are tried, each is filled greedily to see where it leads, and the best
 * `width` go on. `keep` hears every full carton; `stop` is asked before each block.
 */
export function searchBeam(
  start: Filling,
  width: number,
  ranking: Ranking,
  keep: (filling: Filling) => void,
  stop: () => boolean,
): void {
  let level: Node[] = [{ filling: start, outlook: null }]
  while (level.length > 0) {
    const next: { filling: Filling; outlook: Filling }[] = []
    for (const { filling, outlook } of level) {
      const choice = choose(filling, width, ranking)
      if (choice === null) continue
      for (const [rank, candidate] of choice.candidates.entries()) {
        if (stop()) return
        const child = copyOf(filling)
        put(child, candidate, choice.space.z1, ranking)
        // The best block is the one that the greedy fill took: where it leads is known.
        const seen = rank === 0 && outlook !== null && ranking.noise === null ? outlook : fillGreedily(child, ranking)
        if (seen !== outlook) keep(seen)
        next.push({ filling: child, outlook: seen })
      }
    }
    next.sort((a, b) => b.outlook.volume - a.outlook.volume)
    const known = new Set<string>()
    level = []
    for (const node of next) {
      const key = `${node.outlook.volume} ${keyOf(node.filling)}`
      if (known.has(key)) continue
      known.add(key)
      level.push(node)
      if (level.length === width) break
    }
  }
}

/** The same for fillings that took other ways to the same end; others are seldom taken for each other. */
function keyOf({ volume, spaces }: Filling): string {
  let sum = 0
  for (const space of spaces) sum += space.rank + space.volume
  return `${volume} ${sum}`
}
