import type { CentreStore, LogCommit } from '../../db/centre-port.ts'
import { SCOPES } from '../../db/scopes.ts'
import { wholeNumber } from '../door/read-body.ts'
import { MessageRefused } from '../door/refusal.ts'
import type { CommitBell } from './commit-bell.ts'

/** Where the log stands. */
export type LogPosition = Awaited<ReturnType<CentreStore['position']>>

/** Where a station stands in the log, and what it follows. `timeline` null: it did not say. */
export type Following = { cursor: number; timeline: string | null; scopes: readonly string[] }

/** The log for many readers at once: what is asked twice between two commits is read once. */
export type LogReader = {
  /** The commits after the cursor, whole, at most about `limit` entries. */
  after(cursor: number, scopes: readonly string[]): Promise<LogCommit[]>
  /** The position as of the last commit that this process heard of. */
  position(): Promise<LogPosition>
  /** The position as the store has it now. */
  freshPosition(): Promise<LogPosition>
  /** True when a station may no longer follow. */
  isStopped(stationId: string): Promise<boolean>
}

const ENTRIES_AT_ONCE = 2_000
const MOST_KEPT = 32

/** Opens the shared reader; everything remembered goes at the next commit. */
export function openLogReader(store: CentreStore, bell: CommitBell): LogReader {
  const perCommit = <R>(load: () => Promise<R>): (() => Promise<R>) => {
    let count = -1
    let value: Promise<R> | null = null
    return () => {
      if (value === null || count !== bell.count) {
        count = bell.count
        const mine = load()
        value = mine
        mine.catch(() => {
          if (value === mine) value = null
        })
      }
      return value
    }
  }
  const stopped = perCommit(async () => {
    const rows = await store.ask<{ id: string }>(`SELECT id FROM station WHERE state = 'active' ORDER BY id`)
    return new Set(rows.map(({ id }) => id))
  })
  const pages = perCommit(async () => new Map<string, Promise<LogCommit[]>>())
  return {
    after: async (cursor, scopes) => {
      const known = await pages()
      const name = `${cursor} ${scopes.join(',')}`
      const found = known.get(name)
      if (found !== undefined) return found
      // `ack` takes in the acknowledgements of all stations; each is given its own one.
      const page = store.log(cursor, [...scopes, 'ack'], ENTRIES_AT_ONCE)
      if (known.size >= MOST_KEPT) known.clear()
      known.set(name, page)
      page.catch(() => known.delete(name))
      return page
    },
    position: perCommit(() => store.position()),
    freshPosition: () => store.position(),
    isStopped: async (stationId) => !(await stopped()).has(stationId),
  }
}

/** Reads `cursor`, `timeline` and `scopes` of a query; scopes are words of SCOPES, `stock` also by zone (`stock/A`). */
export function readFollowing(url: URL): Following {
  return { cursor: wholeNumber(url, 'cursor'), timeline: url.searchParams.get('timeline'), scopes: readScopes(url) }
}

/** The scopes that a query names, sorted; all of SCOPES when it names none. Refused with `scopeUnknown`. */
export function readScopes(url: URL): readonly string[] {
  const text = url.searchParams.get('scopes')
  if (text === null || text === '') return SCOPES
  const asked = [...new Set(text.split(','))].sort()
  for (const scope of asked) {
    const [word = '', ...zone] = scope.split('/')
    const isKnown =
      SCOPES.some((known) => known === word) && (zone.length === 0 || (word === 'stock' && zone[0] !== ''))
    if (!isKnown || zone.length > 1 || asked.length > 100)
      throw new MessageRefused(400, 'scopeUnknown', { scope: scope.slice(0, 60) })
  }
  return asked
}

/** Why a station must begin again from a snapshot, or null when the log can take it on from its cursor. */
export function resetReason({ cursor, timeline }: Following, position: LogPosition): string | null {
  if (timeline !== null && timeline !== position.timeline) return 'timeline'
  if (cursor > position.revision) return 'ahead'
  return cursor < position.floor ? 'floor' : null
}
