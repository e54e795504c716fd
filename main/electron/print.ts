import { BrowserWindow, type IpcMain, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { z } from 'zod'
import { APP_ORIGIN, isOwnAddress } from './origin.ts'

/** The channel on which a page asks the shell to print. */
export const PRINT_CHANNEL = 'baro:print'

/**
 * What a page may ask to print: one of the station's documents by its path, or (path null) itself; on paper of exactly
 * this size in millimetres; through the dialog, or silently on the printer with this system name.
 */
export const PrintRequest = z.strictObject({
  path: z
    .string()
    .max(1_000)
    .regex(/^\/files\/[\w\-./%?=&]+$/)
    .refine((path) => !path.includes('..'))
    .nullable(),
  widthMillimetres: z.number().min(10).max(1_000),
  heightMillimetres: z.number().min(10).max(2_000),
  copies: z.int().min(1).max(100).default(1),
  printer: z.string().min(1).max(200).nullable().default(null),
})
export type PrintRequest = z.infer<typeof PrintRequest>

/** How printing ended. `sent` means that the spooler has it, not that paper came out; `code` and `reason` name a failure. */
export type PrintOutcome =
  | { outcome: 'sent' }
  | { outcome: 'cancelled' }
  | { outcome: 'failed'; code: 'E-PRN-001' | 'E-PRN-002' | 'E-PRN-003'; reason: string }

const LOAD_TIMEOUT_MS = 20_000
const micronsPerMillimetre = 1_000

/** Answers the print requests of own pages; anything else that speaks on the channel gets `failed`, and nothing prints. */
export function answerPrintRequests(ipc: Pick<IpcMain, 'handle'>): void {
  ipc.handle(PRINT_CHANNEL, (event: IpcMainInvokeEvent, raw: unknown): Promise<PrintOutcome> => {
    const frame = event.senderFrame
    const isOwn = frame !== null && frame.parent === null && isOwnAddress(frame.url)
    if (!isOwn) return Promise.resolve(failed('E-PRN-001', 'Only the station itself may print.'))
    const request = PrintRequest.safeParse(raw)
    if (!request.success) {
      return Promise.resolve(failed('E-PRN-001', `The print request is not valid: ${z.prettifyError(request.error)}`))
    }
    return print(event.sender, request.data)
  })
}

function failed(code: 'E-PRN-001' | 'E-PRN-002' | 'E-PRN-003', reason: string): PrintOutcome {
  return { outcome: 'failed', code, reason }
}

async function print(page: WebContents, request: PrintRequest): Promise<PrintOutcome> {
  if (request.path === null) return printContents(page, request)
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: page.session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      plugins: true,
    },
  })
  try {
    const problem = await load(window, `${APP_ORIGIN}${request.path}`)
    return problem === null ? await printContents(window.webContents, request) : failed('E-PRN-002', problem)
  } finally {
    window.destroy()
  }
}

async function load(window: BrowserWindow, address: string): Promise<string | null> {
  let status = 0
  window.webContents.on('did-navigate', (_event, _url, code) => {
    status = code
  })
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`The document did not load within ${LOAD_TIMEOUT_MS / 1_000} s.`), LOAD_TIMEOUT_MS)
  })
  const loaded = window.loadURL(address).then(
    () => (status >= 400 ? `The document could not be read (status ${status}).` : null),
    (error: unknown) => `The document could not be loaded: ${error instanceof Error ? error.message : String(error)}`,
  )
  const problem = await Promise.race([loaded, timeout])
  clearTimeout(timer)
  return problem
}

function printContents(contents: WebContents, request: PrintRequest): Promise<PrintOutcome> {
  const options = {
    silent: request.printer !== null,
    ...(request.printer === null ? {} : { deviceName: request.printer }),
    copies: request.copies,
    printBackground: true,
    margins: { marginType: 'none' as const },
    // Without a page size Electron falls back to A4. Its unit is the micron.
    pageSize: {
      width: Math.round(request.widthMillimetres * micronsPerMillimetre),
      height: Math.round(request.heightMillimetres * micronsPerMillimetre),
    },
  }
  return new Promise((resolve) => {
    contents.print(options, (success, reason) => {
      if (success) resolve({ outcome: 'sent' })
      else if (/cancel/i.test(reason)) resolve({ outcome: 'cancelled' })
      else resolve(failed('E-PRN-003', reason === '' ? 'The system gave no reason.' : reason))
    })
  })
}
