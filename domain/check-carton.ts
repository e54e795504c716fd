import { assertNever } from './assert.ts'
import { type Answer, answersOf, applies, asksAny, ITEM_CONDITIONS } from './rule-conditions.ts'
import type {
  CartonGoods,
  CartonToLabel,
  ConditionName,
  RuleAction,
  RuleViolation,
  ShippingRule,
} from './shipping-rules.ts'

/** A carton may be labelled when nothing is violated. `documents` and `marks` are all that it needs, had or not. */
export type CartonCheck = {
  mayLabel: boolean
  violations: RuleViolation[]
  documents: readonly string[]
  marks: readonly string[]
}

/** An item that a rule applies to, or may apply to; null stands for an empty carton. */
type Hit = { goods: CartonGoods | null; isKnown: boolean }

/** What a violation is, whichever rule and item it belongs to. */
type Fault = Omit<RuleViolation, 'rule' | 'itemId'>

const SERVICE_CONDITIONS: readonly ConditionName[] = ['carriers', 'services', 'modes']
const CARTON_CONDITIONS: readonly ConditionName[] = [
  'cartonOverGrams',
  'longestOverMm',
  'girthOverMm',
  'valueOverMinor',
]

/**
 * Checks a carton against all active rules. What a rule asks and nobody knows stops the carton, too: it has to be found
 * out first. A rule lifts others where it certainly applies and is not lifted itself; rules that lift each other in a
 * circle lift nothing.
 */
export function checkCarton(carton: CartonToLabel, rules: readonly ShippingRule[]): CartonCheck {
  const active = rules.filter((rule) => rule.active)
  const lifters = liftersOf(active)
  const subjects = carton.goods.length > 0 ? carton.goods : [null]
  const answers = subjects.map((goods) => ({ goods, answer: answersFor(goods, carton, active, lifters) }))
  const hitBy = new Map(
    active.map((rule): [ShippingRule, Hit[]] => [
      rule,
      answers.flatMap(({ goods, answer }) => {
        const found = answer(rule)
        return found === 'no' ? [] : [{ goods, isKnown: found === 'yes' }]
      }),
    ]),
  )
  const violations = active.flatMap((rule) => violationsOf(rule, hitBy.get(rule) ?? [], carton))
  const needed = active.filter((rule) => hitBy.get(rule)?.some(({ isKnown }) => isKnown)).map(({ effect }) => effect)
  return {
    mayLabel: violations.length === 0,
    violations,
    documents: unique(needed.flatMap((effect) => (effect.kind === 'require-document' ? [effect.document] : []))),
    marks: unique(needed.flatMap((effect) => (effect.kind === 'require-mark' ? [effect.mark] : []))),
  }
}

/** Whether each rule applies to an item after the others have lifted what they lift. */
function answersFor(
  goods: CartonGoods | null,
  carton: CartonToLabel,
  rules: readonly ShippingRule[],
  lifters: ReadonlyMap<string, readonly ShippingRule[]>,
): (rule: ShippingRule) => Answer {
  const alone = new Map(rules.map((rule) => [rule, applies(rule.when, goods, carton)]))
  const lifted = new Map<string, boolean>()
  const isLifted = (id: string): boolean => {
    const known = lifted.get(id)
    if (known !== undefined) return known
    const found = (lifters.get(id) ?? []).some((by) => alone.get(by) === 'yes' && !isLifted(by.id))
    lifted.set(id, found)
    return found
  }
  return (rule) => (isLifted(rule.id) ? 'no' : (alone.get(rule) ?? 'no'))
}

/** By rule, the rules that lift it; what is part of a circle is left out. */
function liftersOf(rules: readonly ShippingRule[]): Map<string, ShippingRule[]> {
  const lifts = new Map<string, string[]>()
  for (const rule of rules) lifts.set(rule.id, [...(lifts.get(rule.id) ?? []), ...rule.lifts])
  const lifters = new Map<string, ShippingRule[]>()
  for (const rule of rules)
    for (const id of rule.lifts)
      if (wayOfLifts(id, rule.id, lifts) === null) lifters.set(id, [...(lifters.get(id) ?? []), rule])
  return lifters
}

