const clocks = new Map<string, (at: number) => string>()

/** What the clock of a place shows at an instant, `YYYY-MM-DD HH:MM`, as the platform itself words it in Swedish. */
export function clockOf(timeZone: string): (at: number) => string {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const clock = (at: number) => format.format(at)
  clocks.set(timeZone, clock)
  return clock
}
