import {
  type CartonItem,
  type CartonPlan,
  type CartonType,
  type Edge,
  type PackingRules,
  type Placement,
  type PlannedCarton,
  verticalEdgesOf,
} from './cartonize-plan.ts'

/** What is wrong with a plan. */
export type PackingProblemCode =
  | 'unknownCarton'
  | 'unknownItem'
  | 'emptyCarton'
  | 'badPlacement'
  | 'otherSize'
  | 'notUpright'
  | 'outside'
  | 'overlap'
  | 'unsupported'
  | 'onFragile'
  | 'mixed'
  | 'overweight'
  | 'wrongWeight'
  | 'wrongFill'
  | 'notAvailable'
  | 'tooMany'
  | 'tooFew'

/** Something wrong: in which carton (by its place in the plan), with which item; null where it concerns none. */
export type PackingProblem = { code: PackingProblemCode; carton: number | null; itemId: string | null }

/** A unit as it lies, with its corners. */
type Unit = { item: CartonItem; x1: number; y1: number; z1: number; x2: number; y2: number; z2: number }

/** Hundredths of a per mille are forgiven in shares, nothing in millimetres and grams. */
const EPSILON = 1e-5

/**
 * Everything that is wrong with a plan for these goods, cartons and rules; an empty list means that it can be packed as it
 * stands. It reads the plan alone and shares nothing with the search that makes plans.
 */
export function checkPacking(
  plan: Pick<CartonPlan, 'cartons' | 'leftOver'>,
  items: readonly CartonItem[],
  types: readonly CartonType[],
  rules: PackingRules,
): PackingProblem[] {
  const problems: PackingProblem[] = []
  const itemOf = new Map(items.map((item) => [item.id, item]))
  // The first record of an id counts.
  const typeOf = new Map([...types].reverse().map((type) => [type.id, type]))
  for (const [index, carton] of plan.cartons.entries()) {
    const say = (code: PackingProblemCode, itemId: string | null = null): void => {
      problems.push({ code, carton: index, itemId })
    }
    const type = typeOf.get(carton.typeId)
    if (type === undefined) say('unknownCarton')
    else checkCarton(carton, type, itemOf, rules, say)
  }
  checkCounts(plan, items, problems)
  for (const { id, available } of typeOf.values()) {
    const used = plan.cartons.filter(({ typeId }) => typeId === id).length
    if (available !== null && used > 0 && !(used <= available))
      problems.push({ code: 'notAvailable', carton: null, itemId: null })
  }
  return problems
}

type Say = (code: PackingProblemCode, itemId?: string | null) => void

function checkCarton(
  carton: PlannedCarton,
  type: CartonType,
  itemOf: ReadonlyMap<string, CartonItem>,
  rules: PackingRules,
  say: Say,
): void {
  if (carton.placements.length === 0) say('emptyCarton')
  const units: Unit[] = []
  for (const placement of carton.placements) {
    const item = itemOf.get(placement.itemId)
    if (item === undefined) say('unknownItem', placement.itemId)
    else {
      checkLie(placement, item, say)
      const { xMm: x1, yMm: y1, zMm: z1, lengthMm, widthMm, heightMm } = placement
      units.push({ item, x1, y1, z1, x2: x1 + lengthMm, y2: y1 + widthMm, z2: z1 + heightMm })
    }
  }
  for (const { item, x1, y1, z1, x2, y2, z2 } of units) {
    const isInside = x1 >= 0 && y1 >= 0 && z1 >= 0
    if (!isInside || x2 > type.innerLengthMm || y2 > type.innerWidthMm || z2 > type.innerHeightMm)
      say('outside', item.id)
  }
  checkOverlaps(units, say)
  checkSupport(units, rules, say)
  checkMix(units, rules, say)
  checkSums(carton, type, units, say)
}

/** The unit has the item's own lengths, whole numbers, and stands on an edge that may be vertical. */
function checkLie(placement: Placement, item: CartonItem, say: Say): void {
  const { xMm, yMm, zMm, lengthMm, widthMm, heightMm } = placement
  if (![xMm, yMm, zMm, lengthMm, widthMm, heightMm].every(Number.isSafeInteger)) say('badPlacement', item.id)
  const edges: Record<Edge, number | null> = { length: item.lengthMm, width: item.widthMm, height: item.heightMm }
  const own = [edges.length, edges.width, edges.height].map((edge) => edge ?? -1).sort((a, b) => a - b)
  const lying = [lengthMm, widthMm, heightMm].sort((a, b) => a - b)
  if (own.some((edge, index) => edge !== lying[index])) say('otherSize', item.id)
  else if (!verticalEdgesOf(item).some((edge) => edges[edge] === heightMm)) say('notUpright', item.id)
}

