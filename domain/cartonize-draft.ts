import type { Kind } from './cartonize-blocks.ts'
import { type Counts, couldHold, fits, mayHold, type Room } from './cartonize-bounds.ts'
import type { Filling } from './cartonize-fill.ts'
import type { Budget, Filler } from './cartonize-filler.ts'

/** A carton with what lies in it. */
export type Load = { room: Room; filling: Filling }

/** Cartons for some goods, and what is in none. */
export type Draft = { loads: readonly Load[]; rest: Counts; restVolume: number; volume: number }

/** What every step of the search needs. */
export type Search = {
  kinds: readonly Kind[]
  rooms: readonly Room[]
  filler: Filler
  budget: Budget
  random: () => number
}

/** The share of a carton up to which goods commonly fit at the first try. */
const EASY_FILL = 0.7

/** The draft of these cartons for goods in `counts`. */
export function draftOf(kinds: readonly Kind[], counts: Counts, loads: readonly Load[]): Draft {
  const rest = [...counts]
  for (const { filling } of loads) takeOut(rest, filling)
  const volume = loads.reduce((sum, { room }) => sum + room.volume, 0)
  return { loads, rest, restVolume: volumeOf(kinds, rest), volume }
}

function takeOut(counts: number[], { placed }: Filling): void {
  for (const { block } of placed)
    for (const { kind, count } of block.needs) counts[kind.index] = (counts[kind.index] ?? 0) - count
}

/** What lies in these cartons, by kind. */
export function countsOf(kinds: readonly Kind[], loads: readonly Load[]): number[] {
  const counts = kinds.map(() => 0)
  for (const { filling } of loads) takeOut(counts, filling)
  return counts.map((count) => -count)
}

/** The goods' volume in cubic millimetres. */
export function volumeOf(kinds: readonly Kind[], counts: Counts): number {
  return kinds.reduce((sum, { index, volume }) => sum + volume * (counts[index] ?? 0), 0)
}

/** Less left over first, then fewer cartons, then smaller ones. */
export function isBetter(a: Draft, b: Draft): boolean {
  if (a.restVolume !== b.restVolume) return a.restVolume < b.restVolume
  return a.loads.length < b.loads.length || (a.loads.length === b.loads.length && a.volume < b.volume)
}

/** Carton sizes of which one more is there. */
function roomsLeft(rooms: readonly Room[], loads: readonly Load[]): Room[] {
  return rooms.filter((room) => loads.filter((load) => load.room === room).length < room.available)
}

/**
 * Fills carton after carton by quick fills: a small one that takes all that is left, else the one that takes most of it.
 * Goods are left over when cartons run out, or when the budget is not only over but spent.
 */
export function firstDraft(search: Search, counts: Counts): Draft {
  const loads: Load[] = []
  let { rest } = draftOf(search.kinds, counts, loads)
  while (rest.some((count) => count > 0) && !search.budget.isSpent()) {
    const again = loads.at(-1)
    const load =
      again !== undefined && isAgain(search, again, rest, loads)
        ? again
        : (lastLoad(search, rest, loads) ?? fullestLoad(search, rest, loads))
    if (load === null || load.filling.placed.length === 0) break
    loads.push(load)
    rest = draftOf(search.kinds, rest, [load]).rest
  }
  return draftOf(search.kinds, counts, loads)
}

/** A carton with all that is left; null when no quick fill finds one. */
function lastLoad({ kinds, rooms, filler }: Search, rest: Counts, loads: readonly Load[]): Load | null {
  const goods = volumeOf(kinds, rest)
  for (const room of roomsLeft(rooms, loads)) {
    // Fuller ones seldom come out by a quick fill; the search looks at them later.
    if (goods > EASY_FILL * room.volume || !couldHold(kinds, rest, room)) continue
    const filling = filler.fillQuickly(room, rest)
    if (filling.volume === goods) return { room, filling }
  }
  return null
}

/** The carton that takes most of what is left. */
function fullestLoad({ kinds, rooms, filler }: Search, rest: Counts, loads: readonly Load[]): Load | null {
  let best: Load | null = null
  for (const room of roomsLeft(rooms, loads).reverse()) {
    if (best !== null && room.volume <= best.filling.volume) break
    const filling = filler.fillQuickly(room, enough(kinds, rest, room))
    if (best === null || filling.volume > best.filling.volume) best = { room, filling }
  }
  return best
}

/** Goods to fill the room with: of a great many, the largest and some of the smallest. */
function enough(kinds: readonly Kind[], rest: Counts, room: Room): Counts {
  const some = rest.map(() => 0)
  const take = (from: readonly Kind[], most: number): void => {
    let volume = 0
    for (const { index, volume: each } of from) {
      if (volume >= most) break
      const count = Math.min((rest[index] ?? 0) - (some[index] ?? 0), Math.ceil((most - volume) / each))
      some[index] = (some[index] ?? 0) + count
      volume += count * each
    }
  }
  const fitting = kinds.filter((kind) => fits(kind, room))
  take(fitting, 3 * room.volume)
  take(fitting.reverse(), room.volume / 2)
  return some
}

/** True when the last carton can be had once more, filled alike, without taking the very last goods. */
function isAgain({ kinds, rooms }: Search, load: Load, rest: Counts, loads: readonly Load[]): boolean {
  const after = draftOf(kinds, rest, [load])
  return after.restVolume > 0 && after.rest.every((count) => count >= 0) && roomsLeft(rooms, loads).includes(load.room)
}

/** The same cartons, each as small as its own goods allow. */
export function shrink({ kinds, rooms, filler, budget }: Search, draft: Draft): Draft {
  const loads = [...draft.loads]
  // A single carton's smaller ones are tried by the search itself.
  if (loads.length < 2) return draft
  for (const [at, load] of loads.entries()) {
    const own = countsOf(kinds, [load])
    for (const room of roomsLeft(rooms, loads)) {
      if (room.volume >= load.room.volume || budget.isOver()) break
      if (!mayHold(kinds, own, room)) continue
      const filling = filler.fillQuickly(room, own)
      if (filling.volume !== load.filling.volume) continue
      loads[at] = { room, filling }
      break
    }
  }
  return { ...draft, loads, volume: loads.reduce((sum, { room }) => sum + room.volume, 0) }
}
