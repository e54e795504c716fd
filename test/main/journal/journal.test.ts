import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chainHash, firstBroken } from '../../../db/chain.ts'
import type { JournaledCommand } from '../../../db/journaled-command.ts'
import { openCounters } from '../../../main/journal/counters.ts'
import type { Work } from '../../../main/journal/executor.ts'
import { type Journal, openJournal } from '../../../main/journal/journal.ts'

let folder: string
let journal: Journal
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baro-journal-'))
  journal = openJournal(join(folder, 'journal.db'))
})
afterEach(() => {
  journal.close()
  rmSync(folder, { recursive: true, force: true })
})

const command = (id: string) => ({
  id,
  type: 'test.do',
  version: 1,
  class: 'FACT',
  args: '{}',
  at: 1_767_000_000_000,
  business_date: '2026-01-05',
  operator_id: null,
  station: 'P-01',
  claim: null,
})

describe('the journal', () => {
  test('numbers commands from 1 and goes on after a restart', () => {
    journal.commit(() => expect([journal.append(command('a')), journal.append(command('b'))]).toEqual([1, 2]))
    journal.close()
    journal = openJournal(join(folder, 'journal.db'))
    journal.commit(() => expect(journal.append(command('c'))).toBe(3))
    expect([journal.lastSeq(), journal.brokenAt()]).toEqual([3, null])
  })

  test('opens again whatever the station is called, even by half a character', () => {
    journal.commit(() => {
      journal.append({ ...command('a'), station: 'P\ud83d' })
      journal.append({ ...command('b'), station: '\udc00\u0000P' })
    })
    expect(journal.brokenAt()).toBe(null)
    journal.close()
    journal = openJournal(join(folder, 'journal.db'))
    expect(journal.lastSeq()).toBe(2)
  })

  test('writes durably after a reopen too: synchronous is FULL and the log is a WAL', () => {
    journal.close()
    journal = openJournal(join(folder, 'journal.db'))
    expect(journal.database.pragma('synchronous', { simple: true })).toBe(2)
    expect(journal.database.pragma('journal_mode', { simple: true })).toBe('wal')
  })

  test('a commit that throws takes everything back, numbers too', () => {
    journal.commit(() => void journal.append(command('a')))
    expect(() =>
      journal.commit(() => {
        journal.append(command('b'))
        throw new Error('no')
      }),
    ).toThrow('no')
    expect([journal.lastSeq(), journal.after(0, 10).length]).toEqual([1, 1])
    journal.commit(() => expect(journal.append(command('c'))).toBe(2))
    expect(journal.brokenAt()).toBeNull()
  })

  test('only grows: no command can be changed, removed or written twice', () => {
    journal.commit(() => void journal.append(command('a')))
    expect(() => journal.database.exec(`UPDATE command SET args = '[]'`)).toThrow('append-only')
    expect(() => journal.database.exec('DELETE FROM command')).toThrow('append-only')
    expect(() => journal.commit(() => void journal.append(command('a')))).toThrow('UNIQUE')
    expect([journal.lastSeq(), journal.brokenAt()]).toEqual([1, null])
  })
})

describe('the hash chain', () => {
  const chainOf = (count: number): JournaledCommand[] => {
    let hash = ''
    return Array.from({ length: count }, (_, index) => {
      const body = {
        ...command(`c${index}`),
        args: JSON.stringify({ index }),
        operator_id: index % 2 === 0 ? null : 'o',
      }
      hash = chainHash(hash, body)
      return { ...body, seq: index + 1, hash }
    })
  }
  const COLUMNS = Object.keys(chainOf(1)[0] as JournaledCommand) as (keyof JournaledCommand)[]

  test('shows any change of any column of any command, at that command', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(), fc.constantFrom(...COLUMNS), (count, place, column) => {
        const chain = chainOf(count)
        const at = place % count
        const row = chain[at] as JournaledCommand
        chain[at] = {
          ...row,
          [column]: typeof row[column] === 'number' ? (row[column] as number) + 1 : `${row[column]}x`,
        }
        expect(firstBroken(chain)).toBe(at + 1)
      }),
    )
  })

  test('shows a command that was removed, added, repeated or moved', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 20 }), fc.nat(), (count, place) => {
        const chain = chainOf(count)
        expect(firstBroken(chain)).toBeNull()
        const at = place % (count - 1)
        expect(firstBroken(chain.toSpliced(at, 1))).toBe(at + 1)
        expect(firstBroken(chain.toSpliced(at, 0, chain[at] as JournaledCommand))).toBe(at + 2)
        expect(
          firstBroken(chain.toSpliced(at, 2, chain[at + 1] as JournaledCommand, chain[at] as JournaledCommand)),
        ).toBe(at + 1)
        expect(firstBroken(chain.slice(at), at === 0 ? null : (chain[at - 1] as JournaledCommand))).toBeNull()
      }),
    )
  })
})

describe('counters', () => {
  const work = () => {
    const pending: (() => void)[] = []
    return { pending, work: { also: (write: () => void) => pending.push(write) } as unknown as Work }
  }

  test('a number is used up when the journal has it, and given again when the work was taken back', () => {
    const counters = openCounters(journal.database)
    const lost = work()
    expect([counters.next('sscc', lost.work), counters.next('sscc', lost.work)]).toEqual([1, 2])
    const kept = work()
    expect(counters.next('sscc', kept.work)).toBe(1)
    journal.commit(() => kept.pending.forEach((write) => void write()))
    expect(counters.next('sscc', work().work)).toBe(2)
    expect(counters.next('pick-task', work().work)).toBe(1)
  })
})
