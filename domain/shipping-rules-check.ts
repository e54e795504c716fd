import { wayOfLifts } from './check-carton.ts'
import { isWithin } from './rule-conditions.ts'
import { type CheckedRules, checkRules, type ReportRule, reportTwice } from './rule-problem.ts'
import { type ShippingRule, ShippingRules } from './shipping-rules.ts'

/** The codes that rules may name; null when any may be. */
export type KnownCodes = { carriers: readonly string[] | null; services: readonly string[] | null }

/** Checks a site's shipping rules given as a value; problems name their place in the list, such as `[3].lifts[0]`. */
export function checkShippingRules(
  value: unknown,
  known: KnownCodes = { carriers: null, services: null },
): CheckedRules<ShippingRule[]> {
  return checkRules(ShippingRules, value, (rules, report) => {
    reportTwice(
      rules,
      (index) => `[${index}].id`,
      ({ id }) => id,
      report,
    )
    reportNames(rules, known, report)
    reportLifts(rules, report)
    reportContradictions(rules, report)
  })
}

function reportNames(rules: readonly ShippingRule[], known: KnownCodes, report: ReportRule): void {
  for (const [index, { when }] of rules.entries()) {
    for (const list of ['carriers', 'services'] as const)
      for (const [at, name] of (when[list] ?? []).entries())
        if (known[list]?.includes(name) === false) report(`[${index}].when.${list}[${at}]`, 'E-RUL-011', { name })
    if (when.countries?.every((country) => when.exceptCountries?.includes(country)))
      report(`[${index}].when.exceptCountries`, 'E-RUL-032')
  }
}

function reportLifts(rules: readonly ShippingRule[], report: ReportRule): void {
  const lifts = new Map(rules.map((rule) => [rule.id, rule.lifts]))
  for (const [index, rule] of rules.entries())
    for (const [at, id] of rule.lifts.entries()) {
      if (!lifts.has(id)) report(`[${index}].lifts[${at}]`, 'E-RUL-011', { name: id })
      const way = wayOfLifts(id, rule.id, lifts)
      if (way !== null) report(`[${index}].lifts[${at}]`, 'E-RUL-030', { circle: [rule.id, ...way].join(' → ') })
    }
}

/** Reports rules that cannot matter, because wherever they apply one that nobody lifts says more. */
function reportContradictions(rules: readonly ShippingRule[], report: ReportRule): void {
  const lifted = new Set(rules.filter(({ active }) => active).flatMap(({ lifts }) => lifts))
  const firm = rules.map((rule, index) => ({ rule, index })).filter(({ rule }) => rule.active && !lifted.has(rule.id))
  for (const { rule, index } of firm)
    if (rule.effect.kind === 'forbid' && Object.values(rule.when).every((each) => each === undefined))
      report(`[${index}].when`, 'E-RUL-040')
  for (const [index, rule] of rules.entries()) {
    if (!rule.active) continue
    const stronger = firm.find((other) => other.index !== index && saysMore(other, { rule, index }))
    if (stronger !== undefined) report(`[${index}]`, 'E-RUL-031', { other: stronger.rule.id })
  }
}

type Placed = { rule: ShippingRule; index: number }

function saysMore(strong: Placed, weak: Placed): boolean {
  const [a, b] = [strong.rule.effect, weak.rule.effect]
  if (!isWithin(weak.rule.when, strong.rule.when)) return false
  if (a.kind === 'forbid') return b.kind !== 'forbid'
  if (a.kind !== 'limit-quantity' || b.kind !== 'limit-quantity') return false
  // Of two that say the same the first counts.
  const isFirst = strong.index < weak.index || !isWithin(strong.rule.when, weak.rule.when)
  return a.units < b.units || (a.units === b.units && isFirst)
}
