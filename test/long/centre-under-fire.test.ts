import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { centreFire, type FireReport } from '../main/faults/centre-fire.ts'
import { removeFolder } from '../main/faults/centre-site.ts'
import { randomFrom, seedOfRun } from '../main/faults/random.ts'
import { findPostgres, startPostgres } from '../support/postgres.ts'

const CYCLES = Number(process.env.BARO_CYCLES ?? 500)
const postgres = findPostgres()

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baro-fire-'))
})
afterEach(() => removeFolder(directory))

function check(report: FireReport): void {
  process.stdout.write(`${JSON.stringify({ ...report, wrong: report.wrong.length })}\n`)
  expect(report.wrong).toEqual([])
  expect(report.cycles).toBe(CYCLES)
  expect(report.scans).toBeGreaterThan(10 * CYCLES)
  expect(report.shipped).toBeGreaterThan(0)
  expect(report.exceptions).toBeGreaterThan(0)
}

test('five hundred faults lose nothing, do nothing twice and leave one state, on SQLite', async () => {
  check(await centreFire(directory, { cycles: CYCLES, random: randomFrom(seedOfRun('centre-fire')) }))
}, 5_400_000)

test.skipIf(postgres.bin === null)(
  'five hundred faults lose nothing, do nothing twice and leave one state, on PostgreSQL',
  async () => {
    const server = await startPostgres()
    try {
      const database = { url: await server.fresh(), apis: 2 }
      check(await centreFire(directory, { cycles: CYCLES, random: randomFrom(seedOfRun('centre-fire')), database }))
    } finally {
      await server.stop()
    }
  },
  5_400_000,
)
