import { expect, test } from 'vitest'
import type { ChangeEntry } from '../../db/centre-log.ts'
import { keepRecent } from '../../db/recent-changes.ts'

const entry = (pk: string, characters = 1): ChangeEntry => ({
  ...{ scope: 'orders', table: 'order', pk },
  row: 'x'.repeat(characters),
})
const read = (changes: ReturnType<ReturnType<typeof keepRecent>['after']>) =>
  changes === null ? null : [...changes].map(([revision, , , pk]) => `${revision} ${pk}`)

test('what was added is there after each revision since the first, and nothing before it', () => {
  const recent = keepRecent()
  expect([recent.through, recent.after(0)]).toEqual([Number.POSITIVE_INFINITY, null])
  recent.add(5, [entry('a'), entry('b')])
  recent.add(6, [entry('c')])
  expect([read(recent.after(3)), recent.through]).toEqual([null, 6])
  expect(read(recent.after(4))).toEqual(['5 a', '5 b', '6 c'])
  expect(read(recent.after(5))).toEqual(['6 c'])
  expect(read(recent.after(6))).toEqual([])
})

test('after a revision that somebody else made they begin anew', () => {
  const recent = keepRecent(0)
  recent.add(1, [entry('a')])
  recent.add(3, [entry('c')])
  expect([read(recent.after(0)), read(recent.after(1)), read(recent.after(2))]).toEqual([null, null, ['3 c']])
})

test('the older half goes when the newer one is full', () => {
  const recent = keepRecent(0)
  for (let revision = 1; revision <= 4; revision += 1) recent.add(revision, [entry(`${revision}`, 8_000_000)])
  expect(read(recent.after(1))).toBeNull()
  expect(read(recent.after(2))).toEqual(['3 3', '4 4'])
})

test('they are forgotten when the log was put back, is another one, or was pruned', () => {
  const at = { revision: 1, timeline: 'one', floor: 0 }
  const kept = () => {
    const recent = keepRecent(0)
    recent.add(1, [entry('a')])
    recent.check(at)
    return recent
  }
  expect(read(kept().after(0))).toEqual(['1 a'])
  for (const other of [
    { ...at, revision: 0 },
    { ...at, timeline: 'two' },
    { ...at, floor: 1 },
  ]) {
    const recent = kept()
    recent.check(other)
    expect(recent.after(0)).toBeNull()
  }
  const behind = kept()
  behind.check({ ...at, revision: 0 })
  behind.add(1, [entry('b')])
  expect(read(behind.after(0))).toEqual(['1 b'])
})
