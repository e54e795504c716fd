/**
 * The tasks that a station keeps ready unless its settings say otherwise. A cart of the default size takes about half an
 * hour, so that one picker goes on for four hours, half a shift, without the network. More would hold orders back from
 * other stations, and from people who cancel them, for longer than an outage usually lasts.
 */
export const PREFETCH_TASKS = 8

/** The most tasks that a station may keep ready. */
export const MOST_PREFETCHED = 64

/** The number that a station's settings hold, if it is a whole one from 0 to {@link MOST_PREFETCHED}; else null. */
export function prefetchSetting(value: unknown): number | null {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_PREFETCHED
  return fits ? value : null
}

/** How many tasks a station keeps ready: by its settings, else the default, which is none where its centre is at home. */
export function prefetchTasks(set: number | null, isCentreHere: boolean): number {
  return set ?? (isCentreHere ? 0 : PREFETCH_TASKS)
}
