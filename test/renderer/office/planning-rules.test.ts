import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PlanRequest } from '../../../contract/station/planning.ts'
import {
  type AskForm,
  firstForm,
  formOf,
  formProblems,
  type NumberField,
  RANGES,
  readNumber,
  requestOf,
} from '../../../renderer/screens/planning/ask-form.ts'
import { savingsOf } from '../../../renderer/screens/planning/savings.ts'

const CART = 8

describe('what a lead may ask of a plan', () => {
  it('asks for what the contract says when nobody touches a field', () => {
    const request = requestOf(firstForm(CART), CART)
    expect(PlanRequest.parse(request)).toEqual(PlanRequest.parse({}))
  })

  it('takes kilograms and litres and sends grams and cubic millimetres', () => {
    const form = { ...firstForm(CART), totes: '6', weightKg: '12.5', volumeLitres: '60' }
    expect(requestOf(form, CART)?.limits).toEqual({
      totes: 6,
      lines: null,
      units: null,
      weightGrams: 12_500,
      volumeMm3: 60_000_000,
    })
  })

  it('sends no limits while they are those of the carts', () => {
    expect(requestOf({ ...firstForm(CART), totes: String(CART) }, CART)?.limits).toBeNull()
  })

  it.each([
    ['limit', '', 'empty'],
    ['limit', '0', 'outOfRange'],
    ['limit', '2001', 'outOfRange'],
    ['totes', '25', 'outOfRange'],
    ['totes', '3.5', 'notWhole'],
    ['seconds', 'ten', 'noNumber'],
    ['weightKg', '-1', 'outOfRange'],
    ['lines', '1e3', 'noNumber'],
  ] as const)('says what is wrong with %s “%s”: %s', (field, typed, problem) => {
    const form: AskForm = { ...firstForm(CART), [field]: typed }
    expect(formProblems(form)).toEqual({ [field]: problem })
    expect(requestOf(form, CART)).toBeNull()
  })

  it('wants a state, and does not care for the totes of a cart that takes one order', () => {
    expect(formProblems({ ...firstForm(CART), states: [] })).toEqual({ states: 'noState' })
    expect(formProblems({ ...firstForm(CART), strategy: 'single', totes: 'x' })).toEqual({})
  })

  it('takes thousands with their comma', () => {
    expect(readNumber('units', '12,500')).toEqual({ value: 12_500 })
    expect(readNumber('units', '12,50')).toEqual({ problem: 'noNumber' })
  })

  it('sends only what the contract takes, whatever is typed into the fields', () => {
    const typed = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.double({ min: -10, max: 3_000 }).map(String),
      fc.nat(3_000).map(String),
    )
    const fields = Object.keys(RANGES) as NumberField[]
    fc.assert(
      fc.property(fc.constantFrom(...fields), typed, (field, text) => {
        const request = requestOf({ ...firstForm(CART), [field]: text }, CART)
        if (request !== null) expect(PlanRequest.safeParse(request).success).toBe(true)
      }),
    )
  })

  it('stands in the fields again when an earlier plan is changed', () => {
    const form: AskForm = {
      ...firstForm(CART),
      states: ['ready'],
      carriers: ['CJ'],
      leastPriority: '3',
      limit: '120',
      strategy: 'zone',
      totes: '5',
      weightKg: '20.5',
      seconds: '30',
    }
    const request = requestOf(form, CART)
    expect(request).not.toBeNull()
    expect(formOf(request ?? {}, CART)).toEqual(form)
  })
})

describe('what exact tours save', () => {
  it('is the difference of the figures that are shown', () => {
    const effort = { distanceMm: 1_891_400, baselineMm: 2_358_600, seconds: 4_200, baselineSeconds: 4_620 }
    expect(savingsOf(effort)).toEqual({ metres: 1_891 - 2_359, percent: expect.closeTo(-19.8, 1), minutes: -7 })
  })

  it('is not known without a floor', () => {
    expect(savingsOf({ distanceMm: null, baselineMm: null, seconds: 60, baselineSeconds: 60 })).toBeNull()
  })
})
