import type { Calendar } from '../../domain/calendar.ts'
import type { Collections } from '../../domain/cut-off.ts'
import { clockOf } from './wall-clock.ts'

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/**
 * The first collection of the next `days` days, found by watching the clock of the site minute by minute for the moment at
 * which a cut-off is shown, or passed without being shown.
 */
export function collectionByWatching(
  collections: Collections,
  at: number,
  calendar: Calendar,
  days: number,
): { date: string; cutOffAt: number } | null {
  const clock = clockOf(calendar.timeZone)
  const times = new Map<string, string>()
  for (let day = -2; day <= days + 2; day += 1) {
    const noon = new Date(at + day * 86_400_000)
    const date = noon.toISOString().slice(0, 10)
    const weekday = DAYS.indexOf(noon.toUTCString().slice(0, 3)) || 7
    const isWorked =
      calendar.openDays.includes(date) || (calendar.workingDays.includes(weekday) && !calendar.holidays.includes(date))
    const exception = collections.exceptions.filter((each) => each.date === date)
    const [time] = exception.length > 0 ? exception : collections.cutOffs.filter((each) => each.weekday === weekday)
    if (isWorked && typeof time?.at === 'string') times.set(date, `${date} ${time.at}`)
  }
  const minute = Math.ceil(at / 60_000) * 60_000
  // What the clock has shown before does not come again as a cut-off, though it may be shown again.
  let shown = clock(minute - 60_000)
  for (let before = minute - 180 * 60_000; before < minute; before += 60_000)
    if (clock(before) > shown) shown = clock(before)
  for (let now = minute; now <= at + days * 86_400_000; now += 60_000) {
    const face = clock(now)
    // The earlier of two that are passed at once is the one an order goes with.
    const passed = [...times].filter(([, time]) => shown < time && time <= face).sort()
    const [first] = passed
    if (first !== undefined) return { date: first[0], cutOffAt: now }
    if (face > shown) shown = face
  }
  return null
}
