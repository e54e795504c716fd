import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backUpStation } from '../../../main/node/backup-station.ts'
import type { StationSettings } from '../../../main/platform.ts'
import { type FakePrinter, startFakePrinter } from '../../support/fake-printer.ts'
import { openPrintFloor, type PrintFloor, QUICK, zplPrinter } from '../../support/print-floor.ts'
import { openTestStation, type StationClient, signIn } from '../../support/station.ts'
import { openEyes } from '../faults/eyes.ts'
import { openWorker } from '../faults/floor-worker.ts'

const values = new Map<string, unknown>()
const settings: StationSettings = { get: (key) => values.get(key), set: (key, value) => void values.set(key, value) }
let folder: string
let printer: FakePrinter
let floor: PrintFloor
beforeEach(async () => {
  values.clear()
  folder = mkdtempSync(join(tmpdir(), 'baro-restored-'))
  printer = await startFakePrinter()
  floor = await openPrintFloor({ settings })
  await floor.sendLabelsTo(zplPrinter(printer.address))
})
afterEach(async () => {
  await floor.close()
  await printer.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A station on a copy, with the printers of the original. */
async function onCopy<R>(run: (client: StationClient, directory: string) => Promise<R>): Promise<R> {
  const opened = await openTestStation({ dataDirectory: join(folder, 'copy'), settings, printers: QUICK })
  try {
    const client = opened.client()
    await signIn(client, 'BDG-1')
    return await run(client, opened.directory)
  } finally {
    await opened.close()
  }
}

test('a label that waited when the copy was made does not come out of the copy: it may be on its parcel already', async () => {
  printer.flags = { paperOut: true }
  const printJobId = await floor.closeCarton()
  await floor.client.printing.print({ printJobId })
  await backUpStation(floor.opened.directory, join(folder, 'copy'))
  printer.flags = {}
  await expect.poll(() => printer.labels.length).toBe(1)
  await onCopy(async (client) => {
    await delay(200)
    expect(await client.printing.queues()).toEqual([])
    expect((await client.printing.attempts({ printJobId })).at(-1)?.state).toBe('withdrawn')
  })
  expect(printer.labels).toHaveLength(1)
})

test('no carton gets a number in the copy that one got at the original after the copy was made', async () => {
  const printJobId = await floor.closeCarton()
  await backUpStation(floor.opened.directory, join(folder, 'copy'))
  const codeOf = async (client: StationClient) => (await client.packing.bench()).bench.carton?.code
  const before = await codeOf(floor.client)
  await floor.client.printing.print({ printJobId })
  await floor.scanLabel()
  await floor.closeCarton()
  const later = await codeOf(floor.client)
  expect(later).not.toBe(before)
  const again = await onCopy(async (client, directory) => {
    const eyes = openEyes(directory)
    const worker = openWorker(client, ['picking', 'packing'], eyes)
    for (let act = 0; act < 200; act += 1) {
      const { bench } = await client.packing.bench()
      if (bench.carton?.code != null && bench.carton.code !== before) break
      await worker.act()
    }
    eyes.close()
    return codeOf(client)
  })
  expect(again).toMatch(/^\d{18}$/)
  expect(again).not.toBe(later)
})
