import { z } from 'zod'
import type { Sizes } from './shipping-carton.ts'

const Key = z.string().trim().min(1).max(64)
const keys = z.array(Key).min(1).max(300)
const sizeMm = z.int().min(0).max(100_000)

/** Goods that carriers and countries have rules about, beside the UN classes of dangerous goods. */
export const GOODS_KINDS = ['lithium-battery', 'liquid', 'aerosol', 'alcohol', 'magnet'] as const
/** The kinds in the text of an item's row, with a space between them. */
export function goodsKindsIn(text: string): (typeof GOODS_KINDS)[number][] {
  return text.split(' ').filter((kind) => kind !== '') as (typeof GOODS_KINDS)[number][]
}

/** How a service travels. */
export const TRANSPORT_MODES = ['road', 'rail', 'air', 'sea'] as const

/** A class or division of dangerous goods by the UN Model Regulations: `3`, `2.1`, `1.4S`. */
export const UnClass = z.string().regex(/^[1-9](\.[1-6][A-S]?)?$/)

/** A UN number such as `UN3480`. */
export const UnNumber = z.string().regex(/^UN\d{4}$/)

/** What a rule is about: all that is given has to hold, of a list any. What is given by no rule concerns every carton. */
export const RuleConditions = z.strictObject({
  /** Of the item; class `2` is also each of its divisions. */
  unClasses: z.array(UnClass).min(1).max(60).optional(),
  /** Of the item: UN numbers such as `UN3480`. */
  unNumbers: z.array(UnNumber).min(1).max(300).optional(),
  kinds: z.array(z.enum(GOODS_KINDS)).min(1).optional(),
  /** Of one unit of the item. */
  batteryOverWh: z.int().min(0).max(1_000_000).optional(),
  itemOverGrams: z.int().min(0).max(10_000_000).optional(),
  itemLongestOverMm: sizeMm.optional(),
  /** Of the carton. */
  cartonOverGrams: z.int().min(0).max(10_000_000).optional(),
  longestOverMm: sizeMm.optional(),
  /** Length and girth. */
  girthOverMm: sizeMm.optional(),
  /** What all of the carton is worth. */
  valueOverMinor: z.int().min(0).max(100_000_000_000).optional(),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(300)
    .optional(),
  exceptCountries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(300)
    .optional(),
  carriers: keys.optional(),
  services: keys.optional(),
  modes: z.array(z.enum(TRANSPORT_MODES)).min(1).optional(),
})
export type RuleConditions = z.infer<typeof RuleConditions>
/** A condition by its name. */
export type ConditionName = keyof RuleConditions

/** What a rule does to a carton it is about; documents and marks are named by their own keys. */
export const RuleEffect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('forbid') }),
  z.strictObject({ kind: z.literal('require-document'), document: Key }),
  z.strictObject({ kind: z.literal('require-mark'), mark: Key }),
  /** Units of all items that the rule is about, in one carton. */
  z.strictObject({ kind: z.literal('limit-quantity'), units: z.int().min(1).max(1_000_000) }),
])
export type RuleEffect = z.infer<typeof RuleEffect>

/** A shipping rule. Where it applies to an item, the rules it lifts do not. */
export const ShippingRule = z.strictObject({
  id: Key,
  active: z.boolean().default(true),
  when: RuleConditions,
  effect: RuleEffect,
  lifts: z.array(Key).max(100).default([]),
})
export type ShippingRule = z.infer<typeof ShippingRule>

/** All shipping rules of a site. */
export const ShippingRules = z.array(ShippingRule).max(2_000)

/** Units of an item in a carton and what is known of one of them; null is unknown, but for `unClass`: no dangerous goods. */
export type CartonGoods = {
  itemId: string
  units: number
  kinds: readonly (typeof GOODS_KINDS)[number][]
  unClass: string | null
  unNumber: string | null
  batteryWh: number | null
  grams: number | null
  longestMm: number | null
}

/** A carton on its way to a label; what is null is not known yet. Documents and marks are those it has. */
export type CartonToLabel = {
  cartonId: string
  goods: readonly CartonGoods[]
  grams: number | null
  sizes: Sizes | null
  valueMinor: number | null
  country: string
  carrierCode: string
  serviceCode: string
  mode: (typeof TRANSPORT_MODES)[number]
  documents: readonly string[]
  marks: readonly string[]
}

/** What a person can do about a violation. */
export type RuleAction = {
  code: 'takeOut' | 'repack' | 'otherService' | 'doNotShip' | 'attachDocument' | 'printMark' | 'findOut'
  params: Record<string, string | number>
}

/** A rule that a carton breaks: by which item (null: by the carton as a whole), how, and what to do. */
export type RuleViolation = {
  rule: string
  itemId: string | null
  code: 'forbidden' | 'documentMissing' | 'markMissing' | 'tooMany' | 'factMissing'
  params: Record<string, string | number>
  action: RuleAction
}
