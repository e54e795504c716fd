import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NO_CUPS, type PrivateCups, startCups } from '../../support/cups.ts'
import { openPrintFloor, type PrintFloor, zplPrinter } from '../../support/print-floor.ts'

const label = NO_CUPS === null ? 'a real print system' : `a real print system (skipped: ${NO_CUPS})`

describe.skipIf(NO_CUPS !== null)(label, () => {
  let cups: PrivateCups
  let floor: PrintFloor
  const before = process.env.CUPS_SERVER
  beforeAll(async () => {
    cups = await startCups()
    cups.addQueue('Zebra_raw', 'raw')
    cups.addQueue('Office-pdf', 'pdf')
    process.env.CUPS_SERVER = cups.server
  }, 30_000)
  afterAll(async () => {
    if (before === undefined) delete process.env.CUPS_SERVER
    else process.env.CUPS_SERVER = before
    await cups.close()
  })
  beforeEach(async () => {
    cups.pages.length = 0
    floor = await openPrintFloor({ orders: 1 })
  })
  afterEach(() => floor.close())

  const attempts = (printJobId: string) => floor.client.printing.attempts({ printJobId })
  const spool = () => join(floor.opened.directory, 'spool')

  test('shows its queues, how they are, and which of them are set up', async () => {
    const printerId = await floor.sendLabelsTo(zplPrinter('Zebra_raw', { kind: 'zpl-queue' }))
    cups.administer('cupsdisable', 'Office-pdf')
    try {
      expect(
        (await floor.client.devices.discover()).toSorted((one, two) => one.systemName.localeCompare(two.systemName)),
      ).toEqual([
        { systemName: 'Office-pdf', isDefault: false, state: 'disabled', printerId: null },
        { systemName: 'Zebra_raw', isDefault: false, state: 'idle', printerId },
      ])
      expect(await floor.client.devices.status({ printerId })).toMatchObject({ state: 'ready' })
    } finally {
      cups.administer('cupsenable', 'Office-pdf')
    }
  })

  test('brings raw ZPL out byte for byte as the journal says', async () => {
    await floor.sendLabelsTo(zplPrinter('Zebra_raw', { kind: 'zpl-queue' }))
    const printJobId = await floor.closeCarton()
    expect(await floor.client.printing.print({ printJobId })).toMatchObject({ attempt: { state: 'sent' } })
    await expect.poll(() => cups.pages.length, { timeout: 10_000 }).toBe(1)
    const page = cups.pages[0] as Buffer
    expect(page.subarray(0, 3).toString()).toBe('^XA')
    const kept = floor.opened.station.core.journal.database.prepare('SELECT sha256 FROM print_attempt').pluck().all()
    expect(kept).toEqual([createHash('sha256').update(page).digest('hex')])
    expect(existsSync(spool()) ? readdirSync(spool()) : []).toEqual([])
    expect(await floor.scanLabel()).toBe('orderPacked')
  })

  test('brings a PDF out of the exact size of the label', async () => {
    await floor.sendLabelsTo(zplPrinter('Office-pdf', { kind: 'system' }))
    const printJobId = await floor.closeCarton()
    expect(await floor.client.printing.print({ printJobId })).toMatchObject({ attempt: { state: 'sent' } })
    await expect.poll(() => cups.pages.length, { timeout: 10_000 }).toBe(1)
    const pdf = (cups.pages[0] as Buffer).toString('latin1')
    expect(pdf.startsWith('%PDF-')).toBe(true)
    expect(/MediaBox \[0 0 (283\.4\d*) (425\.1\d*)\]/.exec(pdf)).not.toBeNull()
  })

  test('that has stopped a queue leaves nothing, and the label comes when it is started', async () => {
    await floor.sendLabelsTo(zplPrinter('Zebra_raw', { kind: 'zpl-queue' }))
    const printJobId = await floor.closeCarton()
    for (const [stop, start] of [
      ['cupsdisable', 'cupsenable'],
      ['cupsreject', 'cupsaccept'],
    ] as const) {
      cups.administer(stop, 'Zebra_raw')
      const { id } =
        stop === 'cupsdisable'
          ? { id: printJobId }
          : await floor.client.printing.reprint({ printJobId, reason: 'lost' })
      expect(await floor.client.printing.print({ printJobId: id })).toMatchObject({ attempt: { reason: 'E-PRN-031' } })
      expect(cups.pages).toHaveLength(stop === 'cupsdisable' ? 0 : 1)
      cups.administer(start, 'Zebra_raw')
      await expect.poll(async () => (await attempts(id)).at(-1)?.state, { timeout: 10_000 }).toBe('sent')
      await expect.poll(() => cups.pages.length, { timeout: 10_000 }).toBe(stop === 'cupsdisable' ? 1 : 2)
    }
  })

  test('is asked for one copy without a cover page, whatever is usual for the queue', async () => {
    for (const [queue, kind] of [
      ['Usual_raw', 'raw'],
      ['Usual_pdf', 'pdf'],
    ] as const) {
      cups.addQueue(queue, kind)
      cups.setDefault(queue, 'copies=2')
      cups.setDefault(queue, 'job-sheets=standard,standard')
      cups.setDefault(queue, 'number-up=4')
      cups.setDefault(queue, 'orientation-requested=4')
      cups.pages.length = 0
      await floor.sendLabelsTo(zplPrinter(queue, { kind: kind === 'raw' ? 'zpl-queue' : 'system' }))
      const printerId = (await floor.client.devices.view()).routes.label
      expect(await floor.client.devices.printTest({ printerId, what: 'test' })).toMatchObject({
        attempt: { state: 'sent' },
      })
      await cups.idle(spool())
      const out = Buffer.concat(cups.pages).toString('latin1')
      expect([queue, out.split(kind === 'raw' ? '^XA' : '%PDF-').length - 1]).toEqual([queue, 1])
    }
  })

  test('that has lost a queue is said, and nothing prints elsewhere', async () => {
    cups.addQueue('Gone', 'raw')
    await floor.sendLabelsTo(zplPrinter('Gone', { kind: 'zpl-queue' }))
    cups.removeQueue('Gone')
    const { printers } = await floor.client.devices.view()
    expect(printers.find(({ address }) => address === 'Gone')).toMatchObject({ found: false })
    const printJobId = await floor.closeCarton()
    const answer = await floor.client.printing.print({ printJobId })
    expect(answer).toMatchObject({ attempt: { state: 'failed', bytesLeft: 'none', reason: 'E-PRN-030' } })
    expect(cups.pages).toHaveLength(0)
  })

  test('that does not answer leaves nothing', async () => {
    await floor.sendLabelsTo(zplPrinter('Zebra_raw', { kind: 'zpl-queue' }))
    process.env.CUPS_SERVER = join(floor.opened.directory, 'no-such-socket')
    try {
      const printJobId = await floor.closeCarton()
      const answer = await floor.client.printing.print({ printJobId })
      expect(answer).toMatchObject({ by: 'station', attempt: { state: 'waiting', reason: 'E-PRN-031' } })
      for (const { state, bytesLeft } of await attempts(printJobId))
        if (state === 'failed') expect(bytesLeft).toBe('none')
    } finally {
      process.env.CUPS_SERVER = cups.server
    }
  })
})
