import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Tx } from '../../db/port.ts'
import { openSqliteStore, type SqliteStore } from '../../db/sqlite/sqlite-store.ts'
import type { Row } from '../../db/tables.ts'

let folder: string
let store: SqliteStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-rows-'))
  store = openSqliteStore(join(folder, 'replica.db'))
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

function tote(key: number, change: Partial<Row<'tote'>> = {}): Row<'tote'> {
  return { id: `t${key}`, code: `T-${key}`, name: '', state: 'empty', order_id: null, pick_task_id: null, ...change }
}

const key = fc.nat(5)
const order = fc.constantFrom('o1', 'o2')
const step = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), key, order: fc.option(order), name: fc.constantFrom('a', 'b') }),
  fc.record({ kind: fc.constant('remove' as const), key }),
  fc.record({ kind: fc.constant('get' as const), key }),
  fc.record({ kind: fc.constant('find' as const), order }),
)
const piece = fc.record({ steps: fc.array(step, { maxLength: 12 }), fails: fc.boolean() })

async function take(tx: Tx, database: Database.Database, one: typeof step extends fc.Arbitrary<infer S> ? S : never) {
  if (one.kind === 'put') await tx.put('tote', tote(one.key, { order_id: one.order, name: one.name }))
  else if (one.kind === 'remove') await tx.remove('tote', `t${one.key}`)
  else if (one.kind === 'get') {
    const there = database.prepare('SELECT * FROM tote WHERE id = ?').get(`t${one.key}`)
    expect(await tx.get('tote', `t${one.key}`)).toEqual(there)
  } else {
    const there = database.prepare('SELECT * FROM tote WHERE order_id = ? ORDER BY id').all(one.order)
    expect(await tx.find('tote', 'order', one.order)).toEqual(there)
  }
}

describe('the rows that a store remembers', () => {
  it('are those of the file, whatever was written, removed and rolled back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        for (const { steps, fails } of pieces) {
          const work = store.writeWith(
            async (tx, { database }) => {
              for (const one of steps) await take(tx, database, one)
              if (fails) throw new Error('as asked')
            },
            () => undefined,
          )
          if (fails) await expect(work).rejects.toThrow('as asked')
          else await work
        }
      }),
      { numRuns: 60 },
    )
  })

  it('are found in their new order when a column after those that were asked for changed', async () => {
    const carton = (number: number, tracking: string): Row<'carton'> => ({
      ...{
        id: `c${number}`,
        order_id: 'o1',
        number,
        carton_type_id: 'k',
        state: 'labelled',
        code: null,
        code_kind: null,
      },
      ...{ weight_grams: null, carrier_code: 'CJ', tracking_number: tracking, shipment_id: null, closed_at: null },
      ...{ service_version: null, service_code: null, service_name: null, price_minor: null, ship_date: null },
      deliver_by: null,
    })
    await store.write(async (tx) => {
      const numbers = async () => (await tx.find('carton', 'tracking', 'CJ')).map(({ tracking_number: at }) => at)
      await tx.put('carton', carton(1, '10'))
      await tx.put('carton', carton(2, '20'))
      expect(await numbers()).toEqual(['10', '20'])
      await tx.put('carton', carton(1, '가'))
      expect(await numbers()).toEqual(['20', '가'])
      await tx.put('carton', carton(3, '15'))
      expect(await numbers()).toEqual(['15', '20', '가'])
    })
  })

  it('are forgotten when another program changed the file', async () => {
    await store.write((tx) => tx.put('tote', tote(1, { name: 'before' })))
    expect((await store.write((tx) => tx.get('tote', 't1')))?.name).toBe('before')
    const other = new Database(store.path)
    other.exec(`UPDATE tote SET name = 'after'`)
    other.close()
    expect((await store.write((tx) => tx.get('tote', 't1')))?.name).toBe('after')
  })

  it('cannot be changed by whoever reads them, and a found list may be sorted', async () => {
    await store.write(async (tx) => {
      for (const number of [1, 2, 3]) await tx.put('tote', tote(number, { order_id: 'o1' }))
    })
    await store.write(async (tx) => {
      const found = await tx.find('tote', 'order', 'o1')
      found.reverse()
      expect((await tx.find('tote', 'order', 'o1')).map(({ id }) => id)).toEqual(['t1', 't2', 't3'])
      const row = (await tx.get('tote', 't1')) as Row<'tote'>
      expect(() => {
        row.name = 'other'
      }).toThrow(TypeError)
    })
  })

  it('raise the revision of a table with each commit that changes it, and with no other', async () => {
    const before = store.revision('tote')
    await store.write((tx) => tx.put('tote', tote(1)))
    expect(store.revision('tote')).toBeGreaterThan(before)
    const after = store.revision('tote')
    await store.write((tx) => tx.get('tote', 't1'))
    await store.write((tx) => tx.put('carrier', { id: 'c', code: 'C', name: 'C', tracking_pattern: null, active: 1 }))
    expect(store.revision('tote')).toBe(after)
  })
})
