import { expect, test } from 'vitest'
import { MOST_PREFETCHED, PREFETCH_TASKS, prefetchSetting, prefetchTasks } from '../../domain/prefetch.ts'

test('a station keeps what its settings say, else eight tasks, and none where its centre is on the same machine', () => {
  expect(PREFETCH_TASKS).toBe(8)
  expect(prefetchTasks(prefetchSetting(3), false)).toBe(3)
  expect(prefetchTasks(prefetchSetting(0), false)).toBe(0)
  expect(prefetchTasks(prefetchSetting(undefined), false)).toBe(8)
  expect(prefetchTasks(prefetchSetting(undefined), true)).toBe(0)
  expect(prefetchTasks(prefetchSetting(5), true)).toBe(5)
})

test.each([-1, MOST_PREFETCHED + 1, 2.5, Number.NaN, '8', null, {}])(
  '%j in a settings file counts as nothing',
  (value) => {
    expect(prefetchSetting(value)).toBeNull()
  },
)
