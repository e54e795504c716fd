import { createHash } from 'node:crypto'
import type { Commit } from '../../contract/central/messages.ts'
import { SCOPE_OF_TABLE } from '../../db/scopes.ts'
import { TABLES, type TableName } from '../../db/tables.ts'
import type { SharedRow } from '../journal/before-images.ts'
import type { WantedRow } from './put-rows.ts'

/** Thrown when a frame cannot be applied: it was damaged, one before it is missing, or it acknowledges what is not here. */
export class CommitRefusedError extends Error {
  readonly reason: 'checksum' | 'gap' | 'ack-ahead' | 'no-replica' | 'timeline'
  constructor(reason: CommitRefusedError['reason'], message: string) {
    super(message)
    this.name = 'CommitRefusedError'
    this.reason = reason
  }
}

/** The columns of each table, with what stands for a value that was not sent. */
const EMPTY = Object.fromEntries(
  Object.entries(TABLES).map(([table, { columns }]) => [
    table,
    Object.entries(columns).map(([column, { type, nullable }]) => [column, nullable ? null : type === 'text' ? '' : 0]),
  ]),
) as Record<TableName, [column: string, empty: string | number | null][]>

/** What several commits come to: each row as the last of them left it, by its name. */
export type MergedCommits = { revision: number; ack: number; rows: Map<string, WantedRow> }

/** A row's name among the rows of all tables. */
export function rowName(table: string, key: string): string {
  return `${table}/${key}`
}

/** True when a station that follows `scopes` keeps rows of this table, or (stock) some of them. */
export function followsTable(table: TableName, scopes: readonly string[]): boolean {
  const scope = SCOPE_OF_TABLE[table]
  return scopes.some((asked) => asked === scope || asked.startsWith(`${scope}/`))
}

/** The checksum of a commit's changes, as the protocol defines it. */
export function checksumOf(changes: Commit['changes']): string {
  return createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 16)
}

/** Refuses a commit whose changes are not those that were sent. */
export function verifyChecksum(commit: Commit): void {
  if (checksumOf(commit.changes) !== commit.checksum)
    throw new CommitRefusedError('checksum', `Revision ${commit.revision} arrived damaged`)
}

/**
 * Puts commits together that follow the position. Commits up to its revision are skipped; one that changes something has
 * to follow the one before it directly, only an empty one may stand for a run of empty ones. Throws CommitRefusedError.
 */
export function mergeCommits(
  commits: readonly Commit[],
  position: { revision: number; ackedSeq: number },
  scopes: readonly string[],
): MergedCommits {
  const merged: MergedCommits = { revision: position.revision, ack: position.ackedSeq, rows: new Map() }
  const followed = new Set(Object.keys(TABLES).filter((table) => followsTable(table as TableName, scopes)))
  for (const { revision, ack, changes } of commits) {
    if (revision <= merged.revision) continue
    if (revision !== merged.revision + 1 && (changes.length > 0 || ack !== null))
      throw new CommitRefusedError('gap', `Revision ${revision} does not follow ${merged.revision}`)
    merged.revision = revision
    merged.ack = Math.max(merged.ack, ack ?? 0)
    for (const [table, key, row] of changes)
      if (followed.has(table)) {
        const name = table as TableName
        merged.rows.set(rowName(name, key), { table: name, key, row: row === null ? null : rowOf(name, row) })
      }
  }
  return merged
}

/** The row with the columns of this version: what an older centre does not know is empty, what a newer one adds is left. */
function rowOf(table: TableName, sent: Readonly<Record<string, string | number | null>>): SharedRow {
  const row: Record<string, string | number | null> = {}
  for (const [column, empty] of EMPTY[table]) row[column] = sent[column] ?? empty
  return row as SharedRow
}
