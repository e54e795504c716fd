/**
 * How long picking takes, for forecasts and comparisons only. Walking with a cart at 1.1 m/s; what is done at each stop, for
 * each unit and for each tote are estimates of Baro's own until a site has measured them.
 */
export const PICK_TIMES = { walkMmPerSecond: 1_100, stopSeconds: 14, unitSeconds: 5, toteSeconds: 8 } as const

/** Seconds for a tour; a length that nobody knows counts as no walking. */
export function pickSeconds(tour: { distanceMm: number | null; stops: number; units: number; totes: number }): number {
  const walking = (tour.distanceMm ?? 0) / PICK_TIMES.walkMmPerSecond
  const working =
    tour.stops * PICK_TIMES.stopSeconds + tour.units * PICK_TIMES.unitSeconds + tour.totes * PICK_TIMES.toteSeconds
  return Math.round(walking + working)
}
