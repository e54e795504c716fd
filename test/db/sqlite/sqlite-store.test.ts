import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RowChange, Tx } from '../../../db/port.ts'
import { openSqliteStore, type SqliteStore } from '../../../db/sqlite/sqlite-store.ts'
import type { Row } from '../../../db/tables.ts'

let folder: string
let store: SqliteStore
let seen: RowChange[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-store-'))
  seen = []
  store = openSqliteStore(join(folder, 'replica.db'), {
    observers: () => [(change) => void seen.push(change)],
    beforeImages: true,
  })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const tote = (id: string, change: Partial<Row<'tote'>> = {}): Row<'tote'> => ({
  id,
  code: `C-${id}`,
  name: id,
  state: 'empty',
  order_id: null,
  pick_task_id: null,
  ...change,
})
const stock = (id: string, reserved: number): Row<'stock'> => ({
  id,
  item_id: 'i',
  location_id: id,
  lot: '',
  serial: '',
  expires_on: '',
  on_hand: 5,
  reserved,
  received_on: '',
})
const names = () => store.reader.prepare('SELECT name FROM tote ORDER BY id').pluck().all()

describe('a write', () => {
  test('is seen by the reader only once it is committed', async () => {
    await store.write(async (tx) => {
      await tx.put('tote', tote('a'))
      expect(await tx.get('tote', 'a')).toEqual(tote('a'))
      expect(names()).toEqual([])
    })
    expect(names()).toEqual(['a'])
  })

  test('that throws leaves nothing, and what it wrote is not remembered either', async () => {
    await store.write((tx) => tx.put('tote', tote('a')))
    await expect(
      store.write(async (tx) => {
        await tx.put('tote', tote('a', { name: 'changed' }))
        await tx.put('tote', tote('b'))
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(names()).toEqual(['a'])
    await store.write(async (tx) => {
      expect((await tx.get('tote', 'a'))?.name).toBe('a')
      expect(await tx.get('tote', 'b')).toBeUndefined()
      expect(await tx.find('tote', 'code', 'C-b')).toEqual([])
    })
  })

  test('whose last step before the commit throws leaves nothing', async () => {
    const write = store.writeWith(
      (tx) => tx.put('tote', tote('a')),
      () => {
        throw new Error('the journal is full')
      },
    )
    await expect(write).rejects.toThrow('the journal is full')
    expect(names()).toEqual([])
  })

  test('that breaks a constraint is refused by the file itself', async () => {
    await expect(store.write((tx) => tx.put('stock', stock('s', 6)))).rejects.toThrow('CHECK')
    await expect(
      store.write(async (tx) => {
        await tx.put('tote', tote('a'))
        await tx.put('tote', tote('b', { code: 'C-a' }))
      }),
    ).rejects.toThrow('UNIQUE')
    await expect(store.write((tx) => tx.put('tote', { ...tote('a'), name: null as never }))).rejects.toThrow('NOT NULL')
    expect(names()).toEqual([])
  })

  test('that awaits anything but its transaction is refused, because the lock would be held meanwhile', async () => {
    await expect(
      store.write(async (tx) => {
        await tx.put('tote', tote('a'))
        await nextTurn()
        await nextTurn()
      }),
    ).rejects.toThrow('awaited something other')
    expect(names()).toEqual([])
  })

  test('asked for while others wait comes after them, also after one that fails', async () => {
    const order: number[] = []
    const writes = Array.from({ length: 30 }, (_, index) =>
      store.write(async (tx) => {
        await tx.put('tote', tote(String(index).padStart(2, '0')))
        order.push(index)
        if (index % 3 === 0) throw new Error('no')
      }),
    )
    await Promise.allSettled(writes)
    expect(order).toEqual(Array.from({ length: 30 }, (_, index) => index))
    expect(names()).toHaveLength(20)
  })

  test('after the store was closed is refused', async () => {
    store.close()
    await expect(store.write((tx) => tx.put('tote', tote('a')))).rejects.toThrow('closed')
  })
})

describe('rows by key and index', () => {
  test('every change is told in order, with the row before and after', async () => {
    await store.write(async (tx) => {
      await tx.put('tote', tote('a'))
      await tx.put('tote', tote('a', { name: 'new' }))
      await tx.remove('tote', 'a')
      await tx.remove('tote', 'a')
    })
    expect(seen.map(({ before, after }) => [before, after])).toEqual([
      [null, tote('a')],
      [tote('a'), tote('a', { name: 'new' })],
      [tote('a', { name: 'new' }), null],
    ])
  })

  test('an index that is not declared, or given more values than it has, is a bug', async () => {
    await expect(store.write((tx) => tx.find('tote', 'name' as 'code', 'a'))).rejects.toThrow('No index')
    await expect(store.write((tx) => tx.find('tote', 'code', 'a', 'b'))).rejects.toThrow('No index')
  })

  type Step = { kind: 'put' | 'remove' | 'fail'; id: string; state: string; order: string | null }
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('put' as const, 'put' as const, 'remove' as const, 'fail' as const),
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    state: fc.constantFrom('empty', 'filling'),
    order: fc.constantFrom(null, 'o1', 'o2'),
  })

  test('read what was written last, whatever was written, removed or taken back before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 5 }), { maxLength: 8 }), async (works) => {
        await store.write(async (tx) => {
          for (const id of ['a', 'b', 'c', 'd']) await tx.remove('tote', id)
        })
        let model = new Map<string, Row<'tote'>>()
        for (const work of works) {
          const next = new Map(model)
          const failed = await store
            .write((tx) => runSteps(tx, work, next))
            .then(
              () => false,
              () => true,
            )
          if (!failed) model = next
        }
        await store.write((tx) => compare(tx, model))
        expect(store.reader.prepare('SELECT * FROM tote ORDER BY id').all()).toEqual(sorted(model))
      }),
      { numRuns: 40 },
    )
  })

  async function runSteps(tx: Tx, steps: Step[], model: Map<string, Row<'tote'>>): Promise<void> {
    for (const { kind, id, state, order } of steps) {
      if (kind === 'fail') throw new Error('taken back')
      if (kind === 'put') {
        const row = tote(id, { state, order_id: order })
        await tx.put('tote', row)
        model.set(id, row)
      } else {
        await tx.remove('tote', id)
        model.delete(id)
      }
      await compare(tx, model)
    }
  }

  async function compare(tx: Tx, model: Map<string, Row<'tote'>>): Promise<void> {
    for (const id of ['a', 'b', 'c', 'd']) expect(await tx.get('tote', id)).toEqual(model.get(id))
    for (const order of ['o1', 'o2'])
      expect(await tx.find('tote', 'order', order)).toEqual(sorted(model).filter((row) => row.order_id === order))
  }

  const sorted = (model: Map<string, Row<'tote'>>) => [...model.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
})

describe('a copy', () => {
  test('made while the store is written to is whole, and holds the state of one instant', async () => {
    await store.write(async (tx) => {
      for (let index = 0; index < 2_000; index += 1) await tx.put('tote', tote(`t${index}`))
    })
    const target = join(folder, 'copy.db')
    let done = false
    const copying = store.copyTo(target).then(() => {
      done = true
    })
    for (let index = 0; !done && index < 500; index += 1) {
      await store.write(async (tx) => {
        await tx.put('tote', tote(`x${index}`))
        await tx.put('tote', tote(`y${index}`))
      })
      await nextTurn()
    }
    await copying
    const copy = openSqliteStore(target)
    expect(copy.reader.pragma('integrity_check', { simple: true })).toBe('ok')
    const count = (letter: string) =>
      copy.reader.prepare('SELECT count(*) FROM tote WHERE id GLOB ?').pluck().get(`${letter}*`)
    expect(count('t')).toBe(2_000)
    expect(count('x')).toBe(count('y'))
    copy.close()
  })
})
