const formats = new Map<string, Intl.DateTimeFormat>()

/** Clocks on earth differ by whole quarters of an hour, so within one of them the date is everywhere the same. */
const QUARTER_MS = 900_000
let last = { quarter: Number.NaN, timeZone: '', date: '' }

/** The date at a place, `YYYY-MM-DD`, of an instant in UTC milliseconds. An unknown time zone counts as UTC. */
export function businessDate(at: number, timeZone: string): string {
  const quarter = Math.floor(at / QUARTER_MS)
  if (quarter !== last.quarter || timeZone !== last.timeZone) last = { quarter, timeZone, date: dateAt(at, timeZone) }
  return last.date
}

function dateAt(at: number, timeZone: string): string {
  let format = formats.get(timeZone)
  if (format === undefined) {
    const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
    try {
      format = new Intl.DateTimeFormat('en-CA', { ...options, timeZone })
    } catch {
      format = new Intl.DateTimeFormat('en-CA', { ...options, timeZone: 'UTC' })
    }
    formats.set(timeZone, format)
  }
  return format.format(at)
}
