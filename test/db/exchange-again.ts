// Puts one file after the other in the place of a store until it is killed; each has another number in all its rows.

import { rmSync } from 'node:fs'
import { openOrderSearch } from '../../db/sqlite/search.ts'
import { openSqliteStore, type SqliteStore } from '../../db/sqlite/sqlite-store.ts'

const [path = '', from = ''] = process.argv.slice(2)

const open = (file: string) => openSqliteStore(file, { observers: (database) => [openOrderSearch(database)] })

async function fill(store: SqliteStore, value: number): Promise<void> {
  await store.write(async (tx) => {
    for (let index = 0; index < 50; index += 1) await tx.put('number_series', { id: `s${index}`, value })
  })
}

const store = open(path)
const last = store.reader.prepare('SELECT max(value) FROM number_series').pluck().get() as number | null
if (last === null) await fill(store, 1)
process.send?.('ready')
for (let value = (last ?? 1) + 1; ; value += 1) {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${from}${suffix}`, { force: true })
  const other = open(from)
  await fill(other, value)
  other.close()
  await store.replaceWith(async () => from)
  process.send?.('replaced')
}
