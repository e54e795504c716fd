import { girthMm, longestMm } from './shipping-carton.ts'
import type { CartonGoods, CartonToLabel, ConditionName, RuleConditions, ShippingRule } from './shipping-rules.ts'

/** Whether a condition holds; `unknown` when it depends on what nobody has found out. */
export type Answer = 'yes' | 'no' | 'unknown'

/** Conditions of a rule about goods: they are asked of each item, all others of the carton as a whole. */
export const ITEM_CONDITIONS: readonly ConditionName[] = [
  'unClasses',
  'unNumbers',
  'kinds',
  'batteryOverWh',
  'itemOverGrams',
  'itemLongestOverMm',
]

type Wanted = { [K in ConditionName]: NonNullable<RuleConditions[K]> }
type Question<K extends ConditionName> = (wanted: Wanted[K], goods: CartonGoods | null, carton: CartonToLabel) => Answer

/** What each condition asks of an item (null in an empty carton) and its carton. */
const CONDITIONS: { [K in ConditionName]: Question<K> } = {
  unClasses: (wanted, goods) => yesIf(wanted.some((each) => coversClass(each, goods?.unClass ?? null))),
  unNumbers: (wanted, goods) => yesIf(wanted.some((each) => each === goods?.unNumber)),
  kinds: (wanted, goods) => yesIf(goods?.kinds.some((kind) => wanted.includes(kind)) === true),
  batteryOverWh: (wanted, goods) =>
    goods?.kinds.includes('lithium-battery') === true ? isOver(goods.batteryWh, wanted) : 'no',
  itemOverGrams: (wanted, goods) => (goods === null ? 'no' : isOver(goods.grams, wanted)),
  itemLongestOverMm: (wanted, goods) => (goods === null ? 'no' : isOver(goods.longestMm, wanted)),
  cartonOverGrams: (wanted, _, carton) => isOver(carton.grams, wanted),
  longestOverMm: (wanted, _, carton) => isOver(carton.sizes && longestMm(carton.sizes), wanted),
  girthOverMm: (wanted, _, carton) => isOver(carton.sizes && girthMm(carton.sizes), wanted),
  valueOverMinor: (wanted, _, carton) => isOver(carton.valueMinor, wanted),
  countries: (wanted, _, carton) => yesIf(wanted.includes(carton.country)),
  exceptCountries: (wanted, _, carton) => yesIf(!wanted.includes(carton.country)),
  carriers: (wanted, _, carton) => yesIf(wanted.includes(carton.carrierCode)),
  services: (wanted, _, carton) => yesIf(wanted.includes(carton.serviceCode)),
  modes: (wanted, _, carton) => yesIf(wanted.includes(carton.mode)),
}

/** True when a UN class is another one or a division of it: `2` covers `2.1`, `1.4` covers `1.4S`. */
export function coversClass(wider: string, own: string | null): boolean {
  return own === wider || (own?.startsWith(wider) === true && /^(\.|[A-S]$)/.test(own.slice(wider.length)))
}

/** The answer to each condition of a rule, for one item of a carton. */
export function answersOf(
  when: RuleConditions,
  goods: CartonGoods | null,
  carton: CartonToLabel,
): [ConditionName, Answer][] {
  const ask = <K extends ConditionName>(name: K): [ConditionName, Answer][] => {
    const wanted = when[name] as Wanted[K] | undefined
    return wanted === undefined ? [] : [[name, CONDITIONS[name](wanted, goods, carton)]]
  }
  return (Object.keys(CONDITIONS) as ConditionName[]).flatMap((name) => ask(name))
}

/** Whether all conditions of a rule hold; one that does not settles it, whatever is unknown of the others. */
export function applies(when: RuleConditions, goods: CartonGoods | null, carton: CartonToLabel): Answer {
  const answers = answersOf(when, goods, carton).map(([, each]) => each)
  if (answers.includes('no')) return 'no'
  return answers.includes('unknown') ? 'unknown' : 'yes'
}

/** True when a rule asks any of these conditions. */
export function asksAny(rule: ShippingRule, names: readonly ConditionName[]): boolean {
  return names.some((name) => rule.when[name] !== undefined)
}

/** True when every carton and item of which `narrow` holds is one of which `wide` holds, as far as the rules tell. */
export function isWithin(narrow: RuleConditions, wide: RuleConditions): boolean {
  const inside: { [K in ConditionName]: (wanted: Wanted[K]) => boolean } = {
    unClasses: (wanted) => narrow.unClasses?.every((own) => wanted.some((each) => coversClass(each, own))) === true,
    unNumbers: (wanted) => isSubset(narrow.unNumbers, wanted),
    kinds: (wanted) => isSubset(narrow.kinds, wanted),
    batteryOverWh: (wanted) => (narrow.batteryOverWh ?? -1) >= wanted,
    itemOverGrams: (wanted) => (narrow.itemOverGrams ?? -1) >= wanted,
    itemLongestOverMm: (wanted) => (narrow.itemLongestOverMm ?? -1) >= wanted,
    cartonOverGrams: (wanted) => (narrow.cartonOverGrams ?? -1) >= wanted,
    longestOverMm: (wanted) => (narrow.longestOverMm ?? -1) >= wanted,
    girthOverMm: (wanted) => (narrow.girthOverMm ?? -1) >= wanted,
    valueOverMinor: (wanted) => (narrow.valueOverMinor ?? -1) >= wanted,
    countries: (wanted) => isSubset(narrow.countries, wanted),
    exceptCountries: (wanted) =>
      narrow.countries?.every((country) => !wanted.includes(country)) === true ||
      isSubset(wanted, narrow.exceptCountries ?? []),
    carriers: (wanted) => isSubset(narrow.carriers, wanted),
    services: (wanted) => isSubset(narrow.services, wanted),
    modes: (wanted) => isSubset(narrow.modes, wanted),
  }
  const holds = <K extends ConditionName>(name: K): boolean => {
    const wanted = wide[name] as Wanted[K] | undefined
    return wanted === undefined || inside[name](wanted)
  }
  return (Object.keys(inside) as ConditionName[]).every((name) => holds(name))
}

function isSubset<T>(small: readonly T[] | undefined, large: readonly T[]): boolean {
  return small?.every((each) => large.includes(each)) === true
}

function yesIf(holds: boolean): Answer {
  return holds ? 'yes' : 'no'
}

function isOver(found: number | null, limit: number): Answer {
  return found === null ? 'unknown' : yesIf(found > limit)
}
