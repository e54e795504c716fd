import { setTimeout as delay } from 'node:timers/promises'
import { DatabaseRefusedError } from '../../db/sqlite/open-database.ts'
import { type OutgoingPage, PASSING, PRINT_REASON, type PrintReason, type Sent } from '../devices/transport.ts'
import type { Journal } from '../journal/journal.ts'
import type { NewAttempt, PrintAttempt, PrintAttempts } from './print-attempts.ts'
import type { PrintJobs } from './print-jobs.ts'

/** A page that is ready for its printer, and the only way there. */
export type ReadyPage = { page: OutgoingPage; sha256: string; send: (page: OutgoingPage) => Promise<Sent> }

/** Why a queue stands still, and when (by the station's clock) its first page is tried again. */
export type Held = { reason: string; tryAgainAt: number }

/** The writers: one for each printer, first in first out, over the attempts in the journal. */
export type PrintQueues = {
  /** Begins with what waits for a printer, unless its writer is at work already. */
  wake(printerId: string): void
  /** Begins with everything that waits. */
  wakeAll(): void
  /** Tries at once what a queue holds. */
  tryNow(printerId: string): void
  held(printerId: string): Held | null
  /** The attempt as soon as it waits and sends no more, at the latest after `withinMs` as it is then. */
  settled(attemptId: string, withinMs: number): Promise<PrintAttempt>
  /** Takes back an attempt that still waits; undefined when it does not. Runs inside the journal's commit. */
  takeBack(attemptId: string, reason: PrintReason): PrintAttempt | undefined
  /** Lets the writers end with the page that they are sending, and waits for that, at most 5 s. */
  close(): Promise<void>
}

/** How often a page is tried that provably left nothing, and how long the queue stands still before each time. */
export type RetryPlan = { waitsMs: readonly number[] }

/** Twelve more times within about five minutes; then a person has to press again. */
export const RETRY: RetryPlan = { waitsMs: [1_000, 2_000, 5_000, 10_000, 20_000, ...Array<number>(8).fill(30_000)] }

/** What the writers are built from. */
export type QueueParts = {
  journal: Journal
  attempts: PrintAttempts
  printJobs: PrintJobs
  now: () => number
  newId: () => string
  log: (line: Record<string, unknown>) => void
  /** Draws an attempt's page for its printer. A code when it may or can not be printed (any more): then nothing is sent. */
  prepare: (attempt: PrintAttempt) => Promise<ReadyPage | PrintReason>
  /** A code when the page may not be printed any more; looked at once more in the commit right before the first byte. */
  stale: (attempt: PrintAttempt) => PrintReason | null
  retry?: RetryPlan
}

const CLOSE_MS = 5_000

type Writer = { running: Promise<void>; held: Held | null; poke: (() => void) | null }

/** Opens the writers; nothing moves before `wake`. */
export function openPrintQueues(parts: QueueParts): PrintQueues {
  const { journal, attempts } = parts
  const plan = (parts.retry ?? RETRY).waitsMs
  const writers = new Map<string, Writer>()
  const listeners = new Map<string, Set<() => void>>()
  let closing = false

  const told = (attemptId: string): void => {
    for (const listener of listeners.get(attemptId) ?? []) listener()
  }
  const pause = (writer: Writer, reason: string, ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => end(), ms)
      timer.unref()
      const end = (): void => {
        clearTimeout(timer)
        writer.held = null
        writer.poke = null
        resolve()
      }
      writer.held = { reason, tryAgainAt: parts.now() + ms }
      writer.poke = end
    })

  /** Writes to the journal as soon as it can be written: what left for a printer must not be forgotten over a full disk. */
  const keep = async (writer: Writer, write: () => void): Promise<void> => {
    for (;;) {
      try {
        return journal.commit(write)
      } catch (error) {
        parts.log({ level: 'error', event: 'print-not-kept', error: String(error) })
        if (!(error instanceof DatabaseRefusedError)) throw error
        if (closing) return
        await pause(writer, 'E-DATA-FULL', 1_000)
      }
    }
  }

  const step = makeStep(parts, keep)
  const run = async (printerId: string, writer: Writer): Promise<void> => {
    let tries = 0
    while (!closing) {
      const next = attempts.waiting(printerId)[0]
      // Let go in the same breath as the look, or what is asked for next would find a writer that is at its end.
      if (next === undefined) {
        writers.delete(printerId)
        return
      }
      const outcome = await step(writer, next, tries < plan.length)
      told(next.id)
      if (outcome.again === null) {
        tries = 0
        continue
      }
      await pause(writer, outcome.again, plan[tries] ?? 30_000)
      tries += 1
    }
  }

  const wake = (printerId: string): void => {
    if (closing || writers.has(printerId)) return
    const writer: Writer = { running: Promise.resolve(), held: null, poke: null }
    writers.set(printerId, writer)
    writer.running = run(printerId, writer).catch((error: unknown) => {
      parts.log({ level: 'error', event: 'print-writer-failed', printerId, error: String(error) })
      writers.delete(printerId)
      setTimeout(() => wake(printerId), 5_000).unref()
    })
  }

  return {
    wake,
    wakeAll: () => {
      for (const printerId of new Set(attempts.open().map((attempt) => attempt.printer_id))) wake(printerId)
    },
    tryNow: (printerId) => {
      writers.get(printerId)?.poke?.()
      wake(printerId)
    },
    held: (printerId) => writers.get(printerId)?.held ?? null,
    settled: (attemptId, withinMs) =>
      new Promise((resolve, reject) => {
        const listener = (): void => {
          clearTimeout(timer)
          listeners.get(attemptId)?.delete(listener)
          if (listeners.get(attemptId)?.size === 0) listeners.delete(attemptId)
          const attempt = attempts.get(attemptId)
          if (attempt === undefined) reject(new Error(`No attempt ${attemptId}`))
          else resolve(attempt)
        }
        const timer = setTimeout(listener, withinMs)
        listeners.set(attemptId, (listeners.get(attemptId) ?? new Set()).add(listener))
        const state = attempts.get(attemptId)?.state
        if (state !== 'waiting' && state !== 'sending') listener()
      }),
    takeBack: (attemptId, reason) => {
      if (attempts.get(attemptId)?.state !== 'waiting') return undefined
      return attempts.move(attemptId, 'withdrawn', { reason, bytes_left: 'none', ended_at: parts.now() })
    },
    close: async () => {
      closing = true
      const all = [...writers.values()]
      for (const writer of all) writer.poke?.()
      // What a printer swallows too slowly is left as it is: the next start finds it `sending` and calls it unknown.
      await Promise.race([Promise.all(all.map((writer) => writer.running)), delay(CLOSE_MS, undefined, { ref: false })])
    },
  }
}

