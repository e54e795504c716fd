import type { CommandRegistry } from '../../commands/registry.ts'
import type { SqliteStore } from '../../db/sqlite/sqlite-store.ts'
import type { Journal } from '../journal/journal.ts'

/** What a snapshot says of itself, and where its unpacked and verified SQLite file is. */
export type Snapshot = { path: string; revision: number; timeline: string; ack: number }

/**
 * Puts a snapshot's tables in place of the replica's, in one transaction: screens see the old ones until it commits, and
 * then the new ones with the pending facts (seq > ack) run again on them. The number of those facts. The file stays where
 * it is. Throws DatabaseRefusedError when it cannot be read.
 */
export declare function installSnapshot(
  store: SqliteStore,
  journal: Journal,
  snapshot: Snapshot,
  options: { registry: CommandRegistry; stationId: string },
): Promise<{ rebased: number }>
