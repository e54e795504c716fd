import type { Kind } from './cartonize-blocks.ts'

/** A carton size as the search sees it; lengths in millimetres, grams without the carton's own. */
export type Room = {
  /** Its place among the sizes, the smallest first. */
  index: number
  lx: number
  ly: number
  lz: number
  volume: number
  grams: number
  available: number
}

/** How many units of each kind, by the kind's index. */
export type Counts = readonly number[]

/** True unless volume, weight or a single unit says that the goods cannot lie in one such carton. */
export function couldHold(kinds: readonly Kind[], counts: Counts, room: Room): boolean {
  let volume = 0
  let grams = 0
  for (const kind of kinds) {
    const count = counts[kind.index] ?? 0
    if (count === 0) continue
    volume += count * kind.volume
    grams += count * kind.weightGrams
    if (volume > room.volume || grams > room.grams || !fits(kind, room)) return false
  }
  return true
}

/** True unless it is certain that these goods cannot lie in one such carton. */
export function mayHold(kinds: readonly Kind[], counts: Counts, room: Room): boolean {
  if (!couldHold(kinds, counts, room)) return false
  const present = kinds.filter(({ index }) => (counts[index] ?? 0) > 0)
  for (const [at, a] of present.entries()) {
    if ((counts[a.index] ?? 0) > 1 && !mayShare(a, a, room)) return false
    for (let next = at + 1; next < present.length; next += 1) {
      const b = present[next]
      if (b !== undefined && !mayShare(a, b, room)) return false
    }
  }
  return roundedShare(present, counts, room) <= 1
}

/** True when one unit alone can lie in the carton. */
export function fits(kind: Kind, room: Room): boolean {
  return kind.weightGrams <= room.grams && kind.lies.some((lie) => liesIn(lie, room))
}

function liesIn([x, y, z]: Kind['lies'][number], room: Room): boolean {
  return x <= room.lx && y <= room.ly && z <= room.lz
}

/** False when no two such units lie beside, behind or above each other in the carton. */
function mayShare(a: Kind, b: Kind, room: Room): boolean {
  if (a.apart.includes(b.index) || a.weightGrams + b.weightGrams > room.grams) return false
  for (const p of a.lies)
    if (liesIn(p, room))
      for (const q of b.lies)
        if (liesIn(q, room) && (p[0] + q[0] <= room.lx || p[1] + q[1] <= room.ly || p[2] + q[2] <= room.lz)) return true
  return false
}

/**
 * The share of the carton that the goods take when edges are rounded as dual feasible functions allow: an edge longer than
 * the carton's less `t` counts as the whole length, one shorter than `t` as nothing. Above 1 they cannot lie in it.
 */
export function roundedShare(present: readonly Kind[], counts: Counts, room: Room): number {
  const [xs, ys, zs] = [room.lx, room.ly, room.lz].map((length, axis) => thresholds(present, length, axis))
  let most = 0
  for (const x of xs ?? [])
    for (const y of ys ?? [])
      for (const z of zs ?? []) {
        let share = 0
        for (const kind of present) share += (counts[kind.index] ?? 0) * roundedVolume(kind, room, x, y, z)
        most = Math.max(most, share / room.volume)
      }
  return most
}

/** The thresholds worth trying along an axis: nothing, and up to three of the goods' edges below half the length. */
function thresholds(present: readonly Kind[], length: number, axis: number): number[] {
  const edges = new Set<number>()
  for (const { lies } of present)
    for (const lie of lies) {
      const edge = lie[axis] ?? 0
      if (edge <= length / 2) edges.add(edge)
      else if (edge <= length) edges.add(length - edge + 1)
    }
  const sorted = [...edges].filter((edge) => edge <= length / 2).sort((a, b) => b - a)
  const spread = [0, 0.34, 0.67].map((at) => sorted[Math.floor(at * sorted.length)] ?? 0)
  return [...new Set([0, ...spread])]
}

function roundedVolume(kind: Kind, room: Room, x: number, y: number, z: number): number {
  let least = Number.POSITIVE_INFINITY
  for (const lie of kind.lies)
    if (liesIn(lie, room))
      least = Math.min(least, rounded(lie[0], room.lx, x) * rounded(lie[1], room.ly, y) * rounded(lie[2], room.lz, z))
  return Number.isFinite(least) ? least : 0
}

function rounded(edge: number, length: number, threshold: number): number {
  return edge > length - threshold ? length : edge < threshold ? 0 : edge
}

/** No plan has fewer cartons than this: by shares of the goods, and by goods of which no two lie together anywhere. */
export function fewestCartons(kinds: readonly Kind[], counts: Counts, rooms: readonly Room[]): number {
  const present = kinds.filter(({ index }) => (counts[index] ?? 0) > 0)
  let volume = 0
  let grams = 0
  const lonely: Kind[] = []
  let alone = 0
  for (const kind of present) {
    const homes = rooms.filter((room) => fits(kind, room))
    const count = counts[kind.index] ?? 0
    volume += count * kind.volume * Math.min(...homes.map((room) => 1 / room.volume))
    if (kind.weightGrams > 0) grams += count * kind.weightGrams * Math.min(...homes.map((room) => 1 / room.grams))
    const isLonely = (a: Kind, b: Kind): boolean => rooms.every((room) => !mayShare(a, b, room))
    if (!lonely.every((other) => isLonely(other, kind))) continue
    lonely.push(kind)
    alone += isLonely(kind, kind) ? count : 1
  }
  const whole = (share: number): number => Math.ceil(share - 1e-9)
  return Math.max(present.length > 0 ? 1 : 0, whole(volume), whole(grams), alone)
}
