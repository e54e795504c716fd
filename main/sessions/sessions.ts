import type Database from 'better-sqlite3'
import { z } from 'zod'
import { Feedback } from '../../contract/station/floor.ts'
import { FRESH_PACK } from '../../domain/pack.ts'
import { FRESH_PICK } from '../../domain/pick.ts'
import { FRESH_SHIP } from '../../domain/ship.ts'

/** The floor screens that keep their place in a session. */
export type FloorScreen = 'picking' | 'packing' | 'shipping'

const Screen = z.enum(['picking', 'packing', 'shipping', 'orders'])

/** What a session remembers beyond who is signed in: where one stands on each screen, and what has to be acknowledged. */
const Place = z.object({
  pick: z.custom<typeof FRESH_PICK>(),
  pack: z.custom<typeof FRESH_PACK>(),
  ship: z.custom<typeof FRESH_SHIP>(),
  /** The zone that work is asked of; null for any. */
  pickZone: z.string().nullable().default(null),
  alerts: z.partialRecord(z.enum(['picking', 'packing', 'shipping']), Feedback),
})
const State = Place.extend({
  /** Whose work this is, so that another operator does not inherit it. */
  owner: z.string().nullable().default(null),
  /** Where those stood who were here before, newest last, so that they come back to the same place. */
  away: z.array(z.object({ operatorId: z.string(), place: Place })).default([]),
})
/** How many people's places a session keeps. */
const AWAY = 20

/** A browser's or window's session at this station. */
export type Session = {
  id: string
  operatorId: string | null
  /** Whose badge was scanned and whose PIN is awaited. */
  pendingOperatorId: string | null
  language: 'ko' | 'en'
  screen: z.infer<typeof Screen>
  state: z.infer<typeof State>
}

/** Sessions in the journal, so that a crash or restart loses no place. Writes happen only inside a journal commit. */
export type Sessions = {
  /** The session with this id, or a fresh one that nobody is signed in to. */
  load(id: string): Session
  /** Who is signed in to the session with this id, or null; asked with every request. */
  operatorOf(id: string): string | null
  save(session: Session, now: number): void
  /**
   * Saves where somebody stands, and nothing else: who is signed in may have changed since the session was loaded.
   * When it is another person's by now, nothing is saved.
   */
  keepPlace(session: Session, now: number): void
  /** Sessions in which somebody is signed in. */
  signedIn(): { id: string; operatorId: string }[]
}

/** Nothing shown, nothing to acknowledge. */
export function freshState(): Session['state'] {
  return { owner: null, away: [], pick: FRESH_PICK, pickZone: null, pack: FRESH_PACK, ship: FRESH_SHIP, alerts: {} }
}

/** The state for an operator who signs in: their own place, and that of whoever stood here before kept for later. */
export function stateFor(state: Session['state'], operatorId: string): Session['state'] {
  if (state.owner === operatorId) return state
  const { owner, away, ...place } = state
  const mine = away.find((one) => one.operatorId === operatorId)
  const others = away.filter((one) => one.operatorId !== operatorId && one.operatorId !== owner)
  if (owner !== null) others.push({ operatorId: owner, place })
  return { ...freshState(), ...mine?.place, owner: operatorId, away: others.slice(-AWAY) }
}

type SessionRow = {
  id: string
  operator_id: string | null
  pending_operator_id: string | null
  language: string
  screen: string
  state: string
}

/** Opens the sessions of a journal. `defaultLanguage` is asked for each new session. */
export function openSessions(database: Database.Database, defaultLanguage: () => 'ko' | 'en'): Sessions {
  const select = database.prepare('SELECT * FROM session WHERE id = ?')
  const upsert = database.prepare(
    `INSERT INTO session (id, operator_id, pending_operator_id, language, screen, state, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET operator_id = excluded.operator_id, pending_operator_id = excluded.pending_operator_id,
       language = excluded.language, screen = excluded.screen, state = excluded.state, seen_at = excluded.seen_at`,
  )
  const here = database.prepare(
    'SELECT id, operator_id AS operatorId FROM session WHERE operator_id IS NOT NULL ORDER BY id',
  )
  const operator = database.prepare('SELECT operator_id FROM session WHERE id = ?').pluck()
  const place = database.prepare(
    `UPDATE session SET state = @state, seen_at = @now WHERE id = @id AND json_extract(state, '$.owner') IS @owner`,
  )
  return {
    operatorOf: (id) => (operator.get(id) as string | null | undefined) ?? null,
    load: (id) => {
      const row = select.get(id) as SessionRow | undefined
      if (row === undefined)
        return {
          id,
          operatorId: null,
          pendingOperatorId: null,
          language: defaultLanguage(),
          screen: 'orders',
          state: freshState(),
        }
      const state = State.safeParse(JSON.parse(row.state))
      return {
        id,
        operatorId: row.operator_id,
        pendingOperatorId: row.pending_operator_id,
        language: row.language === 'en' ? 'en' : 'ko',
        screen: Screen.catch('orders').parse(row.screen),
        state: state.success ? state.data : freshState(),
      }
    },
    save: (session, now) => {
      upsert.run(
        session.id,
        session.operatorId,
        session.pendingOperatorId,
        session.language,
        session.screen,
        JSON.stringify(session.state),
        now,
      )
    },
    keepPlace: ({ id, state }, now) => {
      place.run({ id, state: JSON.stringify(state), now, owner: state.owner })
    },
    signedIn: () => here.all() as { id: string; operatorId: string }[],
  }
}
