import type { CentreStore } from '../db/centre-port.ts'

/** What the machine gives a centre: UTC milliseconds, random bytes, and a place for one line of its log. */
export type CentrePlatform = {
  now(): number
  randomBytes(count: number): Uint8Array
  log(line: Record<string, unknown>): void
}

/** What every feature of the centre works on; handed in by the composition root. */
export type CentreParts = { store: CentreStore; platform: CentrePlatform }
