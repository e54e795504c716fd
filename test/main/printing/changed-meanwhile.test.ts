import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakePrinter, startFakePrinter } from '../../support/fake-printer.ts'
import { openPrintFloor, type PrintFloor, zplPrinter } from '../../support/print-floor.ts'
import { command, scanOf } from '../../support/station.ts'

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

const jobState = (id: string) =>
  floor.opened.station.core.journal.database.prepare('SELECT state FROM print_job WHERE id = ?').pluck().get(id)
const attemptStates = async (printJobId: string) =>
  (await floor.client.printing.attempts({ printJobId })).map(({ state }) => state)

describe('a label that waits behind another page', () => {
  /** A label behind a page that the printer takes in sips. */
  const waitingLabel = async (printerId: string) => {
    const printJobId = await floor.closeCarton()
    printer.fault = { kind: 'slow', pauseMs: 200 }
    const first = floor.client.devices.printTest({ printerId, what: 'test' })
    await expect.poll(async () => (await floor.client.devices.attempts({ printerId }))[0]?.state).toBe('sending')
    const label = floor.client.printing.print({ printJobId })
    await expect.poll(() => attemptStates(printJobId)).toEqual(['waiting'])
    return { printJobId, first, label }
  }

  test('is drawn for the printer as it is set up when it leaves, not as it was', async () => {
    const printerId = await floor.sendLabelsTo(zplPrinter(printer.address))
    const { printJobId, first, label } = await waitingLabel(printerId)
    await floor.client.devices.savePrinter(zplPrinter(printer.address, { id: printerId, dpi: 300 }))
    printer.fault = { kind: 'none' }
    await Promise.all([first, label])
    await expect.poll(() => jobState(printJobId)).toBe('sent')
    expect(printer.labels.at(-1)).toContain('^PW1181')
  })

  test('is a PDF in a folder, and no ZPL, when its printer became a folder meanwhile', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'baro-pdf-'))
    try {
      const printerId = await floor.sendLabelsTo(zplPrinter(printer.address))
      const { printJobId, first, label } = await waitingLabel(printerId)
      const form = zplPrinter(folder, { id: printerId, kind: 'pdf-folder', media: null })
      await floor.client.devices.savePrinter(form)
      await Promise.all([first, label])
      await expect.poll(() => jobState(printJobId)).toBe('sent')
      const file = readFileSync(join(folder, readdirSync(folder)[0] ?? ''))
      expect(file.subarray(0, 5).toString()).toBe('%PDF-')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('is refused when its printer has other paper now', async () => {
    const printerId = await floor.sendLabelsTo(zplPrinter(printer.address))
    const { printJobId, first, label } = await waitingLabel(printerId)
    const media = { widthMm: 50, heightMm: 30 }
    await floor.client.devices.savePrinter(zplPrinter(printer.address, { id: printerId, media }))
    await Promise.all([first, label])
    await expect.poll(() => attemptStates(printJobId)).toEqual(['failed'])
    expect(printer.labels).toHaveLength(1)
  })
})

test('a label that nobody wants any more takes no other page along when its printer stays silent', async () => {
  const printerId = await floor.sendLabelsTo(zplPrinter(printer.address))
  printer.fault = { kind: 'silent' }
  const printJobId = await floor.closeCarton()
  const label = floor.client.printing.print({ printJobId })
  await expect.poll(() => jobState(printJobId)).toBe('sending')
  const page = floor.client.devices.printTest({ printerId, what: 'test' })
  await floor.client.packing.scan(scanOf(command('notPrinted')))
  await label
  printer.fault = { kind: 'none' }
  await page
  await expect.poll(() => printer.labels.length).toBe(1)
  expect((await floor.client.devices.attempts({ printerId })).map(({ document, state }) => [document, state])).toEqual(
    expect.arrayContaining([['test', 'sent']]),
  )
})

test('two people who say at once that a label is there, or is and is not, are told who was quicker', async () => {
  await floor.sendLabelsTo(zplPrinter(printer.address))
  for (const [one, another] of [
    [true, true],
    [true, false],
  ] as const) {
    printer.fault = { kind: 'reset' }
    const printJobId = await floor.closeCarton()
    await floor.client.printing.print({ printJobId })
    expect(jobState(printJobId)).toBe('unknown')
    const { resolve } = floor.client.printing
    const ends = await Promise.allSettled([
      resolve({ printJobId, found: one }),
      resolve({ printJobId, found: another }),
    ])
    const codes = ends.map((end) => (end.status === 'fulfilled' ? 'done' : end.reason.code))
    expect(codes.toSorted()).toEqual(['CONFLICT', 'done'])
    const { reader } = floor.opened.station.core.store
    const carton = reader
      .prepare('SELECT state FROM carton WHERE id = (SELECT max(id) FROM carton)')
      .pluck()
      .get() as string
    expect([jobState(printJobId), carton]).toEqual(
      jobState(printJobId) === 'verified' ? ['verified', 'labelled'] : ['failed', 'closed'],
    )
    if (jobState(printJobId) === 'failed') await floor.client.packing.scan(scanOf(command('undoCarton')))
  }
})

