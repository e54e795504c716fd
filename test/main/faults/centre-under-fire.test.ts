import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPostgres, startPostgres } from '../../support/postgres.ts'
import { centreFire } from './centre-fire.ts'
import { removeFolder } from './centre-site.ts'
import { randomFrom, seedOfRun } from './random.ts'

const CYCLES = Number(process.env.BARO_CYCLES ?? 10)
const postgres = findPostgres()

describe('three stations and their centre, whatever fails', () => {
  let directory = ''
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'baro-fire-'))
  })
  afterEach(() => removeFolder(directory))

  it('lose nothing, do nothing twice and come to one state, on SQLite', async () => {
    const report = await centreFire(directory, { cycles: CYCLES, random: randomFrom(seedOfRun('centre-fire')) })
    expect(report.wrong).toEqual([])
    expect(report.cycles).toBe(CYCLES)
    expect(report.scans).toBeGreaterThan(10 * CYCLES)
  }, 300_000)

  it.skipIf(postgres.bin === null)(
    'lose nothing, do nothing twice and come to one state, on PostgreSQL',
    async () => {
      const server = await startPostgres()
      try {
        const database = { url: await server.fresh(), apis: 2 }
        const random = randomFrom(seedOfRun('centre-fire'))
        const report = await centreFire(directory, { cycles: CYCLES, random, database })
        expect(report.wrong).toEqual([])
        expect(report.cycles).toBe(CYCLES)
        expect(report.scans).toBeGreaterThan(10 * CYCLES)
      } finally {
        await server.stop()
      }
    },
    300_000,
  )
})
