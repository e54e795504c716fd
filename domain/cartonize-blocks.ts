/** Units that are alike in everything that packing looks at; lengths in millimetres. */
export type Kind = {
  index: number
  /** Lengths along x, y and z of each way in which a unit may lie. */
  lies: readonly (readonly [number, number, number])[]
  count: number
  volume: number
  /** 0 where it is not known. */
  weightGrams: number
  /** The heaviest unit that may rest on one: -1 none, Infinity any. */
  bears: number
  /** What it counts as when it rests on fragile goods: Infinity where its weight is not known. */
  heft: number
  /** Kinds that may not share a carton with it; itself when a carton may hold one unit only. */
  apart: readonly number[]
}

/** nx × ny × nz units that lie alike, without gaps. */
export type Stack = {
  kind: Kind
  x: number
  y: number
  z: number
  lx: number
  ly: number
  lz: number
  nx: number
  ny: number
  nz: number
}

/** A level face that something can stand on, or must not stand on: see `Kind.bears`. */
export type Top = { x: number; y: number; z: number; lx: number; ly: number; bears: number }

/** Units put together so that every one stands on the block's floor or wholly on others. */
export type Block = {
  lx: number
  ly: number
  lz: number
  volume: number
  weightGrams: number
  units: number
  needs: readonly { kind: Kind; count: number }[]
  stacks: readonly Stack[]
  tops: readonly Top[]
  /** The whole upper side is one level that bears anything. */
  isFlat: boolean
  /** What the block is worth before it is seen in its place: filled in by the search. */
  worth: number
}

/** How blocks are made: the least share of a joined block that is goods, and how many blocks there may be. */
export type BlockLimits = { leastFill: number; mostBlocks: number }

/** Blocks of equal units: about so many of all kinds, at least so many of each in one lie. */
const MOST_SIMPLE = 12_000
const LEAST_WAYS = 4

type Size = readonly [number, number, number]

/** All blocks of equal units and, up to the limits, joined ones that fit into a box of the given inner size. */
export function makeBlocks(kinds: readonly Kind[], size: Size, limits: BlockLimits): Block[] {
  const blocks: Block[] = []
  const known = new Set<string>()
  const add = (block: Block): void => {
    const needs = block.needs.map(({ kind, count }) => `${kind.index}x${count}`).join()
    const key = `${block.lx},${block.ly},${block.lz},${needs}`
    if (known.has(key)) return
    known.add(key)
    blocks.push(block)
  }
  const mostWays = Math.max(LEAST_WAYS, Math.floor(MOST_SIMPLE / 6 / kinds.length))
  for (const kind of kinds) addSimple(kind, size, mostWays, add)
  let from = 0
  while (from < blocks.length && blocks.length < limits.mostBlocks) {
    const end = blocks.length
    joinBeside(blocks.slice(0, end), from, size, limits, add, blocks)
    joinAbove(blocks.slice(0, end), from, size, limits, add, blocks)
    from = end
  }
  return blocks
}

/** How many beside each other are tried: small numbers, then fewer and fewer, and always the most. */
function multiples(most: number, growth: number): number[] {
  const numbers: number[] = []
  for (let n = 1; n < most; n = Math.max(n + 1, Math.ceil(n * growth))) numbers.push(n)
  if (most >= 1) numbers.push(most)
  return numbers
}

/** How many of a kind lie beside, behind and above each other, in at most `mostWays` ways. */
function grids(kind: Kind, [lx, ly, lz]: Size, size: Size, mostWays: number): Size[] {
  const most = kind.apart.includes(kind.index) ? 1 : kind.count
  const high = kind.bears >= kind.heft ? Math.floor(size[2] / lz) : 1
  let ways: Size[] = []
  for (const growth of [1, 1.25, 1.5, 2, 4, most]) {
    ways = []
    for (const nz of multiples(Math.min(most, high), growth))
      for (const ny of multiples(Math.min(Math.floor(most / nz), Math.floor(size[1] / ly)), growth))
        for (const nx of multiples(Math.min(Math.floor(most / nz / ny), Math.floor(size[0] / lx)), growth))
          if (ways.length <= mostWays) ways.push([nx, ny, nz])
    if (ways.length <= mostWays) break
  }
  return ways
}

function addSimple(kind: Kind, size: Size, mostWays: number, add: (block: Block) => void): void {
  for (const [lx, ly, lz] of kind.lies) {
    if (lx > size[0] || ly > size[1] || lz > size[2]) continue
    for (const [nx, ny, nz] of grids(kind, [lx, ly, lz], size, mostWays)) {
      const count = nx * ny * nz
      add({
        lx: nx * lx,
        ly: ny * ly,
        lz: nz * lz,
        volume: count * kind.volume,
        weightGrams: count * kind.weightGrams,
        units: count,
        needs: [{ kind, count }],
        stacks: [{ kind, x: 0, y: 0, z: 0, lx, ly, lz, nx, ny, nz }],
        tops: [{ x: 0, y: 0, z: nz * lz, lx: nx * lx, ly: ny * ly, bears: kind.bears }],
        isFlat: kind.bears === Number.POSITIVE_INFINITY,
        worth: 0,
      })
    }
  }
}

