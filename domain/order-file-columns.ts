import { type ColumnMapping, headerPositions, normalizeHeader } from './column-mapping.ts'
import { ORDER_FIELDS, type OrderField } from './order-file-fields.ts'
import { cleanCell } from './order-file-values.ts'

/** A mapping tied to the columns of one file: how each field of a row is read, and under which header. */
export interface BoundColumns {
  /** The cleaned text of a field in a row; empty when the field has no source. */
  read: (field: OrderField, cells: readonly string[]) => string
  /** The text of a field as its cells say it, a constant being no cell: what tells a first row from a later one. */
  readCell: (field: OrderField, cells: readonly string[]) => string
  /** Header of the column that a field is read from first, or null. */
  columnOf: (field: OrderField) => string | null
}

interface Source {
  indexes: readonly number[]
  constant: string
  column: string | null
}

/** Ties a mapping to a header row; columns that the file lacks read as empty. */
export function bindColumns(mapping: ColumnMapping, headers: readonly string[]): BoundColumns {
  const positions = headerPositions(headers)
  const sources = {} as Record<OrderField, Source>
  for (const field of ORDER_FIELDS) {
    const source = mapping.fields[field]
    if (source === null) sources[field] = { indexes: [], constant: '', column: null }
    else if ('constant' in source) sources[field] = { indexes: [], constant: source.constant.trim(), column: null }
    else {
      const names = [source.column, ...(source.otherwise ?? [])]
      const indexes = names.map((name) => positions.get(normalizeHeader(name))).filter((index) => index !== undefined)
      const first = indexes[0]
      sources[field] = {
        indexes,
        constant: '',
        column: first === undefined ? source.column : (headers[first] ?? source.column),
      }
    }
  }
  const readSource = (source: Source, cells: readonly string[]): string => {
    for (const index of source.indexes) {
      const cell = cells[index]
      if (cell === undefined || cell === '') continue
      const text = cleanCell(cell)
      if (text !== '') return text
    }
    return ''
  }
  return {
    read: (field, cells) => {
      const source = sources[field]
      return source.indexes.length === 0 ? source.constant : readSource(source, cells)
    },
    readCell: (field, cells) => readSource(sources[field], cells),
    columnOf: (field) => sources[field].column,
  }
}
