import { join } from 'node:path'
import { DIALOG_ID, type PrinterStatus } from '../../contract/station/devices.ts'
import type { DocumentKind } from '../../contract/station/printing.ts'
import { present } from '../../domain/assert.ts'
import type { StationCore } from '../core.ts'
import { problem } from '../rpc/problems.ts'
import { openTransport } from './open-transport.ts'
import { folderStatus } from './pdf-folder.ts'
import { fitsMedium, type Printer, type PrinterSetup, readPrinterSetup, savePrinterSetup } from './printer-setup.ts'
import { openSystemQueues, type SystemQueues } from './system-queues.ts'
import { PRINT_REASON, type Transport } from './transport.ts'
import type { ZplPatience } from './zpl-network.ts'

/** Who brings a page to a printer: the station over a transport, or a page of the program, silently or by the dialog. */
export type Way = { by: 'station'; transport: Transport } | { by: 'page'; systemName: string | null }

/** The printers of this station, as printing needs them. */
export type PrinterBook = {
  setup(): PrinterSetup
  save(setup: Pick<PrinterSetup, 'printers' | 'routes'>): void
  find(id: string): Printer | undefined
  /** The printer with this id, or the one of the kind of document; REFUSED E-PRN-036 when it is not set up (any more). */
  choose(id: string | undefined, kind: DocumentKind): Printer
  /** The printer whose resolution and offset a picture of such a document has; the dialog's when it is not set up any more. */
  forPreview(kind: DocumentKind): Printer
  /** REFUSED E-PRN-037 when this host has no way to it. */
  way(printer: Printer): Way
  /** REFUSED E-PRN-035 when a page of this size in mm does not fit the printer's medium. */
  requireFit(printer: Printer, page: { widthMm: number; heightMm: number }): void
  status(printer: Printer): Promise<PrinterStatus>
  readonly queues: SystemQueues
  readonly silent: 'station' | 'page' | 'none'
}

/** What tests put in the place of this machine. */
export type DeviceParts = { host: 'node' | 'electron'; queues?: SystemQueues; patience?: ZplPatience }

/** Opens the printers of a station's settings. */
export function openPrinterBook(
  core: Pick<StationCore, 'platform' | 'dataDirectory'>,
  parts: DeviceParts,
): PrinterBook {
  const { settings } = core.platform
  const queues = parts.queues ?? openSystemQueues(join(core.dataDirectory, 'spool'))
  const setup = () => readPrinterSetup(settings)
  const find = (id: string) => setup().printers.find((printer) => printer.id === id)
  const silent = queues.canSend ? 'station' : parts.host === 'electron' ? 'page' : 'none'
  return {
    setup,
    save: (changed) => savePrinterSetup(settings, changed),
    find,
    queues,
    silent,
    choose: (id, kind) => {
      const { printers, routes } = setup()
      const wanted = id ?? routes[kind]
      const printer = printers.find((one) => one.id === wanted)
      if (printer === undefined) throw problem('REFUSED', PRINT_REASON.notSetUp, { printer: wanted ?? '' })
      return printer
    },
    forPreview: (kind) => {
      const { printers, routes } = setup()
      const dialog = printers.find(({ id }) => id === DIALOG_ID)
      return present(
        printers.find(({ id }) => id === routes[kind]) ?? dialog,
        'the dialog is always among the printers',
      )
    },
    way: (printer) => {
      if (printer.kind === 'dialog') return { by: 'page', systemName: null }
      if (printer.kind === 'system' && silent === 'page') return { by: 'page', systemName: printer.address }
      const cannot = (printer.kind === 'system' || printer.kind === 'zpl-queue') && !queues.canSend
      const transport = cannot ? null : openTransport(printer, queues, parts.patience)
      if (transport === null) throw problem('REFUSED', PRINT_REASON.notHere, { printer: printer.name })
      return { by: 'station', transport }
    },
    requireFit: (printer, page) => {
      if (fitsMedium(printer, page)) return
      const media = printer.media ?? page
      throw problem('REFUSED', PRINT_REASON.size, {
        printer: printer.name,
        width: page.widthMm,
        height: page.heightMm,
        mediaWidth: media.widthMm,
        mediaHeight: media.heightMm,
      })
    },
    status: async (printer) => {
      if (printer.kind === 'pdf-folder') return folderStatus(printer.address)
      const transport = printer.kind === 'dialog' ? null : openTransport(printer, queues, parts.patience)
      if (transport === null)
        return printer.kind === 'system'
          ? queues.queue(printer.address, false).status()
          : { state: 'unknown', reasons: [], waiting: null }
      return transport.status()
    },
  }
}

/** The size of a printer's paper as pages see it: turned when the page is. */
export function pageSizeOf(printer: Printer): { widthMm: number; heightMm: number } {
  const media = printer.media ?? { widthMm: 100, heightMm: 150 }
  return printer.orientation === 'landscape' ? { widthMm: media.heightMm, heightMm: media.widthMm } : media
}
