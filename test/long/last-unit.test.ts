import { it } from 'vitest'
import { raceForLastUnit } from '../support/last-unit-race.ts'

const SCHEDULES = Number(process.env.BARO_RACES ?? 1_000)

it(`${SCHEDULES} ways in which two stations race for the last unit: it is never sold twice`, async () => {
  await raceForLastUnit(SCHEDULES)
}, 3_600_000)
