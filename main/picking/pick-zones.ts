import type Database from 'better-sqlite3'
import { compareNatural } from '../../domain/walk.ts'
import type { Session } from '../sessions/sessions.ts'

/** Opens the reading of the zones that have places to pick from, in the natural order of their names. */
export function openPickZones(reader: Database.Database): () => string[] {
  const zones = reader.prepare(`SELECT DISTINCT zone FROM location WHERE zone <> ''`).pluck()
  return () => (zones.all() as string[]).sort(compareNatural)
}

/** The zone that a picker chose, as long as there is a choice and it is one of them; null for any. */
export function zoneOf(session: Session, zones: readonly string[]): string | null {
  const { pickZone } = session.state
  return zones.length > 1 && pickZone !== null && zones.includes(pickZone) ? pickZone : null
}
