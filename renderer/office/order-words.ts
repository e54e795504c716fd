import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { PaymentState } from '../../domain/inputs.ts'

/** The word for each state of payment, as far as picking cares. */
export const PAYMENT_WORDS: Readonly<Record<PaymentState, MessageDescriptor>> = {
  pending: msg`not paid`,
  authorized: msg`authorised`,
  paid: msg`paid`,
  cod: msg`cash on delivery`,
  refunded: msg`refunded`,
  voided: msg`voided`,
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
