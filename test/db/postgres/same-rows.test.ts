import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NO_SERVICE } from '../../../commands/packing/carton-service.ts'
import type { CentreStore, CentreTx } from '../../../db/centre-port.ts'
import { openPostgresCentreStore } from '../../../db/postgres/centre-store.ts'
import { openSqliteCentreStore } from '../../../db/sqlite/centre-store.ts'
import type { Row } from '../../../db/tables.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres.ts'
import { orderRow, stockRow } from '../centre-rows.ts'
import { ALL } from '../centre-store-cases.ts'

const tools = findPostgres()
const reason = tools.bin === null ? ` (skipped: ${tools.reason})` : ''

const long = process.env.BARO_LONG === '1'

/** Keys whose order differs between UTF-16 units, UTF-8 bytes and languages. */
const key = fc.constantFrom('a', 'B', 'ab', 'é', '가', '\ue000', '😀', 'a ')
const few = fc.constantFrom('x', 'Y', '나', '"{\\,}\n', 'NULL', '')
const small = fc.integer({ min: -1, max: 2 })
type Step =
  | {
      kind: 'order'
      id: string
      state: string
      priority: number
      ship_by: number | null
      ordered_at: number
      external: string
    }
  | { kind: 'carton'; id: string; order_id: string; code: string | null; tracking: string | null }
  | { kind: 'stock'; id: string; lot: string; on_hand: number; reserved: number }
  | { kind: 'remove'; table: 'order' | 'carton' | 'stock'; id: string }
  | { kind: 'get'; table: 'order' | 'carton' | 'stock'; id: string }
  | { kind: 'state'; values: [string] | [string, number] | [string, number, number] }
  | { kind: 'cartons'; order_id: string }
  | { kind: 'part'; steps: Step[]; fails: boolean }

const table = fc.constantFrom('order' as const, 'carton' as const, 'stock' as const)
const { step } = fc.letrec<{ step: Step }>((tie) => ({
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('order' as const),
      id: key,
      state: few,
      priority: small,
      ship_by: fc.option(small),
      ordered_at: small,
      external: key,
    }),
    fc.record({
      kind: fc.constant('carton' as const),
      id: key,
      order_id: key,
      code: fc.option(few),
      tracking: fc.option(few),
    }),
    fc.record({ kind: fc.constant('stock' as const), id: key, lot: few, on_hand: small, reserved: small }),
    fc.record({ kind: fc.constant('remove' as const), table, id: key }),
    fc.record({ kind: fc.constant('get' as const), table, id: key }),
    fc.record({
      kind: fc.constant('state' as const),
      values: fc.oneof(fc.tuple(few), fc.tuple(few, small), fc.tuple(few, small, small)),
    }),
    fc.record({ kind: fc.constant('cartons' as const), order_id: key }),
    fc.record({
      kind: fc.constant('part' as const),
      steps: fc.array(tie('step'), { maxLength: 5 }),
      fails: fc.boolean(),
    }),
  ),
}))

const cartonRow = ({ id, order_id, code, tracking }: Extract<Step, { kind: 'carton' }>): Row<'carton'> => ({
  id,
  // Of no order of this test: a row never refers to one that is made later.
  order_id: `of ${order_id}`,
  number: 1,
  carton_type_id: 't',
  state: 'open',
  code,
  code_kind: null,
  weight_grams: null,
  carrier_code: 'CJ',
  tracking_number: tracking,
  shipment_id: null,
  closed_at: null,
  ...NO_SERVICE,
})

/** What a step answered: rows, or the words in which a rule refused it. */
async function take(tx: CentreTx, one: Step): Promise<unknown> {
  if (one.kind === 'order') {
    const { id, external: external_id, kind: _, ...rest } = one
    return tx.put('order', orderRow(id, { ...rest, external_id }))
  }
  if (one.kind === 'carton') return tx.put('carton', cartonRow(one))
  if (one.kind === 'stock') {
    const { id, lot, on_hand, reserved } = one
    return tx.put('stock', stockRow(id, 'l', { lot, on_hand, reserved }))
  }
  if (one.kind === 'remove') return tx.remove(one.table, one.id)
  if (one.kind === 'get') return tx.get(one.table, one.id)
  if (one.kind === 'state')
    return (await tx.find('order', 'state', ...one.values)).map(({ id, ship_by }) => [id, ship_by])
  if (one.kind === 'cartons') return (await tx.find('carton', 'order', `of ${one.order_id}`)).map(({ id }) => id)
  return tx.attempt(async () => {
    const answers = await takeAll(tx, one.steps)
    if (one.fails) throw new Error(`failed after ${JSON.stringify(answers)}`)
    return answers
  })
}

async function takeAll(tx: CentreTx, steps: readonly Step[]): Promise<unknown[]> {
  const answers: unknown[] = []
  for (const one of steps)
    answers.push(await tx.attempt(async () => take(tx, one)).catch((error: Error) => `refused: ${error.message}`))
  return answers
}

describe.skipIf(tools.bin === null)(`rows in PostgreSQL and in SQLite${reason}`, () => {
  let server: PostgresServer
  let postgres: CentreStore
  beforeAll(async () => {
    server = await startPostgres()
    postgres = await openPostgresCentreStore({ url: await server.fresh() })
  })
  afterAll(async () => {
    await postgres?.close()
    await server?.stop()
  })

  test(
    'are found in the same order and refused in the same words, whatever was written before',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(step, { maxLength: 12 }), { maxLength: 5 }), async (writes) => {
          await postgres.write(async (tx) => {
            for (const name of ['order', 'carton', 'stock'] as const)
              for (const { id } of await postgres.ask<{ id: string }>(`SELECT id FROM "${name}"`))
                await tx.remove(name, id)
          })
          const { revision } = await postgres.position()
          const database = new Database(':memory:')
          const sqlite = openSqliteCentreStore(':memory:', { database })
          const log = async (store: CentreStore, after: number) =>
            (await store.log(after, ALL, 10_000)).map((commit) => ({ ...commit, revision: commit.revision - after }))
          try {
            for (const steps of writes)
              expect(await postgres.write((tx) => takeAll(tx, steps))).toEqual(
                await sqlite.write((tx) => takeAll(tx, steps)),
              )
            expect(await postgres.stateHash()).toBe(await sqlite.stateHash())
            expect(await log(postgres, revision)).toEqual(await log(sqlite, 0))
          } finally {
            await sqlite.close()
            database.close()
          }
        }),
        { numRuns: long ? 2_000 : 40 },
      )
    },
    long ? 1_800_000 : 60_000,
  )
})
