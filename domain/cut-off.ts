import { z } from 'zod'
import { businessDate } from './business-date.ts'
import {
  addDays,
  addWorkingDays,
  type Calendar,
  Day,
  HORIZON_DAYS,
  isWorkingDay,
  Weekday,
  weekdayOf,
} from './calendar.ts'
import { type CheckedRules, checkRules, type ReportRule, reportTwice } from './rule-problem.ts'
import { instantAt } from './zone-time.ts'

/** A time on the clock of the site, `HH:MM`, up to `24:00` for the end of the day. */
export const TimeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/)

/** When a carrier collects a service's cartons: the cut-off of each weekday, and dates on which it differs. */
export const Collections = z.strictObject({
  /** The last time at which an order still leaves that day; a weekday that is not here has no collection. */
  cutOffs: z.array(z.strictObject({ weekday: Weekday, at: TimeOfDay })).max(7),
  /** Dates with another cut-off, or with no collection when `at` is null. They go before the weekday. */
  exceptions: z
    .array(z.strictObject({ date: Day, at: TimeOfDay.nullable() }))
    .max(1_000)
    .default([]),
})
export type Collections = z.infer<typeof Collections>

/** When a service delivers: the days that count on the way, without the holidays of the country it goes to. */
export const Deliveries = z.strictObject({
  deliveryDays: z.array(Weekday).max(7).default([1, 2, 3, 4, 5]),
  holidays: z
    .array(z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/), dates: z.array(Day).max(1_000) }))
    .max(300)
    .default([]),
})
export type Deliveries = z.infer<typeof Deliveries>

/** A collection: its date at the site, and the last instant (UTC milliseconds) at which an order still makes it. */
export type Collection = { date: string; cutOffAt: number }

/** What a service promises: the day it leaves, the cut-off for that, and the day by which it is there. */
export type Promised = { shipDate: string; cutOffAt: number; deliverBy: string }

/**
 * The first collection that an order known at `at` still makes; the instant of the cut-off itself is in time. A site that
 * does not work on a date hands nothing over on it. Null when there is none within the horizon.
 */
export function nextCollection(collections: Collections, at: number, calendar: Calendar): Collection | null {
  return collectionFrom(collections, businessDate(at, calendar.timeZone), at, calendar)
}

/**
 * What a service promises for an order known at `at`: it needs `handlingDays` working days beyond that of its next
 * collection, then `transitDays` delivery days at the country it goes to. Null when it never leaves or never arrives.
 */
export function promise(
  service: { collections: Collections; deliveries: Deliveries },
  wanted: { transitDays: number; country: string; handlingDays?: number },
  at: number,
  calendar: Calendar,
): Promised | null {
  const collection = shippingDay(service.collections, wanted.handlingDays ?? 0, at, calendar)
  if (collection === null) return null
  const deliverBy = deliveryDay(service.deliveries, collection.date, wanted.transitDays, wanted.country)
  return deliverBy === null ? null : { shipDate: collection.date, cutOffAt: collection.cutOffAt, deliverBy }
}

/** The collection that an order makes which is handled for some working days first; null when there is none. */
export function shippingDay(
  collections: Collections,
  handlingDays: number,
  at: number,
  calendar: Calendar,
): Collection | null {
  const next = nextCollection(collections, at, calendar)
  if (next === null || handlingDays === 0) return next
  const ready = addWorkingDays(next.date, handlingDays, calendar)
  return ready === null ? null : collectionFrom(collections, ready, at, calendar)
}

/**
 * The day by which something shipped on a date is delivered: the `transitDays`th delivery day after it, for 0 the first
 * one on or after it. Null when there is none within the horizon.
 */
export function deliveryDay(
  deliveries: Deliveries,
  shipDate: string,
  transitDays: number,
  country: string,
): string | null {
  const closed = new Set(deliveries.holidays.filter((each) => each.country === country).flatMap(({ dates }) => dates))
  let left = transitDays
  for (let away = transitDays === 0 ? 0 : 1; away <= HORIZON_DAYS; away += 1) {
    const date = addDays(shipDate, away)
    if (!deliveries.deliveryDays.includes(weekdayOf(date)) || closed.has(date)) continue
    if (left <= 1) return date
    left -= 1
  }
  return null
}

function collectionFrom(collections: Collections, from: string, at: number, calendar: Calendar): Collection | null {
  for (let away = 0; away <= HORIZON_DAYS; away += 1) {
    const date = addDays(from, away)
    const time = cutOffOn(collections, date)
    if (time === null || !isWorkingDay(date, calendar)) continue
    const cutOffAt = instantAt(date, minutesOf(time), calendar.timeZone)
    if (at <= cutOffAt) return { date, cutOffAt }
  }
  return null
}

function cutOffOn(collections: Collections, date: string): string | null {
  const exception = collections.exceptions.find((each) => each.date === date)
  if (exception !== undefined) return exception.at
  const weekday = weekdayOf(date)
  return collections.cutOffs.find((each) => each.weekday === weekday)?.at ?? null
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** Checks the collections of a service given as a value; problems name their place in it. */
export function checkCollections(value: unknown): CheckedRules<Collections> {
  return checkRules(Collections, value, (collections, report) => reportCollections(collections, '', report))
}

/** Reports what a schema cannot say about collections; `path` is theirs, with a dot when not empty. */
export function reportCollections(collections: Collections, path: string, report: ReportRule): void {
  const { cutOffs, exceptions } = collections
  if (cutOffs.length === 0 && exceptions.every(({ at }) => at === null)) report(`${path}cutOffs`, 'E-RUL-014')
  reportTwice(
    cutOffs,
    (index) => `${path}cutOffs[${index}].weekday`,
    ({ weekday }) => String(weekday),
    report,
  )
  reportTwice(
    exceptions,
    (index) => `${path}exceptions[${index}].date`,
    ({ date }) => date,
    report,
  )
}

/** Reports what a schema cannot say about deliveries; `path` is theirs, with a dot when not empty. */
export function reportDeliveries(deliveries: Deliveries, path: string, report: ReportRule): void {
  if (deliveries.deliveryDays.length === 0) report(`${path}deliveryDays`, 'E-RUL-014')
  reportTwice(
    deliveries.deliveryDays,
    (index) => `${path}deliveryDays[${index}]`,
    (weekday) => String(weekday),
    report,
  )
  reportTwice(
    deliveries.holidays,
    (index) => `${path}holidays[${index}].country`,
    ({ country }) => country,
    report,
  )
}
