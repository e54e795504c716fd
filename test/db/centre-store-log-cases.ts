import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CentreStore, CentreTx } from '../../db/centre-port.ts'
import { itemRow, locationRow, moveRow, stockRow, toteRow } from './centre-rows.ts'
import { ALL, type TestCentre, told } from './centre-store-cases.ts'

type Step =
  | { kind: 'tote'; id: string; name: string }
  | { kind: 'stock'; id: string; location: string; on_hand: number }
  | { kind: 'location'; id: string; zone: string }
  | { kind: 'remove'; table: 'tote' | 'stock' | 'location'; id: string }
  | { kind: 'ask' }

const ids = fc.constantFrom('a', 'b', 'c')
const places = fc.constantFrom('l1', 'l2')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('tote' as const), id: ids, name: fc.constantFrom('x', 'y') }),
  fc.record({ kind: fc.constant('stock' as const), id: ids, location: places, on_hand: fc.nat(2) }),
  fc.record({ kind: fc.constant('location' as const), id: places, zone: fc.constantFrom('A', 'B') }),
  fc.record({ kind: fc.constant('remove' as const), table: fc.constantFrom('tote', 'stock'), id: ids }),
  fc.record({ kind: fc.constant('remove' as const), table: fc.constant('location' as const), id: places }),
  fc.constant({ kind: 'ask' as const }),
)
type Write = { steps: Step[]; undone: boolean }
const write: fc.Arbitrary<Write> = fc.record({
  steps: fc.array(step, { maxLength: 4 }),
  undone: fc.integer({ min: 0, max: 4 }).map((at) => at === 0),
})

async function run(tx: CentreTx, taken: Step): Promise<void> {
  if (taken.kind === 'tote') await tx.put('tote', toteRow(taken.id, { name: taken.name }))
  else if (taken.kind === 'stock') await tx.put('stock', stockRow(taken.id, taken.location, { on_hand: taken.on_hand }))
  else if (taken.kind === 'location') await tx.put('location', locationRow(taken.id, taken.zone))
  else if (taken.kind === 'remove') await tx.remove(taken.table, taken.id)
  else await tx.revision()
}

/** The rows that belong to these scopes, as the tables say. */
async function projection(store: CentreStore, zones: readonly string[]): Promise<Record<string, unknown>> {
  const rows = new Map<string, unknown>()
  for (const row of await store.ask<{ id: string }>('SELECT * FROM tote')) rows.set(`tote ${row.id}`, row)
  const stock = await store.ask<{ id: string; zone: string | null }>(
    'SELECT stock.*, location.zone AS zone FROM stock LEFT JOIN location ON location.id = stock.location_id',
  )
  for (const { zone, ...row } of stock) if (zones.includes(zone ?? '')) rows.set(`stock ${row.id}`, row)
  return Object.fromEntries(rows)
}

