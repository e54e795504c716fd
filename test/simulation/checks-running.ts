import { hashOfState } from '../../db/state-hash.ts'
import type { TableName } from '../../db/tables.ts'
import { replicaHash } from '../../main/sync/visible-state.ts'
import { picksOf } from './picks-of.ts'
import type { SimStation } from './sim-station.ts'
import type { World } from './world.ts'

/**
 * While work goes on: the tables of each station, without its pending facts, are what the centre's log says of the
 * station's revision, whatever the centre has become since. Where the log was pruned only those at the last revision are
 * compared.
 */
export async function checkReplicas({ centre, stations, tally }: World): Promise<string[]> {
  const store = centre.running?.centre === undefined ? undefined : centre.running.store
  if (store === undefined) return []
  const { revision, floor, timeline } = await store.position()
  const states = new Map<number, Promise<string>>()
  const stateAt = (at: number): Promise<string> => {
    const known = states.get(at) ?? (at === revision ? store.stateHash() : loggedState(store, at))
    states.set(at, known)
    return known
  }
  const problems: string[] = []
  for (const { name, running } of stations) {
    if (running?.sync === undefined) continue
    const mine = running.store.reader.prepare(POSITION).get() as { revision: number; timeline: string }
    if (mine.timeline !== timeline || mine.revision > revision || (mine.revision < revision && floor > 0)) continue
    tally.outcome(mine.revision < revision ? 'compared behind' : 'compared')
    if ((await replicaHash(running.store)) !== (await stateAt(mine.revision)))
      problems.push(`${name} at ${mine.revision}, while the centre is at ${revision}, has other rows than the log then`)
  }
  return problems
}

type Asking = { ask<R>(sql: string, ...values: (string | number)[]): Promise<R[]> }

/** The hash of the state that a log without a gap gives at a revision. */
async function loggedState(store: Asking, revision: number): Promise<string> {
  const log = await store.ask<{ table_name: TableName; pk: string; row: string | null }>(
    `SELECT table_name, pk, "row" FROM "change" WHERE revision <= ? ORDER BY revision, ordinal`,
    revision,
  )
  const tables = new Map<string, Map<string, string | null>>()
  for (const { table_name: table, pk, row } of log) {
    const rows = tables.get(table) ?? new Map<string, string | null>()
    tables.set(table, rows.set(pk, row))
  }
  return hashOfState((table) =>
    [...(tables.get(table) ?? [])]
      .flatMap(([pk, row]) => (row === null ? [] : [{ pk, row }]))
      .sort((a, b) => Buffer.compare(Buffer.from(a.pk), Buffer.from(b.pk)))
      .map(({ row }) => JSON.parse(row) as unknown),
  )
}

/** A fact whose effect was on the screens of its station and then was not. */
export type Flicker = { station: string; id: string; what: string }

type Watched = { seq: number; id: string; line: string; before: number; after: number }

const PICKED = 'SELECT picked FROM pick_line WHERE id = ?'
const POSITION = 'SELECT revision, timeline, acked_seq AS acked FROM replica_position'
/** How many picks of a station are watched at the same time. */
const MOST_WATCHED = 12

/**
 * Looks at every commit of a station's tables whether a pick of its own that was on the screens is not any more, because
 * own writes must not flicker: neither while they are pending, nor when the centre's rows take their place, which is when
 * they are acknowledged. What the centre made an exception of may go; that is known at the end.
 */
export class FlickerWatch {
  readonly found: Flicker[] = []
  readonly #watched = new Map<string, Watched[]>()
  #isLooking = false

  /** A pick or its undoing was accepted at a station: from now on its line shows so many. */
  saved(station: SimStation, fact: { seq: number; id: string; type: string; args: string }): void {
    const reader = station.running?.store.reader
    if (reader === undefined) return
    const { seq, id } = fact
    for (const { pickLineId: line, units } of picksOf(fact)) {
      const after = reader.prepare(PICKED).pluck().get(line) as number | undefined
      if (after === undefined) continue
      const others = (this.#watched.get(station.name) ?? []).filter((each) => each.line !== line)
      this.#watched.set(station.name, [...others.slice(-MOST_WATCHED), { seq, id, line, before: after - units, after }])
    }
  }

  /** The station's tables were changed. */
  committed({ name, running }: SimStation): void {
    const watched = this.#watched.get(name) ?? []
    if (watched.length === 0 || running?.store === undefined || this.#isLooking) return
    this.#isLooking = true
    try {
      const { reader } = running.store
      const gone = watched.filter(({ line, before, seq }) => {
        if (reader.prepare(PICKED).pluck().get(line) !== before) return false
        // A later fact of the station's own may have changed it back.
        if (running.journal.after(seq, 500).some(({ args }) => args.includes(line))) return false
        return reader.prepare('SELECT 1 FROM command_exception WHERE seq = ?').get(seq) === undefined
      })
      for (const { seq, id, line, before, after } of gone)
        this.found.push({
          station: name,
          id,
          what: `${line} showed ${after} after ${name}/${seq}, then ${before} again`,
        })
      const { acked } = reader.prepare(POSITION).get() as { acked: number }
      const left = watched.filter((each) => each.seq > acked && !gone.includes(each))
      this.#watched.set(name, left)
    } finally {
      this.#isLooking = false
    }
  }
}
