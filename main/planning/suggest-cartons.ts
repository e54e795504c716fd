import { cartonTypeOf, goodsOf, packingRulesFor } from '../../domain/carton-goods.ts'
import { cartonize } from '../../domain/cartonize.ts'
import type { OrderToPlan } from '../../domain/plan-orders.ts'
import type { PlanFacts } from './read-plan.ts'

/** So much is looked at for one order: a few milliseconds, because a plan may have a thousand of them. */
const BUDGET = { mostSteps: 2_000, timeLimitMs: 5 } as const

type Suggestion = { name: string; count: number }[] | null

/**
 * Suggests cartons for orders; those of the same content are worked out once. Null where a size is not known or too large.
 * `now` is a clock in milliseconds that never goes back, by which a search ends.
 */
export function openCartonSuggestions(
  facts: PlanFacts,
  now: () => number = () => performance.now(),
): (order: OrderToPlan) => Suggestion {
  const types = facts.cartonTypes.map(cartonTypeOf)
  const names = new Map(facts.cartonTypes.map(({ id, name }) => [id, name]))
  const known = new Map<string, Suggestion>()
  const suggest = (units: ReadonlyMap<string, number>): Suggestion => {
    const goods = Array.from(units, ([id, quantity]) => {
      const item = facts.items.get(id)
      return item === undefined ? null : goodsOf(item, quantity)
    }).filter((some) => some !== null)
    // What is not known any more cannot be measured.
    if (goods.length < units.size) return null
    const plan = cartonize(goods, types, packingRulesFor(goods), { ...BUDGET, now })
    if (plan.leftOver.length > 0 || plan.cartons.length === 0) return null
    const counts = Map.groupBy(plan.cartons, ({ typeId }) => names.get(typeId) ?? typeId)
    return Array.from(counts, ([name, cartons]) => ({ name, count: cartons.length }))
  }
  return ({ takes }) => {
    const units = new Map<string, number>()
    for (const { itemId, units: some } of takes) units.set(itemId, (units.get(itemId) ?? 0) + some)
    const key = JSON.stringify([...units].sort(([a], [b]) => (a < b ? -1 : 1)))
    const found = known.get(key)
    if (found !== undefined) return found
    const suggestion = suggest(units)
    known.set(key, suggestion)
    return suggestion
  }
}