/** Joins blocks of about equal height side by side; each pair has at least one block from position `from` on. */
function joinBeside(
  list: readonly Block[],
  from: number,
  size: Size,
  { leastFill, mostBlocks }: BlockLimits,
  add: (block: Block) => void,
  made: readonly Block[],
): void {
  const sorted = list.map((block, index) => ({ block, isNew: index >= from })).sort((a, b) => a.block.lz - b.block.lz)
  for (const [at, { block: a, isNew }] of sorted.entries())
    for (let next = at; next < sorted.length; next += 1) {
      const other = sorted[next]
      if (other === undefined || a.lz < leastFill * other.block.lz || made.length >= mostBlocks) break
      if (!isNew && !other.isNew) continue
      const b = other.block
      if (Math.min(a.ly, b.ly) >= leastFill * Math.max(a.ly, b.ly)) join(a, b, 0, size, leastFill, add)
      if (Math.min(a.lx, b.lx) >= leastFill * Math.max(a.lx, b.lx)) join(a, b, 1, size, leastFill, add)
    }
}

/** Puts blocks on flat ones of about equal base. */
function joinAbove(
  list: readonly Block[],
  from: number,
  size: Size,
  { leastFill, mostBlocks }: BlockLimits,
  add: (block: Block) => void,
  made: readonly Block[],
): void {
  const sorted = list.map((block, index) => ({ block, isNew: index >= from })).sort((a, b) => a.block.lx - b.block.lx)
  for (const [at, { block: upper, isNew }] of sorted.entries())
    for (let next = at; next < sorted.length; next += 1) {
      const other = sorted[next]
      if (other === undefined || upper.lx < leastFill * other.block.lx || made.length >= mostBlocks) break
      const lower = other.block
      if ((isNew || other.isNew) && lower.isFlat && upper.ly <= lower.ly && upper.ly >= leastFill * lower.ly)
        join(lower, upper, 2, size, leastFill, add)
    }
}

function join(a: Block, b: Block, axis: 0 | 1 | 2, size: Size, leastFill: number, add: (block: Block) => void): void {
  const lx = axis === 0 ? a.lx + b.lx : Math.max(a.lx, b.lx)
  const ly = axis === 1 ? a.ly + b.ly : Math.max(a.ly, b.ly)
  const lz = axis === 2 ? a.lz + b.lz : Math.max(a.lz, b.lz)
  const volume = a.volume + b.volume
  if (lx > size[0] || ly > size[1] || lz > size[2] || volume < leastFill * lx * ly * lz) return
  if (isSimple(a, b, axis)) return
  const needs = sumNeeds(a, b)
  if (needs === null) return
  const by = { x: axis === 0 ? a.lx : 0, y: axis === 1 ? a.ly : 0, z: axis === 2 ? a.lz : 0 }
  const level = a.isFlat && b.isFlat && a.lz === b.lz && (axis === 0 ? a.ly === b.ly : a.lx === b.lx)
  add({
    lx,
    ly,
    lz,
    volume,
    weightGrams: a.weightGrams + b.weightGrams,
    units: a.units + b.units,
    needs,
    stacks: [...a.stacks, ...b.stacks.map((stack) => shifted(stack, by))],
    tops: [...(axis === 2 ? [] : a.tops), ...b.tops.map((top) => shifted(top, by))],
    isFlat: axis === 2 ? b.isFlat && b.lx === lx && b.ly === ly : level,
    worth: 0,
  })
}

/** True when both are of units that lie alike and make a larger block without joints, which is there anyway. */
function isSimple(a: Block, b: Block, axis: 0 | 1 | 2): boolean {
  const [one, other] = [a.stacks[0], b.stacks[0]]
  if (a.stacks.length + b.stacks.length > 2 || one === undefined || other === undefined) return false
  if (one.kind !== other.kind || one.lx !== other.lx || one.ly !== other.ly || one.lz !== other.lz) return false
  return (axis === 0 || a.lx === b.lx) && (axis === 1 || a.ly === b.ly) && (axis === 2 || a.lz === b.lz)
}

function shifted<T extends { x: number; y: number; z: number }>(thing: T, by: { x: number; y: number; z: number }): T {
  return { ...thing, x: thing.x + by.x, y: thing.y + by.y, z: thing.z + by.z }
}

/** What both blocks take together, by kind; null when that is more than there is, or may not lie together. */
function sumNeeds(a: Block, b: Block): Block['needs'] | null {
  const counts = new Map(a.needs.map(({ kind, count }) => [kind, count]))
  for (const { kind, count } of b.needs) counts.set(kind, (counts.get(kind) ?? 0) + count)
  const needs = Array.from(counts, ([kind, count]) => ({ kind, count }))
  for (const { kind, count } of needs) {
    if (count > kind.count) return null
    for (const other of needs)
      if (kind.apart.includes(other.kind.index) && (other.kind !== kind || count > 1)) return null
  }
  return needs.sort((x, y) => x.kind.index - y.kind.index)
}
