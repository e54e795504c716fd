/** Small settings of this machine (window, station name, printer), kept outside the databases. */
export type StationSettings = {
  get(key: string): unknown
  set(key: string, value: unknown): void
}

/** What the station takes from its surroundings; tests give their own. */
export type Platform = {
  /** Wall time in UTC milliseconds. Kept for reports; no decision uses it. */
  now(): number
  /** `count` random bytes. */
  randomBytes(count: number): Uint8Array
  settings: StationSettings
  /** One JSON line of the log. */
  log(line: Record<string, unknown>): void
}
