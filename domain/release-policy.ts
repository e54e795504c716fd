import { z } from 'zod'
import { AddressInput, PaymentState } from './inputs.ts'
import { type CheckedRules, checkRules, reportTwice } from './rule-problem.ts'

/** Parts of an address that a site may need before it releases an order. */
export const ADDRESS_PARTS = ['name', 'phone', 'postcode', 'province', 'city', 'line1', 'line2'] as const
/** One of {@link ADDRESS_PARTS}. */
export type AddressPart = (typeof ADDRESS_PARTS)[number]

/** By what orders are put in turn. `backorder` puts those that wait for stock first, the oldest of them foremost. */
export const RELEASE_KEYS = ['priority', 'backorder', 'cutOff', 'shipBy', 'orderedAt'] as const
/** One of {@link RELEASE_KEYS}. */
export type ReleaseKey = (typeof RELEASE_KEYS)[number]

/** Why an order waits, in the order in which reasons are looked for. */
export const WAIT_REASONS = [
  'hold',
  'noMatch',
  'nothingToShip',
  'addressIncomplete',
  'payment',
  'preOrder',
  'tooEarly',
  'stock',
  'planFull',
] as const
/** One of {@link WAIT_REASONS}. */
export type WaitReason = (typeof WAIT_REASONS)[number]

/** When orders are released, and in which turn. */
export const ReleasePolicy = z.strictObject({
  /** Payment states that may be picked. */
  pickablePayments: z.array(PaymentState).max(6).default(['authorized', 'paid', 'cod']),
  /** Reasons for which an order is held that the release lifts; payment has its own rule. */
  toleratedHolds: z.array(z.string().trim().min(1).max(200)).max(100).default(['payment']),
  addressNeeds: z.array(z.enum(ADDRESS_PARTS)).max(7).default(['name', 'postcode', 'line1']),
  /** Countries in which addresses have no postcode. */
  withoutPostcode: z
    .array(AddressInput.shape.country)
    .max(300)
    .default(['AE', 'AG', 'AO', 'BS', 'BZ', 'CI', 'CM', 'FJ', 'GH', 'GM', 'HK', 'MO', 'QA', 'UG', 'YE', 'ZW']),
  /** All of an order or nothing, where the order itself says nothing about it. */
  allOrNothing: z.boolean().default(true),
  /** Working days before its promised ship date from which an order is released; null releases at once. */
  aheadDays: z.int().min(0).max(200).nullable().default(null),
  turn: z.array(z.enum(RELEASE_KEYS)).max(5).default(['priority', 'backorder', 'cutOff', 'shipBy', 'orderedAt']),
  /** True: an order takes what is free although one before it waits for the same item; that one then keeps nothing. */
  overtaking: z.boolean().default(true),
  /** Reasons to wait for which an order keeps what is free for it in its turn, so that none after it takes that. */
  keepWhile: z.array(z.enum(WAIT_REASONS)).max(9).default(['preOrder']),
  /** Reasons to wait for which an order is promised, after all releases, what is left and what is announced. */
  promiseWhile: z.array(z.enum(WAIT_REASONS)).max(9).default(['preOrder', 'tooEarly', 'stock', 'planFull']),
  /** At most so many orders in one plan; null for any number. */
  maxOrders: z.int().min(1).max(100_000).nullable().default(null),
})
export type ReleasePolicy = z.infer<typeof ReleasePolicy>

/** Checks a release policy given as a value; problems name their place in it. */
export function checkReleasePolicy(value: unknown): CheckedRules<ReleasePolicy> {
  return checkRules(ReleasePolicy, value, (policy, report) => {
    if (policy.pickablePayments.length === 0) report('pickablePayments', 'E-RUL-040')
    const { pickablePayments, toleratedHolds, addressNeeds, withoutPostcode, turn, keepWhile, promiseWhile } = policy
    const lists = { pickablePayments, toleratedHolds, addressNeeds, withoutPostcode, turn, keepWhile, promiseWhile }
    for (const [name, list] of Object.entries(lists))
      reportTwice<string>(
        list,
        (index) => `${name}[${index}]`,
        (entry) => entry,
        report,
      )
    // Whoever may be overtaken for lack of stock keeps nothing, so it cannot also keep its units.
    const kept = policy.keepWhile.indexOf('stock')
    if (policy.overtaking && kept >= 0) report(`keepWhile[${kept}]`, 'E-RUL-031', { other: 'overtaking' })
  })
}
