import type { CentreStore, CentreTx } from '../../db/centre-port.ts'
import { isDiskFull } from '../../domain/retriable.ts'

/** One nonce of one session or station, and until when it has to be remembered. */
export type NonceUse = {
  owner: string
  nonce: string
  expiresAt: number
  /** True for messages that change nothing: with a full disk these go on, remembered by this process alone. */
  isReading: boolean
}

type Waiting = { id: string; use: NonceUse; done(fresh: boolean): void; fail(error: unknown): void }

/** The nonce of a message that was let in; no other message with it is let in by this process from now on. */
export type HeldNonce = {
  /**
   * Remembers it inside the transaction of what its message does, so that both are there or neither; false when it was
   * used before, by whichever process of the centre: then nothing may be done. `recorded` is due after the commit.
   */
  record(tx: CentreTx): Promise<boolean>
  recorded(): void
  /** Remembers it by itself unless it is by now: also a message that is turned away uses its nonce up. */
  settle(): Promise<boolean>
}

/** Remembers nonces. `use` resolves false when this one was used before, by whichever process of the centre. */
export type Nonces = {
  use(use: NonceUse): Promise<boolean>
  /** Takes hold of one; null when this process let a message with it in before. */
  hold(use: NonceUse): HeldNonce | null
  /** Forgets nonces and sessions whose time is over. */
  sweep(now: number): Promise<void>
}

const SWEEP_ROWS = 500

/** Opens the memory of nonces; those that arrive while one transaction runs share the next one. */
export function openNonces(store: CentreStore): Nonces {
  let waiting: Waiting[] = []
  let writing = false
  // Ids on their way, so that two equal messages within one batch are not both taken.
  const recent = new Map<string, number>()

  const writeAll = async (): Promise<void> => {
    writing = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await writeBatch(store, batch)
    }
    writing = false
  }

  const hold = (use: NonceUse): HeldNonce | null => {
    const id = `${use.owner}/${use.nonce}`
    if (recent.has(id)) return null
    recent.set(id, use.expiresAt)
    let isRecorded = false
    return {
      record: (tx) => remember(tx, id, use),
      recorded: () => {
        isRecorded = true
      },
      settle: () =>
        new Promise((resolve, reject) => {
          if (isRecorded) return resolve(true)
          // A message that could not be remembered was not let in: its sender may try again with it.
          const fail = (error: unknown): void => {
            recent.delete(id)
            reject(error)
          }
          waiting.push({ id, use, done: resolve, fail })
          if (!writing) void writeAll()
        }),
    }
  }

  return {
    hold,
    use: async (use) => (await hold(use)?.settle()) ?? false,
    sweep: async (now) => {
      for (const [id, expiresAt] of recent) if (expiresAt <= now) recent.delete(id)
      await sweepTable(store, 'nonce', now)
      await sweepTable(store, 'station_session', now)
    },
  }
}

async function writeBatch(store: CentreStore, batch: readonly Waiting[]): Promise<void> {
  try {
    const fresh = await store.write(async (tx) => {
      const answers: boolean[] = []
      for (const { id, use } of batch) answers.push(await remember(tx, id, use))
      return answers
    })
    batch.forEach((each, index) => {
      each.done(fresh[index] === true)
    })
  } catch (error) {
    const goesOn = isDiskFull(error)
    for (const each of batch) {
      if (goesOn && each.use.isReading) each.done(true)
      else each.fail(error)
    }
  }
}

async function remember(tx: CentreTx, id: string, use: NonceUse): Promise<boolean> {
  const isFresh = (await tx.own.get('nonce', id)) === undefined
  if (isFresh) await tx.own.put('nonce', { id, expires_at: use.expiresAt })
  return isFresh
}

async function sweepTable(store: CentreStore, table: 'nonce' | 'station_session', now: number): Promise<void> {
  for (;;) {
    const sql = `SELECT id FROM ${table} WHERE expires_at <= ? ORDER BY expires_at LIMIT ${SWEEP_ROWS}`
    const rows = await store.ask<{ id: string }>(sql, now)
    if (rows.length === 0) return
    await store.write(async (tx) => {
      for (const { id } of rows) await tx.own.remove(table, id)
    })
    if (rows.length < SWEEP_ROWS) return
  }
}
