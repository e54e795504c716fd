import { indexColumns, quoted, STORED_TABLES, type StoredRow, type StoredTable } from './stored-tables.ts'

/** A statement with its name, under which a connection prepares it once. */
export type Statement = { name: string; text: string }

const made = new Map<string, Statement>()

function once(name: string, text: () => string): Statement {
  let statement = made.get(name)
  if (statement === undefined) {
    statement = { name, text: text() }
    made.set(name, statement)
  }
  return statement
}

function columnList(table: StoredTable, prefix = ''): string {
  return Object.keys(STORED_TABLES[table].columns)
    .map((column) => prefix + quoted(column))
    .join(', ')
}

/** Rows by their keys; the parameter is an array of keys. Columns in the table's order. */
export function selectByKeys(table: StoredTable): Statement {
  return once(
    `get ${table}`,
    () =>
      `SELECT ${columnList(table)} FROM ${quoted(table)} WHERE ${quoted(STORED_TABLES[table].key)} = ANY($1::text[])`,
  )
}

/** Rows whose first index columns equal one of the given sets of values; one array per column, in no order. */
export function selectByIndex(table: StoredTable, index: string, given: number): Statement {
  return once(`find ${table} ${index} ${given}`, () => {
    const columns = indexColumns(table, index, given).slice(0, given)
    const arrays = columns.map((column, at) => `$${at + 1}::${arrayType(table, column)}`).join(', ')
    const names = columns.map((_, at) => `v${at}`)
    const where = columns.map((column, at) => `t.${quoted(column)} = w.v${at}`).join(' AND ')
    return `SELECT ${columnList(table, 't.')} FROM unnest(${arrays}) AS w(${names.join(', ')}), ${quoted(table)} t WHERE ${where}`
  })
}

/** Writes whole rows, new or old; one array per column. */
export function upsertRows(table: StoredTable): Statement {
  return once(`put ${table}`, () => {
    const { columns, key } = STORED_TABLES[table]
    const names = Object.keys(columns)
    const arrays = names.map((column, at) => `$${at + 1}::${arrayType(table, column)}`).join(', ')
    const updates = names
      .filter((column) => column !== key)
      .map((column) => `${quoted(column)} = excluded.${quoted(column)}`)
    return `INSERT INTO ${quoted(table)} (${columnList(table)}) SELECT * FROM unnest(${arrays}) ON CONFLICT (${quoted(key)}) DO UPDATE SET ${updates.join(', ')}`
  })
}

/** Removes rows; the parameter is an array of keys. */
export function deleteByKeys(table: StoredTable): Statement {
  return once(
    `remove ${table}`,
    () => `DELETE FROM ${quoted(table)} WHERE ${quoted(STORED_TABLES[table].key)} = ANY($1::text[])`,
  )
}

/** Entries of the log; arrays of revision, ordinal, scope, table, key and row. */
export function insertChanges(): Statement {
  return once(
    'log',
    () =>
      'INSERT INTO change (revision, ordinal, scope, table_name, pk, "row") SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])',
  )
}

/** The values of rows column by column, as {@link upsertRows} takes them. */
export function columnArrays(table: StoredTable, rows: readonly StoredRow[]): (string | number | null)[][] {
  return Object.keys(STORED_TABLES[table].columns).map((column) => rows.map((row) => row[column] ?? null))
}

/** An array as PostgreSQL reads it from text: for long ones this is less work than what the driver does with arrays. */
export function arrayText(values: readonly (string | number | null)[]): string {
  return `{${values.map(elementText).join(',')}}`
}

function elementText(value: string | number | null): string {
  if (value === null) return 'NULL'
  if (typeof value === 'number') return String(value)
  return `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`
}

/** Turns the values of a selected row, in the order of the table's columns, into the row. */
export function rowOfValues(table: StoredTable, values: readonly (string | number | null)[]): StoredRow {
  const row: Record<string, string | number | null> = {}
  let at = 0
  for (const column in STORED_TABLES[table].columns) {
    row[column] = values[at] ?? null
    at += 1
  }
  return Object.freeze(row)
}

function arrayType(table: StoredTable, column: string): string {
  return STORED_TABLES[table].columns[column]?.type === 'integer' ? 'bigint[]' : 'text[]'
}
