import type { Role } from '../domain/inputs.ts'
import type { StationCore } from './core.ts'
import { type Printer, speaksZpl } from './devices/printer-setup.ts'
import { PRINT_REASON } from './devices/transport.ts'
import { drawTemplateLabels, type TemplateLabels } from './documents/template-label.ts'
import { packingSlipPdf } from './packing/slip.ts'
import { isPaperKind, paperLabels, paperPdf } from './papers/paper-files.ts'
import { type DrawnDocument, drawnDocument, drawnLabels } from './printing/prepare-page.ts'
import { problem } from './rpc/problems.ts'
import { sheetLabels, sheetOptions, sheetPdf } from './site/sheets.ts'

/**
 * One of the station's own documents as PDF by its path, as `/files` gives it to somebody of this role. NOT_FOUND for a path
 * that is none; FORBIDDEN when it is not their business.
 */
export async function documentPdf(core: StationCore, path: string, role: Role): Promise<Buffer> {
  const { kind, name, query } = partsOf(path)
  if (kind === 'slips' && name !== undefined) return packingSlipPdf(core, decoded(name), role)
  if (isPaperKind(kind) && name !== undefined) return paperPdf(core, kind, decoded(name), role)
  if (kind === 'sheets' && name !== undefined) return sheetPdf(core, name, sheetOptions(new URLSearchParams(query)))
  throw problem('NOT_FOUND', 'E-FIL-001')
}

/**
 * The labels that a document consists of, for a label printer; null for one that is no labels. Refused like `documentPdf`.
 */
function documentLabels(core: StationCore, path: string, role: Role): TemplateLabels | null {
  const { kind, name, query } = partsOf(path)
  if (name === undefined) return null
  if (isPaperKind(kind)) return paperLabels(core, kind, decoded(name), role)
  const options = sheetOptions(new URLSearchParams(query))
  return kind === 'sheets' && options.paper === 'label' ? sheetLabels(core, name, options) : null
}

/** A document as a printer takes it: labels drawn for its head and in its language, all else as PDF. REFUSED E-PRN-044 for a ZPL printer. */
export async function documentForPrinter(
  core: StationCore,
  path: string,
  role: Role,
  printer: Printer,
): Promise<DrawnDocument> {
  const labels = documentLabels(core, path, role)
  if (labels !== null) return drawnLabels(drawTemplateLabels(labels, printer.dpi), printer, labels.title)
  if (speaksZpl(printer)) throw problem('REFUSED', PRINT_REASON.labelsOnly, { printer: printer.name })
  return drawnDocument(await documentPdf(core, path, role))
}

function partsOf(path: string): { kind: string | undefined; name: string | undefined; query: string } {
  const [, kind, name, query = ''] = /^\/files\/([a-z-]+)\/([^/?]+)\.pdf(?:\?([\w=&-]*))?$/.exec(path) ?? []
  return { kind, name, query }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    throw problem('NOT_FOUND', 'E-FIL-003')
  }
}
