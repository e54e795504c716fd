import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineCommand, refuse } from '../../../commands/command.ts'
import { buildRegistry } from '../../../commands/registry.ts'
import { importTotes } from '../../../commands/totes/import-totes.ts'
import { openSqliteStore, type SqliteStore } from '../../../db/sqlite/sqlite-store.ts'
import { createExecutor, type Executor } from '../../../main/journal/executor.ts'
import { type Journal, openJournal } from '../../../main/journal/journal.ts'

const nobody = { operatorId: null, station: 'TEST' }
const failing = defineCommand({
  type: 'test.fail',
  version: 1,
  class: 'FACT',
  args: z.object({ after: z.enum(['nothing', 'a-row']), how: z.enum(['refuse', 'throw']) }),
  async run(tx, { args }) {
    if (args.after === 'a-row')
      await tx.put('tote', { id: 'x', code: 'X', name: 'X', state: 'empty', order_id: null, pick_task_id: null })
    if (args.how === 'throw') throw new Error('as asked')
    return refuse('notFound')
  },
})

let folder: string
let journal: Journal
let store: SqliteStore
let executor: Executor
/** What happens to the replica's transaction after the journal was committed; cleared when it has happened. */
let strike: (() => void) | null
let logged: Record<string, unknown>[]

function open(): void {
  journal = openJournal(join(folder, 'journal.db'))
  store = openSqliteStore(join(folder, 'replica.db'))
  executor = createExecutor({
    store: {
      ...store,
      writeWith: (run, beforeCommit) =>
        store.writeWith(run, (result) => {
          beforeCommit(result)
          const now = strike
          strike = null
          now?.()
        }),
    },
    journal,
    registry: buildRegistry([importTotes, failing]),
    platform: {
      now: () => 1_767_000_000_000,
      randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
      settings: { get: () => undefined, set: () => undefined },
      log: (line) => void logged.push(line),
    },
    timeZone: () => 'UTC',
  })
}

function shut(): void {
  store.close()
  journal.close()
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baro-executor-'))
  strike = null
  logged = []
  open()
  await executor.catchUp()
})
afterEach(() => {
  shut()
  rmSync(folder, { recursive: true, force: true })
})

const addTote = (name: string) =>
  executor.transact((work) => work.run(importTotes, { totes: [{ code: name, name }] }, nobody))
const totes = () => store.reader.prepare('SELECT name FROM tote ORDER BY name').pluck().all()
const allTotes = () => store.reader.prepare('SELECT * FROM tote ORDER BY id').all()
const position = () => store.reader.prepare('SELECT applied_seq FROM replica_position').pluck().get()
const exceptions = () => store.reader.prepare('SELECT * FROM command_exception').all()

describe('one work in two files', () => {
  test('work that was accepted is in both files, at the same position', async () => {
    expect((await addTote('T-1')).ok).toBe(true)
    expect(totes()).toEqual(['T-1'])
    expect([journal.lastSeq(), position()]).toEqual([1, 1])
  })

  test('works are done first in, first out, though all are asked for at once', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `T-${String(index).padStart(2, '0')}`)
    const done: string[] = []
    await Promise.all(names.map((name) => addTote(name).then(() => done.push(name))))
    expect(done).toEqual(names)
    expect(journal.after(0, 100).map((command) => JSON.parse(command.args).totes[0].name)).toEqual(names)
  })

  test('a refused command leaves no trace in either file', async () => {
    const decision = await executor.transact((work) => work.run(failing, { after: 'nothing', how: 'refuse' }, nobody))
    expect(decision.ok).toBe(false)
    expect([journal.lastSeq(), position(), totes()]).toEqual([0, 0, []])
  })

  test.each(['refuse', 'throw'] as const)(
    'a command that writes rows and then %ss takes the whole work back',
    async (how) => {
      const work = executor.transact(async (work) => {
        await work.run(importTotes, { totes: [{ code: 'T-1', name: 'T-1' }] }, nobody)
        work.also(() => journal.database.prepare(`INSERT INTO counter VALUES ('c', 1)`).run())
        return work.run(failing, { after: 'a-row', how }, nobody)
      })
      await expect(work).rejects.toThrow(how === 'throw' ? 'as asked' : 'wrote rows and then refused')
      expect([journal.lastSeq(), position(), totes()]).toEqual([0, 0, []])
      expect(journal.database.prepare('SELECT count(*) FROM counter').pluck().get()).toBe(0)
      await addTote('T-2')
      expect(totes()).toEqual(['T-2'])
    },
  )

  test('arguments that could not be read again from the journal are never journaled', async () => {
    await expect(addTote('x'.repeat(41))).rejects.toThrow('40')
    expect([journal.lastSeq(), position(), totes()]).toEqual([0, 0, []])
  })

  test('when the journal cannot take the work, the tables do not have it either', async () => {
    const work = executor.transact(async (work) => {
      work.also(() => {
        throw new Error('no room in the journal')
      })
      return work.run(importTotes, { totes: [{ code: 'T-1', name: 'T-1' }] }, nobody)
    })
    await expect(work).rejects.toThrow('no room')
    expect([journal.lastSeq(), position(), totes()]).toEqual([0, 0, []])
    expect(journal.brokenAt()).toBeNull()
    await addTote('T-2')
    expect([journal.lastSeq(), journal.brokenAt(), totes()]).toEqual([1, null, ['T-2']])
  })
})

