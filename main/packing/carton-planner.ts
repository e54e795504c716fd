import {
  type BenchAnswer,
  type BenchCartons,
  type BenchGoods,
  packingOrder,
  planBench,
  unitsPutIn,
} from '../../domain/bench-cartons.ts'
import { cartonize } from '../../domain/cartonize.ts'
import type { CartonItem, CartonPlan, Placement } from '../../domain/cartonize-plan.ts'
import type { PackingProblem } from '../../domain/check-packing.ts'

/** What is at a bench, and whose plan goes on: that of one pack session. */
export type CartonTask = { packSessionId: string; goods: BenchGoods }

/** A unit of the first carton in the order of putting in. */
export type DrawnUnit = Placement & { isIn: boolean }

/** A carton of a plan by what goes into it. */
export type DrawnCarton = {
  typeId: string
  isSuggested: boolean
  units: { itemId: string; quantity: number }[]
}

/** Cartons as a bench shows them, the first with its units; or why there are none. */
export type CartonAnswer =
  | { kind: 'planned'; cartons: DrawnCarton[]; first: DrawnUnit[]; suggestedTypeId: string }
  | Exclude<BenchAnswer, { kind: 'planned' }>

const MOST_SESSIONS = 50
const MOST_CONTENTS = 200

/** Plans cartons, remembers each pack session's last plan, and works out the same content once. */
export function createCartonPlanner(now: () => number): (task: CartonTask) => CartonAnswer {
  const plans = new Map<string, BenchCartons>()
  const contents = new Map<string, CartonPlan>()
  let problems: readonly PackingProblem[] = []
  const search: typeof cartonize = (items, types, rules, options) => {
    const key = JSON.stringify([items, types, rules, options?.mostSteps])
    const known = contents.get(key)
    if (known !== undefined) return known
    let isUnsound = false
    const onUnsound = (found: readonly PackingProblem[]): void => {
      isUnsound = true
      problems = found
    }
    const plan = cartonize(items, types, rules, { ...options, onUnsound })
    // In the place of a plan that is wrong the search puts one of single units, which nobody needs to see.
    if (isUnsound) return nothing(items)
    keepNewest(contents, key, plan, MOST_CONTENTS)
    return plan
  }
  return ({ packSessionId, goods }) => {
    problems = []
    const answer = planBench(goods, plans.get(packSessionId) ?? null, { search, now })
    if (answer.kind !== 'planned') return problems.length === 0 ? answer : { kind: 'unsound', problems }
    const { cartons, suggestedTypeId } = answer.plan
    keepNewest(plans, packSessionId, answer.plan, MOST_SESSIONS)
    const [first] = cartons
    const order = first === undefined ? [] : packingOrder(first)
    const isIn = unitsPutIn(order, goods.open?.unitIds ?? [])
    return {
      kind: 'planned',
      cartons: cartons.map(({ typeId, isSuggested, ...carton }) => ({ typeId, isSuggested, units: unitsOf(carton) })),
      first: order.map((placement, index) => ({ ...placement, isIn: isIn[index] === true })),
      suggestedTypeId,
    }
  }
}

function nothing(items: readonly CartonItem[]): CartonPlan {
  const leftOver = items.map(({ id, quantity }) => ({ itemId: id, quantity, reason: 'notPlanned' as const }))
  return { cartons: [], leftOver, isProven: false }
}

/** How many units of each item, in the order of putting in. */
function unitsOf(carton: Parameters<typeof packingOrder>[0]): DrawnCarton['units'] {
  const counts = Map.groupBy(packingOrder(carton), ({ itemId }) => itemId)
  return Array.from(counts, ([itemId, units]) => ({ itemId, quantity: units.length }))
}

/** Keeps a value, and forgets the one that was kept longest ago when there are too many. */
export function keepNewest<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > most && oldest !== undefined) map.delete(oldest)
}

/** Plans a few pretended orders, so that the first real one finds the search compiled. */
export function warmUp(): void {
  const type = (id: string, edge: number) => ({
    ...{ id, innerLengthMm: edge, innerWidthMm: edge - 40, innerHeightMm: edge - 90 },
    ...{ tareGrams: 100, maxGrams: 20_000, available: null },
  })
  for (let round = 0; round < 4; round += 1) {
    const items = Array.from({ length: 5 }, (_, index) => ({
      ...{
        id: String(index),
        quantity: 4,
        lengthMm: 60 + 17 * index,
        widthMm: 50 + 9 * index,
        heightMm: 40 + 7 * round,
      },
      ...{ weightGrams: 100, keepUpright: index === 0, fragile: index === 1, mixClass: null },
    }))
    const types = [type('S', 220), type('M', 300), type('L', 420)]
    planBench({ items, types, open: null }, null, { now: () => performance.now() })
  }
}
