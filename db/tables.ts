import type { RowOf, Table } from './column.ts'
import { FLOOR_TABLES } from './floor-tables.ts'
import { ORDER_TABLES } from './order-tables.ts'
import { SITE_TABLES } from './site-tables.ts'
import { STOCK_TABLES } from './stock-tables.ts'
import { SYNC_TABLES } from './sync-tables.ts'

/**
 * The shared tables as data: the one place that names columns, keys and the indexes that commands may look through.
 * Lengths are millimetres, weights grams, money minor units, instants UTC milliseconds, flags 0 or 1.
 */
export const TABLES = {
  ...SITE_TABLES,
  ...ORDER_TABLES,
  ...STOCK_TABLES,
  ...FLOOR_TABLES,
  ...SYNC_TABLES,
} as const satisfies Record<string, Table>

/** Name of a shared table. */
export type TableName = keyof typeof TABLES

/** A row of a shared table, typed by {@link TABLES}. */
export type Row<T extends TableName> = RowOf<(typeof TABLES)[T]>

/** Name of a declared index of a table. */
export type IndexName<T extends TableName> = keyof (typeof TABLES)[T]['indexes'] & string
