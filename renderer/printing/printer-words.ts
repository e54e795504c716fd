import type { I18n, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { DIALOG_ID } from '../../contract/station/devices.ts'
import type { DocumentKind, PrintAttemptView, PrinterKind } from '../../contract/station/printing.ts'

/** What a kind of printer is, in words. */
export const PRINTER_KINDS: Readonly<Record<PrinterKind, MessageDescriptor>> = {
  dialog: msg`Print dialog`,
  system: msg`Printer of this computer`,
  'zpl-queue': msg`Label printer of this computer (ZPL)`,
  'zpl-network': msg`Network label printer (ZPL)`,
  'pdf-folder': msg`PDF files in a folder`,
}

/** Kinds of documents, in words. */
export const DOCUMENT_KINDS: Readonly<Record<DocumentKind, MessageDescriptor>> = {
  label: msg`Labels`,
  slip: msg`Packing slips`,
  sheet: msg`Sheets of codes`,
  invoice: msg`Invoices`,
}

/** What a printer is called: its own name, and for the dialog the word for it. */
export function printerName(printer: { readonly id: string; readonly name: string }, i18n: I18n): string {
  return printer.id === DIALOG_ID ? i18n._(PRINTER_KINDS.dialog) : printer.name
}

/** What became of an attempt to print, in words. */
export const ATTEMPT_STATES: Readonly<Record<PrintAttemptView['state'], MessageDescriptor>> = {
  waiting: msg`Waits for the printer`,
  sending: msg`On its way`,
  sent: msg`Sent`,
  failed: msg({ message: 'Not printed', context: 'print attempt' }),
  unknown: msg`Unclear: look for it`,
  withdrawn: msg({ message: 'Taken back', context: 'print attempt' }),
}