test('a page of the program cannot say how a page ended that the station itself is sending', async () => {
  await floor.sendLabelsTo(zplPrinter(printer.address))
  printer.fault = { kind: 'slow', pauseMs: 100 }
  const printJobId = await floor.closeCarton()
  const printing = floor.client.printing.print({ printJobId })
  await expect.poll(() => jobState(printJobId), { interval: 2 }).toBe('sending')
  for (const outcome of ['failed', 'sent'] as const)
    await expect(floor.client.printing.finish({ printJobId, outcome })).rejects.toMatchObject({ code: 'CONFLICT' })
  await printing
  expect([jobState(printJobId), await attemptStates(printJobId)]).toEqual(['sent', ['sent']])
})

test('a second press on a document gets the page that is under way, and a later one a page of its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'baro-pdf-'))
  try {
    const form = zplPrinter('', { name: 'Slips', kind: 'pdf-folder', address: folder, media: null })
    const { printers, routes } = await floor.client.devices.savePrinter(form)
    const slip = printers.find(({ name }) => name === 'Slips')?.id ?? ''
    await floor.client.devices.saveRoutes({ ...routes, slip })
    const path = '/files/sheets/totes.pdf?language=en'
    const press = () => floor.client.printing.printDocument({ kind: 'slip', path })
    for (const answer of await Promise.all([press(), press(), press()]))
      expect(answer).toMatchObject({ attempt: { state: 'sent' } })
    expect(readdirSync(folder)).toHaveLength(1)
    await press()
    expect(readdirSync(folder)).toHaveLength(2)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('what has waited too long when the station starts is taken back: nobody stands at the printer for it any more', async () => {
  let now = Date.now()
  const later = await openPrintFloor({ platform: { now: () => now } })
  try {
    await later.sendLabelsTo(zplPrinter(printer.address))
    printer.flags = { paused: true }
    const printJobId = await later.closeCarton()
    await later.client.printing.print({ printJobId })
    // Also when the clock was ahead while it was asked for.
    for (const hours of [12, -24]) {
      now += hours * 3_600_000
      await later.opened.reopen()
      printer.flags = {}
      await expect.poll(() => later.client.printing.queues()).toEqual([])
      expect(printer.labels).toHaveLength(0)
      expect((await later.client.printing.attempts({ printJobId })).at(-1)).toMatchObject({ state: 'withdrawn' })
      printer.flags = { paused: true }
      await later.client.printing.print({ printJobId })
    }
    printer.flags = {}
    await expect.poll(() => printer.labels.length).toBe(1)
  } finally {
    await later.close()
  }
})

test('a copy that was made void is no dead end: the label of a carton can be printed again', async () => {
  await floor.sendLabelsTo(zplPrinter(printer.address))
  const printJobId = await floor.closeCarton()
  await floor.client.printing.print({ printJobId })
  await floor.scanLabel()
  const copy = await floor.client.printing.reprint({ printJobId, reason: 'lost' })
  await floor.client.printing.void({ printJobId: copy.id })
  const next = await floor.client.printing.reprint({ printJobId: copy.id, reason: 'damaged' })
  expect(next).toMatchObject({ copy: 3, state: 'requested' })
  expect(await floor.client.printing.print({ printJobId: next.id })).toMatchObject({ attempt: { state: 'sent' } })
  await expect(floor.client.printing.reprint({ printJobId: copy.id, reason: 'lost' })).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

test('an order whose label somebody found from afar is finished by its scan at the bench, and nothing is said to be missing', async () => {
  await floor.sendLabelsTo(zplPrinter(printer.address))
  const printJobId = await floor.closeCarton()
  await floor.client.printing.print({ printJobId })
  const { bench } = await floor.client.packing.bench()
  await floor.client.printing.resolve({ printJobId, found: true })
  const { feedback } = await floor.client.packing.scan(scanOf(`00${bench.carton?.code}`))
  expect(feedback?.name).toBe('orderPacked')
  const { reader } = floor.opened.station.core.store
  expect(reader.prepare(`SELECT type FROM order_event ORDER BY at DESC, id DESC LIMIT 1`).pluck().get()).toBe(
    'order-packed',
  )
})
