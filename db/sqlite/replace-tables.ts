import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { TABLES } from '../tables.ts'
import { refusedBy } from './open-database.ts'
import { onOwnThread } from './own-thread.ts'

/** From this size on the copy is made on a thread of its own: a station goes on drawing its screens meanwhile. */
const OWN_THREAD_BYTES = 16 * 1024 * 1024

/** Beside the shared tables: where they stand, and what is derived from them. */
const BESIDE = ['replica_position', 'pending_image', 'command_exception', 'order_words', 'order_tally']
/** Where the search index keeps itself. */
const SEARCH = ['order_grams_data', 'order_grams_idx', 'order_grams_config']

/**
 * Puts all tables of one replica in place of those of another one of the same schema, in one durable transaction over a
 * connection of its own: readers see the old ones until it commits. Emptied tables are filled as whole b-trees.
 */
export async function replaceTables(path: string, from: string): Promise<void> {
  const steps = [
    'PRAGMA synchronous = FULL',
    'PRAGMA busy_timeout = 5000',
    'PRAGMA cache_size = -200000',
    `ATTACH DATABASE '${from.replaceAll("'", "''")}' AS source`,
    'BEGIN IMMEDIATE',
    ...[...Object.keys(TABLES), ...BESIDE, ...SEARCH].flatMap((table) => [
      `DELETE FROM main."${table}"`,
      `INSERT INTO main."${table}" SELECT * FROM source."${table}"`,
    ]),
    'COMMIT',
    'DETACH DATABASE source',
  ]
  if (statSync(from).size >= OWN_THREAD_BYTES) {
    await onOwnThread({ path, unguarded: true, steps, answer: 'SELECT 1' })
    return
  }
  const database = new Database(path)
  try {
    database.unsafeMode(true)
    for (const step of steps) database.exec(step)
  } catch (error) {
    throw refusedBy(error, path)
  } finally {
    database.close()
  }
}
