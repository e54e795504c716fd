import type { MediaSize, PrinterStatus } from '../../contract/station/devices.ts'

/** The codes that say why a page did not leave, or what is not known about it. People read them to each other. */
export const PRINT_REASON = {
  /** Nobody answers at the address. */
  noConnection: 'E-PRN-021',
  /** It was asked how it is and said nothing for 2 s: media out or head open. */
  silent: 'E-PRN-022',
  paperOut: 'E-PRN-023',
  headOpen: 'E-PRN-024',
  paused: 'E-PRN-025',
  ribbonOut: 'E-PRN-026',
  fault: 'E-PRN-027',
  /** The connection broke after bytes had left. */
  broken: 'E-PRN-028',
  /** Everything left, and nobody confirmed it. */
  unconfirmed: 'E-PRN-029',
  /** The system does not know the queue. */
  missing: 'E-PRN-030',
  /** The system's queue is stopped. */
  stopped: 'E-PRN-031',
  /** The system's printing refused the page. */
  refused: 'E-PRN-032',
  folder: 'E-PRN-033',
  mayBeOnPaper: 'E-PRN-034',
  size: 'E-PRN-035',
  notSetUp: 'E-PRN-036',
  notHere: 'E-PRN-037',
  routed: 'E-PRN-038',
  form: 'E-PRN-039',
  setupUnreadable: 'E-PRN-040',
  /** The station ended while it was sending. */
  died: 'E-PRN-041',
  /** Its label may not be printed any more: the carton was taken apart, or a newer copy exists. */
  stale: 'E-PRN-042',
  underWay: 'E-PRN-043',
  labelsOnly: 'E-PRN-044',
  takenBack: 'E-PRN-045',
  /** The page could not be drawn. */
  notDrawn: 'E-PRN-046',
  /** The dialog was closed without printing, or the host said that it failed. */
  cancelled: 'E-PRN-047',
} as const
/** One of `PRINT_REASON`. */
export type PrintReason = (typeof PRINT_REASON)[keyof typeof PRINT_REASON]

/** Reasons that go away by themselves or by a hand at the printer: worth another try, when nothing left. */
export const PASSING: ReadonlySet<string> = new Set([
  ...[PRINT_REASON.noConnection, PRINT_REASON.silent, PRINT_REASON.paperOut, PRINT_REASON.headOpen],
  ...[PRINT_REASON.paused, PRINT_REASON.ribbonOut, PRINT_REASON.fault, PRINT_REASON.stopped],
])

/**
 * What became of a page, as far as can be proved. `failed` with `none` left nothing; `unknown` may be on paper. `sent` means
 * that the printer confirmed it, the spooler took it, or the file is whole; only a scan tells that the label is there.
 */
export type Sent =
  | { outcome: 'sent'; bytesLeft: 'all'; reason: null }
  | { outcome: 'failed'; bytesLeft: 'none'; reason: PrintReason }
  | { outcome: 'unknown'; bytesLeft: 'some' | 'all'; reason: PrintReason }

/** A page ready for one printer. `key` is the attempt's id: it names files and spooler jobs, so that a person finds them. */
export type OutgoingPage = { key: string; title: string; bytes: Uint8Array; media: MediaSize; landscape: boolean }

/** One way to a printer. `send` never rejects, and writes nothing more once it has answered. */
export type Transport = {
  send(page: OutgoingPage): Promise<Sent>
  /** Asks the printer how it is; never rejects. */
  status(): Promise<PrinterStatus>
}

/** Provably nothing left, and why. */
export function nothingLeft(reason: PrintReason): Sent {
  return { outcome: 'failed', bytesLeft: 'none', reason }
}
