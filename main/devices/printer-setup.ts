import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { DIALOG_ID, PrinterForm, type PrinterRoutes } from '../../contract/station/devices.ts'
import { DocumentKind } from '../../contract/station/printing.ts'
import type { StationSettings } from '../platform.ts'
import { isQueueName } from './system-queues.ts'
import { PRINT_REASON } from './transport.ts'
import { readAddress } from './zpl-network.ts'

/** A printer of this station, as its settings keep it. */
export const Printer = PrinterForm.extend({ id: z.string().min(1).max(60) })
export type Printer = z.infer<typeof Printer>

/** What a station knows about its printers. `problem` is a code when what was saved could not be read. */
export type PrinterSetup = { printers: Printer[]; routes: PrinterRoutes; problem: string | null }

/** So many printers a station keeps, the dialog among them. */
export const MOST_PRINTERS = 100

const SETTING = 'printing'
const Saved = z.object({
  printers: z.array(Printer).max(MOST_PRINTERS),
  routes: z.record(DocumentKind, z.string().min(1)),
})

/** The dialog, until somebody sets it up otherwise: it takes a page of any size. */
const DIALOG: Printer = {
  id: DIALOG_ID,
  name: 'dialog',
  kind: 'dialog',
  address: '',
  dpi: 203,
  media: null,
  orientation: 'portrait',
  darkness: null,
  speed: null,
  offset: { xMm: 0, yMm: 0 },
}

const BY_DIALOG: PrinterRoutes = { label: DIALOG_ID, slip: DIALOG_ID, sheet: DIALOG_ID, invoice: DIALOG_ID }

/** Reads the set-up out of the station's settings; without any, everything goes to the dialog. */
export function readPrinterSetup(settings: StationSettings): PrinterSetup {
  const raw = settings.get(SETTING)
  if (raw === undefined || raw === null) return { printers: [DIALOG], routes: BY_DIALOG, problem: null }
  const checked = Saved.safeParse(raw)
  if (!checked.success) return { printers: [DIALOG], routes: BY_DIALOG, problem: PRINT_REASON.setupUnreadable }
  const { printers, routes } = checked.data
  const withDialog = printers.some(({ id }) => id === DIALOG_ID) ? printers : [DIALOG, ...printers]
  return { printers: withDialog, routes: { ...BY_DIALOG, ...routes }, problem: null }
}

/** Keeps the set-up. */
export function savePrinterSetup(settings: StationSettings, setup: Pick<PrinterSetup, 'printers' | 'routes'>): void {
  settings.set(SETTING, { printers: setup.printers, routes: setup.routes })
}

/** The field of a printer's form that cannot be, by itself; null when all can. */
export function wrongField(form: PrinterForm): 'address' | 'media' | 'orientation' | null {
  const isZpl = form.kind === 'zpl-queue' || form.kind === 'zpl-network'
  if (isZpl && form.orientation === 'landscape') return 'orientation'
  if (form.media === null && form.kind !== 'dialog' && form.kind !== 'pdf-folder') return 'media'
  switch (form.kind) {
    case 'dialog':
      return form.address === '' ? null : 'address'
    case 'system':
    case 'zpl-queue':
      return isQueueName(form.address) ? null : 'address'
    case 'zpl-network':
      return readAddress(form.address) === null ? 'address' : null
    case 'pdf-folder':
      return isAbsolute(form.address) && !form.address.includes('\0') ? null : 'address'
  }
}

/** True when a page of this size, in mm, is as large as the printer's medium, to half a millimetre. */
export function fitsMedium(printer: Printer, page: { widthMm: number; heightMm: number }): boolean {
  if (printer.media === null) return true
  const { widthMm, heightMm } = printer.media
  const [width, height] = printer.orientation === 'landscape' ? [heightMm, widthMm] : [widthMm, heightMm]
  return Math.abs(width - page.widthMm) <= 0.5 && Math.abs(height - page.heightMm) <= 0.5
}

/** True for a printer that speaks ZPL instead of taking PDF. */
export function speaksZpl(printer: Printer): boolean {
  return printer.kind === 'zpl-queue' || printer.kind === 'zpl-network'
}