/** `again` is a reason when the queue has to stand still and try its first page once more. */
type StepEnd = { again: string | null }

function makeStep(parts: QueueParts, keep: (writer: Writer, write: () => void) => Promise<void>) {
  const { attempts, printJobs, now } = parts

  /** The page will not be sent: a row that says why, and a job that can be printed again. Nothing left. */
  const give = (writer: Writer, attempt: PrintAttempt, reason: PrintReason): Promise<void> =>
    keep(writer, () => {
      if (attempts.get(attempt.id)?.state !== 'waiting') return
      const state = reason === PRINT_REASON.stale || reason === PRINT_REASON.takenBack ? 'withdrawn' : 'failed'
      attempts.move(attempt.id, state, { reason, bytes_left: 'none', ended_at: now() })
    })

  /** The durable step before the first byte; false when the attempt may not leave any more. */
  const begin = (attempt: PrintAttempt, ready: ReadyPage): boolean => {
    let begun = false
    parts.journal.commit(() => {
      if (attempts.get(attempt.id)?.state !== 'waiting') return
      const stale = parts.stale(attempt)
      if (stale !== null) {
        attempts.move(attempt.id, 'withdrawn', { reason: stale, bytes_left: 'none', ended_at: now() })
        return
      }
      attempts.move(attempt.id, 'sending', { bytes: ready.page.bytes.length, sha256: ready.sha256, sent_at: now() })
      if (attempt.print_job_id !== null) {
        const job = printJobs.get(attempt.print_job_id)
        printJobs.move(attempt.print_job_id, 'sending', { attempt: (job?.attempt ?? 0) + 1 })
      }
      begun = true
    })
    return begun
  }

  /** Writes down what became of a page; with another attempt in its place when it provably left nothing and may be tried again. */
  const settle = (attempt: PrintAttempt, sent: Sent, mayRetry: boolean): string | null => {
    attempts.move(attempt.id, sent.outcome, { bytes_left: sent.bytesLeft, reason: sent.reason, ended_at: now() })
    const jobId = attempt.print_job_id
    // Meanwhile somebody may have scanned the label, or said that it is not there: that stands.
    if (jobId !== null && printJobs.get(jobId)?.state === 'sending')
      printJobs.move(jobId, sent.outcome, sent.outcome === 'sent' ? { sent_at: now() } : {})
    if (sent.outcome !== 'failed' || !PASSING.has(sent.reason)) return null
    // Nobody wants this page any more: that says nothing about those behind it.
    if (parts.stale(attempt) !== null) return null
    if (mayRetry) {
      attempts.insert({ ...again(attempt), id: parts.newId(), requested_at: now(), reason: sent.reason })
      return sent.reason
    }
    // Nobody has come to the printer: what stands behind it would wait just as long.
    for (const waiting of attempts.waiting(attempt.printer_id))
      attempts.move(waiting.id, 'failed', { reason: sent.reason, bytes_left: 'none', ended_at: now() })
    return null
  }

  return async (writer: Writer, attempt: PrintAttempt, mayRetry: boolean): Promise<StepEnd> => {
    const ready = await parts.prepare(attempt).catch((error: unknown) => {
      parts.log({ level: 'error', event: 'print-not-drawn', attempt: attempt.id, error: String(error) })
      return PRINT_REASON.notDrawn
    })
    if (typeof ready === 'string') {
      await give(writer, attempt, ready)
      return { again: null }
    }
    try {
      if (!begin(attempt, ready)) return { again: null }
    } catch (error) {
      parts.log({ level: 'error', event: 'print-not-kept', error: String(error) })
      return { again: 'E-DATA-FULL' }
    }
    const sent = await ready.send(ready.page).catch((error: unknown): Sent => {
      parts.log({ level: 'error', event: 'print-failed', attempt: attempt.id, error: String(error) })
      return { outcome: 'unknown', bytesLeft: 'some', reason: PRINT_REASON.broken }
    })
    const end: StepEnd = { again: null }
    await keep(writer, () => {
      end.again = settle(attempt, sent, mayRetry)
    })
    parts.log({
      event: 'print',
      attempt: attempt.id,
      printer: attempt.printer_name,
      ...sent,
      bytes: ready.page.bytes.length,
    })
    return end
  }
}

function again(attempt: PrintAttempt): NewAttempt {
  const { id, print_job_id, document, source, printer_id, printer_name, operator_id, requested_at, turn } = attempt
  return {
    id,
    print_job_id,
    document,
    source,
    printer_id,
    printer_name,
    operator_id,
    requested_at,
    turn,
    state: 'waiting',
  }
}
