import type { Room } from './cartonize-bounds.ts'
import type { Budget } from './cartonize-filler.ts'
import { innerVolume, readCartonTypes, readGoods } from './cartonize-goods.ts'
import {
  type CartonItem,
  type CartonPlan,
  type CartonType,
  DEFAULT_PACKING_RULES,
  type LeftOver,
  type PackingRules,
} from './cartonize-plan.ts'
import { searchCartons } from './cartonize-search.ts'
import { planOneByOne, writePlan } from './cartonize-write.ts'
import { checkPacking, type PackingProblem } from './check-packing.ts'
import { seededRandom } from './seeded-random.ts'

/** How long is searched: until the steps or the time are used up. Without `now` the steps alone decide. */
export type CartonizeOptions = {
  /** The same seed, goods and steps give the same plan. */
  seed?: number
  /** Blocks looked at; about a million are looked at in a second. */
  mostSteps?: number
  timeLimitMs?: number
  /** Milliseconds of a clock that only goes forward. */
  now?: () => number
  /** Hears what the check found in a plan that was replaced: an error in the search, worth a line in the log. */
  onUnsound?: (problems: readonly PackingProblem[]) => void
}

const MOST_STEPS = 200_000
const TIME_LIMIT_MS = 20
/** What a first plan of very many units may take beyond the budget before the rest is left over. */
const MORE_STEPS = 5_000_000
const MORE_MS = 1_000

/**
 * Cartons for these goods, and what lies where in each: few cartons first, then the least inner volume. It searches as
 * long as the options allow and never hangs. What it cannot plan is left over, with the reason. The plan has passed
 * `checkPacking`; a plan that does not (an error in the search) is replaced by one carton for each unit.
 */
export function cartonize(
  items: readonly CartonItem[],
  cartonTypes: readonly CartonType[],
  rules: PackingRules = DEFAULT_PACKING_RULES,
  options: CartonizeOptions = {},
): CartonPlan {
  const types = readCartonTypes(cartonTypes)
  const share = Number.isFinite(rules.supportShare) ? rules.supportShare : 1
  const own = { ...rules, supportShare: Math.min(1, Math.max(0, share)) }
  const { kinds, owners, leftOver } = readGoods(items, types, own)
  if (kinds.length === 0) return { cartons: [], leftOver, isProven: true }
  const budget = budgetOf(options)
  const plans = [
    (): CartonPlan => {
      const found = searchCartons(kinds, types.map(roomOf), own, seededRandom(options.seed ?? 1), budget)
      return writePlan(found, owners, types, leftOver, budget.isSpent() ? 'notPlanned' : 'noCartonLeft')
    },
    (): CartonPlan => planOneByOne(kinds, owners, types, leftOver),
  ]
  return firstSound(plans, items, types, own, options.onUnsound) ?? nothingPlanned(items)
}

/** The first plan in which the check finds nothing, `onUnsound` hears of the others; null when there is none. */
export function firstSound(
  plans: readonly (() => CartonPlan)[],
  items: readonly CartonItem[],
  types: readonly CartonType[],
  rules: PackingRules,
  onUnsound?: (problems: readonly PackingProblem[]) => void,
): CartonPlan | null {
  for (const make of plans) {
    const plan = make()
    const problems = checkPacking(plan, items, types, rules)
    if (problems.length === 0) return plan
    onUnsound?.(problems)
  }
  return null
}

function nothingPlanned(items: readonly CartonItem[]): CartonPlan {
  const leftOver = items.map(({ id, quantity }): LeftOver => {
    const isQuantity = Number.isSafeInteger(quantity) && quantity > 0
    return { itemId: id, quantity: isQuantity ? quantity : 0, reason: isQuantity ? 'notPlanned' : 'badQuantity' }
  })
  return { cartons: [], leftOver, isProven: false }
}

function roomOf(type: CartonType, index: number): Room {
  return {
    index,
    lx: type.innerLengthMm,
    ly: type.innerWidthMm,
    lz: type.innerHeightMm,
    volume: innerVolume(type),
    grams: type.maxGrams - type.tareGrams,
    available: type.available === null ? Number.POSITIVE_INFINITY : Math.floor(type.available),
  }
}

function budgetOf({ mostSteps = MOST_STEPS, timeLimitMs = TIME_LIMIT_MS, now }: CartonizeOptions): Budget {
  const start = now?.() ?? 0
  const isLate = (ms: number): boolean => now !== undefined && now() - start >= ms
  const budget = {
    steps: 0,
    isOver: () => budget.steps >= mostSteps || isLate(timeLimitMs),
    isSpent: () => budget.steps >= mostSteps + MORE_STEPS || isLate(timeLimitMs + MORE_MS),
  }
  return budget
}
