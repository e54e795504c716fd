import { cpSync, globSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Commit } from '../../../contract/central/messages.ts'
import { replicaPosition } from '../../../main/journal/replica-position.ts'
import { applyCommits, REMOVED_IN_WORK } from '../../../main/sync/apply-commits.ts'
import { checksumOf } from '../../../main/sync/merge-commits.ts'
import { replicaHash, visibleStateHash } from '../../../main/sync/visible-state.ts'
import {
  act,
  addTo,
  dropSeries,
  expectedState,
  MemoryTables,
  nameTote,
  openReplicaWorld,
  REGISTRY,
  type ReplicaWorld,
  SCOPES,
  STATION,
  TestCentre,
  toteRow,
} from './replica-world.ts'

const options = { registry: REGISTRY, scopes: SCOPES, stationId: STATION }
let world: ReplicaWorld
let centre: TestCentre
beforeEach(async () => {
  world = await openReplicaWorld()
  centre = new TestCentre()
})
afterEach(() => world.close())

const apply = (commits: Commit[], more = {}) =>
  applyCommits(world.store, world.journal, commits, { ...options, ...more })
const series = () => world.store.reader.prepare('SELECT id, value FROM number_series ORDER BY id').raw().all()
const totes = () => world.store.reader.prepare('SELECT id, code FROM tote ORDER BY id').raw().all()
const images = () => world.store.reader.prepare('SELECT count(*) FROM pending_image').pluck().get()
const doubtful = () => world.store.reader.prepare('SELECT seq FROM command_exception').pluck().all()
const facts = () => world.journal.after(0, 1_000)
const put = (key: string, value: number) => centre.change((tx) => tx.put('number_series', { id: key, value }))

async function agree(): Promise<void> {
  const { revision } = replicaPosition(world.store)
  expect(await visibleStateHash(world.store)).toBe(await (await expectedState(world, centre, revision)).hash())
  expect(await replicaHash(world.store)).toBe(await new MemoryTables(centre.at(revision).rows).hash())
}

describe('commits of the centre', () => {
  test('rows, revision and acknowledgement arrive together', async () => {
    await act(world, addTo, { id: 'a', by: 3 })
    const applied = await apply([await put('b', 7), await centre.take(facts())])
    expect(applied).toEqual({ revision: 2, acked: 1, rebased: 0 })
    expect(series()).toEqual([
      ['a', 3],
      ['b', 7],
    ])
    expect(replicaPosition(world.store)).toEqual({ appliedSeq: 1, ackedSeq: 1, revision: 2, timeline: 't-1' })
    expect(images()).toBe(0)
  })

  test('what was applied before is skipped, alone or among new ones', async () => {
    const one = await put('a', 1)
    const two = await put('a', 2)
    await apply([one, two])
    expect(await apply([one])).toEqual({ revision: 2, acked: 0, rebased: 0 })
    await apply([one, two, await put('a', 3)])
    expect(series()).toEqual([['a', 3]])
  })

  test('a damaged commit, and one that does not follow, change nothing', async () => {
    const one = await put('a', 1)
    const two = await put('a', 2)
    await expect(apply([{ ...one, changes: two.changes }])).rejects.toMatchObject({ reason: 'checksum' })
    await expect(apply([two])).rejects.toMatchObject({ reason: 'gap' })
    await expect(apply([{ ...two, changes: [], checksum: checksumOf([]), ack: 5 }])).rejects.toMatchObject({
      reason: 'gap',
    })
    expect([series(), replicaPosition(world.store).revision]).toEqual([[], 0])
  })

  test('an empty commit may stand for a run of empty ones', async () => {
    await apply([{ revision: 9, ack: null, changes: [], checksum: checksumOf([]) }])
    expect(replicaPosition(world.store).revision).toBe(9)
  })

  test('an acknowledgement of facts that are not here is refused: another disk spoke in this name', async () => {
    const commit = await centre.change(async () => undefined, 4)
    await expect(apply([commit])).rejects.toMatchObject({ reason: 'ack-ahead' })
  })

  test('commits of another history are refused', async () => {
    await expect(apply([await put('a', 1)], { timeline: 't-2' })).rejects.toMatchObject({ reason: 'timeline' })
  })

  test('totes may exchange their codes within one commit', async () => {
    await apply([
      await centre.change(async (tx) => {
        for (const [key, code] of [
          ['1', 'A'],
          ['2', 'B'],
          ['3', 'C'],
        ] as const)
          await tx.put('tote', toteRow(key, code))
      }),
    ])
    const turned = await centre.change(async (tx) => {
      tx.rows.clear()
      for (const [key, code] of [
        ['1', 'B'],
        ['2', 'C'],
        ['3', 'A'],
      ] as const)
        await tx.put('tote', toteRow(key, code))
    })
    await apply([turned])
    expect(totes()).toEqual([
      ['1', 'B'],
      ['2', 'C'],
      ['3', 'A'],
    ])
  })

  test('removing more than a fifth of a table, and more than fifty rows, waits for a person', async () => {
    const filled = await centre.change(async (tx) => {
      for (let index = 0; index < 255; index += 1) await tx.put('number_series', { id: `s${index}`, value: 1 })
    })
    await apply([filled])
    const few = await centre.change(async (tx) => {
      for (let index = 0; index < 51; index += 1) await tx.remove('number_series', `s${index}`)
    })
    await apply([few])
    const many = await centre.change(async (tx) => {
      for (let index = 51; index < 102; index += 1) await tx.remove('number_series', `s${index}`)
    })
    await expect(apply([many])).rejects.toMatchObject({ table: 'number_series', removed: 51, of: 204 })
    expect(series()).toHaveLength(204)
    await apply([many], { allowBulk: true })
    expect(series()).toHaveLength(153)
  })
})

