import type { Tx } from '../../db/port.ts'
import { sameRow } from '../../db/state-hash.ts'
import type { Row, TableName } from '../../db/tables.ts'
import type { SharedRow } from '../journal/before-images.ts'

/** How one row shall be; null where it shall not be. */
export type WantedRow = { table: TableName; key: string; row: SharedRow | null }

/**
 * Makes rows as they shall be, inside a write; those that are so already are left alone. Rows may exchange unique values
 * among each other: what stands in the way goes first. Throws when a constraint refuses the whole.
 */
export async function putRows(tx: Tx, wanted: Iterable<WantedRow>): Promise<void> {
  let waiting: WantedRow[] = []
  for (const one of wanted) {
    const there = ((await tx.get(one.table, one.key)) as SharedRow | undefined) ?? null
    if (sameRow(one.table, there, one.row)) continue
    if (one.row === null) await tx.remove(one.table, one.key)
    else waiting.push(one)
  }
  while (waiting.length > 0) {
    const refused: WantedRow[] = []
    for (const one of waiting) if (!(await tryPut(tx, one))) refused.push(one)
    // Rows that stand in each other's way only: without their old values the way is free. A second time is a real conflict.
    if (refused.length === waiting.length) {
      for (const { table, key } of refused) await tx.remove(table, key)
      for (const { table, row } of refused) await tx.put(table, row as Row<TableName>)
      return
    }
    waiting = refused
  }
}

async function tryPut(tx: Tx, { table, row }: WantedRow): Promise<boolean> {
  try {
    await tx.put(table, row as Row<TableName>)
    return true
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_CONSTRAINT_UNIQUE') return false
    throw error
  }
}
