import type { Block } from './cartonize-blocks.ts'
import { type Box, type Inside, isApart, type Placed, type Space } from './cartonize-spaces.ts'

/** How much what counts: contact with walls and neighbours, and goods' edges that fill the rest of the space. */
export type Weights = {
  contact: number
  /** Gaps up to this share of a block's length count as contact. */
  tolerance: number
}

/** A block with the corner where it would lie. */
export type Candidate = { block: Block; x1: number; y1: number; score: number }

/** What is tried: the way to the lengths that goods can reach, weights, and a noise that makes runs differ. */
export type Ranking = {
  inside: Inside
  weights: Weights
  /** For each length the longest row of edges that is not longer, along x, y and z. */
  reach: readonly [Int32Array, Int32Array, Int32Array]
  noise: (() => number) | null
  /** Some goods must not be stood on. */
  hasFragile: boolean
  /** Each block that is looked at counts as a step. */
  budget: { steps: number }
}

type Level = { x1: number; y1: number; x2: number; y2: number; bears: number }

type Ground = {
  space: Space
  /** The space's corner nearest to one of the carton's, which blocks are put into. */
  isLeft: boolean
  isFront: boolean
  near: readonly Box[]
  /** Tops on which the space's floor lies; empty where nothing has to be checked. */
  level: readonly Level[]
  placed: readonly Placed[]
}

/**
 * The best blocks for a space, best first, at most `most`. A block's score follows VCS (Araya, Guerrero and Nuñez, 2017):
 * its volume, times the share of its surface that touches something, times the share of the space that is not lost.
 */
export function rankBlocks(
  space: Space,
  active: readonly Block[],
  placed: readonly Placed[],
  most: number,
  ranking: Ranking,
): Candidate[] {
  const { inside } = ranking
  const ground: Ground = {
    space,
    isLeft: space.x1 <= inside.lx - space.x2,
    isFront: space.y1 <= inside.ly - space.y2,
    near: nearby(space, placed, ranking),
    level: levelBelow(space, placed, ranking),
    placed,
  }
  const dx = space.x2 - space.x1
  const dy = space.y2 - space.y1
  const dz = space.z2 - space.z1
  const mayHang = ground.level.length > 0 && inside.support > 0 && inside.support < 1
  const best: Candidate[] = []
  let least = 0
  for (const block of active) {
    if (best.length === most && block.worth <= least) break
    if (block.lz > dz) continue
    const isWithin = block.lx <= dx && block.ly <= dy
    if (!isWithin && !mayHang) continue
    ranking.budget.steps += 1
    const score = scoreOf(block, isWithin, ground, ranking, best.length === most ? least : 0)
    if (score <= least && best.length === most) continue
    if (score <= 0) continue
    const x1 = ground.isLeft ? space.x1 : space.x2 - block.lx
    const y1 = ground.isFront ? space.y1 : space.y2 - block.ly
    if (best.length === most) best.pop()
    let at = best.length
    for (; at > 0 && (best[at - 1]?.score ?? 0) < score; at -= 1);
    best.splice(at, 0, { block, x1, y1, score })
    least = best[best.length - 1]?.score ?? 0
  }
  return best
}

function scoreOf(block: Block, isWithin: boolean, ground: Ground, ranking: Ranking, least: number): number {
  const { space } = ground
  const { inside, weights } = ranking
  let score = block.worth
  if (isWithin) score *= usedShare(block, space, ranking.reach)
  if (ranking.noise !== null) score *= ranking.noise()
  if (score <= least) return 0
  const x1 = ground.isLeft ? space.x1 : space.x2 - block.lx
  const y1 = ground.isFront ? space.y1 : space.y2 - block.ly
  const box = { x1, y1, z1: space.z1, x2: x1 + block.lx, y2: y1 + block.ly, z2: space.z1 + block.lz }
  if (!isWithin && !isFree(box, ground, inside)) return 0
  if (ground.level.length > 0 && !isBorne(block, x1, y1, isWithin, ground.level, inside.support)) return 0
  if (ranking.hasFragile && inside.support < 1 && !bearsWhatHangs(block, box, ground.placed)) return 0
  const touch = contactOf(box, ground.near, inside, weights.tolerance)
  return score * touch ** weights.contact
}

/** The share of the space that can be used once the block is in it, as far as edges tell. */
function usedShare(block: Block, space: Space, [alongX, alongY, alongZ]: Ranking['reach']): number {
  const x = block.lx + (alongX[space.x2 - space.x1 - block.lx] ?? 0)
  const y = block.ly + (alongY[space.y2 - space.y1 - block.ly] ?? 0)
  const z = block.lz + (alongZ[space.z2 - space.z1 - block.lz] ?? 0)
  return (x * y * z) / space.volume
}

function isFree(box: Box, { placed }: Ground, inside: Inside): boolean {
  if (box.x1 < 0 || box.y1 < 0 || box.x2 > inside.lx || box.y2 > inside.ly) return false
  for (const other of placed) if (!isApart(other, box)) return false
  return true
}

