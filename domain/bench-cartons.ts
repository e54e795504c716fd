import { packingRulesFor } from './carton-goods.ts'
import { cartonize } from './cartonize.ts'
import type { CartonItem, CartonPlan, CartonType, LeftOver, Placement, PlannedCarton } from './cartonize-plan.ts'
import { checkPacking, type PackingProblem } from './check-packing.ts'

/** What is packed at a bench: all units that are in no closed carton, and the open carton with its units as they were put in. */
export type BenchGoods = {
  /** One record an item; its quantity counts the units in the open carton, too. */
  items: readonly CartonItem[]
  /** The types that may be taken. */
  types: readonly CartonType[]
  open: { type: CartonType; unitIds: readonly string[] } | null
}

/** A carton of a plan; not suggested is one that was opened against the plan. */
export type BenchCarton = PlannedCarton & { isSuggested: boolean }

/** The cartons of a bench, the open one first, and the type to take where none is open. */
export type BenchCartons = { cartons: BenchCarton[]; suggestedTypeId: string }

/**
 * What there is to say: cartons; units that are in none, with the reason; the open carton holds what by its sizes it cannot;
 * more units than a packer can follow; or a plan in which the check found something, which nobody may see.
 */
export type BenchAnswer =
  | { kind: 'planned'; plan: BenchCartons; isKept: boolean }
  | { kind: 'leftOver'; leftOver: readonly LeftOver[] }
  | { kind: 'asPacked' }
  | { kind: 'tooMany' }
  | { kind: 'unsound'; problems: readonly PackingProblem[] }

/** A search for cartons; `cartonize`, but for tests. */
type CartonSearch = typeof cartonize

/** How plans are searched for; without `now` the steps alone decide. */
type BenchOptions = { search?: CartonSearch; now?: () => number }

/** The most units for which a bench is told what goes where. */
const MOST_BENCH_UNITS = 300

/** A whole plan, and one attempt at what else goes into the open carton. */
const WHOLE = { mostSteps: 100_000, timeLimitMs: 20 }
const ATTEMPT = { mostSteps: 20_000, timeLimitMs: 5 }
/** From then on nothing more is tried, and from then on what has to be is planned in the least time. */
const ATTEMPTS_END_MS = 30
const END_MS = 40
const LEAST_MS = 3
/** So many attempts are made on the slowest machine, too. */
const FEW_ATTEMPTS = 6

/**
 * Cartons for what is at a bench. The last plan stays as long as what was done since is part of it; otherwise it is planned
 * again around what is in the open carton. What is planned has passed `checkPacking`.
 */
export function planBench(goods: BenchGoods, last: BenchCartons | null, options: BenchOptions = {}): BenchAnswer {
  if (goods.items.reduce((sum, { quantity }) => sum + quantity, 0) > MOST_BENCH_UNITS) return { kind: 'tooMany' }
  const kept = last === null ? null : keepPlan(goods, last)
  // A plan of sizes that were changed since is no longer one.
  if (kept !== null && problemsIn(kept, goods).length === 0) return { kind: 'planned', plan: kept, isKept: true }
  const made = makePlan(goods, options)
  if (made.kind !== 'planned') return made
  const problems = problemsIn(made.plan, goods)
  return problems.length === 0 ? made : { kind: 'unsound', problems }
}

/** The units of a carton in the order in which they can be put in from above: from below, like goods together, then from the back. */
export function packingOrder({ placements }: Pick<PlannedCarton, 'placements'>): Placement[] {
  const ranks = new Map<string, number>()
  const sorted = [...placements].sort((a, b) => a.zMm - b.zMm || a.yMm - b.yMm || a.xMm - b.xMm)
  const rankOf = ({ zMm, itemId }: Placement): number => ranks.get(`${zMm} ${itemId}`) ?? 0
  for (const [index, { zMm, itemId }] of sorted.entries())
    if (!ranks.has(`${zMm} ${itemId}`)) ranks.set(`${zMm} ${itemId}`, index)
  return sorted.sort((a, b) => a.zMm - b.zMm || rankOf(a) - rankOf(b))
}

/** Which of the placements hold a unit that was put in: of each item the lowest first. */
export function unitsPutIn(placements: readonly Placement[], unitIds: readonly string[]): boolean[] {
  const left = countsOf(unitIds)
  return placements.map(({ itemId }) => {
    const units = left.get(itemId) ?? 0
    left.set(itemId, units - 1)
    return units > 0
  })
}

