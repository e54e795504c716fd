import type Database from 'better-sqlite3'
import type { Journal } from './journal.ts'

/** What a station is at its centre. `baseSeq`: the last command of its time alone; all after it are the centre's to hear. */
export type Membership = {
  /** The centre's address. */
  centre: string
  stationId: string
  stationNumber: number
  /** Changes when the station is enrolled again. */
  incarnation: string
  /** The centre's history that this station last followed. */
  timeline: string
  baseSeq: number
  /** Up to here the centre's own backup has this station's commands. */
  durableSeq: number
  /** When the centre last answered, in UTC milliseconds; null before the first time. */
  onlineAt: number | null
}

type Row = {
  centre: string
  station_id: string
  station_number: number
  incarnation: string
  timeline: string
  base_seq: number
  durable_seq: number
  online_at: number | null
}

const known = new WeakMap<Database.Database, { value: Membership | null }>()

/** The station's membership, or null while it works alone. Remembered: asked with every command. */
export function loadMembership(journal: Pick<Journal, 'database'>): Membership | null {
  const found = known.get(journal.database)
  if (found !== undefined) return found.value
  const row = journal.database.prepare('SELECT * FROM membership').get() as Row | undefined
  const value =
    row === undefined
      ? null
      : {
          centre: row.centre,
          stationId: row.station_id,
          stationNumber: row.station_number,
          incarnation: row.incarnation,
          timeline: row.timeline,
          baseSeq: row.base_seq,
          durableSeq: row.durable_seq,
          onlineAt: row.online_at,
        }
  known.set(journal.database, { value })
  return value
}

/** Keeps the membership, durably, in place of the one before. */
export function saveMembership(journal: Journal, membership: Membership): void {
  known.delete(journal.database)
  journal.commit(() => {
    journal.database
      .prepare(
        `INSERT INTO membership (id, centre, station_id, station_number, incarnation, timeline, base_seq, durable_seq, online_at)
         VALUES (1, @centre, @stationId, @stationNumber, @incarnation, @timeline, @baseSeq, @durableSeq, @onlineAt)
         ON CONFLICT (id) DO UPDATE SET centre = excluded.centre, station_id = excluded.station_id,
           station_number = excluded.station_number, incarnation = excluded.incarnation, timeline = excluded.timeline,
           base_seq = excluded.base_seq, durable_seq = excluded.durable_seq, online_at = excluded.online_at`,
      )
      .run(membership)
  })
}
