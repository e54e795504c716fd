import { access, constants, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PrinterStatus } from '../../contract/station/devices.ts'
import { nothingLeft, PRINT_REASON, type Transport } from './transport.ts'

/** PDF files in a folder, each whole or not there: written beside, then renamed; its name carries the attempt's id. */
export function pdfFolder(folder: string): Transport {
  return {
    send: async (page) => {
      const name = `${page.title.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 60)}-${page.key}`
      const beside = join(folder, `.${name}.part`)
      try {
        const file = await open(beside, 'w', 0o600)
        try {
          await file.writeFile(page.bytes)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(beside, join(folder, `${name}.pdf`))
        return { outcome: 'sent', bytesLeft: 'all', reason: null }
      } catch {
        await rm(beside, { force: true }).catch(() => undefined)
        return nothingLeft(PRINT_REASON.folder)
      }
    },
    status: () => folderStatus(folder),
  }
}

/** Whether files can be written to a folder. */
export async function folderStatus(folder: string): Promise<PrinterStatus> {
  try {
    await access(folder, constants.W_OK | constants.X_OK)
    return { state: 'ready', reasons: [], waiting: null }
  } catch {
    return { state: 'not-ready', reasons: [PRINT_REASON.folder], waiting: null }
  }
}
