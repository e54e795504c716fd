import type { Change } from '../../contract/central/messages.ts'
import { TABLES, type TableName } from '../../db/tables.ts'

type Cells = Record<string, string | number | null>

/** A row of an adoption's page whose columns hold something of their type; `over` says otherwise. */
export function adoptedRow(table: TableName, key: string, over: Cells = {}): Change {
  const { columns } = TABLES[table]
  const row: Cells = {}
  for (const [name, column] of Object.entries(columns))
    row[name] = column.nullable ? null : column.type === 'integer' ? 1 : `${name} of ${key}`
  return [table, key, { ...row, [TABLES[table].key]: key, ...over }]
}
