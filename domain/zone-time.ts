const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** True when the name is a time zone of the IANA database that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * The first instant, in UTC milliseconds, at which the clock of a place shows `date` and `minuteOfDay` (0–1440) or later.
 * Of an hour that comes twice it is the first; of an hour that is jumped over, the jump. An unknown time zone counts as UTC.
 */
export function instantAt(date: string, minuteOfDay: number, timeZone: string): number {
  const wall = Date.parse(date) + minuteOfDay * MINUTE_MS
  // Clocks differ from UTC by less than a day, so the instant lies between the two and has one of their offsets.
  const offsets = [offsetMs(wall - DAY_MS, timeZone), offsetMs(wall + DAY_MS, timeZone)]
  for (const at of [wall - Math.max(...offsets), wall - Math.min(...offsets)])
    if (at + offsetMs(at, timeZone) === wall) return at
  return jumpBetween(wall - DAY_MS, wall + DAY_MS, wall, timeZone)
}

/** The second at which the clock passes `wall` without showing it. */
function jumpBetween(from: number, to: number, wall: number, timeZone: string): number {
  let before = from / SECOND_MS
  let after = to / SECOND_MS
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (middle * SECOND_MS + offsetMs(middle * SECOND_MS, timeZone) >= wall) after = middle
    else before = middle
  }
  return after * SECOND_MS
}

/** How far the clock of a place is ahead of UTC at an instant, in milliseconds. */
function offsetMs(at: number, timeZone: string): number {
  const second = Math.floor(at / SECOND_MS) * SECOND_MS
  const shown: Record<string, number> = {}
  for (const { type, value } of formatOf(timeZone).formatToParts(second)) shown[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, shown.second ?? 0) - second
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(timeZone, format)
  return format
}
