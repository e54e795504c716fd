import type { Sessions } from '../sessions/sessions.ts'

const queues = new WeakMap<Sessions, Map<string, Promise<unknown>>>()

/**
 * Does something of a session after everything that was asked of it before, at whichever screen: a scan that waits for the
 * centre holds up the scans behind it, and those of nobody else.
 */
export function inTurn<R>(sessions: Sessions, sessionId: string, act: () => Promise<R>): Promise<R> {
  let waiting = queues.get(sessions)
  if (waiting === undefined) {
    waiting = new Map()
    queues.set(sessions, waiting)
  }
  const mine = waiting
  const before = mine.get(sessionId)
  const result = before === undefined ? act() : before.then(act, act)
  const settled = result.then(
    () => undefined,
    () => undefined,
  )
  mine.set(sessionId, settled)
  void settled.then(() => {
    if (mine.get(sessionId) === settled) mine.delete(sessionId)
  })
  return result
}