function common(a1: number, a2: number, b1: number, b2: number): number {
  return Math.max(0, Math.min(a2, b2) - Math.max(a1, b1))
}

function checkOverlaps(units: readonly Unit[], say: Say): void {
  const sorted = [...units].sort((a, b) => a.x1 - b.x1)
  for (const [at, a] of sorted.entries())
    for (let next = at + 1; next < sorted.length; next += 1) {
      const b = sorted[next]
      if (b === undefined || b.x1 >= a.x2) break
      if (common(a.x1, a.x2, b.x1, b.x2) * common(a.y1, a.y2, b.y1, b.y2) * common(a.z1, a.z2, b.z1, b.z2) > 0)
        say('overlap', b.item.id)
    }
}

function checkSupport(units: readonly Unit[], rules: PackingRules, say: Say): void {
  const byTop = new Map<number, Unit[]>()
  for (const unit of units) {
    const alike = byTop.get(unit.z2)
    if (alike === undefined) byTop.set(unit.z2, [unit])
    else alike.push(unit)
  }
  for (const upper of units) {
    if (upper.z1 === 0) continue
    let borne = 0
    for (const lower of byTop.get(upper.z1) ?? []) {
      const area = common(upper.x1, upper.x2, lower.x1, lower.x2) * common(upper.y1, upper.y2, lower.y1, lower.y2)
      if (area > 0 && !mayRestOn(upper.item, lower.item, rules)) say('onFragile', upper.item.id)
      borne += area
    }
    const base = (upper.x2 - upper.x1) * (upper.y2 - upper.y1)
    if (borne < (rules.supportShare - EPSILON) * base) say('unsupported', upper.item.id)
  }
}

function mayRestOn(upper: CartonItem, lower: CartonItem, { onFragile }: PackingRules): boolean {
  if (!lower.fragile) return true
  if (onFragile === 'nothing' || upper.weightGrams === null || lower.weightGrams === null) return false
  return upper.weightGrams <= lower.weightGrams
}

function checkMix(units: readonly Unit[], { apart }: PackingRules, say: Say): void {
  const classes: Record<string, number> = Object.create(null)
  for (const { item } of units) if (item.mixClass !== null) classes[item.mixClass] = (classes[item.mixClass] ?? 0) + 1
  for (const [one, other] of apart) {
    const both = one === other ? (classes[one] ?? 0) > 1 : (classes[one] ?? 0) > 0 && (classes[other] ?? 0) > 0
    if (both) say('mixed')
  }
}

function checkSums(carton: PlannedCarton, type: CartonType, units: readonly Unit[], say: Say): void {
  let grams = type.tareGrams
  let volume = 0
  let isKnown = true
  for (const { item, x1, y1, z1, x2, y2, z2 } of units) {
    grams += item.weightGrams ?? 0
    isKnown &&= item.weightGrams !== null
    volume += (x2 - x1) * (y2 - y1) * (z2 - z1)
  }
  if (!(grams <= type.maxGrams)) say('overweight')
  if (carton.weightGrams !== grams || carton.isWeightKnown !== isKnown) say('wrongWeight')
  const share = volume / (type.innerLengthMm * type.innerWidthMm * type.innerHeightMm)
  if (!(Math.abs(carton.fill - share) <= EPSILON)) say('wrongFill')
}

/** Every unit is in one carton or left over. */
function checkCounts(
  plan: Pick<CartonPlan, 'cartons' | 'leftOver'>,
  items: readonly CartonItem[],
  problems: PackingProblem[],
): void {
  const planned = new Map<string, number>()
  const count = (id: string, units: number): void => {
    planned.set(id, (planned.get(id) ?? 0) + units)
  }
  for (const { placements } of plan.cartons) for (const { itemId } of placements) count(itemId, 1)
  for (const { itemId, quantity } of plan.leftOver) count(itemId, quantity)
  const wanted = new Map<string, number>()
  for (const { id, quantity } of items) {
    const units = Number.isSafeInteger(quantity) && quantity > 0 ? quantity : 0
    wanted.set(id, (wanted.get(id) ?? 0) + units)
  }
  for (const [id, units] of wanted) {
    const found = planned.get(id) ?? 0
    if (found > units) problems.push({ code: 'tooMany', carton: null, itemId: id })
    if (found < units) problems.push({ code: 'tooFew', carton: null, itemId: id })
  }
}
