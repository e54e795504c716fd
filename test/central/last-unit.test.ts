import { it } from 'vitest'
import { raceForLastUnit } from '../support/last-unit-race.ts'

it('200 ways in which two stations race for the last unit: it is never sold twice', async () => {
  await raceForLastUnit(200)
}, 60_000)
