import { expect, it } from 'vitest'
import { raceForWaves } from '../../support/wave-race.ts'

const SCHEDULES = process.env.BARO_LONG === '1' ? 2_000 : 200

it(`gives no task to two stations and puts no order into two tasks, over ${SCHEDULES} schedules`, async () => {
  const totals = await raceForWaves(SCHEDULES)
  // Otherwise the races would show nothing.
  for (const [name, count] of Object.entries(totals)) expect(count, name).toBeGreaterThan(SCHEDULES / 20)
}, 600_000)
