import { useQuery } from '@tanstack/react-query'
import type { DevicesView, PrinterStatus, PrinterView } from '../../contract/station/devices.ts'
import type { PrinterQueue } from '../../contract/station/printing.ts'
import { api } from '../api.ts'

/** How often queues are read while a screen shows them. */
const QUEUES_EVERY_MS = 3_000
/** How often a printer is asked how it is while a screen shows it; an answer may take 3 s. */
const STATUS_EVERY_MS = 10_000

/** The printers of this station and what goes to which, as a query under `['devices']`. */
export function useDevices() {
  return useQuery({ queryKey: ['devices'], queryFn: () => api.devices.view() })
}

/** What waits or is on its way, printer by printer, as a query under `['print', 'queues']`; asked for only while `wanted`. */
export function useQueues(wanted = true) {
  return useQuery({
    queryKey: ['print', 'queues'],
    queryFn: () => api.printing.queues(),
    enabled: wanted,
    refetchInterval: QUEUES_EVERY_MS,
  })
}

/** How a printer is now, as a query under `['devices', 'status', id]`; the dialog is never asked. */
export function usePrinterStatus(printer: Pick<PrinterView, 'id' | 'kind'> | null) {
  return useQuery({
    queryKey: ['devices', 'status', printer?.id ?? ''],
    queryFn: () => api.devices.status({ printerId: printer?.id ?? '' }),
    enabled: printer !== null && printer.kind !== 'dialog',
    refetchInterval: STATUS_EVERY_MS,
  })
}

/** How a printer stands, of everything that is known about it: `reason` is a code `E-PRN-0xx` of what keeps it from printing. */
export type PrinterStanding = {
  readonly state: 'ready' | 'not-ready' | 'unknown' | 'asking'
  readonly reason: string | null
  /** Pages that wait at the station or are on their way. */
  readonly waiting: number
}

/** Codes of the queue that say nothing about the printer itself. */
const MISSING = 'E-PRN-030'
const FOLDER = 'E-PRN-033'

/**
 * How a printer stands. What keeps its queue from moving is newer than its last answer; a queue or folder that is gone outweighs
 * both. `status` undefined: it was not answered yet.
 */
export function standingOf(
  printer: Pick<PrinterView, 'kind' | 'found'>,
  status: PrinterStatus | undefined,
  queue: PrinterQueue | undefined,
): PrinterStanding {
  const waiting = queue?.attempts.length ?? 0
  const stands = (reason: string): PrinterStanding => ({ state: 'not-ready', reason, waiting })
  if (!printer.found) return stands(printer.kind === 'pdf-folder' ? FOLDER : MISSING)
  if (queue !== undefined && queue.held !== null) return stands(queue.held.reason)
  if (printer.kind === 'dialog') return { state: 'ready', reason: null, waiting }
  if (status === undefined) return { state: 'asking', reason: null, waiting }
  return { state: status.state, reason: status.reasons[0] ?? null, waiting }
}

/** The label printer of this station and how it stands; null while it is not known, and where labels go to the print dialog. */
export function useLabelPrinter(): { readonly printer: PrinterView; readonly standing: PrinterStanding } | null {
  const printer = printerFor(useDevices().data, 'label') ?? null
  const queues = useQueues(printer !== null && printer.kind !== 'dialog').data ?? []
  const status = usePrinterStatus(printer)
  if (printer === null || printer.kind === 'dialog') return null
  const queue = queues.find(({ printerId }) => printerId === printer.id)
  return { printer, standing: standingOf(printer, status.data, queue) }
}

/** The printer that takes a kind of document; undefined while it is not known or not set up any more. */
export function printerFor(view: DevicesView | undefined, kind: keyof DevicesView['routes']): PrinterView | undefined {
  return view?.printers.find(({ id }) => id === view.routes[kind])
}
