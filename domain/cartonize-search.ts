import type { Kind } from './cartonize-blocks.ts'
import { type Counts, couldHold, fewestCartons, fits, mayHold, type Room } from './cartonize-bounds.ts'
import {
  countsOf,
  type Draft,
  draftOf,
  firstDraft,
  isBetter,
  type Load,
  type Search,
  shrink,
  volumeOf,
} from './cartonize-draft.ts'
import { type Budget, createFiller } from './cartonize-filler.ts'
import type { PackingRules } from './cartonize-plan.ts'

/** What the search found; proven when nothing that may hold the goods is better. */
export type Found = Draft & { isProven: boolean }

/** How often a set of cartons was tried, and the least share of the goods that was left over. */
type Trial = { tries: number; restShare: number }

/** Sets of so many cartons are tried systematically; more are improved by twos and threes. */
const MOST_COMBINED = 3
const MOST_COMBINATIONS = 2_000
/** Tries at one set of cartons before it is given up. */
const MOST_TRIES = 60
const MOST_ROUNDS = 200

/**
 * Few cartons first, then little volume: a first draft by filling one carton after the other, then fewer or smaller ones
 * as long as the budget lasts.
 */
export function searchCartons(
  kinds: readonly Kind[],
  rooms: readonly Room[],
  rules: PackingRules,
  random: () => number,
  budget: Budget,
): Found {
  const counts = kinds.map(({ count }) => count)
  const search: Search = { kinds, rooms, filler: createFiller(kinds, rooms, rules, random, budget), budget, random }
  let best = shrink(search, firstDraft(search, counts))
  const { sets, isComplete } = combinations(search, counts, best)
  let open = sets
  const trials = new Map<string, Trial>()
  const goods = volumeOf(kinds, counts)
  while (!budget.isOver()) {
    open = open.filter((set) => isPromising(set, best))
    const set = pick(open, trials, goods, best, random)
    if (set === null) break
    const { tries, restShare } = trials.get(keyOf(set)) ?? { tries: 0, restShare: 1 }
    const draft = packInto(search, counts, set, tries)
    trials.set(keyOf(set), { tries: tries + 1, restShare: Math.min(restShare, draft.restVolume / goods) })
    if (isBetter(draft, best)) best = shrink(search, draft)
  }
  const isProven = isComplete && best.restVolume === 0 && !open.some((set) => isPromising(set, best))
  return { ...(isProven ? best : improve(search, counts, best)), isProven }
}

/** True when these cartons, filled with all the goods, would be better than the draft. */
function isPromising(set: readonly Room[], best: Draft): boolean {
  if (best.restVolume > 0 || set.length < best.loads.length) return true
  return set.length === best.loads.length && volumeOfRooms(set) < best.volume
}

function volumeOfRooms(set: readonly Room[]): number {
  return set.reduce((sum, { volume }) => sum + volume, 0)
}

/** Sets of cartons that may hold the goods and would be better than the draft, and whether these are all of them. */
function combinations(
  { kinds, rooms }: Search,
  counts: Counts,
  best: Draft,
): { sets: readonly Room[][]; isComplete: boolean } {
  const goods = volumeOf(kinds, counts)
  const present = kinds.filter(({ index }) => (counts[index] ?? 0) > 0)
  const grams = present.reduce((sum, { weightGrams, index }) => sum + weightGrams * (counts[index] ?? 0), 0)
  const sets: Room[][] = []
  const consider = (set: Room[]): void => {
    if (volumeOfRooms(set) < goods || !isPromising(set, best)) return
    if (set.reduce((sum, room) => sum + room.grams, 0) < grams) return
    if (!present.every((kind) => set.some((room) => fits(kind, room)))) return
    const [only] = set
    if (set.length > 1 || (only !== undefined && mayHold(kinds, counts, only))) sets.push(set)
  }
  const extend = (chosen: Room[], from: number, length: number): void => {
    if (sets.length > MOST_COMBINATIONS) return
    if (chosen.length === length) consider(chosen)
    else
      for (const room of rooms.slice(0, from + 1).reverse())
        if (chosen.filter((other) => other === room).length < room.available)
          extend([...chosen, room], room.index, length)
  }
  const available = rooms.reduce((sum, room) => sum + room.available, 0)
  const most = best.restVolume > 0 ? available : best.loads.length
  for (let length = fewestCartons(kinds, counts, rooms); length <= Math.min(most, MOST_COMBINED); length += 1)
    extend([], rooms.length - 1, length)
  return { sets, isComplete: most <= MOST_COMBINED && sets.length <= MOST_COMBINATIONS }
}

