import type Database from 'better-sqlite3'
import type { SqliteStore } from '../../db/sqlite/sqlite-store.ts'

/**
 * What the tables hold: the journal up to `appliedSeq`; of a centre the state at `revision` of `timeline`, in which own
 * facts up to `ackedSeq` are included. A joined station whose `timeline` is empty has no tables of the centre yet.
 */
export type ReplicaPosition = { appliedSeq: number; ackedSeq: number; revision: number; timeline: string }

type Row = { applied_seq: number; acked_seq: number; revision: number; timeline: string }
type Statements = { get: Database.Statement; applied: Database.Statement; centre: Database.Statement }
const prepared = new WeakMap<Database.Database, Statements>()

function statements(database: Database.Database): Statements {
  let found = prepared.get(database)
  if (found === undefined) {
    found = {
      get: database.prepare('SELECT applied_seq, acked_seq, revision, timeline FROM replica_position'),
      applied: database.prepare('UPDATE replica_position SET applied_seq = ?'),
      centre: database.prepare('UPDATE replica_position SET acked_seq = ?, revision = ?, timeline = ?'),
    }
    prepared.set(database, found)
  }
  return found
}

/** The position as the given connection sees it. */
export function positionIn(database: Database.Database): ReplicaPosition {
  const row = statements(database).get.get() as Row
  return {
    appliedSeq: row.applied_seq,
    ackedSeq: row.acked_seq,
    revision: row.revision,
    timeline: row.timeline,
  }
}

/** The position of a store as its last commit left it. */
export function replicaPosition(store: Pick<SqliteStore, 'reader'>): ReplicaPosition {
  const row = store.reader
    .prepare('SELECT applied_seq, acked_seq, revision, timeline FROM replica_position')
    .get() as Row
  return { appliedSeq: row.applied_seq, ackedSeq: row.acked_seq, revision: row.revision, timeline: row.timeline }
}

/** Says, inside a write, up to which command the tables hold the journal. */
export function setAppliedSeq(database: Database.Database, seq: number): void {
  statements(database).applied.run(seq)
}

/** Says, inside a write, which state of the centre the tables hold. */
export function setCentrePosition(
  database: Database.Database,
  { ackedSeq, revision, timeline }: Omit<ReplicaPosition, 'appliedSeq'>,
): void {
  statements(database).centre.run(ackedSeq, revision, timeline)
}
