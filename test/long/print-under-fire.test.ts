import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { randomFrom, seedOfRun } from '../main/faults/random.ts'
import { fakeTarget, printKills } from '../main/printing/print-kills.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baro-long-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('killed five hundred times while it prints, a station never has a label too many or one that it does not know of', async () => {
  const cycles = Number(process.env.BARO_CYCLES ?? 500)
  const printers = [await fakeTarget(), await fakeTarget()]
  const report = await printKills(directory, cycles, randomFrom(seedOfRun('print')), printers).finally(async () => {
    for (const printer of printers) await printer.close()
  })
  console.log(JSON.stringify(report))
  expect(report.wrong).toEqual([])
  expect(report.cycles).toBe(cycles)
  expect(report.labels).toBeGreaterThan(cycles / 10)
  if (cycles < 100) return
  const seen = Object.keys(report.states)
  for (const state of ['requested', 'rendered', 'sending', 'sent', 'verified', 'failed', 'unknown'])
    expect(seen).toContain(state)
}, 5_400_000)
