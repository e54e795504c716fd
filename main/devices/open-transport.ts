import { pdfFolder } from './pdf-folder.ts'
import type { Printer } from './printer-setup.ts'
import type { SystemQueues } from './system-queues.ts'
import type { Transport } from './transport.ts'
import { readAddress, type ZplPatience, zplNetwork } from './zpl-network.ts'

/** The way to a printer; null for one that only a page can reach (the dialog, and system queues where the station cannot send). */
export function openTransport(printer: Printer, queues: SystemQueues, patience?: ZplPatience): Transport | null {
  switch (printer.kind) {
    case 'dialog':
      return null
    case 'system':
      return queues.canSend ? queues.queue(printer.address, false) : null
    case 'zpl-queue':
      return queues.queue(printer.address, true)
    case 'zpl-network': {
      const address = readAddress(printer.address)
      return address === null ? null : zplNetwork(address, patience)
    }
    case 'pdf-folder':
      return pdfFolder(printer.address)
  }
}
