import type { CommandRegistry } from '../../commands/registry.ts'
import { openOrderSearch } from '../../db/sqlite/search.ts'
import { openSqliteStore, type SqliteStore } from '../../db/sqlite/sqlite-store.ts'
import type { Journal } from '../journal/journal.ts'
import { setAppliedSeq, setCentrePosition } from '../journal/replica-position.ts'
import { rerun } from './apply-commits.ts'
import { CommitRefusedError } from './merge-commits.ts'

/** What a snapshot says of itself, and where its unpacked and verified SQLite file is. */
export type Snapshot = { path: string; revision: number; timeline: string; ack: number }

/**
 * Puts a snapshot's tables in place of the replica's. Pending facts (seq > ack) are run again in the snapshot's file
 * first, and then that file takes the place of the replica's: screens see the old tables until it does, and never a part.
 * The number of those facts. The file is gone then, or changed, and may be removed. Throws DatabaseRefusedError when it
 * cannot be read, CommitRefusedError `ack-ahead` when the centre knows facts that are not in this journal.
 */
export async function installSnapshot(
  store: SqliteStore,
  journal: Journal,
  snapshot: Snapshot,
  options: { registry: CommandRegistry; stationId: string },
): Promise<{ rebased: number }> {
  let rebased = 0
  await store.replaceWith(async () => {
    if (snapshot.ack > journal.lastSeq())
      throw new CommitRefusedError('ack-ahead', `Command ${snapshot.ack} is not in this journal`)
    rebased = await bringUp(journal, snapshot, options)
    return snapshot.path
  })
  return { rebased }
}

/** Makes the snapshot's file this station's replica: its position, its pending facts, its search. */
async function bringUp(
  journal: Journal,
  { path, ack, revision, timeline }: Snapshot,
  options: { registry: CommandRegistry; stationId: string },
): Promise<number> {
  const side = openSqliteStore(path, { observers: (database) => [openOrderSearch(database)] })
  try {
    return await side.writeWith(
      async (tx, scope) => {
        const through = journal.lastSeq()
        setCentrePosition(scope.database, { ackedSeq: ack, revision, timeline })
        setAppliedSeq(scope.database, through)
        return rerun(tx, scope, { journal, options, after: ack, through })
      },
      () => undefined,
    )
  } finally {
    side.close()
  }
}