function countsOf(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

const idsIn = (cartons: readonly PlannedCarton[]): string[] =>
  cartons.flatMap(({ placements }) => placements.map(({ itemId }) => itemId))

function isWithin(part: ReadonlyMap<string, number>, whole: ReadonlyMap<string, number>): boolean {
  return [...part].every(([id, units]) => units <= (whole.get(id) ?? 0))
}

function problemsIn({ cartons }: BenchCartons, { items, types, open }: BenchGoods): PackingProblem[] {
  const all = open === null ? types : [...types, open.type]
  return checkPacking({ cartons, leftOver: [] }, items, all, packingRulesFor(items))
}

/** The last plan, or what remains of it when one of its cartons was closed since; null when something else was done. */
function keepPlan({ items, open }: BenchGoods, last: BenchCartons): BenchCartons | null {
  const wanted = new Map(items.map(({ id, quantity }) => [id, quantity]))
  const units = items.reduce((sum, { quantity }) => sum + quantity, 0)
  for (let gone = -1; gone < last.cartons.length; gone += 1) {
    const left = last.cartons.filter((_, index) => index !== gone)
    const ids = idsIn(left)
    const cartons = ids.length === units && isWithin(countsOf(ids), wanted) ? openFirst(left, open) : null
    const [first] = cartons ?? []
    if (cartons === null || first === undefined) continue
    // What was taken against the plan counts no longer when it is taken apart.
    if (open === null && cartons.some(({ isSuggested }) => !isSuggested)) continue
    return { cartons, suggestedTypeId: first.isSuggested ? first.typeId : last.suggestedTypeId }
  }
  return null
}

/** The cartons with the open one in front; null when none of them is of its type and holds what is in it. */
function openFirst(cartons: readonly BenchCarton[], open: BenchGoods['open']): BenchCarton[] | null {
  if (open === null) return [...cartons]
  const inside = countsOf(open.unitIds)
  const first = cartons.find((carton) => carton.typeId === open.type.id && isWithin(inside, countsOf(idsIn([carton]))))
  return first === undefined ? null : [first, ...cartons.filter((carton) => carton !== first)]
}

function makePlan(goods: BenchGoods, { search = cartonize, now }: BenchOptions): BenchAnswer {
  const { items, types, open } = goods
  const rules = packingRulesFor(items)
  const begin = now?.() ?? 0
  const passedMs = (): number => (now === undefined ? 0 : now() - begin)
  const find: Find = (some, into, { mostSteps, timeLimitMs }) => {
    const limit = Math.max(LEAST_MS, Math.min(timeLimitMs, END_MS - passedMs()))
    return search(some, into, rules, { mostSteps, timeLimitMs: limit, ...(now === undefined ? {} : { now }) })
  }
  const free = find(items, types, WHOLE)
  const [first] = free.cartons
  if (free.leftOver.length > 0 || first === undefined) return { kind: 'leftOver', leftOver: free.leftOver }
  const best = free.cartons.map((carton): BenchCarton => ({ ...carton, isSuggested: true }))
  const isTimeLeft = (): boolean => passedMs() < ATTEMPTS_END_MS
  const cartons = openFirst(best, open) ?? (open === null ? null : planAround(goods, open, find, isTimeLeft))
  if (cartons === null) return { kind: 'asPacked' }
  return { kind: 'planned', plan: { cartons, suggestedTypeId: first.typeId }, isKept: false }
}

type Find = (
  items: readonly CartonItem[],
  types: readonly CartonType[],
  limits: { mostSteps: number; timeLimitMs: number },
) => CartonPlan

/**
 * Cartons when the open one is another than those of the best plan, or holds other units: it takes as much as it can, the
 * largest units first, and the rest is planned freely. Null when it cannot even hold what is in it.
 */
function planAround(
  { items, types }: BenchGoods,
  open: NonNullable<BenchGoods['open']>,
  find: Find,
  isTimeLeft: () => boolean,
): BenchCarton[] | null {
  const inside = countsOf(open.unitIds)
  const withUnits = (units: ReadonlyMap<string, number>): CartonItem[] =>
    items.flatMap((item) => ((units.get(item.id) ?? 0) > 0 ? [{ ...item, quantity: units.get(item.id) ?? 0 }] : []))
  const fits = (units: ReadonlyMap<string, number>): PlannedCarton | null => {
    const plan = find(withUnits(units), [{ ...open.type, available: 1 }], ATTEMPT)
    return plan.leftOver.length === 0 ? (plan.cartons[0] ?? null) : null
  }
  let attempts = 0
  let taken = new Map(inside)
  let carton = inside.size === 0 ? null : fits(taken)
  if (inside.size > 0 && carton === null) return null
  const volume = ({ lengthMm, widthMm, heightMm }: CartonItem): number =>
    (lengthMm ?? 0) * (widthMm ?? 0) * (heightMm ?? 0)
  for (const item of [...items].sort((a, b) => volume(b) - volume(a))) {
    const already = inside.get(item.id) ?? 0
    for (const more of attemptsFor(item.quantity - already)) {
      if (attempts >= FEW_ATTEMPTS && !isTimeLeft()) break
      const units = (taken.get(item.id) ?? 0) + more
      if (units > item.quantity) continue
      attempts += 1
      const wider = new Map(taken).set(item.id, units)
      const filled = fits(wider)
      if (filled !== null) [carton, taken] = [filled, wider]
    }
  }
  if (carton === null) return null
  const left = new Map(items.map(({ id, quantity }) => [id, quantity - (taken.get(id) ?? 0)]))
  const rest = withUnits(left)
  const opened = { ...carton, isSuggested: false }
  if (rest.length === 0) return [opened]
  const others = find(rest, types, WHOLE)
  if (others.leftOver.length > 0) return null
  return [opened, ...others.cartons.map((other) => ({ ...other, isSuggested: true }))]
}

/** How many units more are tried one after the other: all, then parts by which every smaller number is reached. */
function attemptsFor(units: number): number[] {
  const attempts = units > 0 ? [units] : []
  for (let part = 2 ** Math.floor(Math.log2(Math.max(1, units - 1))); part >= 1 && units > 1; part /= 2)
    attempts.push(part)
  return attempts
}
