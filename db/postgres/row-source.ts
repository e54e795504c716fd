import { findName } from '../find-name.ts'
import { findOrder, indexColumns, keyOf, type StoredRow, type StoredTable } from './stored-tables.ts'
import { rowOfValues, type Statement, selectByIndex, selectByKeys } from './table-sql.ts'

/** Asks one statement of the transaction's connection; rows are arrays of values. */
export type Ask = (
  statement: Statement,
  values: readonly (readonly (string | number | null)[])[],
) => Promise<(string | number | null)[][]>

/**
 * The rows of the database as they stood when the transaction began, each fetched once. What is asked for within one turn
 * of the event loop is fetched together, one query per table and index. True as long as nobody else writes: the
 * transaction holds the centre's lock, or reads one snapshot.
 */
export type RowSource = {
  /** True when it is known whether there is a row with this key. */
  knows(table: StoredTable, key: string): boolean
  /** The row, or undefined when there is none or it is not known yet. */
  row(table: StoredTable, key: string): StoredRow | undefined
  /** The keys of an answer of `find`, in its order; undefined when it is not known yet. */
  keys(table: StoredTable, index: string, values: readonly (string | number)[]): readonly string[] | undefined
  /** Notes that a row will be wanted; {@link RowSource.fetch} brings it. */
  wantRow(table: StoredTable, key: string): void
  /** Notes that an answer of `find` will be wanted. */
  wantKeys(table: StoredTable, index: string, values: readonly (string | number)[]): void
  /** Fetches all that is wanted, together with what others want in this turn of the event loop. */
  fetch(): Promise<void>
  /** Notes what is known without asking: rows that cannot be referred to have no children. */
  learnKeys(table: StoredTable, index: string, values: readonly (string | number)[], keys: readonly string[]): void
  /** The rows that were fetched since the last call. */
  takeFetched(): { table: StoredTable; row: StoredRow }[]
  /** Turns of the event loop in which something was fetched, and queries that were sent. */
  readonly spent: { turns: number; queries: number }
}

type Known = {
  rows: Map<string, StoredRow | undefined>
  finds: Map<string, readonly string[]>
  wantedRows: Set<string>
  /** By index and number of values: the wanted values by the name of their answer. */
  wantedFinds: Map<string, { index: string; given: number; asked: Map<string, readonly (string | number)[]> }>
}

/** A source over one connection, for one transaction; `together` may send in one piece what is asked while it runs. */
export function openRowSource(ask: Ask, together: <R>(send: () => R) => R = (send) => send()): RowSource {
  const tables = new Map<StoredTable, Known>()
  const spent = { turns: 0, queries: 0 }
  let fetched: { table: StoredTable; row: StoredRow }[] = []
  let turn: Promise<void> | undefined

  const of = (table: StoredTable): Known => {
    let known = tables.get(table)
    if (known === undefined) {
      known = { rows: new Map(), finds: new Map(), wantedRows: new Set(), wantedFinds: new Map() }
      tables.set(table, known)
    }
    return known
  }

  const keep = (table: StoredTable, known: Known, values: (string | number | null)[]): StoredRow => {
    const row = rowOfValues(table, values)
    const key = keyOf(table, row)
    const before = known.rows.get(key)
    if (before !== undefined) return before
    known.rows.set(key, row)
    fetched.push({ table, row })
    return row
  }

  const fetchRows = async (table: StoredTable, known: Known): Promise<void> => {
    const keys = [...known.wantedRows].filter((key) => !known.rows.has(key))
    known.wantedRows.clear()
    if (keys.length === 0) return
    spent.queries += 1
    for (const values of await ask(selectByKeys(table), [keys])) keep(table, known, values)
    for (const key of keys) if (!known.rows.has(key)) known.rows.set(key, undefined)
  }

  const fetchFinds = (table: StoredTable, known: Known): Promise<void>[] => {
    const wanted = [...known.wantedFinds.values()]
    known.wantedFinds.clear()
    return wanted.map(async ({ index, given, asked }) => {
      const columns = indexColumns(table, index, given).slice(0, given)
      const arrays = columns.map((_, at) => Array.from(asked.values(), (values) => values[at] ?? null))
      spent.queries += 1
      const found = new Map<string, StoredRow[]>(Array.from(asked.keys(), (name) => [name, []]))
      for (const values of await ask(selectByIndex(table, index, given), arrays)) {
        const row = keep(table, known, values)
        found.get(nameOfRow(index, columns, row))?.push(row)
      }
      const order = findOrder(table, index, given)
      for (const [name, rows] of found)
        known.finds.set(
          name,
          rows.sort(order).map((row) => keyOf(table, row)),
        )
    })
  }

  const fetchAll = async (): Promise<void> => {
    // Whoever can go on without the database has gone on when this runs.
    await new Promise<void>((resolve) => setImmediate(resolve))
    turn = undefined
    spent.turns += 1
    const queries = together(() =>
      [...tables].flatMap(([table, known]) => [fetchRows(table, known), ...fetchFinds(table, known)]),
    )
    const failed = (await Promise.allSettled(queries)).find((result) => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }

  return {
    spent,
    knows: (table, key) => of(table).rows.has(key),
    row: (table, key) => of(table).rows.get(key),
    keys: (table, index, values) => of(table).finds.get(findName(index, values)),
    wantRow: (table, key) => {
      const known = of(table)
      if (!known.rows.has(key)) known.wantedRows.add(key)
    },
    wantKeys: (table, index, values) => {
      const known = of(table)
      const name = findName(index, values)
      if (known.finds.has(name)) return
      const shape = `${index}/${values.length}`
      let wanted = known.wantedFinds.get(shape)
      if (wanted === undefined) {
        wanted = { index, given: values.length, asked: new Map() }
        known.wantedFinds.set(shape, wanted)
      }
      wanted.asked.set(name, values)
    },
    fetch: () => {
      turn ??= fetchAll()
      return turn
    },
    learnKeys: (table, index, values, keys) => void of(table).finds.set(findName(index, values), keys),
    takeFetched: () => {
      const taken = fetched
      fetched = []
      return taken
    },
  }
}

function nameOfRow(index: string, columns: readonly string[], row: StoredRow): string {
  return findName(
    index,
    columns.map((column) => row[column] as string | number),
  )
}
