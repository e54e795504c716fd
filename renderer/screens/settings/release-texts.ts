import { Day, Weekday } from '../../../domain/calendar.ts'
import { TimeOfDay } from '../../../domain/cut-off.ts'
import { type CollectionTime, collectionTwice } from '../../../domain/release-rules.ts'

/** What a person wrote, one entry a line: the values, or the first line that is none. */
export type Written<T> = { values: T[]; wrong: null } | { values: null; wrong: string }

function readLines<T>(text: string, read: (line: string) => T | null): Written<T> {
  const values: T[] = []
  for (const line of text.split('\n').map((each) => each.trim())) {
    if (line === '') continue
    const value = read(line)
    if (value === null) return { values: null, wrong: line }
    values.push(value)
  }
  return { values, wrong: null }
}

/** Dates as `2026-12-25`, one a line; the same day twice counts once. */
export function readDays(text: string): Written<string> {
  const read = readLines(text, (line) => (Day.safeParse(line).success ? line : null))
  return read.values === null ? read : { values: [...new Set(read.values)], wrong: null }
}

/** Reasons of holds, one a line, as they are written when an order is put on hold. */
export function readReasons(text: string): Written<string> {
  const read = readLines(text, (line) => (line.length <= 200 ? line : null))
  return read.values === null ? read : { values: [...new Set(read.values)], wrong: null }
}

/** Collections as `CJ 1-5 17:00`: the carrier's code or `*` for every other, weekdays from 1 for Monday, and the time. */
export function readCollections(text: string): Written<CollectionTime> {
  const seen: CollectionTime[] = []
  return readLines(text, (line) => {
    const [, carrier = '', days = '', at = ''] = /^(\S+)\s+(\S+)\s+(\S+)$/.exec(line) ?? []
    const weekdays = readWeekdays(days)
    if (weekdays === null || !TimeOfDay.safeParse(at).success || carrier.length > 40) return null
    const entry = { carrier: carrier === '*' ? '' : carrier, weekdays, at }
    seen.push(entry)
    return collectionTwice(seen) === null ? entry : null
  })
}

/** The text that {@link readCollections} reads as these. */
export function writeCollections(collections: readonly CollectionTime[]): string {
  return collections
    .map(({ carrier, weekdays, at }) => `${carrier === '' ? '*' : carrier} ${writeWeekdays(weekdays)} ${at}`)
    .join('\n')
}

function readWeekdays(text: string): number[] | null {
  const days: number[] = []
  for (const part of text.split(',')) {
    const [, first, last] = /^([1-7])(?:-([1-7]))?$/.exec(part) ?? []
    const [from, to] = [Number(first), Number(last ?? first)]
    if (!Weekday.safeParse(from).success || to < from) return null
    for (let day = from; day <= to; day += 1) days.push(day)
  }
  return days.length === new Set(days).size ? days : null
}

function writeWeekdays(weekdays: readonly number[]): string {
  const days = weekdays.toSorted((a, b) => a - b)
  const [first = 1] = days
  const isRun = days.length > 1 && days.every((day, index) => day === first + index)
  return isRun ? `${first}-${days.at(-1)}` : days.join(',')
}
