import { afterEach, beforeEach, expect, it } from 'vitest'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { resolveException } from '../../../commands/exceptions/resolve-exception.ts'
import { addTote, collectUnits } from '../../../commands/picking/collect-units.ts'
import { dropOff } from '../../../commands/picking/drop-off.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'
import { claimCollected, oneOfEach, releaseCollected } from '../../support/collected-work.ts'

let world: CentreWorld
let one: WorldStation
let two: WorldStation
let operator: string
let other: string
beforeEach(async () => {
  world = await openCentreWorld()
  one = await world.station('one')
  two = await world.station('two')
  operator = await world.operator('BDG-2')
  other = await world.operator('BDG-3')
})
afterEach(() => world.close())

const states = async (ids: string[]) => {
  const found: string[] = []
  for (const id of ids)
    found.push((await world.row<{ state: string }>('SELECT state FROM "order" WHERE id = ?', id)).state)
  return found
}

it('saying that the units of one picker went back leaves what the next one collected where it is', async () => {
  const ids = await world.orders('A', 'A', 'B')
  await releaseCollected(world, ids)
  const mine = await claimCollected(world, one, operator)
  const toteId = await world.tote('T-1')
  one.fact(addTote, { taskId: mine.taskId, toteId }, mine.claim)
  await one.push()
  await world.run(revokeClaim, { taskId: mine.taskId })
  const theirs = await claimCollected(world, two, other)
  expect(theirs.taskId).toBe(mine.taskId)
  one.fact(collectUnits, { toteId, lines: oneOfEach(mine.lines.slice(0, 1)), scans: [] }, mine.claim)
  await one.push()
  const [kept] = await openExceptions(world)
  const stops = Map.groupBy(theirs.lines, ({ stock_id }) => stock_id)
  for (const stop of stops.values()) two.fact(collectUnits, { toteId, lines: oneOfEach(stop), scans: [] }, theirs.claim)
  two.fact(dropOff, { taskId: theirs.taskId }, theirs.claim)
  await two.push()
  await world.run(resolveException, { exceptionId: kept?.id ?? '', resolution: 'return', quantity: null })
  expect(await openExceptions(world)).toEqual([])
  expect(await states(ids)).toEqual(['picked', 'picked', 'picked'])
})