describe('rows that normal work removes', () => {
  test('may go at once, however many: the promises of all orders for which the goods came', async () => {
    const promise = (index: number) => ({ id: `p${index}`, item_id: 'i', order_id: `o${index}`, units: 1 })
    await apply([
      await centre.change(async (tx) => {
        for (let index = 0; index < 120; index += 1) await tx.put('soft_promise', promise(index))
      }),
    ])
    const released = await centre.change(async (tx) => {
      for (let index = 0; index < 110; index += 1) await tx.remove('soft_promise', `p${index}`)
    })
    await apply([released])
    expect(world.store.reader.prepare('SELECT count(*) FROM soft_promise').pluck().get()).toBe(10)
  })

  test('are of exactly those tables of which commands remove rows', async () => {
    const removing = new Set<string>()
    for (const file of globSync(join(import.meta.dirname, '../../../commands/**/*.ts')))
      for (const [, table] of readFileSync(file, 'utf8').matchAll(/\.remove\('(\w+)'/g)) removing.add(table ?? '')
    expect([...removing].sort()).toEqual(REMOVED_IN_WORK)
  })
})

describe('own facts that the centre has not answered', () => {
  test('stay visible when rows of others arrive, on top of them', async () => {
    await act(world, addTo, { id: 'a', by: 3 })
    expect(await apply([await put('a', 10)])).toMatchObject({ acked: 0, rebased: 1 })
    expect(series()).toEqual([['a', 13]])
    await agree()
  })

  test('need no undoing when the centre made of them what they made here', async () => {
    for (const by of [1, 2, 3]) await act(world, addTo, { id: 'a', by })
    expect(await apply([await centre.take(facts().slice(0, 2))])).toEqual({ revision: 1, acked: 2, rebased: 0 })
    expect(series()).toEqual([['a', 6]])
    expect(images()).toBe(1)
    await agree()
  })

  test('go when the centre made an exception of one: its rows are as before it', async () => {
    for (const by of [1, 10, 100]) await act(world, addTo, { id: 'a', by })
    await apply([await centre.take(facts(), (fact) => fact.seq === 2)])
    expect(series()).toEqual([['a', 101]])
    await agree()
    await act(world, addTo, { id: 'new', by: 1 })
    await apply([await centre.take(world.journal.after(3, 10), () => true)])
    expect(series()).toEqual([['a', 101]])
    await agree()
  })

  test('that could not be run again are listed no longer once answered among rows of others', async () => {
    await apply([await put('a', 5)])
    await act(world, addTo, { id: 'a', by: -4 })
    await apply([await put('a', 2)])
    expect(doubtful()).toEqual([1])
    await apply([await put('c', 1), await centre.take(facts(), () => true)])
    expect([doubtful(), images()]).toEqual([[], 0])
    await agree()
  })

  test('that cannot be run on the new rows keep their place, write nothing and are listed until they are answered', async () => {
    await apply([await put('a', 5)])
    await act(world, addTo, { id: 'a', by: -4 })
    await act(world, addTo, { id: 'b', by: 1 })
    await apply([await put('a', 2)])
    expect(series()).toEqual([
      ['a', 2],
      ['b', 1],
    ])
    expect([doubtful(), world.journal.lastSeq(), replicaPosition(world.store).appliedSeq]).toEqual([[1], 2, 2])
    await agree()
    await apply([await put('a', 9)])
    expect([series(), doubtful()]).toEqual([
      [
        ['a', 5],
        ['b', 1],
      ],
      [],
    ])
    await apply([await put('a', 1), await centre.take(facts(), (fact) => fact.seq === 1)])
    expect([series(), doubtful(), images()]).toEqual([
      [
        ['a', 1],
        ['b', 1],
      ],
      [],
      0,
    ])
  })

  test('leave rows of tables that the station does not follow only until they are answered', async () => {
    await apply([await put('a', 5)])
    await act(world, dropSeries, { id: 'a' })
    const moves = () => world.store.reader.prepare('SELECT count(*) FROM stock_move').pluck().get()
    expect([series(), moves()]).toEqual([[], 1])
    expect(await apply([await centre.take(facts())])).toMatchObject({ rebased: 0 })
    expect([series(), moves()]).toEqual([[], 0])
    await agree()
  })

  test('that a crash left out of the tables are there, with their images, before commits are applied', async () => {
    await act(world, addTo, { id: 'a', by: 1 })
    await world.store.writeWith(
      async (_tx, { database }) => {
        database.exec(
          `UPDATE replica_position SET applied_seq = 0; DELETE FROM number_series; DELETE FROM pending_image`,
        )
      },
      () => undefined,
    )
    world.reopen()
    await apply([await put('b', 2)])
    expect(series()).toEqual([
      ['a', 1],
      ['b', 2],
    ])
    await agree()
  })

  test('are never seen without their effect: screens read the state before until the one after is whole', async () => {
    await act(world, addTo, { id: 'a', by: 3 })
    const seen: unknown[] = []
    const definition = REGISTRY.get('test.add@1')
    const spying = new Map(REGISTRY).set('test.add@1', {
      ...(definition as NonNullable<typeof definition>),
      run: (tx, command) => {
        seen.push(series())
        return (definition as NonNullable<typeof definition>).run(tx, command)
      },
    })
    await apply([await put('a', 10)], { registry: spying })
    expect([seen, series()]).toEqual([[[['a', 3]]], [['a', 13]]])
  })
})

describe('any interleaving', () => {
  const SEEDS = Number(process.env.BARO_SEEDS ?? 40)
  test.each(Array.from({ length: SEEDS }, (_, seed) => seed + 1))(
    'of seed %i shows the replica plus what is pending',
    async (seed) => {
      const dice = createDice(seed)
      let taken = 0
      let given = 0
      for (let step = 0; step < 60; step += 1) {
        const kind = dice(10)
        if (kind < 4) await someFact(dice)
        else if (kind < 6) await centre.change((tx) => someChange(tx, dice))
        else if (kind < 8) {
          const due = world.journal.after(taken, 1 + dice(6))
          if (due.length > 0) await centre.take(due, () => dice(5) === 0)
          taken = due.at(-1)?.seq ?? taken
        } else {
          const upTo = Math.min(centre.commits.length, given + 1 + dice(5))
          const from = Math.max(0, given - dice(3))
          await apply(centre.commits.slice(from, upTo))
          given = Math.max(given, upTo)
          await agree()
        }
        if (dice(25) === 0) world.reopen()
      }
      const folder = mkdtempSync(join(tmpdir(), 'baro-replica-'))
      world.store.close()
      world.journal.close()
      cpSync(world.folder, folder, { recursive: true })
      world.reopenClosed()
      const other = await openReplicaWorld({ folder })
      try {
        await apply(centre.commits)
        for (let at = given; at < centre.commits.length; ) {
          const size = 1 + dice(3)
          await applyCommits(other.store, other.journal, centre.commits.slice(at, at + size), options)
          at += size
        }
        await agree()
        expect(await visibleStateHash(other.store)).toBe(await visibleStateHash(world.store))
        expect(await replicaHash(other.store)).toBe(await replicaHash(world.store))
      } finally {
        other.close()
      }
    },
  )

  async function someFact(dice: (sides: number) => number): Promise<void> {
    const key = `k${dice(5)}`
    const kind = dice(4)
    if (kind === 0) await act(world, nameTote, { id: `t${dice(4)}`, code: `C${dice(5)}` })
    else if (kind === 1) await act(world, dropSeries, { id: key })
    else await act(world, addTo, { id: key, by: dice(9) - 4 })
  }

  async function someChange(tx: MemoryTables, dice: (sides: number) => number): Promise<void> {
    for (let count = dice(4); count > 0; count -= 1) {
      const key = `k${dice(5)}`
      if (dice(3) === 0) {
        await tx.attempt(async () => {
          await tx.put('tote', toteRow(`t${dice(4)}`, `C${dice(5)}`))
          return { ok: true }
        })
      } else if (dice(4) === 0) await tx.remove('number_series', key)
      else await tx.put('number_series', { id: key, value: dice(8) })
    }
  }
})

/** Whole numbers below `sides`, the same ones for the same seed. */
function createDice(seed: number): (sides: number) => number {
  let state = seed * 2_654_435_761
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0
    let mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39)
    mixed ^= mixed >>> 16
    return (mixed >>> 0) % sides
  }
}
