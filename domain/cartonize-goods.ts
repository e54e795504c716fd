import type { Kind } from './cartonize-blocks.ts'
import {
  type CartonItem,
  type CartonType,
  type LeftOver,
  type LeftOverReason,
  MOST_MM,
  type PackingRules,
  verticalEdgesOf,
} from './cartonize-plan.ts'

/** The most units that one plan places. */
export const MOST_UNITS = 5_000

type Lie = [number, number, number]

const MOST_GRAMS = 100_000_000
const MOST_TYPES = 50

/** Units as the search sees them, and whose they are: `owners[kind.index]` names each unit's item. */
export type Goods = { kinds: Kind[]; owners: string[][]; leftOver: LeftOver[] }

/** Sorts out what cannot be planned, each with its reason, and groups the rest into kinds. */
export function readGoods(items: readonly CartonItem[], types: readonly CartonType[], rules: PackingRules): Goods {
  const leftOver: LeftOver[] = []
  const groups = new Map<string, { item: CartonItem; lies: Lie[]; owners: string[] }>()
  const contradictory = contradictoryIds(items)
  let units = 0
  for (const item of items) {
    const quantity = Number.isSafeInteger(item.quantity) && item.quantity > 0 ? item.quantity : 0
    const lies = liesOf(item)
    const reason = contradictory.has(item.id) ? 'contradictoryRecords' : reasonAgainst(item, lies, types)
    if (reason !== null) {
      leftOver.push({ itemId: item.id, quantity, reason })
      continue
    }
    const planned = Math.min(quantity, MOST_UNITS - units)
    units += planned
    if (planned < quantity) leftOver.push({ itemId: item.id, quantity: quantity - planned, reason: 'tooManyUnits' })
    const key = JSON.stringify([lies, item.weightGrams, item.fragile, item.mixClass])
    const group = groups.get(key) ?? { item, lies, owners: [] }
    for (let unit = 0; unit < planned; unit += 1) group.owners.push(item.id)
    if (planned > 0) groups.set(key, group)
  }
  const sorted = [...groups.values()].sort((a, b) => volumeOf(b.item) - volumeOf(a.item))
  const classes = sorted.map(({ item }) => item.mixClass)
  const kinds = sorted.map(({ item, lies, owners }, index): Kind => {
    const heft = item.weightGrams ?? Number.POSITIVE_INFINITY
    const bears = rules.onFragile === 'nothingHeavier' ? (item.weightGrams ?? -1) : -1
    return {
      index,
      lies,
      count: owners.length,
      volume: volumeOf(item),
      weightGrams: item.weightGrams ?? 0,
      bears: item.fragile ? bears : Number.POSITIVE_INFINITY,
      heft,
      apart: apartFrom(item.mixClass, classes, rules),
    }
  })
  return { kinds, owners: sorted.map(({ owners }) => owners), leftOver }
}

/** Carton types that can be reckoned with, the smallest first: whole millimetres and grams, one record an id, some there. */
export function readCartonTypes(types: readonly CartonType[]): CartonType[] {
  const isLength = (length: number): boolean => isWhole(length) && length > 0 && length <= MOST_MM
  const known = new Set<string>()
  return types
    .filter(({ id }) => {
      const isFirst = !known.has(id)
      known.add(id)
      return isFirst
    })
    .filter(
      ({ innerLengthMm, innerWidthMm, innerHeightMm, tareGrams, maxGrams, available }) =>
        [innerLengthMm, innerWidthMm, innerHeightMm].every(isLength) &&
        isWhole(tareGrams) &&
        isWhole(maxGrams) &&
        maxGrams >= tareGrams &&
        (available === null || available >= 1),
    )
    .slice(0, MOST_TYPES)
    .sort((a, b) => innerVolume(a) - innerVolume(b))
}

function isWhole(value: number | null): value is number {
  return value !== null && Number.isSafeInteger(value) && value >= 0
}

/** The inner volume of a carton in cubic millimetres. */
export function innerVolume({ innerLengthMm, innerWidthMm, innerHeightMm }: CartonType): number {
  return innerLengthMm * innerWidthMm * innerHeightMm
}

function contradictoryIds(items: readonly CartonItem[]): Set<string> {
  const records = new Map<string, string>()
  const contradictory = new Set<string>()
  for (const { quantity: _, ...item } of items) {
    const record = JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
    if ((records.get(item.id) ?? record) !== record) contradictory.add(item.id)
    records.set(item.id, record)
  }
  return contradictory
}

function reasonAgainst(item: CartonItem, lies: readonly Lie[], types: readonly CartonType[]): LeftOverReason | null {
  const edges = [item.lengthMm, item.widthMm, item.heightMm]
  if (!Number.isSafeInteger(item.quantity) || item.quantity <= 0) return 'badQuantity'
  if (edges.includes(null)) return 'noDimensions'
  if (!edges.every((edge) => isWhole(edge) && edge > 0) || lies.length === 0) return 'badDimensions'
  const grams = item.weightGrams ?? 0
  if (!isWhole(grams) || grams > MOST_GRAMS) return 'badWeight'
  if (types.length === 0) return 'noCartonLeft'
  const roomy = types.filter((size) =>
    lies.some(([x, y, z]) => x <= size.innerLengthMm && y <= size.innerWidthMm && z <= size.innerHeightMm),
  )
  if (roomy.length === 0) return 'tooLarge'
  return roomy.some(({ tareGrams, maxGrams }) => tareGrams + grams <= maxGrams) ? null : 'tooHeavy'
}

/** Lengths along x, y and z in each way in which a unit may lie, in a fixed order. */
function liesOf(item: CartonItem): Lie[] {
  const edges = { length: item.lengthMm ?? 0, width: item.widthMm ?? 0, height: item.heightMm ?? 0 }
  const lies = new Map<string, Lie>()
  for (const vertical of verticalEdgesOf(item)) {
    const [a = 0, b = 0] = (['length', 'width', 'height'] as const)
      .filter((edge) => edge !== vertical)
      .map((edge) => edges[edge])
    for (const lie of [
      [a, b, edges[vertical]],
      [b, a, edges[vertical]],
    ] as Lie[])
      lies.set(lie.join(), lie)
  }
  return [...lies.values()].sort((a, b) => a[2] - b[2] || a[0] - b[0] || a[1] - b[1])
}

function volumeOf(item: CartonItem): number {
  return (item.lengthMm ?? 0) * (item.widthMm ?? 0) * (item.heightMm ?? 0)
}

function apartFrom(mixClass: string | null, classes: readonly (string | null)[], { apart }: PackingRules): number[] {
  if (mixClass === null) return []
  const others = new Set(
    apart.flatMap(([one, other]) => (one === mixClass ? [other] : other === mixClass ? [one] : [])),
  )
  return classes.flatMap((other, index) => (other !== null && others.has(other) ? [index] : []))
}
