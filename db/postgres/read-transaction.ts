import type pg from 'pg'
import type { CentreTx } from '../centre-port.ts'
import { openOverlay } from './overlay.ts'
import { lostOr } from './postgres-errors.ts'
import { openRowSource } from './row-source.ts'
import { ownTx, sharedTx } from './shared-tx.ts'

/** Runs a job over one unchanging state of the database; throws PostgresLostError when the server is gone. */
export async function atOneInstant<R>(client: pg.ClientBase, broken: () => void, job: () => Promise<R>): Promise<R> {
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    return await job()
  } catch (error) {
    throw lostOr(error)
  } finally {
    await client.query('ROLLBACK').catch(broken)
  }
}

/** A transaction that only reads, over a connection on which one is open. */
export function openReadTx(client: pg.ClientBase): CentreTx {
  const overlay = openOverlay(
    openRowSource(async (statement, values) => {
      // Without the name: a statement that was prepared when a table was small would be planned for that.
      const { rows } = await client.query({ text: statement.text, values: values as unknown[], rowMode: 'array' })
      return rows
    }),
  )
  const refuse = async (): Promise<never> => {
    throw new Error('This transaction only reads')
  }
  const shared = sharedTx(overlay)
  const own = ownTx(overlay)
  return {
    get: shared.get,
    find: shared.find,
    put: refuse,
    remove: refuse,
    own: { get: own.get, find: own.find, put: refuse, remove: refuse },
    revision: refuse,
    tell: refuse,
    attempt: (run) => run(),
  }
}

/** The rows of a query one after another, a thousand at a time; inside a transaction. */
export async function* eachRow<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  sql: string,
  values: readonly unknown[] = [],
): AsyncGenerator<Row> {
  await client.query(`DECLARE each_row NO SCROLL CURSOR FOR ${sql}`, values as unknown[])
  try {
    for (;;) {
      const { rows } = await client.query<Row>('FETCH 1000 FROM each_row')
      yield* rows
      if (rows.length < 1000) return
    }
  } finally {
    await client.query('CLOSE each_row').catch(() => undefined)
  }
}
