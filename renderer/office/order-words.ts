import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { PaymentState } from '../../domain/inputs.ts'
import type { OwnHoldReason } from '../../domain/order-intake.ts'

/** The word for each state of payment, as far as picking cares. */
export const PAYMENT_WORDS: Readonly<Record<PaymentState, MessageDescriptor>> = {
  pending: msg`not paid`,
  authorized: msg`authorised`,
  paid: msg`paid`,
  cod: msg`cash on delivery`,
  refunded: msg`refunded`,
  voided: msg`voided`,
}

/** Why Baro itself holds an order; a person's reason is that person's own text. */
const HOLD_WORDS: Readonly<Record<OwnHoldReason, MessageDescriptor>> = {
  'cancelled-at-shop': msg`Cancelled at the shop`,
  'nothing-to-ship': msg`Nothing in it to ship`,
  payment: msg`Waits for its payment`,
}

/** The words of a reason that Baro gave by itself; null for a person's own text. */
export function holdWord(reason: string | null): MessageDescriptor | null {
  return Object.entries(HOLD_WORDS).find(([own]) => own === reason)?.[1] ?? null
}

/** Names of the channels that everybody knows; another channel is shown as its own code. */
const CHANNEL_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  shopify: msg`Shopify`,
  smartstore: msg`SmartStore`,
  coupang: msg`Coupang`,
  marketplace: msg`Marketplace`,
  plain: msg`Own list`,
  demo: msg`Demo`,
}

/** What people call a channel, or null when only its code is known. */
export function channelWord(channel: string): MessageDescriptor | null {
  return CHANNEL_WORDS[channel] ?? null
}
