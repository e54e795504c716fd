import { describe, expect, test } from 'vitest'
import { readPrinterSetup, wrongField } from '../../../main/devices/printer-setup.ts'
import { isQueueName, readQueues, readSubmission, readWindowsQueues } from '../../../main/devices/system-queues.ts'
import { startFakePrinter } from '../../support/fake-printer.ts'
import { openPrintFloor, zplPrinter } from '../../support/print-floor.ts'
import { signIn } from '../../support/station.ts'

const settings = (value: unknown) => ({ get: () => value, set: () => undefined })

describe('the printers of a station', () => {
  test('are the dialog alone until somebody sets one up, or when what was saved cannot be read', () => {
    for (const [value, problem] of [
      [undefined, null],
      [{ printers: 7 }, 'E-PRN-040'],
    ] as const) {
      const setup = readPrinterSetup(settings(value))
      expect(setup.printers.map(({ id }) => id)).toEqual(['dialog'])
      expect(setup).toMatchObject({ problem, routes: { label: 'dialog', invoice: 'dialog' } })
    }
  })

  test('are checked field by field before they are kept', () => {
    expect(wrongField(zplPrinter('10.0.0.1'))).toBeNull()
    expect(wrongField(zplPrinter('10.0.0.1:99999'))).toBe('address')
    expect(wrongField(zplPrinter('10.0.0.1', { media: null }))).toBe('media')
    expect(wrongField(zplPrinter('10.0.0.1', { orientation: 'landscape' }))).toBe('orientation')
    expect(wrongField(zplPrinter('-o raw', { kind: 'zpl-queue' }))).toBe('address')
    expect(wrongField(zplPrinter('relative', { kind: 'pdf-folder', media: null }))).toBe('address')
    expect(wrongField(zplPrinter('', { kind: 'dialog', media: null }))).toBeNull()
  })

  test('that documents go to are not removed, and nothing is set up by who may not', async () => {
    const floor = await openPrintFloor({ orders: 1 })
    const printer = await startFakePrinter()
    try {
      const printerId = await floor.sendLabelsTo(zplPrinter(printer.address))
      const remove = () => floor.client.devices.removePrinter({ printerId })
      await expect(remove()).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'E-PRN-038' } })
      const { routes } = await floor.client.devices.view()
      await floor.client.devices.saveRoutes({ ...routes, label: 'dialog' })
      printer.flags = { paused: true }
      const test = await floor.client.devices.printTest({ printerId, what: 'test' })
      await expect(remove()).rejects.toMatchObject({ code: 'CONFLICT', data: { code: 'E-PRN-043' } })
      printer.flags = {}
      await expect.poll(async () => (await floor.client.printing.queues()).length).toBe(0)
      expect((await remove()).printers.map(({ id }) => id)).toEqual(['dialog'])
      expect(test.by).toBe('station')
      const packer = floor.opened.client('packer')
      await signIn(packer, 'BDG-3')
      await expect(packer.devices.savePrinter(zplPrinter(printer.address))).rejects.toMatchObject({ code: 'FORBIDDEN' })
      const refused = floor.client.devices.savePrinter(zplPrinter('/etc/passwd', { kind: 'pdf-folder', media: null }))
      await expect(refused).rejects.toMatchObject({ data: { code: 'E-PRN-033' } })
    } finally {
      await floor.close()
      await printer.close()
    }
  })

  test('take their pages in the order in which they were asked for, each on its own', async () => {
    const floor = await openPrintFloor({ orders: 1 })
    const printers = [await startFakePrinter(), await startFakePrinter(), await startFakePrinter()]
    try {
      const ids: string[] = []
      for (const [index, printer] of printers.entries()) {
        const { printers: all } = await floor.client.devices.savePrinter(
          zplPrinter(printer.address, { name: `P${index}` }),
        )
        ids.push(all.find(({ name }) => name === `P${index}`)?.id ?? '')
      }
      const [slow, dead, quick] = printers
      if (slow !== undefined) slow.fault = { kind: 'slow', pauseMs: 25 }
      if (dead !== undefined) dead.fault = { kind: 'silent' }
      const kinds = Array.from(
        { length: 8 },
        (_, at) => (at % 3 === 0 ? 'calibration' : 'test') as 'calibration' | 'test',
      )
      const all: Promise<unknown>[] = []
      for (const what of kinds)
        for (const printerId of ids) all.push(floor.client.devices.printTest({ printerId, what }))
      await expect.poll(() => quick?.labels.length, { timeout: 5_000 }).toBe(8)
      expect(dead?.labels).toHaveLength(0)
      await expect.poll(() => slow?.labels.length, { timeout: 10_000 }).toBe(8)
      if (dead !== undefined) dead.fault = { kind: 'none' }
      await expect.poll(() => dead?.labels.length, { timeout: 10_000 }).toBe(8)
      await Promise.all(all)
      for (const printer of printers) {
        const [calibration = '', short = ''] = printer.labels
        expect(calibration.length).toBeGreaterThan(short.length)
        expect(printer.labels).toEqual(kinds.map((kind) => (kind === 'calibration' ? calibration : short)))
      }
      // Once given up at one printer, nothing of it is left behind at another.
      expect(await floor.client.printing.queues()).toEqual([])
    } finally {
      await floor.close()
      for (const printer of printers) await printer.close()
    }
  }, 60_000)
})

