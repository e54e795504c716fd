import { z } from 'zod'
import { procedure } from '../errors.ts'
import { PrintJobView } from './packing.ts'

/** A page to print: exact size in mm, its drawing as SVG, and the sha256 of the PDF that the journal holds. */
export const PrintPage = z.object({
  printJobId: z.string(),
  widthMm: z.number(),
  heightMm: z.number(),
  svg: z.string(),
  pdfPath: z.string(),
  sha256: z.string(),
})
export type PrintPage = z.infer<typeof PrintPage>

/**
 * How pages reach a printer: the host's print dialog, a queue of the operating system, raw ZPL into such a queue, raw ZPL over
 * TCP, or a PDF file in a folder.
 */
export const PrinterKind = z.enum(['dialog', 'system', 'zpl-queue', 'zpl-network', 'pdf-folder'])
export type PrinterKind = z.infer<typeof PrinterKind>

/** Kinds of documents, each of which may go to a printer of its own. */
export const DocumentKind = z.enum(['label', 'slip', 'sheet', 'invoice'])
export type DocumentKind = z.infer<typeof DocumentKind>

/**
 * One attempt to bring one page to one printer: a row before any I/O. `waiting` left nothing yet; `failed` and `withdrawn` left
 * provably nothing, or a person said so; `unknown` may be on paper. `reason` is a code `E-PRN-0xx`: of one that waits, why it
 * could not leave before.
 */
export const PrintAttemptView = z.object({
  id: z.string(),
  printJobId: z.string().nullable(),
  number: z.number(),
  document: z.enum(['label', 'slip', 'sheet', 'invoice', 'test', 'calibration']),
  printerId: z.string(),
  printerName: z.string(),
  state: z.enum(['waiting', 'sending', 'sent', 'failed', 'unknown', 'withdrawn']),
  bytes: z.number(),
  bytesLeft: z.enum(['none', 'some', 'all']).nullable(),
  reason: z.string().nullable(),
  requestedAt: z.number(),
  sentAt: z.number().nullable(),
  endedAt: z.number().nullable(),
})
export type PrintAttemptView = z.infer<typeof PrintAttemptView>

/**
 * What became of a wish to print. `page`: this page of the program has to do it: for a label call `start`, print `page` (with
 * `systemName` silently on that printer, in the shell; null: by the dialog), call `finish`. `station`: the station does it;
 * `attempt` is how far it is, and `job` the label's job.
 */
export const PrintAnswer = z.discriminatedUnion('by', [
  z.object({ by: z.literal('page'), printerId: z.string(), systemName: z.string().nullable(), page: PrintPage }),
  z.object({ by: z.literal('station'), attempt: PrintAttemptView, job: PrintJobView.nullable() }),
])
export type PrintAnswer = z.infer<typeof PrintAnswer>

/** The same for a document: `page` opens `path` as it does without any set-up, or prints it silently on `systemName`. */
export const DocumentAnswer = z.discriminatedUnion('by', [
  z.object({ by: z.literal('page'), printerId: z.string(), systemName: z.string().nullable(), path: z.string() }),
  z.object({ by: z.literal('station'), attempt: PrintAttemptView }),
])
export type DocumentAnswer = z.infer<typeof DocumentAnswer>

/** The queue of one printer: what waits, first in first out, and why it stands still. */
export const PrinterQueue = z.object({
  printerId: z.string(),
  printerName: z.string(),
  /** Null when the printer was removed. */
  kind: PrinterKind.nullable(),
  attempts: z.array(PrintAttemptView),
  /** Why the first one cannot leave now, and when it is tried again; null when nothing stands in its way. */
  held: z.object({ reason: z.string(), tryAgainAt: z.number() }).nullable(),
})
export type PrinterQueue = z.infer<typeof PrinterQueue>

/** Why a label is printed again. */
export const ReprintReason = z.enum(['not-printed', 'damaged', 'wrong-printer', 'lost', 'other'])
export type ReprintReason = z.infer<typeof ReprintReason>

/**
 * The print journal. `start` moves a job to `sending` and returns its page: call it once, right before the dialog;
 * `finish` says what the host reported. A job that is already `sending` or later is refused by `start` (CONFLICT).
 */
export const printing = {
  queue: procedure
    .input(z.object({ states: z.array(PrintJobView.shape.state).max(8).optional(), before: z.number().optional() }))
    .output(z.object({ jobs: z.array(PrintJobView), unknown: z.number() })),
  preview: procedure.input(z.object({ printJobId: z.string() })).output(PrintPage),
  /**
   * Prints a label on the printer of its kind, or on another one. At most one attempt is under way: a second call answers with
   * it. CONFLICT when it was sent already; REFUSED with a code when the printer or the size does not fit (nothing was sent), or
   * E-PRN-034 when an earlier attempt may be on paper: then it is a reprint. Answers when it left, at the latest after 3 s.
   */
  print: procedure.input(z.object({ printJobId: z.string(), printerId: z.string().optional() })).output(PrintAnswer),
  /**
   * Prints one of the station's own documents (`/files/…`) on the printer of its kind. Content and return labels, and sheets with
   * `paper=label`, are labels: kind `label`, on ZPL printers too; all else is PDF. Refused like `print`.
   */
  printDocument: procedure
    .input(
      z.object({
        kind: DocumentKind,
        path: z
          .string()
          .max(1_000)
          .regex(/^\/files\/([a-z-]+)\/[^/?#]+\.pdf(\?[\w=&-]*)?$/),
        printerId: z.string().optional(),
      }),
    )
    .output(DocumentAnswer),
  /** All attempts of a job, oldest first. */
  attempts: procedure.input(z.object({ printJobId: z.string() })).output(z.array(PrintAttemptView)),
  /** What waits or is on its way, printer by printer. */
  queues: procedure.output(z.array(PrinterQueue)),
  /** Takes back what still waits for its printer; CONFLICT once bytes may have left. */
  withdraw: procedure.input(z.object({ attemptId: z.string() })).output(PrintAttemptView),
  /** Tries what a printer's queue holds at once instead of at its next turn. */
  tryNow: procedure.input(z.object({ printerId: z.string() })).output(z.array(PrinterQueue)),
  start: procedure.input(z.object({ printJobId: z.string(), printerId: z.string().optional() })).output(PrintPage),
  finish: procedure
    .input(z.object({ printJobId: z.string(), outcome: z.enum(['sent', 'failed']) }))
    .output(PrintJobView),
  /** A new job for the same label, copy + 1; above the policy's free number a supervisor's badge and PIN are needed. */
  reprint: procedure
    .input(
      z.object({
        printJobId: z.string(),
        reason: ReprintReason,
        supervisor: z.object({ badge: z.string(), pin: z.string() }).optional(),
      }),
    )
    .output(PrintJobView),
  /** A person looked: the label of an `unknown` or `sent` job is there, or it is not. */
  resolve: procedure.input(z.object({ printJobId: z.string(), found: z.boolean() })).output(PrintJobView),
  void: procedure.input(z.object({ printJobId: z.string() })).output(PrintJobView),
}
