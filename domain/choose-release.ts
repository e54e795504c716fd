import { type AllocatableStock, allocate } from './allocation.ts'
import type { AllocationCosts, AllocationPolicy } from './allocation-policy.ts'
import { addDays, type Calendar } from './calendar.ts'
import { compareText } from './compare-text.ts'
import { decideRelease } from './order-release.ts'
import { hindranceOf, type OrderToRelease } from './release-plan.ts'
import type { ReleasePolicy } from './release-policy.ts'
import type { StockRules } from './release-rules.ts'
import type { OrderState } from './states.ts'

/** A stock row as far as choosing it goes; dates are empty when nobody knows them. */
export type ChoosableStock = {
  id: string
  item_id: string
  location_id: string
  lot: string
  expires_on: string
  received_on: string
  on_hand: number
  reserved: number
}

/** A stock row, whether it lies in a pick face, and how far it is from the depot in whole metres. */
export type StockAt<S> = { stock: S; isPickFace: boolean; metres: number }

/** Units of a stock row for an order line. */
export type ChosenUnits<S> = { lineId: string; stock: S; quantity: number }

/** An order that is asked for, as far as its release goes. */
export type ReleaseWish = Omit<OrderToRelease, 'orderId' | 'priority' | 'orderedAt' | 'serviceCode'>

/** Why an order may not be released now, other than for want of stock. */
export type ReleaseRefusal =
  | { name: 'wrongState'; params: { state: OrderState } }
  | { name: 'notReleasable'; params: Record<string, string> }

// What counts is a reserve place, then the policy's own measure, then the rest; sums over a thousand places stay exact.
const COMMON: AllocationCosts = {
  perLocation: 1,
  perMetre: 1,
  perPriority: 10_000_000_000,
  perStockRow: 1,
  perBrokenCase: 0,
}
const COSTS: Record<StockRules['prefer'], AllocationCosts> = {
  'fewest-locations': { ...COMMON, perLocation: 1_000_000, perStockRow: 1_000 },
  fifo: { ...COMMON, perLocation: 1_000_000, perStockRow: 1_000 },
  closest: { ...COMMON, perMetre: 1_000 },
}

/** What a site's rules for stock come to for {@link AllocationPolicy}. */
export function allocationOf(rules: StockRules): AllocationPolicy {
  return {
    rotation: rules.prefer === 'fifo' ? 'fefo-fifo' : 'fefo',
    prefer: 'cost',
    costs: COSTS[rules.prefer],
    wholeCases: false,
    allOrNothing: false,
    maxLocations: null,
    minShelfDays: rules.minShelfDays,
  }
}

/** True when nothing but stock may keep the order from its release on the date `today`; else the reason. */
export function refusalOf(
  order: ReleaseWish,
  site: { policy: ReleasePolicy; calendar: Calendar },
  today: string,
): ReleaseRefusal | null {
  const { state } = order
  if (state !== 'ready' && state !== 'backordered' && state !== 'on_hold')
    return { name: 'wrongState', params: { state } }
  const found = hindranceOf(order, site, today)
  if (found === null) return null
  if (found.reason === 'hold') return { name: 'wrongState', params: { state } }
  return { name: 'notReleasable', params: { ...found.params, reason: found.reason } }
}

/** What may be taken of an item: of free units on `today` those that stay good for long enough. */
export function freeUnits(rows: readonly StockAt<ChoosableStock>[], rules: StockRules, today: string): number {
  const goodUntil = addDays(today, rules.minShelfDays)
  return rows.reduce((sum, { stock }) => {
    const isGood = stock.expires_on === '' || stock.expires_on >= goodUntil
    return sum + (isGood ? Math.max(0, stock.on_hand - stock.reserved) : 0)
  }, 0)
}

/**
 * What an order that nothing hinders gets: the units to reserve and how many are missing, or that it waits for stock. Units
 * that others keep (`kept`, by item) count as not there; lines of a pre-order whose day has not come stay open. The very
 * rule of the release and of its preview.
 */
export function chooseRelease<S extends ChoosableStock>(
  order: ReleaseWish,
  stock: ReadonlyMap<string, readonly StockAt<S>[]>,
  by: { policy: ReleasePolicy; stock: StockRules; kept: ReadonlyMap<string, number> },
  today: string,
): { kind: 'released'; parts: ChosenUnits<S>[]; missing: number } | { kind: 'backordered'; missing: number } {
  const open = order.lines.flatMap(({ lineId, itemId, units, availableFrom }) =>
    itemId !== null && units > 0
      ? [{ lineId, itemId, units, isLater: availableFrom !== null && availableFrom > today }]
      : [],
  )
  const due = open.filter(({ isLater }) => !isLater)
  const later = open.reduce((sum, { units, isLater }) => sum + (isLater ? units : 0), 0)
  const free = new Map(
    Array.from(stock, ([itemId, rows]) => [
      itemId,
      Math.max(0, freeUnits(rows, by.stock, today) - (by.kept.get(itemId) ?? 0)),
    ]),
  )
  const decision = decideRelease({
    state: order.state === 'on_hold' ? 'ready' : order.state,
    payment: order.payment,
    pickablePayments: by.policy.pickablePayments,
    allOrNothing: order.allOrNothing ?? by.policy.allOrNothing,
    lines: due,
    free,
  })
  if (decision.kind === 'refused') throw new Error('What refuses a release was looked at before')
  const missing = decision.missing + later
  if (decision.kind === 'backordered') return { kind: 'backordered', missing }
  return { kind: 'released', parts: chooseUnits(decision.take, stock, by.stock, today), missing }
}