/** What the log of a centre promises to those who follow it. */
export function centreLogCases(adapter: string, centre: () => TestCentre): void {
  describe(`the log of a centre on ${adapter}`, () => {
    test('has one entry per key with its last row, tables in their order, then keys', async () => {
      const { store } = centre()
      await store.write(async (tx) => {
        await tx.put('stock_move', moveRow('m', 's'))
        await tx.put('tote', toteRow('b'))
        await tx.put('tote', toteRow('a'))
        await tx.put('item', itemRow('i'))
        await tx.put('tote', toteRow('b', { name: '두 번째' }))
        await tx.put('tote', toteRow('never'))
        await tx.remove('tote', 'never')
      })
      expect(told(await store.log(0, ALL, 100))).toEqual([
        [
          1,
          ['item i', itemRow('i')],
          ['tote a', toteRow('a')],
          ['tote b', toteRow('b', { name: '두 번째' })],
          ['stock_move m', moveRow('m', 's')],
        ],
      ])
    })

    test('gives the columns of a row in the order of the tables', async () => {
      const { store } = centre()
      const { id, ...others } = toteRow('a')
      await store.write((tx) => tx.put('tote', { ...others, id }))
      const [commit] = await store.log(0, ALL, 1)
      expect(commit?.entries[0]?.row).toBe(JSON.stringify(toteRow('a')))
    })

    test('tells a station alone which of its facts a revision holds, after the rows', async () => {
      const { store } = centre()
      await store.write(async (tx) => {
        await tx.tell('ack/two', 'two', '4')
        await tx.tell('ack/one', 'one', '7')
        await tx.tell('ack/one', 'one', '8')
        await tx.put('tote', toteRow('a'))
      })
      await store.write((tx) => tx.tell('ack/two', 'two', '5'))
      expect(told(await store.log(0, ['work', 'ack/one'], 100))).toEqual([
        [1, ['tote a', toteRow('a')], ['ack one', '8']],
        [2],
      ])
      expect(told(await store.log(0, ['ack/two'], 100))).toEqual([
        [1, ['ack two', '4']],
        [2, ['ack two', '5']],
      ])
    })

    test('divides stock by zone; a row that leaves a zone is removed there and comes whole to the other', async () => {
      const { store } = centre()
      await store.write(async (tx) => {
        await tx.put('location', locationRow('a1', 'A'))
        await tx.put('location', locationRow('b1', 'B'))
        await tx.put('stock', stockRow('s', 'a1'))
        await tx.put('stock', stockRow('lost', 'nowhere'))
      })
      expect(told(await store.log(0, ['stock/A'], 9))).toEqual([[1, ['stock s', stockRow('s', 'a1')]]])
      expect(told(await store.log(0, ['stock/B'], 9))).toEqual([[1]])
      expect(told(await store.log(0, ['stock/'], 9))).toEqual([[1, ['stock lost', stockRow('lost', 'nowhere')]]])
      await store.write((tx) => tx.put('stock', stockRow('s', 'b1')))
      const moved = ['stock s', stockRow('s', 'b1')]
      expect(told(await store.log(1, ['stock/A'], 9))).toEqual([[2, ['stock s', null]]])
      expect(told(await store.log(1, ['stock/B'], 9))).toEqual([[2, moved]])
      expect(told(await store.log(1, ['stock'], 9))).toEqual([[2, moved]])
      expect(told(await store.log(1, ['stock/B', 'stock/A'], 9))).toEqual([[2, moved]])
    })

    test('moves all stock of a location whose zone is named anew', async () => {
      const { store } = centre()
      await store.write(async (tx) => {
        await tx.put('location', locationRow('l', 'A'))
        await tx.put('stock', stockRow('s', 'l'))
        await tx.put('stock', stockRow('t', 'l'))
      })
      await store.write(async (tx) => {
        await tx.put('location', locationRow('l', 'B'))
        await tx.put('stock', stockRow('t', 'l', { on_hand: 9 }))
      })
      expect(told(await store.log(1, ['stock/A'], 9))).toEqual([[2, ['stock s', null], ['stock t', null]]])
      expect(told(await store.log(1, ['stock/B'], 9))).toEqual([
        [2, ['stock s', stockRow('s', 'l')], ['stock t', stockRow('t', 'l', { on_hand: 9 })]],
      ])
      await store.write((tx) => tx.remove('location', 'l'))
      expect(told(await store.log(2, ['stock/B', 'places'], 9))).toEqual([
        [3, ['location l', null], ['stock s', null], ['stock t', null]],
      ])
    })

    test('gives whole commits until the limit is passed, at least one, and of empty ones the last of a run', async () => {
      const { store } = centre()
      for (let at = 1; at <= 3; at += 1)
        await store.write(async (tx) => {
          await tx.put('tote', toteRow(`a${at}`))
          await tx.put('tote', toteRow(`b${at}`))
        })
      for (let at = 0; at < 3; at += 1) await store.write((tx) => tx.tell('ack/other', 'other', String(at)))
      await store.write((tx) => tx.put('tote', toteRow('last')))
      await store.write((tx) => tx.put('item', itemRow('i')))
      const numbers = async (after: number, limit: number) =>
        (await store.log(after, ['work'], limit)).map(({ revision, entries }) => [revision, entries.length])
      expect(await numbers(0, 1)).toEqual([[1, 2]])
      expect(await numbers(0, 3)).toEqual([
        [1, 2],
        [2, 2],
      ])
      const last = (found: number[][]) => found.at(-1)
      const all = await numbers(0, 100)
      expect(all.filter(([, entries]) => entries !== 0)).toEqual([
        [1, 2],
        [2, 2],
        [3, 2],
        [7, 1],
      ])
      expect(all).toContainEqual([6, 0])
      expect(last(all)).toEqual([8, 0])
      expect(last(await numbers(7, 1))).toEqual([8, 0])
      expect(await numbers(8, 1)).toEqual([])
    })

    test('is the same after a restart', async () => {
      const before = centre().store
      for (let at = 0; at < 20; at += 1)
        await before.write(async (tx) => {
          if (at % 3 === 0) await tx.tell('ack/s', 's', String(at))
          else if (at % 3 === 1) await tx.put('tote', toteRow(`t${at}`))
          else await tx.revision()
        })
      const kept = await before.log(0, ['work', 'ack/s'], 1_000)
      const store = await centre().reopen()
      expect(await store.log(0, ['work', 'ack/s'], 1_000)).toEqual(kept)
      await store.write((tx) => tx.put('tote', toteRow('new')))
      expect((await store.log(0, ['work', 'ack/s'], 1_000)).slice(0, kept.length)).toEqual(kept)
      expect(told(await store.log(20, ['work'], 9))).toEqual([[21, ['tote new', toteRow('new')]]])
    })

    test('forgets old revisions, and then refuses whoever would miss some', async () => {
      const { store } = centre()
      for (let at = 1; at <= 10; at += 1) await store.write((tx) => tx.put('tote', toteRow(`t${at}`)))
      expect(await store.prune(100)).toBe(0)
      expect(await store.prune(4)).toBe(6)
      expect(await store.position()).toMatchObject({ revision: 10, floor: 6 })
      await expect(store.log(5, ALL, 100)).rejects.toThrow(RangeError)
      expect((await store.log(6, ALL, 100)).map(({ revision }) => revision)).toEqual([7, 8, 9, 10])
      expect(await store.ask('SELECT min(revision) AS first FROM "change"')).toEqual([{ first: 7 }])
      const again = await centre().reopen()
      expect(await again.position()).toMatchObject({ revision: 10, floor: 6 })
      expect(await again.prune(0)).toBe(10)
      expect(await again.log(10, ALL, 100)).toEqual([])
    })

    test('leads whoever follows some scopes from any cursor to what the tables say, whatever was written', async () => {
      const { store: current } = centre()
      await fc.assert(
        fc.asyncProperty(fc.array(write, { maxLength: 8 }), fc.integer({ min: 1, max: 5 }), async (writes, limit) => {
          const { revision: start } = await current.position()
          const followers = [['A'], ['B', ''], ['A', 'B', '']].map((zones) => ({
            zones,
            rows: {} as Record<string, unknown>,
            cursor: start,
          }))
          for (const follower of followers) follower.rows = await projection(current, follower.zones)
          for (const { steps, undone } of writes)
            await current.write(async (tx) => {
              const part = tx.attempt(async () => {
                for (const taken of steps) await run(tx, taken)
                if (undone) throw new Error('undone')
              })
              await part.catch((error) => {
                if (error.message !== 'undone') throw error
              })
            })
          const { revision: end } = await current.position()
          for (const follower of followers) {
            const scopes = ['work', ...follower.zones.map((zone) => `stock/${zone}`)]
            while (follower.cursor < end) {
              const commits = await current.log(follower.cursor, scopes, limit)
              expect(commits.length).toBeGreaterThan(0)
              for (const { revision, entries } of commits) {
                expect(revision).toBeGreaterThan(follower.cursor)
                follower.cursor = revision
                for (const { table, pk, row } of entries) {
                  if (row === null) delete follower.rows[`${table} ${pk}`]
                  else follower.rows[`${table} ${pk}`] = JSON.parse(row)
                }
              }
            }
            expect(follower.rows).toEqual(await projection(current, follower.zones))
          }
        }),
        { numRuns: 30 },
      )
      expect((await current.position()).revision).toBeGreaterThan(20)
    })
  })
}
