import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { nextNumber } from '../../commands/numbers/next-number.ts'
import type { CentreStore, LogCommit } from '../../db/centre-port.ts'
import { itemRow, locationRow, moveRow, stockRow, toteRow } from './centre-rows.ts'
import { centreLogCases } from './centre-store-log-cases.ts'
import { centreSnapshotCases } from './centre-store-snapshot-cases.ts'

/** One centre of an adapter under test. */
export type TestCentre = {
  store: CentreStore
  /** Closes the store and opens another one over the same data. */
  reopen(): Promise<CentreStore>
  /** Closes the store, if it is still open, and removes its data. */
  dispose(): Promise<void>
}

/** Every scope there is. */
export const ALL = ['site', 'items', 'places', 'stock', 'work', 'ledger'] as const

/** The rows of the log as `table pk` with what became of them: the whole row, or null. */
export function told(commits: readonly LogCommit[]): [number, ...[string, unknown][]][] {
  return commits.map(({ revision, entries }) => [
    revision,
    ...entries.map(({ table, pk, row }): [string, unknown] => [
      `${table} ${pk}`,
      row === null ? null : table === 'ack' ? row : JSON.parse(row),
    ]),
  ])
}

/** What every store of a centre promises; each adapter runs all of it. `open` makes an empty centre. */
export function centreStoreCases(adapter: string, open: () => Promise<TestCentre>): void {
  let centre: TestCentre
  let store: CentreStore
  beforeEach(async () => {
    centre = await open()
    store = centre.store
  })
  afterEach(() => centre.dispose())
  const revision = async () => (await store.position()).revision

  describe(`a centre on ${adapter}`, () => {
    test('begins at revision 0 with a timeline of its own, and keeps both over a restart', async () => {
      const first = await store.position()
      expect(first).toEqual({ revision: 0, floor: 0, timeline: expect.stringMatching(/./) })
      await store.write((tx) => tx.put('tote', toteRow('a')))
      store = await centre.reopen()
      expect(await store.position()).toEqual({ ...first, revision: 1 })
    })

    test('gives each write that changes shared rows the next revision, and no other', async () => {
      await store.write((tx) => tx.put('tote', toteRow('a')))
      expect(await revision()).toBe(1)
      await store.write(async (tx) => {
        await tx.get('tote', 'a')
        await tx.put('tote', toteRow('a'))
        await tx.put('tote', toteRow('b'))
        await tx.remove('tote', 'b')
        await tx.remove('tote', 'nobody')
      })
      await store.write((tx) => tx.own.put('nonce', { id: 'n', expires_at: 1 }))
      expect(await revision()).toBe(1)
      await store.write((tx) => tx.remove('tote', 'a'))
      expect(await revision()).toBe(2)
    })

    test('takes a revision for whoever asks, also when nothing changes, and keeps it when the part that asked fails', async () => {
      const asked = await store.write(async (tx) => {
        const first = await tx.revision()
        await tx.put('tote', toteRow('a'))
        return [first, await tx.revision()]
      })
      expect(asked).toEqual([1, 1])
      expect(await store.write((tx) => tx.revision())).toBe(2)
      await store.write(async (tx) => {
        const part = tx.attempt(async () => {
          await tx.revision()
          throw new Error('no')
        })
        await part.catch(() => undefined)
      })
      expect(await revision()).toBe(3)
      expect(told(await store.log(0, ALL, 100))).toEqual([[1, ['tote a', toteRow('a')]], [3]])
    })

    test('leaves nothing of a write that throws: no row, no entry, no revision', async () => {
      await store.write((tx) => tx.put('tote', toteRow('a')))
      const failed = store.write(async (tx) => {
        await tx.put('tote', toteRow('a', { name: 'changed' }))
        await tx.own.put('nonce', { id: 'n', expires_at: 1 })
        await tx.tell('ack/s', 's', '1')
        await tx.revision()
        throw new Error('no')
      })
      await expect(failed).rejects.toThrow('no')
      expect(await revision()).toBe(1)
      await store.write(async (tx) => {
        expect(await tx.get('tote', 'a')).toEqual(toteRow('a'))
        expect(await tx.own.get('nonce', 'n')).toBeUndefined()
        await tx.put('tote', toteRow('b'))
      })
      expect(told(await store.log(1, [...ALL, 'ack/s'], 100))).toEqual([[2, ['tote b', toteRow('b')]]])
    })

    test('refuses rows that break a rule of the tables', async () => {
      const twice = store.write(async (tx) => {
        await tx.put('tote', toteRow('a'))
        await tx.put('tote', toteRow('b', { code: 'C-a' }))
      })
      await expect(twice).rejects.toThrow(/unique/i)
      await expect(store.write((tx) => tx.put('stock', stockRow('s', 'l', { reserved: 6 })))).rejects.toThrow(/check/i)
      await expect(
        store.write((tx) => tx.put('tote', { ...toteRow('a'), name: null as unknown as string })),
      ).rejects.toThrow(/null/i)
      expect(await store.ask('SELECT id FROM tote')).toEqual([])
      expect(await revision()).toBe(0)
    })

    test('undoes exactly the part of a write that failed', async () => {
      await store.write(async (tx) => {
        await tx.put('tote', toteRow('a'))
        await tx.put('tote', toteRow('gone'))
      })
      await store.write(async (tx) => {
        await tx.put('tote', toteRow('b'))
        await tx.tell('ack/s', 's', '1')
        const part = tx.attempt(async () => {
          await tx.put('tote', toteRow('a', { name: 'changed' }))
          await tx.put('tote', toteRow('b', { name: 'changed' }))
          await tx.put('tote', toteRow('c'))
          await tx.remove('tote', 'gone')
          await tx.own.put('nonce', { id: 'n', expires_at: 1 })
          await tx.tell('ack/s', 's', '2')
          throw new Error('no')
        })
        await expect(part).rejects.toThrow('no')
        expect(await tx.get('tote', 'a')).toEqual(toteRow('a'))
        expect(await tx.get('tote', 'b')).toEqual(toteRow('b'))
        expect(await tx.find('tote', 'code', 'C-c')).toEqual([])
        expect(await tx.get('tote', 'gone')).toEqual(toteRow('gone'))
        expect(await tx.own.get('nonce', 'n')).toBeUndefined()
        await tx.attempt(() => tx.put('tote', toteRow('d')))
      })
      expect(told(await store.log(1, [...ALL, 'ack/s'], 100))).toEqual([
        [2, ['tote b', toteRow('b')], ['tote d', toteRow('d')], ['ack s', '1']],
      ])
    })

    test('undoes an outer part with the inner one that succeeded, and an inner one alone', async () => {
      await store.write(async (tx) => {
        const outer = tx.attempt(async () => {
          await tx.put('tote', toteRow('a'))
          await tx.attempt(() => tx.put('tote', toteRow('b')))
          throw new Error('no')
        })
        await expect(outer).rejects.toThrow('no')
        await tx.attempt(async () => {
          await tx.put('tote', toteRow('c'))
          await tx.attempt(() => Promise.reject(new Error('no'))).catch(() => undefined)
          await tx.put('tote', toteRow('d'))
        })
      })
      expect(await store.ask('SELECT id FROM tote ORDER BY id')).toEqual([{ id: 'c' }, { id: 'd' }])
    })

    test.each([false, true])('keeps the last of two rows that are put at once (asked before: %s)', async (isAsked) => {
      await store.write((tx) => tx.put('tote', toteRow('a')))
      store = await centre.reopen()
      const last = toteRow('a', { name: 'last' })
      await store.write(async (tx) => {
        if (isAsked) await tx.find('tote', 'code', 'C-a')
        await Promise.all([tx.put('tote', toteRow('a', { name: 'first', state: 'filling' })), tx.put('tote', last)])
        expect(await tx.get('tote', 'a')).toEqual(last)
      })
      expect(await store.ask('SELECT name, state FROM tote')).toEqual([{ name: 'last', state: 'empty' }])
    })

    test('finds what was put with half of a character as it is stored, and by either', async () => {
      await store.write(async (tx) => {
        expect(await tx.find('tote', 'order', '\ufffd')).toEqual([])
        expect(await tx.find('tote', 'order', '\ud800')).toEqual([])
        await tx.put('tote', toteRow('a', { order_id: '\ud800' }))
        const stored = toteRow('a', { order_id: '\ufffd' })
        expect(await tx.get('tote', 'a')).toEqual(stored)
        for (const asked of ['\ufffd', '\ud800']) expect(await tx.find('tote', 'order', asked)).toEqual([stored])
      })
    })

    test('goes on after a part that broke a rule of the tables', async () => {
      await store.write(async (tx) => {
        await tx.put('tote', toteRow('a'))
        const part = tx.attempt(() => tx.put('tote', toteRow('b', { code: 'C-a' })))
        await expect(part).rejects.toThrow(/unique/i)
        await tx.put('tote', toteRow('c'))
      })
      expect(told(await store.log(0, ALL, 100))).toEqual([[1, ['tote a', toteRow('a')], ['tote c', toteRow('c')]]])
    })

    test('lets writes come one after the other: numbers counted in them have no gap and none is given twice', async () => {
      const numbers = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          store
            .write(async (tx) => {
              const number = await nextNumber(tx, 'shipment')
              const taken = await tx.revision()
              if (at % 4 === 3) throw new Error('no')
              return [number, taken]
            })
            .catch(() => null),
        ),
      )
      const given = numbers.filter((one) => one !== null)
      expect(given.map(([number]) => number).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(
        Array.from({ length: 15 }, (_, at) => at + 1),
      )
      for (const [number, taken] of given) expect(number).toBe(taken)
      expect(await revision()).toBe(15)
    })

    test('tells of each revision once, and nobody who stopped listening', async () => {
      const seen: string[] = []
      const stop = store.onCommit(() => seen.push('one'))
      store.onCommit(() => seen.push('other'))
      const count = (name: string) => seen.filter((one) => one === name).length
      await store.write((tx) => tx.put('tote', toteRow('a')))
      await expect.poll(() => [count('one'), count('other')]).toEqual([1, 1])
      stop()
      await store.write((tx) => tx.tell('ack/s', 's', '1'))
      await expect.poll(() => count('other')).toBe(2)
      expect(count('one')).toBe(1)
    })

    test('finds rows by declared indexes, in both kinds of tables', async () => {
      const outcome = (seq: number) => ({
        id: `s/i/${seq}`,
        station_id: 's',
        incarnation: 'i',
        seq,
        command_id: `c${seq}`,
        hash: '',
        status: 'applied',
        code: '',
        params: '{}',
        revision: 1,
        at: 1_790_000_000_000,
      })
      await store.write(async (tx) => {
        for (const seq of [10, 9, 2]) await tx.own.put('outcome', outcome(seq))
        await tx.put('stock', stockRow('b', 'l', { lot: 'x' }))
        await tx.put('stock', stockRow('a', 'l', { lot: 'y' }))
      })
      await store.write(async (tx) => {
        await tx.own.remove('outcome', 's/i/9')
        expect(await tx.own.find('outcome', 'station', 's', 'i')).toEqual([outcome(2), outcome(10)])
        expect(await tx.own.find('outcome', 'command', 'c2')).toEqual([outcome(2)])
        expect((await tx.find('stock', 'place', 'item', 'l')).map(({ id }) => id)).toEqual(['b', 'a'])
        expect((await tx.find('stock', 'location', 'l')).map(({ id }) => id)).toEqual(['a', 'b'])
      })
    })

    test('lets nobody but itself count revisions', async () => {
      await store.write((tx) => tx.put('tote', toteRow('a')))
      const state = await store.read((tx) => tx.own.get('centre_state', 'centre'))
      expect(state).toMatchObject({ revision: 1, floor: 0, durable_revision: 0 })
      if (state === undefined) throw new Error('no state')
      await store.write((tx) => tx.own.put('centre_state', { ...state, durable_revision: 1 }))
      await expect(store.write((tx) => tx.own.put('centre_state', { ...state, revision: 7 }))).rejects.toThrow()
      expect(await store.read((tx) => tx.own.get('centre_state', 'centre'))).toEqual({ ...state, durable_revision: 1 })
    })

    test('goes on under another timeline once it is given one, and not when that write fails', async () => {
      await store.write((tx) => tx.put('tote', toteRow('a')))
      const state = await store.read((tx) => tx.own.get('centre_state', 'centre'))
      if (state === undefined) throw new Error('no state')
      const renew = (timeline: string, fails: boolean) =>
        store.write(async (tx) => {
          await tx.own.put('centre_state', { ...state, timeline })
          if (fails) throw new Error('no')
        })
      await expect(renew('other', true)).rejects.toThrow('no')
      expect((await store.position()).timeline).toBe(state.timeline)
      await renew('new', false)
      expect(await store.position()).toEqual({ revision: 1, floor: 0, timeline: 'new' })
      await store.write((tx) => tx.put('tote', toteRow('b')))
      expect(await store.position()).toEqual({ revision: 2, floor: 0, timeline: 'new' })
    })

    test('reads one unchanging state while others write, and never writes itself', async () => {
      await store.write((tx) => tx.put('tote', toteRow('a')))
      let writing: Promise<void> | undefined
      const names = await store.read(async (tx) => {
        const before = (await tx.get('tote', 'a'))?.name
        writing = store.write((write) => write.put('tote', toteRow('a', { name: 'later' })))
        for (let turn = 0; turn < 20; turn += 1) await tx.get('tote', 'a')
        return [before, (await tx.get('tote', 'a'))?.name]
      })
      await writing
      expect(names).toEqual(['a', 'a'])
      expect(await store.ask('SELECT name FROM tote')).toEqual([{ name: 'later' }])
      await expect(store.read((tx) => tx.put('tote', toteRow('b')))).rejects.toThrow()
      await expect(store.read((tx) => tx.remove('tote', 'a'))).rejects.toThrow()
      await expect(store.read((tx) => tx.own.put('nonce', { id: 'n', expires_at: 1 }))).rejects.toThrow()
      await expect(store.read((tx) => tx.revision())).rejects.toThrow()
      expect(await store.ask('SELECT id FROM tote')).toEqual([{ id: 'a' }])
    })

    test('answers questions with values, sees what was committed, and takes no orders', async () => {
      await store.write(async (tx) => {
        await tx.put('item', itemRow('a'))
        await tx.put('item', itemRow('b', { gtin: '880' }))
      })
      const found = await store.ask<{ id: string; grams: number }>(
        'SELECT id, weight_grams AS grams FROM item WHERE gtin = ? AND weight_grams = ?',
        '880',
        250,
      )
      expect(found).toEqual([{ id: 'b', grams: 250 }])
      expect(await store.ask('SELECT count(*) AS n, sum(weight_grams) AS grams FROM item')).toEqual([
        { n: 2, grams: 500 },
      ])
      await expect(store.ask('DELETE FROM item')).rejects.toThrow()
      expect(await store.ask('SELECT id FROM item ORDER BY id')).toEqual([{ id: 'a' }, { id: 'b' }])
    })

    test('has one hash for one state, whatever way led there and on whatever adapter', async () => {
      const nothing = await store.stateHash()
      await store.write(async (tx) => {
        await tx.put('item', itemRow('나'))
        await tx.put('item', itemRow('a', { gtin: '880' }))
        await tx.put('item', itemRow('B'))
        await tx.put('tote', toteRow('t'))
        await tx.put('location', locationRow('l', 'A'))
        await tx.put('stock_move', moveRow('m', 's'))
      })
      const whole = await store.stateHash()
      expect(whole).toBe('4164547644ad5487d145eda41a41863803a70595f83035b6a87905e6e896c710')
      await store.write((tx) => tx.remove('tote', 't'))
      expect(await store.stateHash()).not.toBe(whole)
      await store.write((tx) => tx.put('tote', toteRow('t', { name: 'other' })))
      expect(await store.stateHash()).not.toBe(whole)
      await store.write((tx) => tx.put('tote', toteRow('t')))
      expect(await store.stateHash()).toBe(whole)
      await store.write(async (tx) => {
        for (const id of ['a', 'B', '나']) await tx.remove('item', id)
        await tx.remove('tote', 't')
        await tx.remove('location', 'l')
        await tx.remove('stock_move', 'm')
      })
      expect(await store.stateHash()).toBe(nothing)
    })

    test('does nothing any more once it is closed', async () => {
      await store.close()
      await expect(store.write((tx) => tx.put('tote', toteRow('a')))).rejects.toThrow()
    })
  })

  centreLogCases(adapter, () => centre)
  centreSnapshotCases(adapter, () => centre)
}
