const formats = new Map<string, Intl.DateTimeFormat>()

/** The date at a place, `YYYY-MM-DD`, of an instant in UTC milliseconds. An unknown time zone counts as UTC. */
export function businessDate(at: number, timeZone: string): string {
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
