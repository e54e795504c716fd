import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { randomFrom, seedOfRun } from '../faults/random.ts'
import { printKills } from './print-kills.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baro-print-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('killed in every state of its print jobs, a station has as many labels at its printers as its journal says', async () => {
  const report = await printKills(directory, 10, randomFrom(seedOfRun('print')))
  expect(report.wrong).toEqual([])
  expect(report.cycles).toBe(10)
  expect(report.labels).toBeGreaterThan(3)
}, 120_000)