/** True when every unit that stands on the block's floor has its share of support and rests on nothing too fragile. */
function isBorne(
  block: Block,
  x1: number,
  y1: number,
  isWithin: boolean,
  level: readonly Level[],
  support: number,
): boolean {
  for (const { kind, x, y, z, lx, ly, nx, ny } of block.stacks) {
    if (z > 0) continue
    const [left, front] = [x1 + x, y1 + y]
    for (const top of level)
      if (
        top.bears < kind.heft &&
        overlap(top.x1, top.x2, left, left + nx * lx) > 0 &&
        overlap(top.y1, top.y2, front, front + ny * ly) > 0
      )
        return false
    if (isWithin) continue
    for (let column = 0; column < nx; column += 1)
      for (let row = 0; row < ny; row += 1) {
        const [a, b] = [left + column * lx, front + row * ly]
        let covered = 0
        for (const top of level)
          covered += Math.max(0, overlap(top.x1, top.x2, a, a + lx)) * Math.max(0, overlap(top.y1, top.y2, b, b + ly))
        if (covered < support * lx * ly) return false
      }
  }
  return true
}

/** True unless something that was put in before hangs over the block's place at the height of a top that must not bear it. */
function bearsWhatHangs(block: Block, box: Box, placed: readonly Placed[]): boolean {
  for (const top of block.tops) {
    if (top.bears === Number.POSITIVE_INFINITY) continue
    const [x1, y1, z] = [box.x1 + top.x, box.y1 + top.y, box.z1 + top.z]
    for (const upper of placed) {
      if (upper.z1 !== z || upper.x1 >= x1 + top.lx || upper.x2 <= x1) continue
      if (upper.y1 >= y1 + top.ly || upper.y2 <= y1) continue
      for (const { kind, x, y, z: above, lx, ly, nx, ny } of upper.block.stacks)
        if (
          above === 0 &&
          top.bears < kind.heft &&
          overlap(upper.x1 + x, upper.x1 + x + nx * lx, x1, x1 + top.lx) > 0 &&
          overlap(upper.y1 + y, upper.y1 + y + ny * ly, y1, y1 + top.ly) > 0
        )
          return false
    }
  }
  return true
}

function overlap(a1: number, a2: number, b1: number, b2: number): number {
  return (a2 < b2 ? a2 : b2) - (a1 > b1 ? a1 : b1)
}

/** The share of a box's surface that touches walls, floor or neighbours. */
function contactOf(box: Box, near: readonly Box[], inside: Inside, tolerance: number): number {
  const { x1, y1, z1, x2, y2, z2 } = box
  const [lx, ly, lz] = [x2 - x1, y2 - y1, z2 - z1]
  const [sideX, sideY, sideZ] = [ly * lz, lx * lz, lx * ly]
  const [gapX, gapY, gapZ] = [tolerance * lx, tolerance * ly, tolerance * lz]
  let left = x1 <= gapX ? sideX : 0
  let right = inside.lx - x2 <= gapX ? sideX : 0
  let front = y1 <= gapY ? sideY : 0
  let back = inside.ly - y2 <= gapY ? sideY : 0
  let above = inside.lz - z2 <= gapZ ? sideZ : 0
  for (const other of near) {
    const x = overlap(other.x1, other.x2, x1, x2)
    const y = overlap(other.y1, other.y2, y1, y2)
    const z = overlap(other.z1, other.z2, z1, z2)
    if (y > 0 && z > 0) {
      if (x <= 0 && -x <= gapX)
        if (other.x2 <= x1) left += y * z
        else right += y * z
    } else if (x > 0 && z > 0) {
      if (y <= 0 && -y <= gapY)
        if (other.y2 <= y1) front += x * z
        else back += x * z
    } else if (x > 0 && y > 0 && other.z1 >= z2 && -z <= gapZ) above += x * y
  }
  const touched =
    Math.min(left, sideX) +
    Math.min(right, sideX) +
    Math.min(front, sideY) +
    Math.min(back, sideY) +
    sideZ +
    Math.min(above, sideZ)
  return touched / (2 * (sideX + sideY + sideZ))
}

function nearby(space: Space, placed: readonly Placed[], { weights, inside }: Ranking): Box[] {
  // A block that hangs over its base reaches farther than the space.
  const hang = inside.support > 0 && inside.support < 1 ? 1 / inside.support - 1 : 0
  const x = (weights.tolerance + hang) * (space.x2 - space.x1)
  const y = (weights.tolerance + hang) * (space.y2 - space.y1)
  const z = weights.tolerance * (space.z2 - space.z1)
  const near: Box[] = []
  for (const box of placed)
    if (
      box.x1 <= space.x2 + x &&
      box.x2 >= space.x1 - x &&
      box.y1 <= space.y2 + y &&
      box.y2 >= space.y1 - y &&
      box.z1 <= space.z2 + z &&
      box.z2 > space.z1
    )
      near.push(box)
  return near
}

/** The tops at the height of the space's floor, where overhang is allowed or something there is fragile. */
function levelBelow(space: Space, placed: readonly Placed[], { inside, hasFragile }: Ranking): Level[] {
  const level: Level[] = []
  const isPartial = inside.support > 0 && inside.support < 1
  if (space.z1 === 0 || (!isPartial && !hasFragile)) return level
  for (const other of placed) {
    if (other.z1 >= space.z1 || other.z2 < space.z1) continue
    for (const { x, y, z, lx, ly, bears } of other.block.tops) {
      if (other.z1 + z !== space.z1) continue
      const x1 = other.x1 + x
      const y1 = other.y1 + y
      level.push({ x1, y1, x2: x1 + lx, y2: y1 + ly, bears })
    }
  }
  return level
}
