import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openCommitBell } from '../../../central/stream/commit-bell.ts'

/** A bell with so many listeners that listen again at once; how to commit, and how often all were woken. */
function openBell(listeners: number) {
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
    while ((await bell.wait(bell.count, 60_000, leaving.signal)) === 'commit') woken += 1
  }
  for (let index = 0; index < listeners; index += 1) listen()
  const close = (): void => {
    bell.stop()
    leaving.abort()
  }
  return { bell, close, commit: () => commit(), rounds: () => woken / listeners }
}

describe('the bell', () => {
  test('lets a few listeners hear of each commit at once', async () => {
    const { commit, rounds, close } = openBell(7)
    for (let count = 1; count <= 5; count += 1) {
      commit()
      await Promise.resolve().then(() => undefined)
      expect(rounds()).toBe(count)
    }
    close()
  })

  test('is silent for a while after waking hundreds, and then lets them hear of all that was committed together', async () => {
    const { bell, commit, rounds, close } = openBell(800)
    commit()
    await delay(1)
    for (let count = 0; count < 5; count += 1) commit()
    await delay(20)
    expect(rounds()).toBe(1)
    await delay(250)
    expect([rounds(), bell.count]).toEqual([2, 2])
    // Nothing came in the second silence: the next commit is heard of at once.
    commit()
    await delay(1)
    expect(rounds()).toBe(3)
    close()
  })

  test('says so by hand at any time, and nothing more once it is stopped', async () => {
    const { bell, commit, rounds, close } = openBell(800)
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
