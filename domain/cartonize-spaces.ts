import type { Block } from './cartonize-blocks.ts'
import { MOST_MM } from './cartonize-plan.ts'

/** A cuboid by its two outermost corners, in millimetres; z is up. */
export type Box = { x1: number; y1: number; z1: number; x2: number; y2: number; z2: number }

/** A free cuboid; where support is asked for, its floor is borne everywhere. */
export type Space = Box & {
  /** Smaller is filled earlier. */
  rank: number
  volume: number
}

/** A block where it lies. */
export type Placed = Box & { block: Block }

/** The carton as the geometry needs it: inner size, the support rule and the smallest edges that are still of use. */
export type Inside = {
  lx: number
  ly: number
  lz: number
  support: number
  leastX: number
  leastY: number
  leastZ: number
  /** Which space comes first: the one nearest to a corner, or the lowest. */
  first: 'corner' | 'low'
}

/** More than any distance within a carton. */
const FARTHEST = 3 * MOST_MM
/** The most spaces that are remembered; what goes beyond is not used. */
const MOST_SPACES = 1_000

/** The space of an empty carton. */
export function emptySpace(inside: Inside): Space {
  return spaceOf(inside, 0, 0, 0, inside.lx, inside.ly, inside.lz)
}

function spaceOf(inside: Inside, x1: number, y1: number, z1: number, x2: number, y2: number, z2: number): Space {
  const away = Math.min(x1, inside.lx - x2) + Math.min(y1, inside.ly - y2) + z1
  const rank = inside.first === 'corner' ? away : z1 * FARTHEST + away
  return { x1, y1, z1, x2, y2, z2, rank, volume: (x2 - x1) * (y2 - y1) * (z2 - z1) }
}

/**
 * Cuts a solid box out of the spaces, in place; where support is asked for, its tops make new ones. `placed` are all boxes,
 * this one among them.
 */
export function cutSpaces(spaces: Space[], solid: Placed, placed: readonly Placed[], inside: Inside): void {
  const cut: Space[] = []
  let kept = 0
  for (const space of spaces)
    if (isApart(space, solid)) {
      spaces[kept] = space
      kept += 1
    } else cutSpace(space, solid, inside, cut)
  spaces.length = kept
  for (const space of cut) addSpace(spaces, space, inside)
  if (inside.support === 0) return
  for (const top of solid.block.tops)
    if (top.bears >= 0 && inside.lz - solid.z1 - top.z >= inside.leastZ)
      for (const base of bases(solid, top, placed))
        for (const space of freeAbove(base, placed, inside)) addSpace(spaces, space, inside)
}

/** True when two boxes have no volume in common. */
export function isApart(a: Box, b: Box): boolean {
  return a.x1 >= b.x2 || a.x2 <= b.x1 || a.y1 >= b.y2 || a.y2 <= b.y1 || a.z1 >= b.z2 || a.z2 <= b.z1
}

/** What is left of a space beside, before, below and (without support) above a solid box. */
function cutSpace(space: Space, solid: Box, inside: Inside, into: Space[]): void {
  const { x1, y1, z1, x2, y2, z2 } = space
  if (solid.x1 - x1 >= inside.leastX) into.push(spaceOf(inside, x1, y1, z1, solid.x1, y2, z2))
  if (x2 - solid.x2 >= inside.leastX) into.push(spaceOf(inside, solid.x2, y1, z1, x2, y2, z2))
  if (solid.y1 - y1 >= inside.leastY) into.push(spaceOf(inside, x1, y1, z1, x2, solid.y1, z2))
  if (y2 - solid.y2 >= inside.leastY) into.push(spaceOf(inside, x1, solid.y2, z1, x2, y2, z2))
  if (solid.z1 - z1 >= inside.leastZ) into.push(spaceOf(inside, x1, y1, z1, x2, y2, solid.z1))
  if (inside.support === 0 && z2 - solid.z2 >= inside.leastZ) into.push(spaceOf(inside, x1, y1, solid.z2, x2, y2, z2))
}

