import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SystemQueues } from '../../../main/devices/system-queues.ts'
import { type FakePrinter, startFakePrinter } from '../../support/fake-printer.ts'
import { openPrintFloor, type PrintFloor, QUICK, zplPrinter } from '../../support/print-floor.ts'
import { command, scanOf, signIn } from '../../support/station.ts'

let floor: PrintFloor
let printer: FakePrinter
beforeEach(async () => {
  printer = await startFakePrinter()
  floor = await openPrintFloor()
})
afterEach(async () => {
  await floor.close()
  await printer.close()
})

const attempts = (printJobId: string) => floor.client.printing.attempts({ printJobId })
const states = async (printJobId: string) => (await attempts(printJobId)).map(({ state }) => state)
const jobState = (id: string) =>
  floor.opened.station.core.journal.database.prepare('SELECT state FROM print_job WHERE id = ?').pluck().get(id)

describe('a label', () => {
  test('goes to the dialog as long as nothing is set up', async () => {
    const printJobId = await floor.closeCarton()
    const answer = await floor.client.printing.print({ printJobId })
    expect(answer).toMatchObject({ by: 'page', printerId: 'dialog', systemName: null, page: { printJobId } })
    expect(jobState(printJobId)).toBe('requested')
    await floor.client.printing.start({ printJobId, printerId: 'dialog' })
    await floor.client.printing.finish({ printJobId, outcome: 'failed' })
    expect(await attempts(printJobId)).toMatchObject([{ state: 'failed', bytesLeft: 'none', reason: 'E-PRN-047' }])
    await floor.client.printing.start({ printJobId })
    await floor.client.printing.finish({ printJobId, outcome: 'sent' })
    expect(await states(printJobId)).toEqual(['failed', 'sent'])
  })

  test('goes to the printer that labels go to, once, and its scan closes the job', async () => {
    await floor.sendLabelsTo(zplPrinter(printer.address))
    const printJobId = await floor.closeCarton()
    const answer = await floor.client.printing.print({ printJobId })
    expect(answer).toMatchObject({
      by: 'station',
      attempt: { state: 'sent', bytesLeft: 'all' },
      job: { state: 'sent' },
    })
    expect(printer.labels).toHaveLength(1)
    expect((await floor.client.packing.bench()).bench.step).toBe('label')
    expect(await floor.scanLabel()).toBe('orderPacked')
    expect(jobState(printJobId)).toBe('verified')
  })

  test('comes out once, however often and from however many windows it is asked for', async () => {
    await floor.sendLabelsTo(zplPrinter(printer.address))
    printer.fault = { kind: 'slow', pauseMs: 30 }
    const printJobId = await floor.closeCarton()
    const other = floor.opened.client('another-window')
    await signIn(other, 'BDG-3')
    const presses = Array.from({ length: 20 }, (_, press) =>
      (press % 2 === 0 ? floor.client : other).printing.print({ printJobId }),
    )
    const starts = Array.from({ length: 5 }, () => other.printing.start({ printJobId }))
    const [answers, pages] = await Promise.all([Promise.allSettled(presses), Promise.allSettled(starts)])
    for (const page of pages) if (page.status === 'rejected') expect(page.reason.code).toBe('CONFLICT')
    const started = pages.filter(({ status }) => status === 'fulfilled').length
    await expect(floor.client.printing.print({ printJobId })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(printer.labels.length + started).toBe(1)
    expect((await attempts(printJobId)).filter(({ state }) => state !== 'withdrawn')).toHaveLength(1)
    if (started === 0)
      for (const answer of answers)
        expect(answer).toMatchObject({ status: 'fulfilled', value: { attempt: { state: 'sent' } } })
  })

  test('that may be on paper is not sent again: it is a reprint with a reason', async () => {
    await floor.sendLabelsTo(zplPrinter(printer.address))
    printer.fault = { kind: 'reset' }
    const printJobId = await floor.closeCarton()
    const answer = await floor.client.printing.print({ printJobId })
    expect(answer).toMatchObject({ attempt: { state: 'unknown', reason: 'E-PRN-029' }, job: { state: 'unknown' } })
    printer.fault = { kind: 'none' }
    await expect(floor.client.printing.print({ printJobId })).rejects.toMatchObject({ code: 'CONFLICT' })
    await floor.client.printing.resolve({ printJobId, found: false })
    for (const call of [
      floor.client.printing.print({ printJobId }),
      floor.client.printing.print({ printJobId, printerId: 'dialog' }),
      floor.client.printing.start({ printJobId }),
    ])
      await expect(call).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'E-PRN-034' } })
    const copy = await floor.client.printing.reprint({ printJobId, reason: 'not-printed' })
    expect(await floor.client.printing.print({ printJobId: copy.id })).toMatchObject({ attempt: { state: 'sent' } })
    expect(printer.labels).toHaveLength(2)
  })

  test('waits for paper and then comes by itself', async () => {
    await floor.sendLabelsTo(zplPrinter(printer.address))
    printer.flags = { paperOut: true }
    const printJobId = await floor.closeCarton()
    const answer = await floor.client.printing.print({ printJobId })
    expect(answer).toMatchObject({
      by: 'station',
      attempt: { state: 'waiting', reason: 'E-PRN-023' },
      job: { state: 'failed' },
    })
    const [queue] = await floor.client.printing.queues()
    expect(queue).toMatchObject({ printerName: 'Zebra 1', attempts: [{ state: 'waiting', printJobId }] })
    printer.flags = {}
    await expect.poll(() => jobState(printJobId), { timeout: 3_000 }).toBe('sent')
    expect(printer.labels).toHaveLength(1)
    expect((await states(printJobId)).at(-1)).toBe('sent')
    expect(new Set((await states(printJobId)).slice(0, -1))).toEqual(new Set(['failed']))
  })

  test('that waits at a dead printer goes to another one, and not to the dead one later', async () => {
    const second = await startFakePrinter()
    try {
      await floor.sendLabelsTo(zplPrinter(printer.address))
      const { printers } = await floor.client.devices.savePrinter(zplPrinter(second.address, { name: 'Zebra 2' }))
      const printerId = printers.find(({ name }) => name === 'Zebra 2')?.id ?? ''
      await printer.unplug()
      const printJobId = await floor.closeCarton()
      expect(await floor.client.printing.print({ printJobId })).toMatchObject({ attempt: { state: 'waiting' } })
      expect(await floor.client.printing.print({ printJobId, printerId })).toMatchObject({ attempt: { state: 'sent' } })
      await printer.listen()
      await new Promise((done) => setTimeout(done, 200))
      expect([printer.labels.length, second.labels.length]).toEqual([0, 1])
    } finally {
      await second.close()
    }
  })

  test('that waits is taken back by a person, by the dialog, and by taking the carton apart', async () => {
    await floor.sendLabelsTo(zplPrinter(printer.address))
    printer.flags = { paused: true }
    const printJobId = await floor.closeCarton()
    const first = await floor.client.printing.print({ printJobId })
    const attemptId = first.by === 'station' ? first.attempt.id : ''
    await floor.client.printing.withdraw({ attemptId }).catch(() => undefined)
    const open = (await attempts(printJobId)).find(({ state }) => state === 'waiting')
    if (open !== undefined) await floor.client.printing.withdraw({ attemptId: open.id })
    expect(await states(printJobId)).toContain('withdrawn')
    await floor.client.printing.print({ printJobId })
    await floor.client.printing.start({ printJobId, printerId: 'dialog' })
    await floor.client.printing.finish({ printJobId, outcome: 'failed' })
    await floor.client.printing.print({ printJobId })
    await floor.client.packing.scan(scanOf(command('undoCarton')))
    printer.flags = {}
    await expect.poll(() => floor.client.printing.queues(), { timeout: 3_000 }).toEqual([])
    expect(printer.labels).toHaveLength(0)
    expect(jobState(printJobId)).toBe('voided')
  })

  test('waits through a restart and comes then; what was being sent is unknown and does not', async () => {
    await floor.sendLabelsTo(zplPrinter(printer.address))
    printer.flags = { headOpen: true }
    const printJobId = await floor.closeCarton()
    await floor.client.printing.print({ printJobId })
    await floor.opened.reopen()
    printer.flags = {}
    await expect.poll(() => jobState(printJobId), { timeout: 3_000 }).toBe('sent')
    expect(printer.labels).toHaveLength(1)
  })

  test('of another size than the paper is refused before anything is sent', async () => {
    await floor.sendLabelsTo(zplPrinter(printer.address, { media: { widthMm: 101.6, heightMm: 152.4 } }))
    const printJobId = await floor.closeCarton()
    await expect(floor.client.printing.print({ printJobId })).rejects.toMatchObject({
      code: 'REFUSED',
      data: { code: 'E-PRN-035', params: { width: 100, height: 150, mediaWidth: 101.6, mediaHeight: 152.4 } },
    })
    expect([printer.connections, jobState(printJobId)]).toEqual([0, 'requested'])
    expect(await attempts(printJobId)).toEqual([])
  })

  test('is a whole PDF file in a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baro-pdf-'))
    try {
      await floor.sendLabelsTo(zplPrinter('', { kind: 'pdf-folder', address: folder, media: null }))
      const printJobId = await floor.closeCarton()
      expect(await floor.client.printing.print({ printJobId })).toMatchObject({ attempt: { state: 'sent' } })
      const [file, ...more] = readdirSync(folder)
      expect(more).toEqual([])
      expect(
        readFileSync(join(folder, file ?? ''))
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('goes nowhere else when its printer is gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baro-pdf-'))
    await floor.sendLabelsTo(zplPrinter('', { kind: 'pdf-folder', address: folder, media: null }))
    rmSync(folder, { recursive: true, force: true })
    expect((await floor.client.devices.view()).printers).toContainEqual(
      expect.objectContaining({ address: folder, found: false }),
    )
    const printJobId = await floor.closeCarton()
    const answer = await floor.client.printing.print({ printJobId })
    expect(answer).toMatchObject({ attempt: { state: 'failed', bytesLeft: 'none', reason: 'E-PRN-033' } })
  })
})

