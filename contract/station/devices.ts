import { z } from 'zod'
import { procedure } from '../errors.ts'
import { DocumentKind, PrintAnswer, PrintAttemptView, PrinterKind } from './printing.ts'

/** Size of a medium in millimetres, as it is fed. */
export const MediaSize = z.object({ widthMm: z.number().min(10).max(1_000), heightMm: z.number().min(10).max(2_000) })
export type MediaSize = z.infer<typeof MediaSize>

/** The id of the print dialog that every station has without any set-up. */
export const DIALOG_ID = 'dialog'

/**
 * A printer as Settings edit it; a null id adds one.
 * `address` by kind: `system` and `zpl-queue` the system's name of the queue; `zpl-network` `host` or `host:port` (9100 without
 * one); `pdf-folder` the absolute path of a folder; `dialog` empty.
 * `media` null takes a page of any size: only for `dialog` and `pdf-folder`. `landscape` turns the page by a quarter on its
 * way to the paper: not for the ZPL kinds. `darkness` 0–30 and `speed` 1–14 inches a second are ZPL's; null leaves the printer's own.
 */
export const PrinterForm = z.object({
  id: z.string().nullable(),
  name: z.string().trim().min(1).max(60),
  kind: PrinterKind,
  address: z.string().trim().max(500),
  dpi: z.union([z.literal(203), z.literal(300), z.literal(600)]),
  media: MediaSize.nullable(),
  orientation: z.enum(['portrait', 'landscape']),
  darkness: z.int().min(0).max(30).nullable(),
  speed: z.int().min(1).max(14).nullable(),
  /** How far the print is moved right and down, so that it lies where it should. */
  offset: z.object({ xMm: z.number().min(-20).max(20), yMm: z.number().min(-20).max(20) }),
})
export type PrinterForm = z.infer<typeof PrinterForm>

/** A printer that was set up. `dialog` is always there and cannot be removed. */
export const PrinterView = PrinterForm.extend({
  id: z.string(),
  /** False when the system does not know its queue any more, or its folder is gone: nothing else prints in its place. */
  found: z.boolean(),
  builtIn: z.boolean(),
})
export type PrinterView = z.infer<typeof PrinterView>

/** A queue that the operating system knows. */
export const FoundPrinter = z.object({
  systemName: z.string(),
  isDefault: z.boolean(),
  state: z.enum(['idle', 'printing', 'disabled', 'unknown']),
  /** The id under which it is set up already, or null. */
  printerId: z.string().nullable(),
})
export type FoundPrinter = z.infer<typeof FoundPrinter>

/** Which printer takes which kind of document; by default the dialog. */
export const PrinterRoutes = z.record(DocumentKind, z.string())
export type PrinterRoutes = z.infer<typeof PrinterRoutes>

/** All that Settings › Printers show. */
export const DevicesView = z.object({
  printers: z.array(PrinterView),
  routes: PrinterRoutes,
  /** Whether this host can print without a dialog on the system's printers, and how. */
  silent: z.enum(['station', 'page', 'none']),
  /** Set when the saved set-up could not be read: a code; the printers must be set up again. */
  problem: z.string().nullable(),
})
export type DevicesView = z.infer<typeof DevicesView>

/** How a printer is now, as far as it tells. `reasons` are codes `E-PRN-0xx`. */
export const PrinterStatus = z.object({
  state: z.enum(['ready', 'not-ready', 'unknown']),
  reasons: z.array(z.string()),
  /** Formats that wait in the printer's own buffer (ZPL), or null. */
  waiting: z.number().nullable(),
})
export type PrinterStatus = z.infer<typeof PrinterStatus>

/** The station's printers: found, set up, routed, tried. Changes need a manager. */
export const devices = {
  view: procedure.output(DevicesView),
  /** Asks the operating system, now; an empty list when it has no printing. */
  discover: procedure.output(z.array(FoundPrinter)),
  /** REFUSED with a code when the address, the medium or the orientation cannot be. */
  savePrinter: procedure.input(PrinterForm).output(DevicesView),
  /** REFUSED while a kind of document goes to it (E-PRN-038), CONFLICT while a page is on its way to it. */
  removePrinter: procedure.input(z.object({ printerId: z.string() })).output(DevicesView),
  saveRoutes: procedure.input(PrinterRoutes).output(DevicesView),
  /** Asks the printer itself; takes up to 3 s. */
  status: procedure.input(z.object({ printerId: z.string() })).output(PrinterStatus),
  /**
   * Prints the calibration page (rulers, corner codes) or a short test on a printer, as large as its medium. By the dialog the
   * page is simply printed: nothing is journaled, so neither `start` nor `finish` is called.
   */
  printTest: procedure
    .input(z.object({ printerId: z.string(), what: z.enum(['test', 'calibration']) }))
    .output(PrintAnswer),
  /** What left for a printer most recently, tests and documents included, newest first. */
  attempts: procedure.input(z.object({ printerId: z.string() })).output(z.array(PrintAttemptView)),
}