/** Adds a space unless it lies within another one; takes out those that lie within it. */
function addSpace(spaces: Space[], space: Space, inside: Inside): void {
  // A floor of its own is worth keeping where things must be borne: the larger space begins lower, with nothing below.
  const sameFloor = inside.support > 0
  for (const other of spaces) if (contains(other, space, sameFloor)) return
  let kept = 0
  for (const other of spaces) {
    if (contains(space, other, sameFloor)) continue
    spaces[kept] = other
    kept += 1
  }
  spaces.length = kept
  if (kept < MOST_SPACES) spaces.push(space)
}

function contains(outer: Box, inner: Box, sameFloor: boolean): boolean {
  return (
    outer.x1 <= inner.x1 &&
    outer.y1 <= inner.y1 &&
    (sameFloor ? outer.z1 === inner.z1 : outer.z1 <= inner.z1) &&
    outer.x2 >= inner.x2 &&
    outer.y2 >= inner.y2 &&
    outer.z2 >= inner.z2
  )
}

type Base = { x1: number; y1: number; x2: number; y2: number; z1: number }

/** The borne rectangles that contain a new top: grown over equally high tops beside it, first along x, then along y. */
function bases(solid: Placed, top: Block['tops'][number], placed: readonly Placed[]): Base[] {
  const z1 = solid.z1 + top.z
  const own = { x1: solid.x1 + top.x, y1: solid.y1 + top.y, z1, x2: 0, y2: 0 }
  own.x2 = own.x1 + top.lx
  own.y2 = own.y1 + top.ly
  const beside: Base[] = []
  for (const other of placed) {
    if (other.z1 >= z1 || other.z2 < z1) continue
    for (const { x, y, z, lx, ly, bears } of other.block.tops) {
      if (other.z1 + z !== z1 || bears < 0) continue
      const x1 = other.x1 + x
      const y1 = other.y1 + y
      beside.push({ x1, y1, z1, x2: x1 + lx, y2: y1 + ly })
    }
  }
  if (beside.length <= 1) return [own]
  const byX = grown(own, beside, true)
  const byY = grown(own, beside, false)
  return byX.x1 === byY.x1 && byX.x2 === byY.x2 && byX.y1 === byY.y1 && byX.y2 === byY.y2 ? [byX] : [byX, byY]
}

function grown(own: Base, beside: readonly Base[], alongX: boolean): Base {
  const base = { ...own }
  for (let more = true; more; ) {
    more = false
    for (const along of [alongX, !alongX])
      for (const other of beside)
        if (along && other.y1 <= base.y1 && other.y2 >= base.y2) {
          if (other.x1 < base.x1 && other.x2 >= base.x1) [base.x1, more] = [other.x1, true]
          if (other.x2 > base.x2 && other.x1 <= base.x2) [base.x2, more] = [other.x2, true]
        } else if (!along && other.x1 <= base.x1 && other.x2 >= base.x2) {
          if (other.y1 < base.y1 && other.y2 >= base.y1) [base.y1, more] = [other.y1, true]
          if (other.y2 > base.y2 && other.y1 <= base.y2) [base.y2, more] = [other.y2, true]
        }
  }
  return base
}

/** The largest free spaces above a base. */
function freeAbove(base: Base, placed: readonly Placed[], inside: Inside): Space[] {
  let free = [spaceOf(inside, base.x1, base.y1, base.z1, base.x2, base.y2, inside.lz)]
  const whole = free[0]
  if (whole === undefined) return free
  for (const solid of placed) {
    if (isApart(whole, solid)) continue
    const next: Space[] = []
    for (const space of free)
      if (isApart(space, solid)) next.push(space)
      else cutSpace(space, solid, inside, next)
    free = next
  }
  return free.filter(
    ({ x1, y1, z1, x2, y2, z2 }) =>
      z1 === base.z1 && x2 - x1 >= inside.leastX && y2 - y1 >= inside.leastY && z2 - z1 >= inside.leastZ,
  )
}
