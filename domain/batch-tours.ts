import type { BatchProblem } from './batch-problem.ts'

/** The exact length of the shortest tour over some stops, from and to the depot. The list is only good during the call. */
export type TourMm<Stop> = (stops: readonly Stop[]) => number

/** Tour lengths of sets of orders, each worked out once while it is remembered. */
export type BatchTours = {
  /** The tour over the first `count` of `orders`, in whatever order they stand; infinite where there is no tour, 0 for none. */
  lengthMm(orders: Int32Array, count: number): number
  /** How often the tour function was asked. */
  calculated(): number
}

/** Sets remembered at most; then all are forgotten, so that memory stays below some 50 MB. */
const MOST_SETS = 1 << 20
const MOST_KEYS = 1 << 23

/**
 * Remembers tour lengths by the sets of stops of the orders: orders with equal stops count as one, and equal sets are told by
 * comparing them, never by a hash alone. A hash table over flat arrays: asking for a known set allocates nothing.
 */
export function createBatchTours<Stop>(
  problem: BatchProblem<Stop>,
  tourMm: TourMm<Stop>,
  mostSets: number = MOST_SETS,
): BatchTours {
  const { classOf, classStops, stops } = problem
  const key = new Int32Array(problem.count + 1)
  const seen = new Int32Array(stops.length)
  const gathered: Stop[] = []
  const known = new KnownSets(mostSets)
  let round = 0

  /** Sorts the classes of the orders into `key`, each once, and tells how many there are. */
  const sortInto = (orders: Int32Array, count: number): number => {
    let size = 0
    for (let index = 0; index < count; index += 1) {
      const wanted = classOf[orders[index] as number] as number
      let at = size
      while (at > 0 && (key[at - 1] as number) > wanted) at -= 1
      if (at > 0 && key[at - 1] === wanted) continue
      for (let move = size; move > at; move -= 1) key[move] = key[move - 1] as number
      key[at] = wanted
      size += 1
    }
    return size
  }

  const calculate = (size: number): number => {
    round += 1
    gathered.length = 0
    for (let index = 0; index < size; index += 1) {
      const own = classStops[key[index] as number] as Int32Array
      for (let place = 0; place < own.length; place += 1) {
        const stop = own[place] as number
        if (seen[stop] === round) continue
        seen[stop] = round
        gathered.push(stops[stop] as Stop)
      }
    }
    const lengthMm = tourMm(gathered)
    return lengthMm >= 0 ? lengthMm : Number.POSITIVE_INFINITY
  }

  return {
    lengthMm(orders, count) {
      const size = sortInto(orders, count)
      if (size === 0) return 0
      const before = known.find(key, size)
      if (before !== undefined) return before
      const lengthMm = calculate(size)
      known.add(key, size, lengthMm)
      return lengthMm
    },
    calculated: () => round,
  }
}

/** Sorted sets of whole numbers with a length each: a table with open addressing whose entries lie one after the other. */
class KnownSets {
  private slots = new Int32Array(1 << 13)
  private starts = new Int32Array((1 << 12) + 1)
  private hashes = new Int32Array(1 << 12)
  private lengths = new Float64Array(1 << 12)
  private keys = new Int32Array(1 << 15)
  private count = 0
  /** Where the last search ended, and with which hash: there the next entry belongs. */
  private slot = 0
  private hash = 0
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  find(key: Int32Array, size: number): number | undefined {
    const { slots, starts, hashes, keys } = this
    let hash = size
    for (let index = 0; index < size; index += 1) {
      hash = Math.imul(hash ^ (key[index] as number), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    this.hash = hash
    let slot = hash & (slots.length - 1)
    for (;;) {
      const entry = slots[slot] as number
      if (entry === 0) break
      const start = starts[entry - 1] as number
      if (hashes[entry - 1] === hash && (starts[entry] as number) - start === size) {
        let same = 0
        while (same < size && keys[start + same] === key[same]) same += 1
        if (same === size) return this.lengths[entry - 1]
      }
      slot = (slot + 1) & (slots.length - 1)
    }
    this.slot = slot
    return undefined
  }

  /** Adds the set that was just not found. */
  add(key: Int32Array, size: number, lengthMm: number): void {
    const start = this.starts[this.count] as number
    if (this.count === this.most || start + size > MOST_KEYS) {
      this.forget()
      this.add(key, size, lengthMm)
      return
    }
    while (start + size > this.keys.length) this.keys = longer(this.keys, new Int32Array(this.keys.length * 2))
    if (this.count === this.hashes.length) this.grow()
    for (let index = 0; index < size; index += 1) this.keys[start + index] = key[index] as number
    this.starts[this.count + 1] = start + size
    this.hashes[this.count] = this.hash
    this.lengths[this.count] = lengthMm
    this.count += 1
    this.slots[this.slot] = this.count
  }

  private forget(): void {
    this.slots.fill(0)
    this.count = 0
    this.slot = this.hash & (this.slots.length - 1)
  }

  private grow(): void {
    const size = this.hashes.length * 2
    this.starts = longer(this.starts, new Int32Array(size + 1))
    this.hashes = longer(this.hashes, new Int32Array(size))
    this.lengths = longer(this.lengths, new Float64Array(size))
    this.slots = new Int32Array(size * 2)
    for (let entry = 0; entry < this.count; entry += 1)
      this.slots[this.freeSlot(this.hashes[entry] as number)] = entry + 1
    this.slot = this.freeSlot(this.hash)
  }

  private freeSlot(hash: number): number {
    let slot = hash & (this.slots.length - 1)
    while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1)
    return slot
  }
}

function longer<Numbers extends Int32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from)
  return to
}
