import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** Why a page does not come out of a printer, or what is not known about it, and the one thing to do. */
export type PrintReasonWords = { readonly what: MessageDescriptor; readonly todo: MessageDescriptor }

const look = msg`Look at the printer: if the label is there, scan it; if not, say so.`
const settings = msg`Look under Settings › Printers.`

/** By the codes that people read to each other; the same in every language. */
const WORDS: Readonly<Record<string, PrintReasonWords>> = {
  'E-PRN-021': {
    what: msg`The printer does not answer.`,
    todo: msg`Look whether it is on and connected. Then the label comes by itself.`,
  },
  'E-PRN-022': {
    what: msg`The printer is not ready.`,
    todo: msg`Look at paper and lid. Once they are right, the label comes by itself.`,
  },
  'E-PRN-023': { what: msg`The printer is out of paper.`, todo: msg`Put paper in. Then the label comes by itself.` },
  'E-PRN-024': { what: msg`The printer's lid is open.`, todo: msg`Close it. Then the label comes by itself.` },
  'E-PRN-025': {
    what: msg`The printer is paused.`,
    todo: msg`Press its pause button. Then the label comes by itself.`,
  },
  'E-PRN-026': { what: msg`The printer is out of ribbon.`, todo: msg`Put ribbon in. Then the label comes by itself.` },
  'E-PRN-027': {
    what: msg`The printer reports a fault.`,
    todo: msg`Switch it off and on. Then the label comes by itself.`,
  },
  'E-PRN-028': { what: msg`The connection broke while the label was being sent.`, todo: look },
  'E-PRN-029': { what: msg`The printer did not confirm the label.`, todo: look },
  'E-PRN-030': { what: msg`The system does not know this printer any more.`, todo: settings },
  'E-PRN-031': {
    what: msg`The system has stopped this printer.`,
    todo: msg`Start it there. Then the label comes by itself.`,
  },
  'E-PRN-032': { what: msg`The system's printing gave an error.`, todo: look },
  'E-PRN-033': { what: msg`The folder for the PDF files cannot be written.`, todo: settings },
  'E-PRN-034': {
    what: msg`This label may be on paper already.`,
    todo: msg`Print it again with a reason: as one more copy.`,
  },
  'E-PRN-035': {
    what: msg`The label is not as large as the printer's paper. Nothing was sent.`,
    todo: msg`Put the right paper in, or choose another printer.`,
  },
  'E-PRN-036': { what: msg`This printer is not set up any more.`, todo: settings },
  'E-PRN-037': {
    what: msg`This station cannot print on that printer.`,
    todo: msg`Choose another printer, or the print dialog.`,
  },
  'E-PRN-038': { what: msg`Documents go to this printer.`, todo: msg`Send them to another one first.` },
  'E-PRN-039': {
    what: msg`A printer cannot be set up like this.`,
    todo: msg`Check address, paper size and orientation.`,
  },
  'E-PRN-040': {
    what: msg`The saved printers could not be read.`,
    todo: msg`Set them up again; until then the print dialog opens.`,
  },
  'E-PRN-041': { what: msg`Baro ended while the label was being sent.`, todo: look },
  'E-PRN-042': {
    what: msg`This label is not needed any more.`,
    todo: msg`The carton was taken apart, or a newer copy exists.`,
  },
  'E-PRN-043': { what: msg`A page is on its way to this printer.`, todo: msg`Wait until it is out.` },
  'E-PRN-044': { what: msg`This printer takes labels only.`, todo: msg`Choose another printer.` },
  'E-PRN-045': { what: msg`It was taken back before anything was sent.`, todo: msg`Print it when you need it.` },
  'E-PRN-046': { what: msg`The page could not be drawn. Nothing was sent.`, todo: msg`Tell the lead.` },
  'E-PRN-047': { what: msg`The print dialog was closed without printing.`, todo: msg`Press print again.` },
}

/** The words of a printing code; null for a code that says something else. */
export function printReasonWords(code: string): PrintReasonWords | null {
  return WORDS[code] ?? null
}