/**
 * The next set to try: few tries before, little left over in the best of them, fewer cartons than now. A set that would
 * have to be filled very well waits until others were tried.
 */
function pick(
  open: readonly Room[][],
  trials: ReadonlyMap<string, Trial>,
  goods: number,
  best: Draft,
  random: () => number,
): Room[] | null {
  let next: Room[] | null = null
  let least = Number.POSITIVE_INFINITY
  for (const set of open) {
    const { tries, restShare } = trials.get(keyOf(set)) ?? { tries: 0, restShare: 0 }
    if (tries >= MOST_TRIES) continue
    const tight = 12 * Math.max(0, goods / volumeOfRooms(set) - 0.6)
    const chance = set.length > 1 ? 2 * random() : 0
    const wait = tries + tight + 12 * restShare + chance - (set.length < best.loads.length ? 3 : 0)
    if (wait >= least) continue
    least = wait
    next = set
  }
  return next
}

function keyOf(set: readonly Room[]): string {
  return set.map(({ index }) => index).join()
}

/** The best draft that packs the goods into these cartons: one is filled, what is left goes into the others. */
function packInto(search: Search, counts: Counts, set: readonly Room[], effort: number): Draft {
  const { kinds, filler } = search
  const [room, ...others] = effort % 2 === 0 ? set : [...set].reverse()
  let best = draftOf(kinds, counts, [])
  if (room === undefined) return best
  const most = volumeOfRooms(others)
  const seen = new Set<string>()
  filler.fill(room, counts, effort, (filling) => {
    const load: Load = { room, filling }
    let draft = draftOf(kinds, counts, [load])
    const key = draft.rest.join()
    if (seen.has(key)) return false
    seen.add(key)
    const [last] = others
    const isHopeful = last !== undefined && (others.length > 1 || couldHold(kinds, draft.rest, last))
    if (draft.restVolume > 0 && draft.restVolume <= most && isHopeful) {
      const further = packInto(search, draft.rest, others, 0)
      draft = draftOf(kinds, counts, [load, ...further.loads])
    }
    if (best.loads.length === 0 || isBetter(draft, best)) best = draft
    return best.restVolume === 0
  })
  return best
}

/** Takes two or three of many cartons, chosen by chance, and packs their goods anew into fewer or smaller ones. */
function improve(search: Search, counts: Counts, draft: Draft): Draft {
  const { kinds, rooms, budget, random } = search
  let best = draft
  const rounds = best.loads.length > MOST_COMBINED ? MOST_ROUNDS : 0
  for (let round = 0; round < rounds && !budget.isOver(); round += 1) {
    const shuffled = best.loads.map((load) => ({ load, at: random() })).sort((a, b) => a.at - b.at)
    const taken = shuffled.slice(0, 2 + (round % 2)).map(({ load }) => load)
    const kept = shuffled.slice(taken.length).map(({ load }) => load)
    const own = countsOf(kinds, taken)
    const { sets } = combinations(search, own, draftOf(kinds, own, taken))
    const set = sets[Math.floor(random() * sets.length)]
    if (set === undefined) continue
    const loads = [...kept, ...packInto(search, own, set, round % 4).loads]
    const next = draftOf(kinds, counts, loads)
    const isThere = rooms.every((room) => loads.filter((load) => load.room === room).length <= room.available)
    if (isThere && isBetter(next, best)) best = next
  }
  return best
}
