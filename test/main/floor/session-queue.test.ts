import { describe, expect, test } from 'vitest'
import { inTurn } from '../../../main/floor/session-queue.ts'
import type { Sessions } from '../../../main/sessions/sessions.ts'

const later = () => new Promise((resolve) => setTimeout(resolve, 2))

describe('what is asked of one session', () => {
  test('is done in turn while one waits, and other sessions go on', async () => {
    const sessions = {} as Sessions
    const done: string[] = []
    let answer: () => void = () => undefined
    const waiting = inTurn(sessions, 'a', async () => {
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      done.push('a1')
    })
    const behind = inTurn(sessions, 'a', async () => done.push('a2'))
    await inTurn(sessions, 'b', async () => done.push('b1'))
    await later()
    expect(done).toEqual(['b1'])
    answer()
    await Promise.all([waiting, behind])
    expect(done).toEqual(['b1', 'a1', 'a2'])
  })

  test('goes on after one that failed', async () => {
    const sessions = {} as Sessions
    const failed = inTurn(sessions, 'a', () => Promise.reject(new Error('as asked')))
    const next = inTurn(sessions, 'a', async () => 'done')
    await expect(failed).rejects.toThrow('as asked')
    expect(await next).toBe('done')
  })
})
