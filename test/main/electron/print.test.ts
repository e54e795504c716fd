import type { IpcMain } from 'electron'
import { beforeEach, describe, expect, it } from 'vitest'
import { answerPrintRequests, PRINT_CHANNEL, type PrintOutcome } from '../../../main/electron/print.ts'
import { BrowserWindow, fake, ipcMain, resetElectron } from '../../support/electron.ts'

const label = { path: '/files/labels/1.pdf', widthMillimetres: 100, heightMillimetres: 150 }

describe('printing from the shell', () => {
  let page: InstanceType<typeof BrowserWindow>
  let status: number

  beforeEach(() => {
    resetElectron()
    status = 200
    answerPrintRequests(ipcMain as unknown as IpcMain)
    page = new BrowserWindow({ webPreferences: { partition: 'persist:window-1' } })
    page.webContents.session.protocol.handle('app', async () => new Response(null, { status }))
  })

  const ask = (job: unknown, frame: unknown = { url: 'app://baro/packing', parent: null }): Promise<PrintOutcome> => {
    const handler = fake.handlers.get(PRINT_CHANNEL) as unknown as (...args: unknown[]) => Promise<PrintOutcome>
    return handler({ senderFrame: frame, sender: page.webContents }, job)
  }
  const printed = () => fake.windows.flatMap((window) => window.webContents.printed)

  it('prints a document on paper of exactly the size asked for, in microns, through the dialog', async () => {
    expect(await ask(label)).toEqual({ outcome: 'sent' })
    expect(fake.windows[1]?.loaded).toEqual(['app://baro/files/labels/1.pdf'])
    expect(printed()).toEqual([
      expect.objectContaining({ silent: false, copies: 1, pageSize: { width: 100_000, height: 150_000 } }),
    ])
    expect(printed()[0]).not.toHaveProperty('deviceName')
    expect(fake.windows[1]?.destroyed).toBe(true)
  })

  it('prints silently only on a printer that was named', async () => {
    await ask({ ...label, widthMillimetres: 101.6, heightMillimetres: 152.4, copies: 2, printer: 'Zebra 1' })
    expect(printed()).toEqual([
      expect.objectContaining({
        silent: true,
        deviceName: 'Zebra 1',
        copies: 2,
        pageSize: { width: 101_600, height: 152_400 },
      }),
    ])
  })

  it('prints the page itself when no document is named', async () => {
    expect(await ask({ ...label, path: null })).toEqual({ outcome: 'sent' })
    expect(page.webContents.printed).toHaveLength(1)
    expect(fake.windows).toHaveLength(1)
  })

  it('reports a cancelled dialog and a failed job apart, the failure with its reason', async () => {
    fake.printAnswer = { success: false, reason: 'Print job canceled' }
    expect(await ask(label)).toEqual({ outcome: 'cancelled' })
    fake.printAnswer = { success: false, reason: 'Invalid printer settings' }
    expect(await ask(label)).toEqual({ outcome: 'failed', code: 'E-PRN-003', reason: 'Invalid printer settings' })
    fake.printAnswer = { success: false, reason: '' }
    expect(await ask(label)).toMatchObject({ outcome: 'failed', code: 'E-PRN-003' })
  })

  it('prints nothing when the document cannot be read', async () => {
    status = 404
    expect(await ask(label)).toMatchObject({ outcome: 'failed', code: 'E-PRN-002' })
    expect(printed()).toEqual([])
    expect(fake.windows[1]?.destroyed).toBe(true)
  })

  it('prints nothing for a request that is not valid', async () => {
    const bad = [
      null,
      'label',
      { ...label, path: 'https://evil.example/' },
      { ...label, path: '/files/../secret' },
      { ...label, path: '/rpc/orders' },
      { ...label, widthMillimetres: 0 },
      { ...label, heightMillimetres: Number.POSITIVE_INFINITY },
      { ...label, copies: 1_000 },
      { ...label, shell: 'rm' },
      { path: label.path },
    ]
    for (const job of bad) {
      expect(await ask(job), JSON.stringify(job)).toMatchObject({ outcome: 'failed', code: 'E-PRN-001' })
    }
    expect(printed()).toEqual([])
  })

  it('prints nothing for a frame that is not its own page', async () => {
    const own = { url: 'app://baro/', parent: null }
    for (const frame of [null, { url: 'https://evil.example/', parent: null }, { url: 'app://baro/', parent: own }]) {
      expect(await ask(label, frame)).toMatchObject({ outcome: 'failed', code: 'E-PRN-001' })
    }
    expect(printed()).toEqual([])
  })
})
