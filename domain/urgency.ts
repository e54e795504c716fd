/** What decides which of several orders goes first. */
export type Urgency = {
  priority: number
  /** When it must leave, in UTC milliseconds; null when nothing says so. */
  shipBy: number | null
  orderedAt: number
  number: string
  id: string
}

/** The more urgent order first: higher priority, sooner to leave (a day before none), older, then by number. Total. */
export function compareUrgency(a: Urgency, b: Urgency): number {
  return (
    b.priority - a.priority ||
    (a.shipBy ?? Number.MAX_SAFE_INTEGER) - (b.shipBy ?? Number.MAX_SAFE_INTEGER) ||
    a.orderedAt - b.orderedAt ||
    compareText(a.number, b.number) ||
    compareText(a.id, b.id)
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
