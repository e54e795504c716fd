import type { Change } from '../../contract/central/messages.ts'
import type { Column } from '../../db/column.ts'
import type { Row } from '../../db/tables.ts'
import { TABLES, type TableName } from '../../db/tables.ts'
import { isKeepable } from '../../domain/keepable-text.ts'
import { MessageRefused } from '../door/refusal.ts'
import { ADOPTED_TABLES } from './adoption.ts'

/** A row of a shared table with its table. */
export type SharedRow = { [T in TableName]: { table: T; row: Row<T> } }[TableName]

/** The rows of an adoption's page, each checked against its table's columns; refused with `bodyWrong` otherwise. */
export function readRows(changes: readonly Change[]): SharedRow[] {
  return changes.map(([name, pk, row], index) => {
    const table = ADOPTED_TABLES.find((known) => known === name)
    if (table === undefined || row === null) throw wrongAt(index, name)
    const columns: Record<string, Column> = TABLES[table].columns
    const names = Object.keys(columns)
    if (Object.keys(row).length !== names.length) throw wrongAt(index, name)
    for (const column of names) {
      const wanted = columns[column]
      if (wanted === undefined || !Object.hasOwn(row, column) || !fits(row[column], wanted))
        throw wrongAt(index, `${name}.${column}`)
    }
    if (row[TABLES[table].key] !== pk) throw wrongAt(index, `${name}.${TABLES[table].key}`)
    return { table, row } as SharedRow
  })
}

function fits(value: unknown, column: Column): boolean {
  if (value === null) return column.nullable
  return column.type === 'text' ? typeof value === 'string' && isKeepable(value) : Number.isSafeInteger(value)
}

function wrongAt(index: number, what: string): MessageRefused {
  return new MessageRefused(400, 'bodyWrong', { at: `rows.${index}`, what: what.slice(0, 100) })
}
