import { z } from 'zod'
import { AddressInput } from './inputs.ts'
import { isSscc } from './sscc.ts'
import { TemplateRef } from './template.ts'

/** Language of printed words, independent of the screen's. */
export const PrintLanguage = z.enum(['ko', 'en'])
export type PrintLanguage = z.infer<typeof PrintLanguage>

/** Who sends: the site. `lines` is its address as it shall stand on paper. */
export const SenderInput = z.object({
  name: z.string().min(1).max(120),
  phone: z.string().max(40),
  /** A postcode of 16 characters stands before an address line of 200. */
  lines: z.array(z.string().max(220)).max(4),
})
export type SenderInput = z.infer<typeof SenderInput>

/** Everything that a shipping label says; `copy` is 1 on the first print and counts up with every reprint. */
export const ShippingLabelInput = z.object({
  language: PrintLanguage,
  sender: SenderInput,
  recipient: AddressInput,
  orderNumber: z.string().min(1).max(40),
  channel: z.string().max(64),
  cartonNumber: z.int().min(1).max(9_999),
  /** Known once packing of the order is finished. */
  cartonCount: z.int().min(1).max(9_999).optional(),
  /** The SSCC's 18 digits, or the carton's own code at a site that has no GS1 company prefix. */
  code: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('sscc'),
      sscc: z.string().refine(isSscc, 'an SSCC of 18 digits with the right check digit'),
      /** Groups the digits for reading; without it they stand in fours. */
      companyPrefixLength: z.int().min(4).max(12).optional(),
    }),
    z.object({ kind: z.literal('internal'), code: z.string().regex(/^[\x21-\x7e]{1,24}$/) }),
  ]),
  carrier: z.string().max(80).optional(),
  trackingNumber: z.string().max(40).optional(),
  weightGrams: z.int().min(0).max(1_000_000).optional(),
  copy: z.int().min(1).max(999),
  /** What the customer asks of the carrier ("leave at the door"). */
  note: z.string().max(200).optional(),
  /** The drawing that the first print was made with, so that a reprint looks the same; the built-in one when it is missing. */
  template: TemplateRef.optional(),
})
export type ShippingLabelInput = z.infer<typeof ShippingLabelInput>
