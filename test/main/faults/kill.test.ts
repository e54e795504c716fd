import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { killCycles } from './kill-cycles.ts'
import { randomFrom, seedOfRun } from './random.ts'
import { manyOrders, stockDirectory } from './stocked-directory.ts'

test('a station killed at any moment has all that it answered, nothing twice, and everybody stands where they stood', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'baro-kill-'))
  try {
    await stockDirectory(directory, manyOrders(120))
    const report = await killCycles(directory, 10, randomFrom(seedOfRun('kill')))
    expect(report.wrong).toEqual([])
    expect(report.cycles).toBe(10)
    expect(report.scans).toBeGreaterThan(60)
    expect(report.commands).toBeGreaterThan(30)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}, 120_000)
