import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openCommitBell } from '../../../central/stream/commit-bell.ts'

/** A bell with listeners that are at work for a while when woken; how to commit, and how often all were woken. */
function openBell(listeners: number, workMs: number) {
  let commit = (): void => undefined
  const bell = openCommitBell({
    onCommit: (listener) => {
      commit = listener
      return () => undefined
    },
  })
  const leaving = new AbortController()
  let woken = 0
  const listen = async (): Promise<void> => {
    while ((await bell.wait(bell.count, 60_000, leaving.signal)) === 'commit') {
      woken += 1
      const end = performance.now() + workMs
      while (performance.now() < end);
    }
  }
  for (let index = 0; index < listeners; index += 1) void listen()
  const close = (): void => {
    bell.stop()
    leaving.abort()
  }
  return { bell, close, commit: () => commit(), rounds: () => woken / listeners }
}

describe('the bell', () => {
  test('lets a few listeners hear of each commit at once', async () => {
    const { commit, rounds, close } = openBell(7, 2)
    for (let count = 1; count <= 5; count += 1) {
      commit()
      await Promise.resolve().then(() => undefined)
      expect(rounds()).toBe(count)
    }
    close()
  })

  test('is silent after waking many three times as long as that took; they hear of what is committed then together', async () => {
    const { bell, commit, rounds, close } = openBell(80, 0.5)
    commit()
    await delay(1)
    for (let count = 0; count < 5; count += 1) commit()
    await delay(60)
    expect(rounds()).toBe(1)
    await delay(250)
    expect([rounds(), bell.count]).toEqual([2, 2])
    await delay(250)
    // Nothing came in the second silence: the next commit is heard of at once.
    commit()
    await delay(1)
    expect(rounds()).toBe(3)
    close()
  })

  test('lets nobody wait longer than a quarter of a second', async () => {
    const { commit, rounds, close } = openBell(10, 20)
    commit()
    await delay(5)
    commit()
    await delay(330)
    expect(rounds()).toBe(2)
    close()
  })

  test('says so by hand at any time, and nothing more once it is stopped', async () => {
    const { bell, commit, rounds, close } = openBell(80, 0.1)
    commit()
    bell.ring()
    await delay(1)
    expect(bell.count).toBe(2)
    commit()
    close()
    await delay(200)
    expect([bell.count, bell.waiting]).toEqual([2, 0])
    expect(rounds()).toBeLessThanOrEqual(2)
  })
})
