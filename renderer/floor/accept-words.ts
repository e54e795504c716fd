import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { AcceptedKind } from '../../contract/station/floor.ts'

/** What the scan slot asks for, by the first kind of code that a step accepts. */
export const askedFor: Readonly<Record<AcceptedKind, MessageDescriptor>> = {
  badge: msg`Scan your badge`,
  pin: msg`Enter your PIN`,
  location: msg`Scan the location`,
  item: msg`Scan the item`,
  serial: msg`Scan the serial number`,
  lot: msg`Scan the lot`,
  tote: msg`Scan the tote`,
  order: msg`Scan the order`,
  'carton-type': msg`Scan a carton`,
  weight: msg`Weigh it, or enter the weight`,
  label: msg`Scan the label`,
  tracking: msg`Scan the waybill`,
  carrier: msg`Scan the carrier`,
  quantity: msg`Enter the number`,
  command: msg`Press, or scan a command`,
}

const alsoTaken: Readonly<Partial<Record<AcceptedKind, MessageDescriptor>>> = {
  location: msg`The location code works too`,
  item: msg`The item code works too`,
  serial: msg`The serial number works too`,
  lot: msg`The lot code works too`,
  tote: msg`The tote works too`,
  order: msg`The order number works too`,
  label: msg`The label works too`,
  quantity: msg`A number works too`,
  badge: msg`Another badge works too`,
}

/** The sentence for the second kind of code that a step accepts; null when there is none worth saying. */
export function alsoAccepted(accepts: readonly AcceptedKind[]): MessageDescriptor | null {
  for (const kind of accepts.slice(1)) {
    const words = alsoTaken[kind]
    if (words !== undefined) return words
  }
  return null
}
