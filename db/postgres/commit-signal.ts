import type pg from 'pg'
import { COMMIT_CHANNEL } from './write-transaction.ts'

/**
 * Tells listeners of every revision that any process of the centre made, at least once for the newest of several, and
 * once of what was there when they began.
 */
export type CommitSignal = {
  /** A revision of this process; its listeners hear of it at once. */
  saw(revision: number): void
  on(listener: () => void): () => void
  stop(): Promise<void>
}

const POLL_MS = 1_000
const RECONNECT_MS = { first: 100, last: 5_000 }

/**
 * Hears of others' revisions over a connection of its own that listens, and asks for the position every second, because
 * a connection that broke hears nothing. Works only while somebody listens.
 */
export function openCommitSignal(options: {
  connect: () => pg.Client
  revision: () => Promise<number>
  log: (message: string) => void
}): CommitSignal {
  const listeners = new Set<() => void>()
  let newest = -1
  let due: NodeJS.Immediate | undefined
  let stopListening: (() => Promise<void>) | undefined

  const saw = (revision: number): void => {
    if (revision <= newest) return
    newest = revision
    due ??= setImmediate(() => {
      due = undefined
      for (const listener of [...listeners]) tell(listener)
    })
  }

  const start = (): void => {
    const listening = keepListening(options.connect, saw, options.log)
    const poll = setInterval(() => {
      options.revision().then(saw, () => undefined)
    }, POLL_MS).unref()
    // Whether the newest was written before or just after somebody began to listen cannot be known: once too often wakes
    // for nothing, once too seldom loses it.
    options.revision().then(saw, () => undefined)
    stopListening = async () => {
      clearInterval(poll)
      await listening.stop()
    }
  }

  const stop = async (): Promise<void> => {
    if (due !== undefined) clearImmediate(due)
    due = undefined
    const stopping = stopListening?.()
    stopListening = undefined
    await stopping
  }

  return {
    saw,
    on: (listener) => {
      const own = (): void => listener()
      listeners.add(own)
      if (stopListening === undefined) start()
      return () => {
        listeners.delete(own)
        if (listeners.size === 0) void stop()
      }
    },
    stop,
  }
}

function keepListening(connect: () => pg.Client, saw: (revision: number) => void, log: (message: string) => void) {
  let client: pg.Client | undefined
  let again: NodeJS.Timeout | undefined
  let wait = RECONNECT_MS.first
  let stopped = false

  const retry = (of: pg.Client, why: string): void => {
    if (stopped || client !== of) return
    client = undefined
    of.end().catch(() => undefined)
    log(`Commits of other processes are asked for every second until the database is heard again: ${why}`)
    again = setTimeout(open, wait / 2 + (Math.random() * wait) / 2).unref()
    wait = Math.min(wait * 2, RECONNECT_MS.last)
  }
  const open = (): void => {
    const opened = connect()
    client = opened
    opened.on('error', (error) => retry(opened, error.message))
    opened.on('end', () => retry(opened, 'the connection ended'))
    opened.on('notification', ({ payload }) => saw(Number(payload)))
    opened
      .connect()
      .then(() => opened.query(`LISTEN ${COMMIT_CHANNEL}`))
      .then(
        () => {
          wait = RECONNECT_MS.first
        },
        (error: Error) => retry(opened, error.message),
      )
  }
  open()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(again)
      await client?.end().catch(() => undefined)
    },
  }
}

/** Whoever listens cannot undo a commit. */
function tell(listener: () => void): void {
  try {
    listener()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
