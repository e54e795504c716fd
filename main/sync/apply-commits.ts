import type { CommandRegistry } from '../../commands/registry.ts'
import type { Commit } from '../../contract/central/messages.ts'
import type { SqliteStore } from '../../db/sqlite/sqlite-store.ts'
import type { Journal } from '../journal/journal.ts'

/** Thrown when a frame cannot be applied: it was damaged, one before it is missing, or it acknowledges what is not here. */
export class CommitRefusedError extends Error {
  readonly reason: 'checksum' | 'gap' | 'ack-ahead' | 'no-replica'
  constructor(reason: CommitRefusedError['reason'], message: string) {
    super(message)
    this.name = 'CommitRefusedError'
    this.reason = reason
  }
}

/** Thrown when commits would remove more than a fifth of a table (and more than 50 rows): somebody has to say yes. */
export class BulkRemovalError extends Error {
  readonly table: string
  readonly removed: number
  readonly of: number
  constructor(table: string, removed: number, of: number) {
    super(`${removed} of ${of} rows of ${table} would be removed`)
    this.name = 'BulkRemovalError'
    this.table = table
    this.removed = removed
    this.of = of
  }
}

/** What applying needs beside store and journal. `scopes`: what the station follows; `stationId`: its id at the centre. */
export type ApplyOptions = {
  registry: CommandRegistry
  scopes: readonly string[]
  stationId: string
  /** The centre's timeline that the commits belong to; kept with the position. */
  timeline?: string
  /** Somebody said that a bulk removal is meant. */
  allowBulk?: boolean
}

/** Where the replica stands then; `rebased`: pending facts that were run again. */
export type Applied = { revision: number; acked: number; rebased: number }

/**
 * Applies whole commits of the centre, in order, in one transaction of the replica: visible state stays the replica at a
 * revision plus the replay of pending facts. Commits that were applied before are skipped. Throws
 * {@link CommitRefusedError} or {@link BulkRemovalError}, and then nothing is changed.
 */
export declare function applyCommits(
  store: SqliteStore,
  journal: Journal,
  commits: readonly Commit[],
  options: ApplyOptions,
): Promise<Applied>
