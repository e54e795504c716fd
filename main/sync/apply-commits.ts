import type { CommandRegistry } from '../../commands/registry.ts'
import type { Commit } from '../../contract/central/messages.ts'
import type { Tx } from '../../db/port.ts'
import type { SqliteStore, WriteScope } from '../../db/sqlite/sqlite-store.ts'
import { sameRow } from '../../db/state-hash.ts'
import type { TableName } from '../../db/tables.ts'
import { giveWay } from '../give-way.ts'
import { firstImageAfter, forgetImages, imagesBetween, type SharedRow } from '../journal/before-images.ts'
import type { Journal } from '../journal/journal.ts'
import { forgetExceptions, replayPiece, runAgain } from '../journal/replay.ts'
import { positionIn, type ReplicaPosition, setCentrePosition } from '../journal/replica-position.ts'
import {
  CommitRefusedError,
  followsTable,
  type MergedCommits,
  mergeCommits,
  rowName,
  verifyChecksum,
} from './merge-commits.ts'
import { putRows, type WantedRow } from './put-rows.ts'

/**
 * Thrown when commits would remove more than a fifth of a table (and more than 50 rows) that loses no rows in normal work:
 * somebody has to say yes.
 */
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

const BULK = { rows: 50, share: 0.2 }
/** The tables from which commands remove rows: of these many may go at once, as when the goods come that orders waited for. */
export const REMOVED_IN_WORK: readonly TableName[] = [
  'carton_line',
  'floor_plan',
  'item_barcode',
  'order_line',
  'pick_line',
  'pick_slot',
  'soft_promise',
]
/** After checking a commit with more changes than this, others have their turn. */
const LARGE_COMMIT = 200

/** What applying needs beside store and journal. `scopes`: what the station follows; `stationId`: its id at the centre. */
export type ApplyOptions = {
  registry: CommandRegistry
  scopes: readonly string[]
  stationId: string
  /** The centre's timeline that the commits belong to, when the caller knows it; another one than the replica's is refused. */
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
export async function applyCommits(
  store: SqliteStore,
  journal: Journal,
  commits: readonly Commit[],
  options: ApplyOptions,
): Promise<Applied> {
  for (const commit of commits) {
    verifyChecksum(commit)
    // What comes in meanwhile is not kept waiting for all of them.
    if (commit.changes.length > LARGE_COMMIT) await giveWay()
  }
  return store.writeWith(
    async (tx, scope) => {
      while ((await replayPiece(tx, scope, journal, options)) > 0);
      const position = positionIn(scope.database)
      if (position.timeline === '') throw new CommitRefusedError('no-replica', 'There is nothing to apply commits to')
      if (options.timeline !== undefined && options.timeline !== position.timeline)
        throw new CommitRefusedError('timeline', 'The commits belong to another history of the centre')
      const merged = mergeCommits(commits, position, options.scopes)
      if (merged.ack > position.appliedSeq)
        throw new CommitRefusedError('ack-ahead', `Command ${merged.ack} is not in this journal`)
      if (options.allowBulk !== true) await refuseBulk(tx, scope, merged)
      const quick = await followsQuietly(tx, scope, position, merged, options.scopes)
      let rebased = 0
      if (quick !== null) {
        await putRows(tx, quick)
        forgetImages(scope.database, merged.ack)
        forgetExceptions(scope.database, position.ackedSeq, merged.ack)
      } else rebased = await rebase(tx, scope, { journal, position, merged, options })
      setCentrePosition(scope.database, {
        ackedSeq: merged.ack,
        revision: merged.revision,
        timeline: position.timeline,
      })
      return { revision: merged.revision, acked: merged.ack, rebased }
    },
    () => undefined,
  )
}

/**
 * The common case: the centre's rows are what the acknowledged facts made here, so that nothing has to be undone. Gives
 * the rows that have to go all the same (of tables that this station does not follow); null when it is not the case.
 */
async function followsQuietly(
  tx: Tx,
  { database }: WriteScope,
  position: ReplicaPosition,
  { ack, rows }: MergedCommits,
  scopes: readonly string[],
): Promise<WantedRow[] | null> {
  const asAcknowledged = async (table: TableName, key: string): Promise<SharedRow | null> => {
    const image = firstImageAfter(database, table, key, ack)
    return image === undefined ? (((await tx.get(table, key)) as SharedRow | undefined) ?? null) : image.before
  }
  for (const { table, key, row } of rows.values())
    if (!sameRow(table, await asAcknowledged(table, key), row)) return null
  const leaving: WantedRow[] = []
  for (const { table, key, before } of imagesBetween(database, position.ackedSeq, ack, firstBeside(rows))) {
    if (sameRow(table, await asAcknowledged(table, key), before)) continue
    if (followsTable(table, scopes) || firstImageAfter(database, table, key, ack) !== undefined) return null
    leaving.push({ table, key, row: before })
  }
  return leaving
}

/** Picks the first image of each row that is not among those. */
function firstBeside(rows: ReadonlyMap<string, WantedRow>): (table: TableName, key: string) => boolean {
  const seen = new Set<string>()
  return (table, key) => {
    const name = rowName(table, key)
    if (seen.has(name) || rows.has(name)) return false
    seen.add(name)
    return true
  }
}

/** Takes all pending facts back, lays the centre's rows on top, and runs what is still pending again; the number of those. */
async function rebase(
  tx: Tx,
  scope: WriteScope,
  parts: { journal: Journal; position: ReplicaPosition; merged: MergedCommits; options: ApplyOptions },
): Promise<number> {
  const { position, merged } = parts
  const wanted = new Map<string, WantedRow>()
  for (const { table, key, before } of imagesBetween(scope.database, position.ackedSeq, position.appliedSeq)) {
    const name = rowName(table, key)
    if (!wanted.has(name)) wanted.set(name, { table, key, row: before })
  }
  for (const [name, row] of merged.rows) wanted.set(name, row)
  await putRows(tx, wanted.values())
  forgetExceptions(scope.database, position.ackedSeq, merged.ack)
  return rerun(tx, scope, { ...parts, after: merged.ack, through: position.appliedSeq })
}

/** Runs, inside a write, the facts `after`..`through` again on the centre's rows, with new before-images. */
export async function rerun(
  tx: Tx,
  scope: WriteScope,
  parts: {
    journal: Journal
    options: { registry: CommandRegistry; stationId: string }
    after: number
    through: number
  },
): Promise<number> {
  const { journal, options, through } = parts
  forgetImages(scope.database)
  forgetExceptions(scope.database, parts.after, through)
  let at = parts.after
  while (at < through) {
    for (const row of journal.after(at, Math.min(500, through - at))) {
      await runAgain(tx, scope, row, options)
      at = row.seq
    }
  }
  return through - parts.after
}

async function refuseBulk(tx: Tx, { database }: WriteScope, { rows }: MergedCommits): Promise<void> {
  const removals = new Map<TableName, number>()
  for (const { table, key, row } of rows.values())
    if (row === null && !REMOVED_IN_WORK.includes(table) && (await tx.get(table, key)) !== undefined)
      removals.set(table, (removals.get(table) ?? 0) + 1)
  for (const [table, removed] of removals) {
    if (removed <= BULK.rows) continue
    const all = database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number
    if (removed > all * BULK.share) throw new BulkRemovalError(table, removed, all)
  }
}
