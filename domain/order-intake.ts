import type { OrderInput, PaymentState } from './inputs.ts'

/** Reasons for which an order is held without anybody asking; a person's reason is that person's own text. */
export const OWN_HOLD_REASONS = ['cancelled-at-shop', 'nothing-to-ship', 'payment'] as const
/** Why Baro itself holds an order. */
export type OwnHoldReason = (typeof OWN_HOLD_REASONS)[number]

/** What decides where an order stands before anybody touches it. */
export type IntakeFacts = {
  cancelledAtShop: boolean
  payment: PaymentState
  lines: readonly { units: number; itemId: string | null }[]
}

/** Where an order stands before it is released, and why it is held. */
export type IntakeState =
  | { state: 'needs_match'; holdReason: null }
  | { state: 'on_hold'; holdReason: OwnHoldReason }
  | { state: 'ready'; holdReason: null }

/**
 * Where an untouched order stands: held when the shop cancelled it or when nothing of it is to be shipped; then waiting
 * for a match when a line to be shipped has no item; then held until its payment may be picked; else ready.
 */
export function intakeState(facts: IntakeFacts, pickablePayments: readonly PaymentState[]): IntakeState {
  if (facts.cancelledAtShop) return { state: 'on_hold', holdReason: 'cancelled-at-shop' }
  const toShip = facts.lines.filter((line) => line.units > 0)
  if (toShip.length === 0) return { state: 'on_hold', holdReason: 'nothing-to-ship' }
  if (toShip.some((line) => line.itemId === null)) return { state: 'needs_match', holdReason: null }
  if (!pickablePayments.includes(facts.payment)) return { state: 'on_hold', holdReason: 'payment' }
  return { state: 'ready', holdReason: null }
}

/** Units of a line that this site still has to ship: none of what needs no shipping or was shipped elsewhere. */
export function unitsToShip(line: { quantity: number; fulfilled: number; requiresShipping: boolean }): number {
  return line.requiresShipping ? Math.max(0, line.quantity - line.fulfilled) : 0
}

/** Units of a line that are still to be reserved, picked or given up, by the line's own row. */
export function openUnits(row: {
  quantity: number
  fulfilled: number
  cancelled: number
  picked: number
  requires_shipping: number
}): number {
  return row.requires_shipping === 1 ? Math.max(0, row.quantity - row.fulfilled - row.cancelled - row.picked) : 0
}

/** The name by which a line without a known code is matched: the item's name and, when there is one, its option. */
export function matchName(line: { name: string; option?: string | null | undefined }): string {
  return line.option ? `${line.name} / ${line.option}` : line.name
}

/** The id of the saved match of a name in a channel; the same for equal names. */
export function matchId(channel: string, name: string): string {
  return `${channel}|${name}`
}

/**
 * The digits of a phone number from its last to its first, so that a search by its ending is a search by prefix. The
 * Korean country code counts as the leading zero.
 */
export function phoneTail(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  const national = /^(00)?82\d{8,10}$/.test(digits) ? `0${digits.replace(/^(00)?82/, '')}` : digits
  return Array.from(national).reverse().join('')
}

/** True when two versions of an order ask for the same goods: only then may an order in work take the newer one. */
export function sameGoods(current: OrderInput, incoming: OrderInput): boolean {
  const goods = (order: OrderInput): string =>
    JSON.stringify(
      order.lines
        .map((line) => [line.externalId, line.sku, line.name, line.option ?? '', unitsToShip(line)])
        .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    )
  return (
    goods(current) === goods(incoming) && (current.cancelledAt === undefined) === (incoming.cancelledAt === undefined)
  )
}
