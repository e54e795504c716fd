import { businessDate } from './business-date.ts'
import { addDays, addWorkingDays, type Calendar } from './calendar.ts'
import { compareText } from './compare-text.ts'
import { type Collection, type Collections, nextCollection } from './cut-off.ts'
import type { AddressInput, PaymentState } from './inputs.ts'
import { decideRelease } from './order-release.ts'
import type { AddressPart, ReleaseKey, ReleasePolicy, WaitReason } from './release-policy.ts'
import {
  type ItemStock,
  type LineUnits,
  lacking,
  type SoftPromise,
  type Supply,
  supplyOf,
  takeFree,
  takeInbound,
} from './release-supply.ts'
import type { OrderState } from './states.ts'

/** A line that still needs units; `itemId` is null before its match, `availableFrom` the release date of a pre-order. */
export type LineToRelease = { lineId: string; itemId: string | null; units: number; availableFrom: string | null }

/** An order that may be released, as far as a plan cares. Instants are UTC milliseconds. */
export type OrderToRelease = {
  orderId: string
  state: OrderState
  holdReason: string | null
  payment: PaymentState
  /** 0–9, the larger the more urgent. */
  priority: number
  orderedAt: number
  /** The promised ship date, as an instant; null when none was promised. */
  shipBy: number | null
  /** The service it is to leave by; null when that is still open. */
  serviceCode: string | null
  /** What the order itself says; null leaves it to the site. */
  allOrNothing: boolean | null
  shipTo: AddressInput
  lines: readonly LineToRelease[]
}

/** What a site plans by; collections by service code. */
export type ReleaseSite = {
  policy: ReleasePolicy
  calendar: Calendar
  collections: ReadonlyMap<string, Collections>
}

/** An order to release now: the units to reserve for it, what is missing, and what of that is promised meanwhile. */
export type PlannedRelease = {
  orderId: string
  take: LineUnits[]
  missing: LineUnits[]
  promised: SoftPromise[]
  /** True when it is on hold for a reason that the site tolerates. */
  liftsHold: boolean
  /** The next collection of its service; null when the service is open or never collects. */
  shipDate: string | null
  cutOffAt: number | null
  /** True when the shipping day, or today when that is unknown, is after the promised ship date. */
  isLate: boolean
}

/** An order that waits: why, what is missing of it now, and what is promised to it. */
export type WaitingOrder = {
  orderId: string
  reason: WaitReason
  params: Record<string, string>
  missing: LineUnits[]
  promised: SoftPromise[]
  /** The date on which all of it can be there, today when it is; null when something of it is not even announced. */
  expectedOn: string | null
}

/** Orders to release in their turn, and those that wait, in the same turn. Orders of other states are in neither. */
export type ReleasePlan = { release: PlannedRelease[]; waits: WaitingOrder[] }

const CANDIDATES: readonly OrderState[] = ['ready', 'backordered', 'on_hold', 'needs_match']

type Candidate = { order: OrderToRelease; collection: Collection | null }

/**
 * Plans which orders are released at `at`. Each in its turn gets what is then free; what stays free and what is announced
 * is promised to those that wait, in the same turn. Reservations and promises together never exceed what is on hand and not
 * reserved, promises on announced units never those.
 */
export function planRelease(
  orders: readonly OrderToRelease[],
  stock: readonly ItemStock[],
  site: ReleaseSite,
  at: number,
): ReleasePlan {
  const today = businessDate(at, site.calendar.timeZone)
  const supply = supplyOf(stock)
  const plan: ReleasePlan = { release: [], waits: [] }
  const unsettled: (() => void)[] = []
  for (const candidate of inTurn(orders, site, at)) {
    const { order } = candidate
    const found =
      hindranceOf(order, site, today) ??
      (plan.release.length === site.policy.maxOrders ? { reason: 'planFull' as const, params: {} } : null) ??
      release(candidate, site, today, supply)
    if ('reason' in found) {
      const waiting = waitFor(order, found.reason, found.params, site.policy, supply)
      plan.waits.push(waiting)
      unsettled.push(() => promiseRest(waiting, order, site.policy, supply, today))
    } else {
      plan.release.push(found)
      const promisable = found.missing.filter(({ lineId }) => {
        const line = order.lines.find((each) => each.lineId === lineId)
        return site.policy.promiseWhile.includes(isLater(line?.availableFrom ?? null, today) ? 'preOrder' : 'stock')
      })
      unsettled.push(() => promiseMore(found.promised, promisable, supply))
    }
  }
  for (const settle of unsettled) settle()
  return plan
}

