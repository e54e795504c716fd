import type { Kind } from './cartonize-blocks.ts'
import type { Load } from './cartonize-draft.ts'
import { innerVolume } from './cartonize-goods.ts'
import type { CartonPlan, CartonType, LeftOver, LeftOverReason, Placement, PlannedCarton } from './cartonize-plan.ts'
import type { Found } from './cartonize-search.ts'

type Lying = { kind: Kind; placement: Omit<Placement, 'itemId'> }

/** Writes down what the search found; units are given out to the items they belong to (`owners`, by kind). */
export function writePlan(
  found: Found,
  owners: readonly (readonly string[])[],
  types: readonly CartonType[],
  leftOver: readonly LeftOver[],
  reason: LeftOverReason,
): CartonPlan {
  const waiting = owners.map((ids) => [...ids].reverse())
  const cartons = found.loads.flatMap((load) => {
    const type = types[load.room.index]
    return type === undefined ? [] : [writeCarton(type, unitsIn(load), waiting)]
  })
  return { cartons, leftOver: [...leftOver, ...stillWaiting(waiting, reason)], isProven: found.isProven }
}

/** The simplest plan there is: each unit alone in the smallest carton that takes it. */
export function planOneByOne(
  kinds: readonly Kind[],
  owners: readonly (readonly string[])[],
  types: readonly CartonType[],
  leftOver: readonly LeftOver[],
): CartonPlan {
  const waiting = owners.map((ids) => [...ids].reverse())
  const cartons: PlannedCarton[] = []
  const used = new Map<CartonType, number>()
  for (const kind of kinds)
    for (let unit = 0; unit < kind.count; unit += 1) {
      const home = homeOf(
        kind,
        types.filter((type) => (used.get(type) ?? 0) < (type.available ?? Number.POSITIVE_INFINITY)),
      )
      if (home === null) break
      used.set(home.type, (used.get(home.type) ?? 0) + 1)
      const [lengthMm, widthMm, heightMm] = home.lie
      const placement = { xMm: 0, yMm: 0, zMm: 0, lengthMm, widthMm, heightMm }
      cartons.push(writeCarton(home.type, [{ kind, placement }], waiting))
    }
  return { cartons, leftOver: [...leftOver, ...stillWaiting(waiting, 'noCartonLeft')], isProven: false }
}

function homeOf(kind: Kind, types: readonly CartonType[]): { type: CartonType; lie: Kind['lies'][number] } | null {
  for (const type of types) {
    if (type.tareGrams + kind.weightGrams > type.maxGrams) continue
    for (const lie of kind.lies)
      if (lie[0] <= type.innerLengthMm && lie[1] <= type.innerWidthMm && lie[2] <= type.innerHeightMm)
        return { type, lie }
  }
  return null
}

/** All units of a carton, one by one, in an order in which they can be put in: from below, then from the back. */
function unitsIn({ filling }: Load): Lying[] {
  const units: Lying[] = []
  for (const { x1, y1, z1, block } of filling.placed)
    for (const { kind, x, y, z, lx, ly, lz, nx, ny, nz } of block.stacks)
      for (let cell = 0; cell < nx * ny * nz; cell += 1) {
        const xMm = x1 + x + (cell % nx) * lx
        const yMm = y1 + y + (Math.floor(cell / nx) % ny) * ly
        const zMm = z1 + z + Math.floor(cell / nx / ny) * lz
        units.push({ kind, placement: { xMm, yMm, zMm, lengthMm: lx, widthMm: ly, heightMm: lz } })
      }
  return units.sort(({ placement: a }, { placement: b }) => a.zMm - b.zMm || a.yMm - b.yMm || a.xMm - b.xMm)
}

function writeCarton(type: CartonType, units: readonly Lying[], waiting: readonly string[][]): PlannedCarton {
  const placements = units.map(({ kind, placement }) => ({ itemId: waiting[kind.index]?.pop() ?? '', ...placement }))
  const volume = units.reduce((sum, { kind }) => sum + kind.volume, 0)
  return {
    typeId: type.id,
    placements,
    weightGrams: units.reduce((sum, { kind }) => sum + kind.weightGrams, type.tareGrams),
    isWeightKnown: units.every(({ kind }) => Number.isFinite(kind.heft)),
    fill: volume / innerVolume(type),
  }
}

function stillWaiting(waiting: readonly string[][], reason: LeftOverReason): LeftOver[] {
  const units = new Map<string, number>()
  for (const ids of waiting) for (const id of ids) units.set(id, (units.get(id) ?? 0) + 1)
  return Array.from(units, ([itemId, quantity]) => ({ itemId, quantity, reason }))
}
