import type { z } from 'zod'
import type { CommandDefinition, Decision } from '../../commands/command.ts'
import type { Tx } from '../../db/port.ts'
import { bindReader } from '../../db/sqlite/table-statements.ts'
import { type IndexName, type Row, TABLES, type TableName } from '../../db/tables.ts'
import type { StationCore } from '../core.ts'

type AnyRow = Record<string, string | number | null>

/** Runs commands to see what they would do: reads the store, keeps what they write to itself, and journals nothing. */
export type DryRun = {
  run<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>): Promise<Decision<R>>
  /** Forgets what the commands wrote so far. */
  forget(): void
}

/** Opens a dry run over the store as it stands at each read; what its own commands wrote is seen by the next. */
export function openDryRun(core: StationCore): DryRun {
  const written = new Map<TableName, Map<string, AnyRow | null>>()
  const base = bindReader(core.store.reader)
  const tx = overlay(base, written)
  let sequence = 0
  return {
    run: (definition, args) => {
      sequence += 1
      const at = core.platform.now()
      const context = {
        id: `dry${sequence}`,
        at,
        businessDate: '0000-00-00',
        operatorId: null,
        station: '',
        stationId: null,
      }
      return definition.run(tx, { ...context, args })
    },
    forget: () => written.clear(),
  }
}

function overlay(base: Pick<Tx, 'get' | 'find'>, written: Map<TableName, Map<string, AnyRow | null>>): Tx {
  const rowsOf = (table: TableName): Map<string, AnyRow | null> => {
    let rows = written.get(table)
    if (rows === undefined) {
      rows = new Map()
      written.set(table, rows)
    }
    return rows
  }
  return {
    async get<T extends TableName>(table: T, key: string) {
      const own = written.get(table)?.get(key)
      return own === undefined ? base.get(table, key) : ((own ?? undefined) as Row<T> | undefined)
    },
    async find<T extends TableName>(table: T, index: IndexName<T>, ...values: (string | number)[]) {
      const found = (await base.find(table, index, ...values)) as unknown as AnyRow[]
      const own = written.get(table)
      if (own === undefined) return found as unknown as Row<T>[]
      const { key, indexes } = TABLES[table] as { key: string; indexes: Record<string, { columns: readonly string[] }> }
      const columns = indexes[index]?.columns ?? []
      const kept = found.filter((row) => !own.has(row[key] as string))
      for (const row of own.values())
        if (row !== null && values.every((value, at) => row[columns[at] ?? ''] === value)) kept.push(row)
      return kept as unknown as Row<T>[]
    },
    async put(table, row) {
      rowsOf(table).set((row as AnyRow)[TABLES[table].key] as string, row as AnyRow)
    },
    async remove(table, key) {
      rowsOf(table).set(key, null)
    },
  }
}
