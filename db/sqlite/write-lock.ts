import type Database from 'better-sqlite3'
import { refusedBy } from './open-database.ts'

/** What surrounds the work of one transaction; both run before anything that waits for the lock. */
export type WriteEnd<R> = {
  committed(result: R): void
  failed(): void
}

/** One writer at a time, first in, first out, over one connection. */
export type WriteLock = {
  /**
   * Runs the work in one transaction or not at all. `stillHeld` throws when something other than the transaction was
   * awaited so far: the event loop turned while the lock was held.
   */
  transaction<R>(work: (stillHeld: () => void) => Promise<R>, end: WriteEnd<R>): Promise<R>
  /** Runs a job between two transactions. */
  between<R>(job: () => Promise<R>): Promise<R>
  /** Refuses everything from now on. */
  close(): void
}

/** The lock of a writing connection. Errors of SQLite come as DatabaseRefusedError where they have a code. */
export function createWriteLock(database: Database.Database, path: string): WriteLock {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  let last: Promise<unknown> = Promise.resolve()
  let open = true

  const queue = <R>(job: () => Promise<R>): Promise<R> => {
    const result = last.then(job, job)
    last = result.catch(() => undefined)
    return result
  }
  const refuseClosed = (): void => {
    if (!open) throw new Error('The store is closed')
  }
  const transaction = async <R>(work: (stillHeld: () => void) => Promise<R>, end: WriteEnd<R>): Promise<R> => {
    refuseClosed()
    // Inside a write only `tx` is awaited. Anything else would let the event loop turn while the lock is held.
    let left = false
    const turned = setImmediate(() => {
      left = true
    })
    try {
      begin.run()
      const result = await work(() => {
        if (left) throw new Error('A write awaited something other than its transaction')
      })
      commit.run()
      end.committed(result)
      return result
    } catch (error) {
      if (database.open && database.inTransaction) database.exec('ROLLBACK')
      end.failed()
      throw refusedBy(error, path)
    } finally {
      clearImmediate(turned)
    }
  }
  return {
    transaction: (work, end) => queue(() => transaction(work, end)),
    between: (job) =>
      queue(async () => {
        refuseClosed()
        return job()
      }),
    close: () => {
      open = false
    },
  }
}
