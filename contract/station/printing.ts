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
  start: procedure.input(z.object({ printJobId: z.string() })).output(PrintPage),
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
