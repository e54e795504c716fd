import { z } from 'zod'
import { Calendar, checkCalendar } from './calendar.ts'
import { checkServiceTable, ServiceTable } from './carrier-service.ts'
import { type CheckedRules, checkRules, type RuleProblem } from './rule-problem.ts'
import { ShippingRules } from './shipping-rules.ts'
import { checkShippingRules } from './shipping-rules-check.ts'
import { jsonText } from './template-text.ts'

/**
 * All that a site decided about sending: its calendar, the services of its carriers, what they cost in the site's currency,
 * and what may not go with them. Without services in it cartons go as their orders say.
 */
export const ServiceBook = z.strictObject({
  calendar: Calendar,
  /** Working days that a carton lies here after the next collection. */
  handlingDays: z.int().min(0).max(30).default(0),
  ...ServiceTable.shape,
  rules: ShippingRules.default([]),
})
export type ServiceBook = z.infer<typeof ServiceBook>

/** What a site has beside its book: null is not known. */
export type AroundBook = { carriers: readonly string[] | null; currency: string | null }

/** A book that may be saved, or all that is wrong with it. Places are those in the whole book: `rules[3].lifts[0]`. */
export function checkServiceBook(value: unknown, around: AroundBook): CheckedRules<ServiceBook> {
  return checkRules(ServiceBook, value, (book, report) => {
    const { calendar, currency, services, cards, rules } = book
    const pass = (problems: readonly RuleProblem[], before: string): void => {
      for (const { path, code, params } of problems) report(`${before}${path}`, code, params)
    }
    pass(checkCalendar(calendar).problems, 'calendar.')
    if (around.currency !== null && currency !== around.currency)
      report('currency', 'E-RUL-026', { currency, expected: around.currency })
    pass(checkServiceTable({ currency, services, cards }, around.carriers).problems, '')
    const known = { carriers: around.carriers, services: services.map(({ code }) => code) }
    pass(checkShippingRules(rules, known).problems, 'rules')
  })
}

/** Checks a book as a person wrote it; a text that is no JSON is `E-RUL-007` with its line. */
export function checkServiceBookText(text: string, around: AroundBook): CheckedRules<ServiceBook> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1]
    const params: RuleProblem['params'] =
      position === undefined ? {} : { line: text.slice(0, Number(position)).split('\n').length }
    return { value: null, problems: [{ path: '', code: 'E-RUL-007', params }] }
  }
  return checkServiceBook(value, around)
}

/** A book as text for people: JSON with a short thing on one line. */
export function serviceBookText(book: ServiceBook): string {
  return jsonText(book)
}

/** A book in which nothing is decided yet. */
export function emptyServiceBook(site: { timeZone: string; currency: string }): ServiceBook {
  return ServiceBook.parse({
    calendar: { timeZone: site.timeZone },
    currency: site.currency,
    services: [],
    cards: [],
  })
}