/** What decides the turn of an order; instants are UTC milliseconds, null where there is none. */
export type OrderTurn = Pick<OrderToRelease, 'orderId' | 'priority' | 'shipBy' | 'orderedAt'> & {
  isBackordered: boolean
  cutOffAt: number | null
}

/** Compares the turn of two orders by a policy's keys and at last by id; negative when `a` goes first. */
export function compareTurn(keys: readonly ReleaseKey[], a: OrderTurn, b: OrderTurn): number {
  for (const key of keys) {
    const difference = TURN[key](a, b)
    if (difference !== 0) return difference
  }
  return compareText(a.orderId, b.orderId)
}

const NEVER = Number.POSITIVE_INFINITY
const TURN: Record<ReleaseKey, (a: OrderTurn, b: OrderTurn) => number> = {
  priority: (a, b) => b.priority - a.priority,
  backorder: (a, b) =>
    a.isBackordered && b.isBackordered ? a.orderedAt - b.orderedAt : Number(b.isBackordered) - Number(a.isBackordered),
  cutOff: (a, b) => compareNumbers(a.cutOffAt ?? NEVER, b.cutOffAt ?? NEVER),
  shipBy: (a, b) => compareNumbers(a.shipBy ?? NEVER, b.shipBy ?? NEVER),
  orderedAt: (a, b) => a.orderedAt - b.orderedAt,
}

/** Orders that a plan looks at, by the policy's keys and at last by id. */
function inTurn(orders: readonly OrderToRelease[], site: ReleaseSite, at: number): Candidate[] {
  const collections = new Map<string, Collection | null>()
  for (const [code, each] of site.collections) collections.set(code, nextCollection(each, at, site.calendar))
  return orders
    .filter(({ state }) => CANDIDATES.includes(state))
    .map((order) => {
      const collection = collections.get(order.serviceCode ?? '') ?? null
      const turn = { ...order, isBackordered: order.state === 'backordered', cutOffAt: collection?.cutOffAt ?? null }
      return { order, collection, turn }
    })
    .sort((a, b) => compareTurn(site.policy.turn, a.turn, b.turn))
}

/** Why an order waits, with what a screen says about it. */
export type Hindrance = { reason: WaitReason; params: Record<string, string> }

/** The first reason, other than stock, for which an order has to wait on the date `today`. */
export function hindranceOf(
  order: Omit<OrderToRelease, 'orderId' | 'priority' | 'orderedAt' | 'serviceCode'>,
  site: Pick<ReleaseSite, 'policy' | 'calendar'>,
  today: string,
): Hindrance | null {
  const { policy, calendar } = site
  const hold = order.holdReason ?? ''
  if (order.state === 'on_hold' && !policy.toleratedHolds.includes(hold))
    return { reason: 'hold', params: { reason: hold } }
  const wanted = order.lines.filter(({ units }) => units > 0)
  if (order.state === 'needs_match' || wanted.some(({ itemId }) => itemId === null)) {
    const lines = wanted.flatMap(({ lineId, itemId }) => (itemId === null ? [lineId] : []))
    return { reason: 'noMatch', params: { lines: lines.join(', ') } }
  }
  if (wanted.length === 0) return { reason: 'nothingToShip', params: {} }
  const gaps = addressGaps(order.shipTo, policy)
  if (gaps.length > 0) return { reason: 'addressIncomplete', params: { parts: gaps.join(', ') } }
  if (!policy.pickablePayments.includes(order.payment)) return { reason: 'payment', params: { payment: order.payment } }
  const later = wanted.flatMap(({ availableFrom }) => (isLater(availableFrom, today) ? [availableFrom] : [])).sort()
  const isWhole = order.allOrNothing ?? policy.allOrNothing
  const from = isWhole ? later.at(-1) : later.length === wanted.length ? later[0] : undefined
  if (from !== undefined) return { reason: 'preOrder', params: { from } }
  const release = releaseDay(order, policy, calendar)
  return isLater(release, today) ? { reason: 'tooEarly', params: { from: release } } : null
}

/** The parts of an address that a site needs and the order does not have; blanks count as nothing. */
export function addressGaps(address: AddressInput, policy: ReleasePolicy): AddressPart[] {
  return policy.addressNeeds.filter(
    (part) => address[part].trim() === '' && !(part === 'postcode' && policy.withoutPostcode.includes(address.country)),
  )
}

