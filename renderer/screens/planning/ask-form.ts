import type { z } from 'zod'
import type { PlanLimits, PlanRequest, PlanStrategy } from '../../../contract/station/planning.ts'

/** What a lead may ask for, as it stands in the fields: numbers as they were typed, empty for "no limit". */
export type AskForm = {
  readonly states: readonly ('ready' | 'released')[]
  readonly shipBefore: number | null
  readonly carriers: readonly string[]
  readonly leastPriority: string
  readonly limit: string
  readonly strategy: PlanStrategy
  readonly totes: string
  readonly lines: string
  readonly units: string
  readonly weightKg: string
  readonly volumeLitres: string
  readonly seconds: string
}

/** The fields that hold a number. */
export type NumberField =
  | 'leastPriority'
  | 'limit'
  | 'totes'
  | 'lines'
  | 'units'
  | 'weightKg'
  | 'volumeLitres'
  | 'seconds'

/** What a number field takes; `unit` is how many of the contract's units one of the field is. */
type Range = { readonly least: number; readonly most: number; readonly unit: number; readonly isOptional: boolean }

/** What each number field takes, as the contract limits it, in the unit of the field. */
export const RANGES: Readonly<Record<NumberField, Range>> = {
  leastPriority: { least: 0, most: 9, unit: 1, isOptional: true },
  limit: { least: 1, most: 2_000, unit: 1, isOptional: false },
  totes: { least: 1, most: 24, unit: 1, isOptional: false },
  lines: { least: 1, most: 1_000, unit: 1, isOptional: true },
  units: { least: 1, most: 100_000, unit: 1, isOptional: true },
  weightKg: { least: 0.1, most: 2_000, unit: 1_000, isOptional: true },
  volumeLitres: { least: 0.1, most: 10_000, unit: 1_000_000, isOptional: true },
  seconds: { least: 1, most: 60, unit: 1, isOptional: false },
}

/** What is wrong with a field; which of them, because the sentence differs. */
export type FieldProblem = 'empty' | 'noNumber' | 'notWhole' | 'outOfRange' | 'noState'

/** What the fields say when nobody has touched them; `cartTotes` is how many totes the site's carts hold. */
export function firstForm(cartTotes: number): AskForm {
  return {
    states: ['ready', 'released'],
    shipBefore: null,
    carriers: [],
    leastPriority: '',
    limit: '1000',
    strategy: 'cluster',
    totes: String(cartTotes),
    lines: '',
    units: '',
    weightKg: '',
    volumeLitres: '',
    seconds: '5',
  }
}

/** A typed number in the contract's unit, null for an empty optional field, or what is wrong with it. Commas group thousands. */
export function readNumber(field: NumberField, typed: string): { value: number | null } | { problem: FieldProblem } {
  const { least, most, unit, isOptional } = RANGES[field]
  const text = typed.trim().replace(/,(?=\d{3}(\D|$))/g, '')
  if (text === '') return isOptional ? { value: null } : { problem: 'empty' }
  if (!/^[+-]?\d+([.]\d+)?$/.test(text)) return { problem: 'noNumber' }
  const number = Number(text)
  if (unit === 1 && !Number.isInteger(number)) return { problem: 'notWhole' }
  if (number < least || number > most) return { problem: 'outOfRange' }
  return { value: Math.round(number * unit) }
}

/** True where the number of totes says nothing: one order has one, and orders that are collected together share theirs. */
export function sharesNoCart(strategy: AskForm['strategy']): boolean {
  return strategy === 'single' || strategy === 'single-line' || strategy === 'bulk'
}

/** What is wrong with which field; empty when the form can be sent. */
export function formProblems(form: AskForm): Partial<Record<NumberField | 'states', FieldProblem>> {
  const problems: Partial<Record<NumberField | 'states', FieldProblem>> = {}
  if (form.states.length === 0) problems.states = 'noState'
  for (const field of Object.keys(RANGES) as NumberField[]) {
    // One order a tour takes one tote, whatever the field says.
    if (field === 'totes' && sharesNoCart(form.strategy)) continue
    const read = readNumber(field, form[field])
    if ('problem' in read) problems[field] = read.problem
  }
  return problems
}

/** The request that the form asks for; null while something is wrong with it. */
export function requestOf(form: AskForm, cartTotes: number): PlanRequest | null {
  if (Object.keys(formProblems(form)).length > 0) return null
  const number = (field: NumberField): number | null => {
    const read = readNumber(field, form[field])
    return 'value' in read ? read.value : null
  }
  const limits: PlanLimits = {
    totes: number('totes') ?? cartTotes,
    lines: number('lines'),
    units: number('units'),
    weightGrams: number('weightKg'),
    volumeMm3: number('volumeLitres'),
  }
  const { totes, ...others } = limits
  const asTheCarts = totes === cartTotes && Object.values(others).every((limit) => limit === null)
  return {
    states: [...form.states],
    shipBefore: form.shipBefore,
    carriers: [...form.carriers],
    leastPriority: number('leastPriority'),
    limit: number('limit') ?? 1_000,
    strategy: form.strategy,
    limits: asTheCarts ? null : limits,
    seconds: number('seconds') ?? 5,
  }
}

/** The form that asked for an earlier plan, to change it and ask again. */
export function formOf(request: PlanRequest, cartTotes: number): AskForm {
  const form = firstForm(cartTotes)
  const said = request as z.output<typeof PlanRequest>
  const text = (value: number | null | undefined, unit = 1): string =>
    value === null || value === undefined ? '' : String(value / unit)
  return {
    ...form,
    states: said.states ?? form.states,
    shipBefore: said.shipBefore ?? null,
    carriers: said.carriers ?? [],
    leastPriority: text(said.leastPriority),
    limit: text(said.limit ?? 1_000),
    strategy: said.strategy ?? form.strategy,
    totes: text(said.limits?.totes ?? cartTotes),
    lines: text(said.limits?.lines),
    units: text(said.limits?.units),
    weightKg: text(said.limits?.weightGrams, RANGES.weightKg.unit),
    volumeLitres: text(said.limits?.volumeMm3, RANGES.volumeLitres.unit),
    seconds: text(said.seconds ?? 5),
  }
}