test('scans are answered while a dead printer keeps its page waiting', async () => {
  const slow = await openPrintFloor({
    orders: 1,
    printers: { patience: { connect: 20_000, answer: 20_000, stall: 20_000, confirm: 20_000 } },
  })
  try {
    await slow.sendLabelsTo(zplPrinter(printer.address))
    printer.fault = { kind: 'silent' }
    const printJobId = await slow.closeCarton()
    const printing = slow.client.printing.print({ printJobId })
    await expect.poll(async () => (await slow.client.printing.attempts({ printJobId }))[0]?.state).toBe('sending')
    for (const code of ['nothing-known', command('acknowledge'), 'nothing-known', command('acknowledge')])
      expect((await slow.client.packing.scan(scanOf(code))).feedback).not.toBeNull()
    expect((await slow.client.printing.attempts({ printJobId })).map(({ state }) => state)).toEqual(['sending'])
    await printer.unplug()
    expect(await printing).toMatchObject({ by: 'station' })
  } finally {
    await slow.close()
  }
})

test('a scan of the label verifies it even while its printer is still at it', async () => {
  await floor.sendLabelsTo(zplPrinter(printer.address))
  printer.fault = { kind: 'slow', pauseMs: 60 }
  const printJobId = await floor.closeCarton()
  const printing = floor.client.printing.print({ printJobId })
  await expect.poll(() => jobState(printJobId), { interval: 2 }).toBe('sending')
  expect(await floor.scanLabel()).toBe('orderPacked')
  await printing
  expect(jobState(printJobId)).toBe('verified')
  expect(await states(printJobId)).toEqual(['sent'])
})