/** The rules on the shortest way of lifts from one rule to another, both included; null when there is none. */
export function wayOfLifts(from: string, to: string, lifts: ReadonlyMap<string, readonly string[]>): string[] | null {
  const cameFrom = new Map<string, string | null>([[from, null]])
  for (const id of cameFrom.keys()) {
    if (id === to) {
      const way: string[] = []
      for (let at: string | null = id; at !== null; at = cameFrom.get(at) ?? null) way.unshift(at)
      return way
    }
    for (const next of lifts.get(id) ?? []) if (!cameFrom.has(next)) cameFrom.set(next, id)
  }
  return null
}

function violationsOf(rule: ShippingRule, hit: readonly Hit[], carton: CartonToLabel): RuleViolation[] {
  const { effect } = rule
  if (effect.kind === 'limit-quantity') return tooMany(rule, hit, effect.units, carton)
  if (effect.kind === 'require-document' && carton.documents.includes(effect.document)) return []
  if (effect.kind === 'require-mark' && carton.marks.includes(effect.mark)) return []
  return [
    ...named(rule, hit, true, (goods) => faultOf(rule, goods)),
    ...named(rule, hit, false, (goods) => factMissing(rule, goods, carton)),
  ]
}

/** One violation for each item, but a rule about the carton itself is broken only once, by no item. */
function named(
  rule: ShippingRule,
  hit: readonly Hit[],
  isKnown: boolean,
  faultFor: (goods: CartonGoods | null) => Fault,
): RuleViolation[] {
  const found = hit.filter((each) => each.isKnown === isKnown)
  const isAboutItems = asksAny(rule, ITEM_CONDITIONS)
  return (isAboutItems ? found : found.slice(0, 1)).map(({ goods }) => ({
    rule: rule.id,
    itemId: isAboutItems ? (goods?.itemId ?? null) : null,
    ...faultFor(goods),
  }))
}

function faultOf({ when, effect, ...rule }: ShippingRule, goods: CartonGoods | null): Fault {
  switch (effect.kind) {
    case 'forbid':
      return { code: 'forbidden', params: {}, action: wayOut({ ...rule, when, effect }, goods) }
    case 'require-document': {
      const params = { document: effect.document }
      return { code: 'documentMissing', params, action: { code: 'attachDocument', params } }
    }
    case 'require-mark': {
      const params = { mark: effect.mark }
      return { code: 'markMissing', params, action: { code: 'printMark', params } }
    }
    case 'limit-quantity':
      return { code: 'tooMany', params: { limit: effect.units }, action: { code: 'takeOut', params: {} } }
    default:
      return assertNever(effect)
  }
}

/** Another service helps where the rule is about services, leaving goods out where about goods, repacking where about sizes. */
function wayOut(rule: ShippingRule, goods: CartonGoods | null): RuleAction {
  if (asksAny(rule, SERVICE_CONDITIONS)) return { code: 'otherService', params: {} }
  if (asksAny(rule, ITEM_CONDITIONS)) return { code: 'takeOut', params: { units: goods?.units ?? 0 } }
  return { code: asksAny(rule, CARTON_CONDITIONS) ? 'repack' : 'doNotShip', params: {} }
}

function factMissing(rule: ShippingRule, goods: CartonGoods | null, carton: CartonToLabel): Fault {
  const answers = answersOf(rule.when, goods, carton)
  const params = { facts: answers.flatMap(([name, each]) => (each === 'unknown' ? [name] : [])).join(', ') }
  return { code: 'factMissing', params, action: { code: 'findOut', params } }
}

/** The items that go beyond the limit, in the order of the carton, each with the units to take out. */
function tooMany(rule: ShippingRule, hit: readonly Hit[], limit: number, carton: CartonToLabel): RuleViolation[] {
  const certain = hit.filter(({ isKnown }) => isKnown)
  const found = unitsOf(certain)
  // What is unknown of an item does not matter when even with all of them it is not too much.
  if (unitsOf(hit) <= limit) return []
  if (found <= limit) return named(rule, hit, false, (goods) => factMissing(rule, goods, carton))
  let room = limit
  return certain.flatMap(({ goods }): RuleViolation[] => {
    const units = goods?.units ?? 0
    const out = Math.max(0, units - room)
    room = Math.max(0, room - units)
    if (out === 0) return []
    const action: RuleAction = { code: 'takeOut', params: { units: out } }
    return [{ rule: rule.id, itemId: goods?.itemId ?? null, code: 'tooMany', params: { limit, found }, action }]
  })
}

function unitsOf(hit: readonly Hit[]): number {
  return hit.reduce((sum, { goods }) => sum + (goods?.units ?? 0), 0)
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}
