import { z } from 'zod'
import { isGs1Separator } from './gs1.ts'
import { PaymentState } from './inputs.ts'
import { ReleaseRules, StockRules } from './release-rules.ts'
import { StoreCodePattern } from './store-code.ts'

/** What a site decides once: every rule that `decide` functions may bend, with the default that is safe. */
export const Policies = z.object({
  /** Payment states that may be picked. */
  pickablePayments: z.array(PaymentState).default(['authorized', 'paid', 'cod']),
  /** Orders on one cart at most, 1–24. */
  cartOrders: z.int().min(1).max(24).default(8),
  /** True: an order is released only when all of it can be reserved; otherwise it becomes backordered. */
  allOrNothing: z.boolean().default(true),
  /** Holds, addresses, dates, turn and backorders: when orders are released, and in which turn. */
  release: ReleaseRules.prefault({}),
  /** From where the units of an order are taken. */
  stockChoice: StockRules.prefault({}),
  /** True: an item scan at the shelf also confirms the location when the task expects that item there. */
  itemSettlesLocation: z.boolean().default(true),
  /** True: each unit is counted by its own scan; false: one item scan confirms the line's whole quantity. */
  countEachUnit: z.boolean().default(true),
  /** True: a carton's weight is asked for before it is closed. */
  weighCartons: z.boolean().default(false),
  /** Allowed difference between weighed and computed weight, in grams, beside 3 % of the computed weight. */
  weightToleranceGrams: z.int().min(0).max(100_000).default(40),
  /** Which of the shipping labels cartons get. */
  shippingTemplate: z.enum(['shipping-100x150', 'shipping-4x6']).default('shipping-100x150'),
  /** Reprints of one label without a supervisor. */
  freeReprints: z.int().min(0).max(20).default(2),
  /** Minutes without a scan before the station locks itself; 0 never locks. */
  idleLockMinutes: z.int().min(0).max(240).default(10),
  /** Wrong PINs in a row before the badge is locked, and for how many minutes. */
  pinAttempts: z.int().min(3).max(20).default(5),
  pinLockMinutes: z.int().min(1).max(1_440).default(5),
  /** What the scanners send for FNC1 where they cannot send GS; empty when they can. */
  gs1Separator: z
    .string()
    .refine((text) => text === '' || isGs1Separator(text), 'May be part of a code')
    .default(''),
  /** How store codes with a weight or price are made, the first that fits counts; see StoreCodePattern. */
  storeCodes: z.array(StoreCodePattern).max(10).default([]),
})
export type Policies = z.infer<typeof Policies>

/** The policies of a site that decided nothing yet. */
export const DEFAULT_POLICIES: Policies = Policies.parse({})
