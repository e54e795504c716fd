import type { SqliteStore } from '../../db/sqlite/sqlite-store.ts'
import { hashOfState } from '../../db/state-hash.ts'
import { TABLES, type TableName } from '../../db/tables.ts'
import { type BeforeImage, imagesBetween, type SharedRow } from '../journal/before-images.ts'

/** SHA-256 over all shared rows as screens see them, pending facts included; equal for equal states on any store. */
export function visibleStateHash(store: Pick<SqliteStore, 'reader'>): Promise<string> {
  return hashOfState((table) => rowsOf(store, table))
}

/** The same over the rows without the pending facts: the centre's state at the replica's revision, in its scopes. */
export function replicaHash(store: Pick<SqliteStore, 'reader'>): Promise<string> {
  const first = new Map<string, BeforeImage>()
  for (const image of imagesBetween(store.reader, 0, Number.MAX_SAFE_INTEGER)) {
    const name = `${image.table}/${image.key}`
    if (!first.has(name)) first.set(name, image)
  }
  return hashOfState((table) => {
    const { key } = TABLES[table]
    const images = [...first.values()].filter((image) => image.table === table)
    const touched = new Set(images.map((image) => image.key))
    const kept = rowsOf(store, table).filter((row) => !touched.has(keyOf(row, key)))
    const before = images.flatMap((image) => (image.before === null ? [] : [image.before]))
    return [...kept, ...before].sort((a, b) => Buffer.compare(Buffer.from(keyOf(a, key)), Buffer.from(keyOf(b, key))))
  })
}

function rowsOf({ reader }: Pick<SqliteStore, 'reader'>, table: TableName): SharedRow[] {
  return reader.prepare(`SELECT * FROM "${table}" ORDER BY "${TABLES[table].key}"`).all() as SharedRow[]
}

function keyOf(row: SharedRow, key: string): string {
  return (row as Record<string, unknown>)[key] as string
}
