import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { NO_CUPS, startCups } from '../../support/cups.ts'
import { zplPrinter } from '../../support/print-floor.ts'
import { randomFrom, seedOfRun } from '../faults/random.ts'
import { fakeTarget, printKills, type Target } from './print-kills.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baro-print-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('killed in every state of its print jobs, a station has as many labels at its printers as its journal says', async () => {
  const printers = [await fakeTarget(), await fakeTarget()]
  try {
    const report = await printKills(directory, 10, randomFrom(seedOfRun('print')), printers)
    expect(report.wrong).toEqual([])
    expect(report.cycles).toBe(10)
    expect(report.labels).toBeGreaterThanOrEqual(4)
  } finally {
    for (const printer of printers) await printer.close()
  }
}, 300_000)

test.skipIf(NO_CUPS !== null)(
  `killed while it prints through a real print system, it has the labels that its journal says${NO_CUPS === null ? '' : ` (skipped: ${NO_CUPS})`}`,
  async () => {
    const cups = await startCups()
    vi.stubEnv('CUPS_SERVER', cups.server)
    try {
      cups.addQueue('Zebra', 'raw')
      const queue: Target = {
        form: zplPrinter('Zebra', { kind: 'zpl-queue' }),
        labels: () => cups.pages.map((page) => page.toString('latin1').trimEnd()),
        misbehave: async (random) => {
          if (random() < 0.3) cups.administer('cupsdisable', 'Zebra')
        },
        mend: async () => {
          cups.administer('cupsenable', 'Zebra')
          await cups.idle(join(directory, 'spool'))
        },
      }
      const report = await printKills(directory, 6, randomFrom(seedOfRun('print-cups')), [queue])
      expect(report.wrong).toEqual([])
      expect(report.labels).toBeGreaterThanOrEqual(4)
    } finally {
      vi.unstubAllEnvs()
      await cups.close()
    }
  },
  300_000,
)