describe('what a system says of its queues', () => {
  test('is read from lpstat', () => {
    const states = `printer A is idle.  enabled since Sun Nov 22 09:15:03 2026
printer B now printing B-7.  enabled since Sun Nov 22 09:15:03 2026
printer C disabled since Sun Nov 22 09:15:06 2026 -
\tPaused
`
    expect(readQueues('A\nB\nD\n', states, 'system default destination: B\n')).toEqual([
      { systemName: 'A', isDefault: false, state: 'idle' },
      { systemName: 'B', isDefault: true, state: 'printing' },
      { systemName: 'D', isDefault: false, state: 'unknown' },
      { systemName: 'C', isDefault: false, state: 'disabled' },
    ])
    expect(readQueues('', '', 'no system default destination\n')).toEqual([])
  })

  test('is read from PowerShell, one queue or many', () => {
    const one = { Name: 'ZDesigner ZD421', Default: true, PrinterStatus: 3, WorkOffline: false }
    expect(readWindowsQueues(JSON.stringify(one))).toEqual([
      { systemName: 'ZDesigner ZD421', isDefault: true, state: 'idle' },
    ])
    expect(
      readWindowsQueues(JSON.stringify([one, { ...one, Name: 'B', Default: false, WorkOffline: true }])),
    ).toHaveLength(2)
    for (const nothing of ['', 'null', '{}', 'Access denied']) expect(readWindowsQueues(nothing)).toEqual([])
  })

  test('of a page it took, or certainly did not take; all else is unknown', () => {
    const end = { started: true, status: 1, out: '', error: '' }
    expect(readSubmission({ ...end, status: 0, out: 'request id is A-12 (1 file(s))\n' })).toMatchObject({
      outcome: 'sent',
    })
    expect(readSubmission({ ...end, error: 'lp: Error - The printer or class does not exist.\n' })).toMatchObject({
      outcome: 'failed',
      bytesLeft: 'none',
      reason: 'E-PRN-030',
    })
    expect(readSubmission({ ...end, started: false })).toMatchObject({ outcome: 'failed', reason: 'E-PRN-037' })
    for (const unclear of [
      { ...end, status: null, error: 'not responding' },
      { ...end, error: 'lp: Internal error\n' },
      { ...end, status: 0 },
    ])
      expect(readSubmission(unclear)).toMatchObject({ outcome: 'unknown' })
  })

  test('never looks like an option or a path', () => {
    for (const name of ['Zebra_raw', 'Office-pdf', 'ZDesigner ZD421', '라벨1'])
      expect(isQueueName(name), name).toBe(true)
    for (const name of ['', '-o', ' a', 'a/b', 'a\nb', '../x', 'a"b']) expect(isQueueName(name), name).toBe(false)
  })
})

test('more printers than a station keeps are refused, and those it has stay', async () => {
  const floor = await openPrintFloor({ orders: 0 })
  try {
    let refused: unknown = null
    for (let number = 0; number < 105 && refused === null; number += 1)
      await floor.client.devices
        .savePrinter(zplPrinter('127.0.0.1:9', { name: `Zebra ${number}` }))
        .catch((error: unknown) => {
          refused = error
        })
    expect(refused).toMatchObject({ code: 'REFUSED', data: { code: 'E-PRN-039' } })
    const { printers, problem } = await floor.client.devices.view()
    expect([printers.length, problem]).toEqual([100, null])
  } finally {
    await floor.close()
  }
})
