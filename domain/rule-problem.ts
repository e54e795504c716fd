import type { z } from 'zod'
import { pathOf } from './value-path.ts'

/** What can be wrong with the rules a site keeps as data; identical in every language. */
export const RULE_PROBLEM_CODES = [
  'E-RUL-001', // missing, or of another type; expected
  'E-RUL-002', // too small, too short or negative; least
  'E-RUL-003', // too large or too long; most
  'E-RUL-004', // a field that does not exist; field
  'E-RUL-005', // not one of the choices; choices
  'E-RUL-006', // not of the form it has to have
  'E-RUL-007', // no JSON at all; line, where it is known
  'E-RUL-010', // stands there twice; key, first
  'E-RUL-011', // names what does not exist; name
  'E-RUL-012', // ends before it begins; from, to
  'E-RUL-013', // a time zone nobody knows; timeZone
  'E-RUL-014', // no day is ever worked, collected or delivered on
  'E-RUL-015', // a date both open and closed; date
  'E-RUL-020', // weight brackets overlap; zone, other
  'E-RUL-021', // weights between two brackets have no price; zone, fromGrams, toGrams
  'E-RUL-022', // a zone without any bracket; zone
  'E-RUL-023', // a bracket of a zone that the card does not have; zone
  'E-RUL-024', // two zones claim the same place; country, prefix, other
  'E-RUL-025', // two cards of a service are valid on the same day; other, date
  'E-RUL-026', // a currency other than the site's; currency, expected
  'E-RUL-027', // charges nothing, or a share per carton
  'E-RUL-028', // a service without a rate card; name
  'E-RUL-030', // rules lift each other in a circle; circle
  'E-RUL-031', // contradicts another rule, so that it can never matter; other
  'E-RUL-032', // can never apply
  'E-RUL-040', // nothing could ever be released
  'E-RUL-041', // nothing decides between two plans
] as const
/** One of `RULE_PROBLEM_CODES`. */
export type RuleProblemCode = (typeof RULE_PROBLEM_CODES)[number]

/** One thing that is wrong and where: `cards[0].brackets[2].zone`, empty for the whole value. */
export type RuleProblem = { path: string; code: RuleProblemCode; params: Record<string, string | number> }

/** Rules that may be saved, or all that is wrong with them. */
export type CheckedRules<T> = { value: T; problems: [] } | { value: null; problems: RuleProblem[] }

/** Collects what a check finds. */
export type ReportRule = (path: string, code: RuleProblemCode, params?: RuleProblem['params']) => void

/**
 * Checks a value by its schema and then, only when it has the right shape, by what a schema cannot say. Problems come in
 * the order of the value.
 */
export function checkRules<S extends z.ZodType>(
  schema: S,
  value: unknown,
  further: (parsed: z.output<S>, report: ReportRule) => void,
): CheckedRules<z.output<S>> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) return { value: null, problems: parsed.error.issues.flatMap((issue) => problemsOf(issue)) }
  const problems: RuleProblem[] = []
  further(parsed.data, (path, code, params = {}) => problems.push({ path, code, params }))
  return problems.length > 0 ? { value: null, problems } : { value: parsed.data, problems: [] }
}

/** Reports every entry whose key an earlier one has, at its own path. */
export function reportTwice<T>(
  list: readonly T[],
  path: (index: number) => string,
  keyOf: (entry: T) => string,
  report: ReportRule,
): void {
  const first = new Map<string, number>()
  for (const [index, entry] of list.entries()) {
    const key = keyOf(entry)
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, index)
    else report(path(index), 'E-RUL-010', { key, first: path(earlier) })
  }
}

function problemsOf(issue: z.core.$ZodIssue): RuleProblem[] {
  const path = pathOf(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((field) => ({
        path: path === '' ? field : `${path}.${field}`,
        code: 'E-RUL-004',
        params: { field },
      }))
    case 'too_small':
      return [{ path, code: 'E-RUL-002', params: { least: Number(issue.minimum) } }]
    case 'too_big':
      return [{ path, code: 'E-RUL-003', params: { most: Number(issue.maximum) } }]
    case 'invalid_value':
      return [{ path, code: 'E-RUL-005', params: { choices: issue.values.map(String).join(', ') } }]
    case 'invalid_union':
      return [{ path, code: 'E-RUL-005', params: { choices: '' } }]
    case 'invalid_type':
      return [{ path, code: 'E-RUL-001', params: { expected: issue.expected } }]
    default:
      return [{ path, code: 'E-RUL-006', params: {} }]
  }
}
