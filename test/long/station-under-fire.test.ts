import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { killCycles } from '../main/faults/kill-cycles.ts'
import { randomFrom, seedOfRun } from '../main/faults/random.ts'
import { scanStream } from '../main/faults/scan-stream.ts'
import { manyOrders, stockDirectory } from '../main/faults/stocked-directory.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baro-long-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('killed two hundred times, a station has all that it answered, nothing twice, and everybody stands where they stood', async () => {
  await stockDirectory(directory, manyOrders(600))
  const cycles = Number(process.env.BARO_CYCLES ?? 200)
  const report = await killCycles(directory, cycles, randomFrom(seedOfRun('kill')))
  expect(report.wrong).toEqual([])
  expect(report.cycles).toBe(cycles)
  expect(report.scans).toBeGreaterThan(10 * cycles)
  expect(report.unanswered).toBeGreaterThan(cycles / 10)
})

test('of twenty scans a second for a minute each gets exactly one answer, its own, in order', async () => {
  await stockDirectory(directory, [])
  const { scans, wrong, lateMs } = await scanStream(directory, 60)
  expect(wrong).toEqual([])
  expect(scans).toBe(1_200)
  expect(lateMs).toBeLessThan(5_000)
})
