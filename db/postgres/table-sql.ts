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

const TEXT = 25
const BIGINT = 20
const HEADER_BYTES = 20

/**
 * An array of texts or of whole numbers as a parameter: in PostgreSQL's binary form, which neither side has to escape or to
 * parse, or as text where nothing in it tells its type. A number that is no whole one goes as null: no column has it.
 */
export function arrayParameter(values: readonly (string | number | null)[]): Buffer | string {
  const first = values.find((value) => value != null)
  if (first == null) return `{${values.map(() => 'NULL').join(',')}}`
  return typeof first === 'number' ? integerArray(values.map(wholeOrNull)) : textArray(values.map(textOrNull))
}

type Integers = readonly (number | null)[]
type Texts = readonly (string | null)[]

/** Dimensions, whether something is null, the type of the elements, how many they are, and the number of the first. */
function writeHeader(bytes: Buffer, values: Integers | Texts, type: number): number {
  bytes.writeInt32BE(1, 0)
  bytes.writeInt32BE((values as Texts).includes(null) ? 1 : 0, 4)
  bytes.writeInt32BE(type, 8)
  bytes.writeInt32BE(values.length, 12)
  return bytes.writeInt32BE(1, 16)
}

function integerArray(values: Integers): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + 12 * values.length)
  let at = writeHeader(bytes, values, BIGINT)
  for (const value of values) {
    at = bytes.writeInt32BE(value === null ? -1 : 8, at)
    if (value === null) continue
    const high = Math.floor(value / 2 ** 32)
    at = bytes.writeInt32BE(high, at)
    at = bytes.writeUInt32BE(value - high * 2 ** 32, at)
  }
  return bytes.subarray(0, at)
}

function textArray(values: Texts): Buffer {
  // A unit of UTF-16 takes at most three bytes in UTF-8.
  let most = HEADER_BYTES
  for (const value of values) most += 4 + 3 * (value?.length ?? 0)
  const bytes = Buffer.allocUnsafe(most)
  let at = writeHeader(bytes, values, TEXT)
  for (const value of values) {
    const length = value === null ? -1 : bytes.write(value, at + 4)
    bytes.writeInt32BE(length, at)
    at += 4 + Math.max(0, length)
  }
  return bytes.subarray(0, at)
}

// What is asked for at the same time shares an array: a value that is none must not spoil it for the others.
function wholeOrNull(value: unknown): number | null {
  return Number.isSafeInteger(value) ? (value as number) : null
}

function textOrNull(value: unknown): string | null {
  return value == null ? null : String(value)
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
