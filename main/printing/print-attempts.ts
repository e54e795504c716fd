import type Database from 'better-sqlite3'
import type { PrintAttemptView } from '../../contract/station/printing.ts'
import { mayFollow, PRINT_ATTEMPT_TRANSITIONS, type PrintAttemptState } from '../../domain/states.ts'

/** How much of a page left for its printer, as far as can be proved. */
export type BytesLeft = 'none' | 'some' | 'all'

/**
 * One attempt to bring one page to one printer, as the journal keeps it. `source` is the path of a document, empty for a
 * label; `turn` its place in the printer's queue.
 */
export type PrintAttempt = {
  id: string
  print_job_id: string | null
  number: number
  document: PrintAttemptView['document']
  source: string
  printer_id: string
  printer_name: string
  state: PrintAttemptState
  turn: number
  bytes: number
  bytes_left: BytesLeft | null
  sha256: string | null
  reason: string | null
  operator_id: string | null
  requested_at: number
  sent_at: number | null
  ended_at: number | null
}

/** What an attempt is asked for with; number and turn are given by the journal. A waiting one's `reason` is why the one before it failed. */
export type NewAttempt = Pick<
  PrintAttempt,
  'id' | 'print_job_id' | 'document' | 'source' | 'printer_id' | 'printer_name' | 'operator_id' | 'requested_at'
> & { state: 'waiting' | 'sending'; turn?: number; sent_at?: number; reason?: string }

/** The attempts of the print journal. Everything that writes must run inside the journal's commit. */
export type PrintAttempts = {
  get(id: string): PrintAttempt | undefined
  /** Adds a row under the next number of its job and, unless `turn` is given, at the end of every queue. */
  insert(attempt: NewAttempt): PrintAttempt
  /** Moves an attempt along the table of states; throws when there is no such edge. */
  move(
    id: string,
    state: PrintAttemptState,
    change?: Partial<Pick<PrintAttempt, 'bytes' | 'bytes_left' | 'sha256' | 'reason' | 'sent_at' | 'ended_at'>>,
  ): PrintAttempt
  /** All of a job, oldest first. */
  ofJob(printJobId: string): PrintAttempt[]
  /** The attempt of a job that waits or is on its way. */
  openOf(printJobId: string): PrintAttempt | undefined
  /** True when a page of the job may be on paper, or was. */
  mayBeOnPaper(printJobId: string): boolean
  /** What waits for a printer, first in first out. */
  waiting(printerId: string): PrintAttempt[]
  /** All that waits or is on its way, by printer and turn. */
  open(): PrintAttempt[]
  /** The newest of a printer, newest first. */
  latest(printerId: string, limit: number): PrintAttempt[]
}

const COLUMNS = [
  ...['id', 'print_job_id', 'number', 'document', 'source', 'printer_id', 'printer_name', 'state', 'turn', 'bytes'],
  ...['bytes_left', 'sha256', 'reason', 'operator_id', 'requested_at', 'sent_at', 'ended_at'],
]

/** Opens the attempts of a journal database. */
export function openPrintAttempts(database: Database.Database): PrintAttempts {
  const select = database.prepare('SELECT * FROM print_attempt WHERE id = ?')
  const ofJob = database.prepare('SELECT * FROM print_attempt WHERE print_job_id = ? ORDER BY number')
  const openOf = database.prepare(
    `SELECT * FROM print_attempt WHERE print_job_id = ? AND state IN ('waiting', 'sending') ORDER BY number DESC LIMIT 1`,
  )
  const onPaper = database.prepare(
    `SELECT 1 FROM print_attempt WHERE print_job_id = ? AND state IN ('sending', 'sent', 'unknown') LIMIT 1`,
  )
  const waiting = database.prepare(
    `SELECT * FROM print_attempt WHERE state = 'waiting' AND printer_id = ? ORDER BY turn, number`,
  )
  const open = database.prepare(
    `SELECT * FROM print_attempt WHERE state IN ('waiting', 'sending') ORDER BY printer_id, turn, number`,
  )
  const latest = database.prepare(
    'SELECT * FROM print_attempt WHERE printer_id = ? ORDER BY requested_at DESC, turn DESC, number DESC LIMIT ?',
  )
  const lastTurn = database.prepare('SELECT coalesce(max(turn), 0) FROM print_attempt').pluck()
  const lastNumber = database
    .prepare('SELECT coalesce(max(number), 0) FROM print_attempt WHERE print_job_id = ?')
    .pluck()
  const insert = database.prepare(
    `INSERT INTO print_attempt (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((column) => `@${column}`).join(', ')})`,
  )
  const update = database.prepare(
    `UPDATE print_attempt SET state = @state, bytes = @bytes, bytes_left = @bytes_left, sha256 = @sha256, reason = @reason,
       sent_at = @sent_at, ended_at = @ended_at WHERE id = @id`,
  )
  const get = (id: string) => select.get(id) as PrintAttempt | undefined
  return {
    get,
    insert: (given) => {
      const attempt: PrintAttempt = {
        bytes: 0,
        bytes_left: null,
        sha256: null,
        ended_at: null,
        ...given,
        reason: given.reason ?? null,
        sent_at: given.sent_at ?? null,
        number: given.print_job_id === null ? 1 : (lastNumber.get(given.print_job_id) as number) + 1,
        turn: given.turn ?? (lastTurn.get() as number) + 1,
      }
      insert.run(attempt)
      return attempt
    },
    move: (id, state, change = {}) => {
      const attempt = get(id)
      if (
        attempt === undefined ||
        attempt.state === state ||
        !mayFollow(PRINT_ATTEMPT_TRANSITIONS, attempt.state, state)
      )
        throw new Error(`Attempt ${id}: no way from ${attempt?.state ?? 'nothing'} to ${state}`)
      const next = { ...attempt, ...change, state }
      update.run(next)
      return next
    },
    ofJob: (printJobId) => ofJob.all(printJobId) as PrintAttempt[],
    openOf: (printJobId) => openOf.get(printJobId) as PrintAttempt | undefined,
    mayBeOnPaper: (printJobId) => onPaper.get(printJobId) !== undefined,
    waiting: (printerId) => waiting.all(printerId) as PrintAttempt[],
    open: () => open.all() as PrintAttempt[],
    latest: (printerId, limit) => latest.all(printerId, limit) as PrintAttempt[],
  }
}

/** True for an attempt that a page of the program makes: of what it sends itself the station keeps the hash. */
export function isOfPage({ state, sha256 }: PrintAttempt): boolean {
  return state === 'sending' && sha256 === null
}

/** An attempt as screens see it. */
export function attemptView(attempt: PrintAttempt): PrintAttemptView {
  return {
    id: attempt.id,
    printJobId: attempt.print_job_id,
    number: attempt.number,
    document: attempt.document,
    printerId: attempt.printer_id,
    printerName: attempt.printer_name,
    state: attempt.state,
    bytes: attempt.bytes,
    bytesLeft: attempt.bytes_left,
    reason: attempt.reason,
    requestedAt: attempt.requested_at,
    sentAt: attempt.sent_at,
    endedAt: attempt.ended_at,
  }
}
