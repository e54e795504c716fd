import { compileCheck } from './check-expression.ts'
import { STORED_TABLES, type StoredRow, type StoredTable } from './stored-tables.ts'

/**
 * Thrown when a constraint of a table refuses a row. It says so in the words of SQLite, so that what is kept of it (the
 * reason of an exception) is the same on either database; so is `code`.
 */
export class RowRefusedError extends Error {
  readonly code = 'SQLITE_CONSTRAINT'
  readonly table: StoredTable
  constructor(table: StoredTable, message: string) {
    super(message)
    this.name = 'RowRefusedError'
    this.table = table
  }
}

type Shape = {
  columns: readonly { name: string; text: boolean; nullable: boolean }[]
  checks: readonly { text: string; passes: (row: StoredRow) => boolean }[]
}
const SHAPES = new Map<StoredTable, Shape>()

/**
 * The row as the table stores it: every column in its order, frozen. Throws {@link RowRefusedError} for what the table
 * would refuse, so that a command hears of it at its own `put` and not when the transaction is written.
 */
export function storedRow(table: StoredTable, row: object): StoredRow {
  const { columns, checks } = shapeOf(table)
  const stored: Record<string, string | number | null> = {}
  for (const { name, text, nullable } of columns) {
    const value: unknown = (row as Record<string, unknown>)[name] ?? null
    if (value === null) {
      if (!nullable) throw new RowRefusedError(table, `NOT NULL constraint failed: ${table}.${name}`)
      stored[name] = null
    } else if (text) {
      if (typeof value !== 'string')
        throw new RowRefusedError(table, `cannot store ${typeof value} value in TEXT column ${table}.${name}`)
      if (value.includes('\0')) throw new RowRefusedError(table, `cannot store U+0000 in TEXT column ${table}.${name}`)
      stored[name] = value.isWellFormed() ? value : value.toWellFormed()
    } else {
      if (!Number.isSafeInteger(value))
        throw new RowRefusedError(table, `cannot store ${typeof value} value in INTEGER column ${table}.${name}`)
      // Not -0, which a database does not know.
      stored[name] = (value as number) + 0
    }
  }
  for (const check of checks)
    if (!check.passes(stored)) throw new RowRefusedError(table, `CHECK constraint failed: ${check.text}`)
  return Object.freeze(stored)
}

function shapeOf(table: StoredTable): Shape {
  let shape = SHAPES.get(table)
  if (shape === undefined) {
    const { columns, checks = [] } = STORED_TABLES[table]
    shape = {
      columns: Object.entries(columns).map(([name, { type, nullable }]) => ({ name, text: type === 'text', nullable })),
      checks: checks.map((text) => ({ text, passes: compileCheck(text) })),
    }
    SHAPES.set(table, shape)
  }
  return shape
}
