import type { CentreIndexName, CentreRow, CentreTableName } from './centre-tables.ts'
import type { Tx } from './port.ts'
import type { TableName } from './tables.ts'

/** The centre's own tables inside a transaction; the same rules as {@link Tx}. */
export interface OwnTx {
  get<T extends CentreTableName>(table: T, key: string): Promise<CentreRow<T> | undefined>
  find<T extends CentreTableName>(
    table: T,
    index: CentreIndexName<T>,
    ...values: (string | number)[]
  ): Promise<CentreRow<T>[]>
  put<T extends CentreTableName>(table: T, row: CentreRow<T>): Promise<void>
  remove(table: CentreTableName, key: string): Promise<void>
}

/**
 * One transaction of the centre: the shared tables as commands see them, and its own tables beside. The first one to write
 * is the only one until it commits; every shared row that it changes gets an entry in the log under one revision.
 */
export interface CentreTx extends Tx {
  readonly own: OwnTx
  /** The revision that this transaction's changes will carry, one above the last; asking for it takes it. */
  revision(): Promise<number>
  /** Adds an entry of table `ack` to the log under a scope of its own (`ack/<station>`), for those who follow that scope. */
  tell(scope: string, pk: string, row: string): Promise<void>
  /** Runs a part that may fail: when it throws, all its writes (of either kind) are undone and the error is thrown on. */
  attempt<R>(run: () => Promise<R>): Promise<R>
}

/** One entry of the log: the row as that revision left it, as JSON text; null when it was removed or left the scope. */
export type LogEntry = { table: TableName | 'ack'; pk: string; row: string | null }

/** All that one revision changed, in the scopes that were asked for. */
export type LogCommit = { revision: number; entries: LogEntry[] }

/** What a centre keeps its tables in. SQLite: one process. PostgreSQL: as many processes as are started. */
export interface CentreStore {
  readonly kind: 'sqlite' | 'postgresql'
  /**
   * Runs in one durable transaction or not at all. `warm` are dry runs over the same rows: an adapter for which every read
   * is a round trip runs them together first, against throw-away writes, to learn which rows to fetch; others ignore them.
   */
  write<R>(run: (tx: CentreTx) => Promise<R>, warm?: readonly ((tx: Tx) => Promise<unknown>)[]): Promise<R>
  /** Runs over one unchanging state, beside writers. Its `put` and `remove` throw. */
  read<R>(run: (tx: CentreTx) => Promise<R>): Promise<R>
  /** Where the log stands: the last revision, the oldest cursor it can go on from, and the timeline. */
  position(): Promise<{ revision: number; floor: number; timeline: string }>
  /**
   * Whole commits after a revision, oldest first, until `limit` entries are passed (at least one commit). Every revision
   * is there, those without an entry in `scopes` as empty commits of which only the last of a run needs to be given.
   * Throws a RangeError when `after` lies below the floor: commits would be missing.
   */
  log(after: number, scopes: readonly string[], limit: number): Promise<LogCommit[]>
  /** Forgets the log but for the last `keepRevisions` revisions, in steps between other writes; the new floor. */
  prune(keepRevisions: number): Promise<number>
  /** Called after each commit that made a revision, of any process of this centre; returns how to stop it. */
  onCommit(listener: () => void): () => void
  /**
   * Writes the shared tables of the scopes as of one revision into a new SQLite file that a station can open as its
   * replica (its `replica_position` names revision and timeline); the revision.
   */
  snapshotTo(path: string, scopes: readonly string[]): Promise<number>
  /** A read-only SQL question with `?` parameters, for screens, exports and doctor rules: portable SQL only. */
  ask<R>(sql: string, ...values: (string | number | null)[]): Promise<R[]>
  /** SHA-256 over all shared rows in order: equal for equal states on any adapter. */
  stateHash(): Promise<string>
  close(): Promise<void>
}
