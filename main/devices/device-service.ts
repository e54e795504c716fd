import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import {
  type DevicesView,
  DIALOG_ID,
  type FoundPrinter,
  type PrinterForm,
  type PrinterRoutes,
  type PrinterStatus,
} from '../../contract/station/devices.ts'
import { uuidV7 } from '../../domain/uuid.ts'
import type { StationCore } from '../core.ts'
import { problem } from '../rpc/problems.ts'
import type { PrinterBook } from './printer-book.ts'
import { MOST_PRINTERS, type Printer, wrongField } from './printer-setup.ts'
import { PRINT_REASON } from './transport.ts'

/** Setting up the printers of this station. */
export type DeviceService = {
  view(): Promise<DevicesView>
  discover(): Promise<FoundPrinter[]>
  save(form: PrinterForm): Promise<DevicesView>
  remove(printerId: string, busy: boolean): Promise<DevicesView>
  saveRoutes(routes: PrinterRoutes): Promise<DevicesView>
  status(printerId: string): Promise<PrinterStatus>
  /** REFUSED E-PRN-036 for a printer that is not set up. */
  printer(printerId: string): Printer
}

/** Builds the service over the station's printers. */
export function openDeviceService(core: StationCore, book: PrinterBook): DeviceService {
  const { platform } = core
  const printer = (printerId: string): Printer => book.choose(printerId, 'label')

  const view: DeviceService['view'] = async () => {
    const { printers, routes, problem: unreadable } = book.setup()
    const needsQueues = printers.some(({ kind }) => kind === 'system' || kind === 'zpl-queue')
    const names = new Set(needsQueues ? (await book.queues.list()).map(({ systemName }) => systemName) : [])
    const found = async (one: Printer): Promise<boolean> => {
      if (one.kind === 'system' || one.kind === 'zpl-queue') return names.has(one.address)
      return one.kind !== 'pdf-folder' || isWritable(one.address)
    }
    return {
      printers: await Promise.all(
        printers.map(async (one) => ({ ...one, found: await found(one), builtIn: one.id === DIALOG_ID })),
      ),
      routes,
      silent: book.silent,
      problem: unreadable,
    }
  }

  return {
    view,
    printer,
    discover: async () => {
      const { printers } = book.setup()
      return (await book.queues.list()).map((queue) => ({
        ...queue,
        printerId:
          printers.find(
            ({ kind, address }) => (kind === 'system' || kind === 'zpl-queue') && address === queue.systemName,
          )?.id ?? null,
      }))
    },
    save: async (form) => {
      const field = form.id === DIALOG_ID && form.kind !== 'dialog' ? 'kind' : wrongField(form)
      if (field !== null) throw problem('REFUSED', PRINT_REASON.form, { field })
      if (form.kind === 'pdf-folder' && !(await isWritable(form.address)))
        throw problem('REFUSED', PRINT_REASON.folder, { printer: form.name })
      const { printers, routes } = book.setup()
      const known = form.id !== null && printers.some(({ id }) => id === form.id)
      if (form.id !== null && !known) throw problem('REFUSED', PRINT_REASON.notSetUp, { printer: form.id })
      // One more could not be read back, and none of the others with it.
      if (!known && printers.length >= MOST_PRINTERS) throw problem('REFUSED', PRINT_REASON.form, { field: 'name' })
      const saved: Printer = { ...form, id: form.id ?? uuidV7(platform.now(), platform.randomBytes(16)) }
      const changed = known ? printers.map((one) => (one.id === saved.id ? saved : one)) : [...printers, saved]
      book.save({ printers: changed, routes })
      return view()
    },
    remove: (printerId, busy) => {
      const { printers, routes } = book.setup()
      const name = printer(printerId).name
      if (printerId === DIALOG_ID || Object.values(routes).includes(printerId))
        throw problem('REFUSED', PRINT_REASON.routed, { printer: name })
      if (busy) throw problem('CONFLICT', PRINT_REASON.underWay, { printer: name })
      book.save({ printers: printers.filter(({ id }) => id !== printerId), routes })
      return view()
    },
    saveRoutes: (routes) => {
      for (const printerId of Object.values(routes)) printer(printerId)
      book.save({ printers: book.setup().printers, routes })
      return view()
    },
    status: (printerId) => book.status(printer(printerId)),
  }
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}