type Needed = readonly { lineId: string; itemId: string; units: number }[]

/** Where units of lines come from, by the site's rules; throws when there are fewer than asked for. */
export function chooseUnits<S extends ChoosableStock>(
  lines: Needed,
  stock: ReadonlyMap<string, readonly StockAt<S>[]>,
  rules: StockRules,
  today: string,
): ChosenUnits<S>[] {
  const simple = rules.prefer === 'closest' ? null : oneRowEach(lines, stock, rules, today)
  if (simple !== null) return simple
  const rows = new Map<string, S>()
  const places = new Map<string, { locationId: string; distanceMetres: number; priority: number }>()
  const freeAt = new Map<string, number>()
  const choosable: AllocatableStock[] = []
  for (const { itemId } of lines)
    for (const { stock: row, isPickFace, metres } of stock.get(itemId) ?? []) {
      if (rows.has(row.id)) continue
      rows.set(row.id, row)
      freeAt.set(row.location_id, (freeAt.get(row.location_id) ?? 0) + row.on_hand - row.reserved)
      places.set(row.location_id, {
        locationId: row.location_id,
        distanceMetres: metres,
        priority: isPickFace ? 0 : 1,
      })
      choosable.push(allocatable(row))
    }
  // Where no way counts, of places that do equally well the fuller one is taken from.
  const all = [...freeAt.values()]
  if (rules.prefer !== 'closest')
    for (const place of places.values())
      place.distanceMetres = all.filter((free) => free > (freeAt.get(place.locationId) ?? 0)).length
  const world = { rows: choosable, locations: [...places.values()], caseUnits: new Map<string, number>() }
  const { parts, missing } = allocate(lines, world, allocationOf(rules), today)
  if (missing.length > 0) throw new Error('Fewer units were found than were decided')
  return parts.flatMap(({ lineId, stockId, units }) => {
    const row = rows.get(stockId)
    return row === undefined ? [] : [{ lineId, stock: row, quantity: units }]
  })
}

function allocatable(row: ChoosableStock): AllocatableStock {
  return {
    stockId: row.id,
    itemId: row.item_id,
    locationId: row.location_id,
    lot: row.lot,
    expiresOn: row.expires_on === '' ? null : row.expires_on,
    receivedOn: row.received_on === '' ? null : row.received_on,
    free: row.on_hand - row.reserved,
  }
}

/**
 * The common case without a search: one row of the oldest units in a pick face has enough of each item, and no two items lie
 * in one place, so that no plan has fewer stops. Null when it is not so.
 */
function oneRowEach<S extends ChoosableStock>(
  lines: Needed,
  stock: ReadonlyMap<string, readonly StockAt<S>[]>,
  rules: StockRules,
  today: string,
): ChosenUnits<S>[] | null {
  const goodUntil = rules.minShelfDays === 0 ? today : addDays(today, rules.minShelfDays)
  const ages = (row: S): string =>
    rules.prefer === 'fifo' ? `${row.expires_on || '9999-12-31'} ${row.received_on}` : row.expires_on || '9999-12-31'
  const places = new Map<string, string>()
  const chosen = new Map<string, S>()
  const needs = new Map<string, number>()
  for (const { itemId, units } of lines) needs.set(itemId, (needs.get(itemId) ?? 0) + units)
  for (const [itemId, units] of needs) {
    let oldest = ''
    let best: S | null = null
    for (const { stock: row, isPickFace } of stock.get(itemId) ?? []) {
      if (places.has(row.location_id) && places.get(row.location_id) !== itemId) return null
      places.set(row.location_id, itemId)
      if (row.on_hand <= row.reserved || (row.expires_on !== '' && row.expires_on < goodUntil)) continue
      const age = ages(row)
      if (oldest !== '' && age > oldest) continue
      if (age < oldest) best = null
      oldest = age
      const isEnough = isPickFace && row.on_hand - row.reserved >= units
      if (isEnough && (best === null || isFuller(row, best))) best = row
    }
    if (best === null) return null
    chosen.set(itemId, best)
  }
  return lines.flatMap(({ lineId, itemId, units }) => {
    const row = chosen.get(itemId)
    return row === undefined ? [] : [{ lineId, stock: row, quantity: units }]
  })
}

function isFuller(a: ChoosableStock, b: ChoosableStock): boolean {
  const more = a.on_hand - a.reserved - (b.on_hand - b.reserved)
  return more === 0 ? compareText(a.id, b.id) < 0 : more > 0
}
