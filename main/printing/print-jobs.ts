import type Database from 'better-sqlite3'
import { mayFollow, PRINT_JOB_TRANSITIONS, type PrintJobState } from '../../domain/states.ts'
import { problem } from '../rpc/problems.ts'

/** A print job as the journal keeps it: a row before any I/O. `input` is the label's content as JSON. */
export type PrintJob = {
  id: string
  kind: 'shipping-label'
  state: PrintJobState
  copy: number
  reason: string | null
  order_id: string
  carton_id: string
  code: string
  input: string
  sha256: string | null
  attempt: number
  operator_id: string | null
  requested_at: number
  sent_at: number | null
  closed_at: number | null
}

/** The print journal. Everything that writes must run inside the journal's commit. */
export type PrintJobs = {
  get(id: string): PrintJob | undefined
  /** The newest job of a carton. */
  ofCarton(cartonId: string): PrintJob | undefined
  insert(job: PrintJob): void
  /** Moves a job along the table of states; CONFLICT when there is no such edge: somebody else moved it meanwhile. */
  move(
    id: string,
    state: PrintJobState,
    change?: Partial<Pick<PrintJob, 'sha256' | 'sent_at' | 'closed_at' | 'attempt'>>,
  ): PrintJob
  list(states: readonly PrintJobState[], before: number | null, limit: number): PrintJob[]
  /** Jobs in these states that nobody has settled yet; a failed one that a later copy replaced is settled. */
  count(states: readonly PrintJobState[]): number
  /** The printer of a job's last attempt, and when its first byte left; null before the first one. */
  printerOf(id: string): { id: string; name: string; sentAt: number | null } | null
  /** Copies printed of a carton's label beyond the first, but for those that only named another service. */
  reprints(cartonId: string): number
}

/** Opens the print journal of a journal database. */
export function openPrintJobs(database: Database.Database): PrintJobs {
  const select = database.prepare('SELECT * FROM print_job WHERE id = ?')
  const newest = database.prepare(
    'SELECT * FROM print_job WHERE carton_id = ? ORDER BY copy DESC, requested_at DESC LIMIT 1',
  )
  const copies = database
    .prepare(
      `SELECT count(*) FROM print_job WHERE carton_id = ? AND copy > 1 AND coalesce(reason, '') <> 'service-changed'`,
    )
    .pluck()
  const printer = database.prepare(
    `SELECT printer_id AS id, printer_name AS name, sent_at AS sentAt FROM print_attempt WHERE print_job_id = ?
      ORDER BY number DESC LIMIT 1`,
  )
  const insert = database.prepare(
    `INSERT INTO print_job (id, kind, state, copy, reason, order_id, carton_id, code, input, sha256, attempt, operator_id, requested_at, sent_at, closed_at)
     VALUES (@id, @kind, @state, @copy, @reason, @order_id, @carton_id, @code, @input, @sha256, @attempt, @operator_id, @requested_at, @sent_at, @closed_at)`,
  )
  const update = database.prepare(
    'UPDATE print_job SET state = @state, sha256 = @sha256, sent_at = @sent_at, closed_at = @closed_at, attempt = @attempt WHERE id = @id',
  )
  const among = (states: readonly PrintJobState[]) =>
    states.length === 0 ? '1' : `state IN (${states.map(() => '?').join(', ')})`
  const get = (id: string) => select.get(id) as PrintJob | undefined
  return {
    get,
    ofCarton: (cartonId) => newest.get(cartonId) as PrintJob | undefined,
    insert: (job) => {
      insert.run(job)
    },
    move: (id, state, change = {}) => {
      const job = get(id)
      // Staying where one is counts as no transition elsewhere; here it would be a second page.
      if (job === undefined) throw new Error(`No print job ${id}`)
      if (job.state === state || !mayFollow(PRINT_JOB_TRANSITIONS, job.state, state))
        throw problem('CONFLICT', 'E-PRN-010', { state: job.state })
      const next = { ...job, ...change, state }
      update.run(next)
      return next
    },
    list: (states, before, limit) =>
      database
        .prepare(
          `SELECT * FROM print_job WHERE ${among(states)} AND requested_at < ? ORDER BY requested_at DESC, id DESC LIMIT ?`,
        )
        .all(...states, before ?? Number.MAX_SAFE_INTEGER, limit) as PrintJob[],
    count: (states) =>
      database
        .prepare(`SELECT count(*) FROM print_job WHERE closed_at IS NULL AND ${among(states)}`)
        .pluck()
        .get(...states) as number,
    printerOf: (id) => (printer.get(id) as { id: string; name: string; sentAt: number | null } | undefined) ?? null,
    reprints: (cartonId) => copies.get(cartonId) as number,
  }
}
