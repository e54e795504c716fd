import type { DevicesView, PrinterRoutes, PrinterView } from '../../../contract/station/devices.ts'
import { DIALOG_ID, type FoundPrinter, type MediaSize, PrinterForm } from '../../../contract/station/devices.ts'
import type { DocumentKind, PrinterKind } from '../../../contract/station/printing.ts'

/** Papers that printers of a warehouse have, by an id of their own; sizes in mm as they are fed. */
export const PAPERS = {
  '100x150': { widthMm: 100, heightMm: 150 },
  '4x6': { widthMm: 101.6, heightMm: 152.4 },
  '62x29': { widthMm: 62, heightMm: 29 },
  a4: { widthMm: 210, heightMm: 297 },
} as const satisfies Record<string, MediaSize>
/** One of `PAPERS`, `any` for a printer that takes pages of any size, `custom` for all other sizes. */
export type Paper = keyof typeof PAPERS | 'any' | 'custom'

const PAPER_IDS = Object.keys(PAPERS) as (keyof typeof PAPERS)[]

/** The name of a printer's paper. */
export function paperOf(media: MediaSize | null): Paper {
  if (media === null) return 'any'
  const same = PAPER_IDS.find((id) => PAPERS[id].widthMm === media.widthMm && PAPERS[id].heightMm === media.heightMm)
  return same ?? 'custom'
}

/** True for a printer that is told its pages in ZPL. */
export function speaksZpl({ kind }: { readonly kind: PrinterKind }): boolean {
  return kind === 'zpl-queue' || kind === 'zpl-network'
}

/** True for a kind of printer that can do without a size of its own. */
export function takesAnySize(kind: PrinterKind): boolean {
  return kind === 'dialog' || kind === 'pdf-folder'
}

/** A form with everything that is usual for a new printer of a kind. */
export function newPrinter(kind: PrinterKind): PrinterForm {
  return {
    id: null,
    name: '',
    kind,
    address: '',
    dpi: 203,
    media: takesAnySize(kind) ? null : PAPERS['100x150'],
    orientation: 'portrait',
    darkness: null,
    speed: null,
    offset: { xMm: 0, yMm: 0 },
  }
}

/** The same printer as another kind: what that kind cannot have becomes what is usual for it. */
export function asKind(form: PrinterForm, kind: PrinterKind): PrinterForm {
  const usual = newPrinter(kind)
  const zpl = speaksZpl({ kind })
  const sameAddress = form.kind !== 'zpl-network' && kind !== 'zpl-network' && kind !== 'pdf-folder'
  return {
    ...form,
    kind,
    address: sameAddress && form.kind !== 'pdf-folder' ? form.address : '',
    media: form.media ?? usual.media,
    orientation: zpl ? 'portrait' : form.orientation,
    darkness: zpl ? form.darkness : null,
    speed: zpl ? form.speed : null,
  }
}

/** The form of a printer that was set up. */
export function formOf(printer: PrinterView): PrinterForm {
  return PrinterForm.parse(printer)
}

const HOST = /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(?::(\d{1,5}))?$/

/** Whether a text names a machine and perhaps a port: `10.0.0.31`, `zd421.local:9100`, `[fe80::1]:9100`. */
export function isNetworkAddress(text: string): boolean {
  const found = HOST.exec(text)
  if (found === null) return false
  // Four numbers that are no address are a slip of the finger, not a name.
  const host = text.replace(/:\d+$/, '')
  if (/^[\d.]+$/.test(host) && !/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(host)) return false
  const port = Number(found[1] ?? 9100)
  return port >= 1 && port <= 65_535
}

/** What is wrong with an address: nothing is there yet, it cannot be one, or null. */
export function addressProblem({ kind, address }: Pick<PrinterForm, 'kind' | 'address'>): 'empty' | 'wrong' | null {
  const text = address.trim()
  if (kind === 'dialog') return null
  if (text === '') return 'empty'
  if (kind === 'zpl-network') return isNetworkAddress(text) ? null : 'wrong'
  if (kind === 'pdf-folder') return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(text) ? null : 'wrong'
  return null
}

/** The form as it may be saved; null while something is missing or cannot be. */
export function readyForm(form: PrinterForm): PrinterForm | null {
  const checked = PrinterForm.safeParse(form)
  if (!checked.success || addressProblem(form) !== null) return null
  return form.media === null && !takesAnySize(form.kind) ? null : checked.data
}

const ZEBRA = /zebra|\bz[dtqe]\d{3}|\bg[kxc]\d{3}|zpl/i
const LABELS = /zebra|\bz[dtqe]\d{3}|\bg[kxc]\d{3}|zpl|label|tsc|godex|bixolon|sato|citizen|ql-\d|sewoo/i

/**
 * How a queue of the machine is set up by one click. Its name is all that is known: a label printer gets 100 × 150 mm, another
 * one A4; ZPL only where the name says so and the station can send it.
 */
export function formOfFound(found: FoundPrinter, silent: DevicesView['silent']): PrinterForm {
  const zpl = silent === 'station' && ZEBRA.test(found.systemName)
  return {
    ...newPrinter(zpl ? 'zpl-queue' : 'system'),
    name: found.systemName.slice(0, 60),
    address: found.systemName,
    dpi: LABELS.test(found.systemName) ? 203 : 300,
    media: LABELS.test(found.systemName) ? PAPERS['100x150'] : PAPERS.a4,
  }
}

/** The gap in mm between the paper's edge and the frame of the calibration page, if nothing is to be moved. */
export const FRAME_MM = 1

/**
 * The offset in mm that brings the print to where it should be. `measured` is the gap between paper and frame, or, where the
 * frame is cut off, what the ruler shows at the paper's edge. Rounded to tenths, within what a printer can be told.
 */
export function offsetAfter(before: number, measured: number, cut: boolean): number {
  const moved = before + (cut ? measured : FRAME_MM - measured)
  return Math.max(-20, Math.min(20, Math.round(moved * 10) / 10 + 0))
}

/** Which documents go to a printer. */
export function documentsOf(routes: PrinterRoutes, printerId: string): DocumentKind[] {
  return (Object.keys(routes) as DocumentKind[]).filter((kind) => routes[kind] === printerId)
}

/** The routes without a printer: what went to it goes to the print dialog. */
export function routesWithout(routes: PrinterRoutes, printerId: string): PrinterRoutes {
  const fallen = Object.fromEntries(documentsOf(routes, printerId).map((kind) => [kind, DIALOG_ID]))
  return { ...routes, ...fallen }
}

/** Whether a printer can take a kind of document: ZPL is spoken for labels alone. */
export function takesDocument(printer: Pick<PrinterView, 'kind'>, kind: DocumentKind): boolean {
  return kind === 'label' || !speaksZpl(printer)
}