function isLater(date: string | null, today: string): date is string {
  return date !== null && date > today
}

/** The day from which an order may be released by its promised ship date; null for at once. */
function releaseDay(order: Pick<OrderToRelease, 'shipBy'>, policy: ReleasePolicy, calendar: Calendar): string | null {
  if (order.shipBy === null || policy.aheadDays === null) return null
  // Counted back from the day after, so that a promise on a closed day counts as the last open one before it.
  const after = addDays(businessDate(order.shipBy, calendar.timeZone), 1)
  return addWorkingDays(after, -policy.aheadDays - 1, calendar)
}

function openLines(order: OrderToRelease): LineUnits[] {
  return order.lines.flatMap(({ lineId, itemId, units }) =>
    itemId !== null && units > 0 ? [{ lineId, itemId, units }] : [],
  )
}

/** Releases an order from what is free; what of it is a pre-order stays open, and is kept when the policy says so. */
function release(
  { order, collection }: Candidate,
  site: ReleaseSite,
  today: string,
  supply: Supply,
): PlannedRelease | Hindrance {
  const { policy, calendar } = site
  const preOrdered = new Set(
    order.lines.filter((line) => isLater(line.availableFrom, today)).map(({ lineId }) => lineId),
  )
  const decision = decideRelease({
    state: order.state === 'on_hold' ? 'ready' : order.state,
    payment: order.payment,
    pickablePayments: policy.pickablePayments,
    allOrNothing: order.allOrNothing ?? policy.allOrNothing,
    lines: openLines(order).filter(({ lineId }) => !preOrdered.has(lineId)),
    free: supply.free,
  })
  if (decision.kind !== 'released') return { reason: 'stock', params: {} }
  const take = decision.take.map((each) => ({ ...each }))
  takeFree(supply, take)
  const missing = lacking(openLines(order), take)
  const kept = missing.filter(({ lineId }) => policy.keepWhile.includes('preOrder') && preOrdered.has(lineId))
  const shipDate = collection?.date ?? null
  const shipBy = order.shipBy === null ? '9999' : businessDate(order.shipBy, calendar.timeZone)
  return {
    orderId: order.orderId,
    take,
    missing,
    promised: takeFree(supply, kept),
    liftsHold: order.state === 'on_hold',
    shipDate,
    cutOffAt: collection?.cutOffAt ?? null,
    isLate: (shipDate ?? today) > shipBy,
  }
}

/** Lets an order wait. What it keeps in its turn is promised to it at once. */
function waitFor(
  order: OrderToRelease,
  reason: WaitReason,
  params: Record<string, string>,
  policy: ReleasePolicy,
  supply: Supply,
): WaitingOrder {
  const open = openLines(order)
  const free = new Map(supply.free)
  const missing = lacking(open, takeFree({ ...supply, free }, open))
  const keeps = policy.keepWhile.includes(reason) || (reason === 'stock' && !policy.overtaking)
  const promised = keeps ? takeFree(supply, open) : []
  return { orderId: order.orderId, reason, params, missing, promised, expectedOn: null }
}

/** Promises to a waiting order what is left and what is announced, and says when all of it can be there. */
function promiseRest(
  waiting: WaitingOrder,
  order: OrderToRelease,
  policy: ReleasePolicy,
  supply: Supply,
  today: string,
): void {
  if (!policy.promiseWhile.includes(waiting.reason)) return
  const open = openLines(order)
  promiseMore(waiting.promised, open, supply)
  if (lacking(open, waiting.promised).length > 0 || open.length < order.lines.filter(({ units }) => units > 0).length)
    return
  const days = [...waiting.promised.map(({ on }) => on), ...order.lines.map(({ availableFrom }) => availableFrom)]
  waiting.expectedOn = days.reduce<string>((latest, day) => (isLater(day, latest) ? day : latest), today)
}

/** Adds to promises what lines still lack: first what is free, then what is announced. */
function promiseMore(promised: SoftPromise[], lines: readonly LineUnits[], supply: Supply): void {
  promised.push(...takeFree(supply, lacking(lines, promised)))
  promised.push(...takeInbound(supply, lacking(lines, promised)))
}

function compareNumbers(a: number, b: number): number {
  // Two that never come are equal; their difference would be no number.
  return a === b ? 0 : a - b
}