test('a slip goes to the printer of slips, and ZPL printers take none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baro-pdf-'))
  try {
    const zebra = await floor.sendLabelsTo(zplPrinter(printer.address))
    const form = zplPrinter('', { name: 'Slips', kind: 'pdf-folder', address: folder, media: null })
    const { printers, routes } = await floor.client.devices.savePrinter(form)
    const slip = printers.find(({ name }) => name === 'Slips')?.id ?? ''
    await floor.client.devices.saveRoutes({ ...routes, slip })
    const path = '/files/sheets/totes.pdf?language=en'
    expect(await floor.client.printing.printDocument({ kind: 'slip', path })).toMatchObject({
      attempt: { state: 'sent' },
    })
    expect(readdirSync(folder)).toHaveLength(1)
    expect(await floor.client.printing.printDocument({ kind: 'sheet', path })).toMatchObject({ by: 'page', path })
    await expect(floor.client.printing.printDocument({ kind: 'sheet', path, printerId: zebra })).rejects.toMatchObject({
      data: { code: 'E-PRN-044' },
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('labels of totes come out of a ZPL printer one by one, on paper of their size alone', async () => {
  const path = '/files/sheets/totes.pdf?paper=label&language=en'
  const zebra = await floor.sendLabelsTo(zplPrinter(printer.address))
  const wrong = await floor.client.printing.printDocument({ kind: 'label', path }).catch((error: unknown) => error)
  expect(wrong).toMatchObject({ code: 'REFUSED', data: { code: 'E-PRN-035' } })
  expect(printer.connections).toBe(0)
  const { width, height } = (wrong as { data: { params: { width: number; height: number } } }).data.params
  const media = { widthMm: width, heightMm: height }
  await floor.client.devices.savePrinter(zplPrinter(printer.address, { id: zebra, media }))
  const answer = await floor.client.printing.printDocument({ kind: 'label', path })
  expect(answer).toMatchObject({ by: 'station', attempt: { document: 'label', printJobId: null, state: 'sent' } })
  const totes = floor.opened.station.core.store.reader.prepare('SELECT count(*) FROM tote').pluck().get() as number
  expect(totes).toBeGreaterThan(1)
  expect(printer.labels).toHaveLength(totes)
  const sheet = floor.client.printing.printDocument({ kind: 'label', path: '/files/sheets/totes.pdf?language=en' })
  await expect(sheet).rejects.toMatchObject({ data: { code: 'E-PRN-044' } })
})

test('in a shell whose station has no way to the system, the page prints silently on the named printer', async () => {
  const queues: SystemQueues = {
    canSend: false,
    list: () => Promise.resolve([{ systemName: 'ZDesigner ZD421', isDefault: true, state: 'idle' }]),
    queue: () => {
      throw new Error('The station must not send')
    },
  }
  const shell = await openPrintFloor({ host: 'electron', printers: { ...QUICK, queues }, orders: 1 })
  try {
    const system = zplPrinter('ZDesigner ZD421', { name: 'Zebra', kind: 'system' })
    const printerId = await shell.sendLabelsTo(system)
    expect(await shell.client.devices.view()).toMatchObject({ silent: 'page' })
    const printJobId = await shell.closeCarton()
    const answer = await shell.client.printing.print({ printJobId })
    expect(answer).toMatchObject({ by: 'page', printerId, systemName: 'ZDesigner ZD421' })
    await shell.client.printing.start({ printJobId, printerId })
    await shell.client.printing.finish({ printJobId, outcome: 'sent' })
    expect(await shell.client.printing.attempts({ printJobId })).toMatchObject([
      { printerName: 'Zebra', state: 'sent' },
    ])
    const raw = zplPrinter('ZDesigner ZD421', { name: 'Raw', kind: 'zpl-queue' })
    const { printers } = await shell.client.devices.savePrinter(raw)
    const rawId = printers.find(({ name }) => name === 'Raw')?.id ?? ''
    await expect(shell.client.devices.printTest({ printerId: rawId, what: 'test' })).rejects.toMatchObject({
      data: { code: 'E-PRN-037' },
    })
  } finally {
    await shell.close()
  }
})
