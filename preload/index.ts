import { contextBridge, ipcRenderer } from 'electron'

/** One document of the station (or, with path null, the page itself) on paper of exactly this size. */
export type PrintJob = {
  path: string | null
  widthMillimetres: number
  heightMillimetres: number
  copies?: number
  printer?: string | null
}

const print = (job: PrintJob): Promise<unknown> =>
  ipcRenderer.invoke('baro:print', {
    path: job.path,
    widthMillimetres: job.widthMillimetres,
    heightMillimetres: job.heightMillimetres,
    copies: job.copies ?? 1,
    printer: job.printer ?? null,
  })

/** All that a page learns of the shell: that it is there, and a way to print. */
contextBridge.exposeInMainWorld('baro', { host: 'electron', print })