describe('a crash between the two commits', () => {
  const fail = () => {
    throw new Error('the replica could not commit')
  }

  test('what the journal took is answered as done and is in the tables before the next work', async () => {
    strike = fail
    expect((await addTote('T-1')).ok).toBe(true)
    expect(totes()).toEqual([])
    expect(logged.map(({ event }) => event)).toContain('replica-commit-failed')
    await executor.transact(async ({ tx }) => {
      expect(await tx.find('tote', 'code', 'T-1')).toHaveLength(1)
    })
    expect([position(), exceptions()]).toEqual([1, []])
  })

  test('works that were already waiting for their turn see it too, and nothing is skipped', async () => {
    strike = fail
    const seen = await Promise.all([
      addTote('T-1').then(() => 0),
      executor.transact(async ({ tx }) => (await tx.find('tote', 'code', 'T-1')).length),
      addTote('T-2').then(() => 0),
    ])
    expect(seen[1]).toBe(1)
    expect(totes()).toEqual(['T-1', 'T-2'])
    expect([journal.lastSeq(), position(), exceptions()]).toEqual([2, 2, []])
  })

  test('after a restart the journal is run again and gives the same rows', async () => {
    await addTote('T-1')
    strike = fail
    await addTote('T-2')
    shut()
    open()
    expect(totes()).toEqual(['T-1'])
    expect(await executor.catchUp()).toBe(1)
    const again = allTotes()
    shut()
    rmSync(join(folder, 'replica.db'))
    open()
    expect(await executor.catchUp()).toBe(2)
    expect(allTotes()).toEqual(again)
    expect(totes()).toEqual(['T-1', 'T-2'])
    expect(await executor.catchUp()).toBe(0)
  })

  test('a command that cannot be run again becomes an exception, and those after it are run', async () => {
    await addTote('T-1')
    journal.commit(() => {
      journal.append({ ...base, id: 'throws', args: '{"after":"a-row","how":"throw"}' })
      journal.append({ ...base, id: 'refuses', args: '{"after":"nothing","how":"refuse"}' })
      journal.append({ ...base, id: 'unknown', type: 'test.unknown', args: '{}' })
    })
    await addTote('T-2')
    expect(totes()).toEqual(['T-1', 'T-2'])
    expect(exceptions()).toMatchObject([{ seq: 2 }, { seq: 3 }, { seq: 4 }])
    expect(position()).toBe(5)
  })

  test('tables that hold more than the journal are refused instead of being counted back', async () => {
    await addTote('T-1')
    shut()
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `journal.db${suffix}`), { force: true })
    open()
    await expect(executor.catchUp()).rejects.toMatchObject({ code: 'E-DATA-CORRUPT' })
    await expect(addTote('T-2')).rejects.toMatchObject({ code: 'E-DATA-CORRUPT' })
    expect([journal.lastSeq(), position()]).toEqual([0, 1])
  })
})

const base = {
  type: 'test.fail',
  version: 1,
  class: 'FACT',
  at: 1,
  business_date: '2026-01-05',
  operator_id: null,
  station: 'TEST',
  claim: null,
}
