import { afterEach, beforeEach, expect, it } from 'vitest'
import { revokeClaim } from '../../../commands/claims/revoke-claim.ts'
import { resolveException } from '../../../commands/exceptions/resolve-exception.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { addTote, collectUnits } from '../../../commands/picking/collect-units.ts'
import { dropOff } from '../../../commands/picking/drop-off.ts'
import { releaseWave } from '../../../commands/waves/release-wave.ts'
import type { Row } from '../../../db/tables.ts'
import { type CentreWorld, openCentreWorld, openExceptions, type WorldStation } from '../../support/centre-world.ts'

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

async function releaseTogether(orderIds: string[]) {
  const batch = {
    ...{ orderIds, sortedAt: 'bench' as const, locationIds: [], zone: null, distanceMm: null, baselineMm: null },
  }
  await world.run(releaseWave, { waveId: null, strategy: 'single-line', plannedAt: 1, batches: [batch] })
}
async function claimed(station: WorldStation, operatorId: string, orderIds: string[] = []) {
  const { decision } = await station.ask(claimWork, { orderIds, limit: 1, plannedLimit: 5 }, { operatorId })
  const taskId = decision.ok ? (decision.value as { taskId: string }).taskId : ''
  const lines = await world.rows<Row<'pick_line'>>('SELECT * FROM pick_line WHERE pick_task_id = ?', taskId)
  const task = await world.row<Row<'pick_task'>>('SELECT * FROM pick_task WHERE id = ?', taskId)
  return { taskId, lines, claim: { claim: JSON.stringify({ task: taskId, epoch: task.epoch }) } }
}
const shares = (lines: readonly Row<'pick_line'>[]) => lines.map(({ id }) => ({ pickLineId: id, quantity: 1 }))
const states = async (ids: string[]) => {
  const found: string[] = []
  for (const id of ids)
    found.push((await world.row<{ state: string }>('SELECT state FROM "order" WHERE id = ?', id)).state)
  return found
}

it('saying that the units of one picker went back leaves what the next one collected where it is', async () => {
  const ids = await world.orders('A', 'A', 'B')
  await releaseTogether(ids)
  const mine = await claimed(one, operator)
  const toteId = await world.tote('T-1')
  one.fact(addTote, { taskId: mine.taskId, toteId }, mine.claim)
  await one.push()
  await world.run(revokeClaim, { taskId: mine.taskId })
  const theirs = await claimed(two, other)
  expect(theirs.taskId).toBe(mine.taskId)
  one.fact(collectUnits, { toteId, lines: shares(mine.lines.slice(0, 1)), scans: [] }, mine.claim)
  await one.push()
  const [kept] = await openExceptions(world)
  const stops = Map.groupBy(theirs.lines, ({ stock_id }) => stock_id)
  for (const stop of stops.values()) two.fact(collectUnits, { toteId, lines: shares(stop), scans: [] }, theirs.claim)
  two.fact(dropOff, { taskId: theirs.taskId }, theirs.claim)
  await two.push()
  await world.run(resolveException, { exceptionId: kept?.id ?? '', resolution: 'return', quantity: null })
  expect(await openExceptions(world)).toEqual([])
  expect(await states(ids)).toEqual(['picked', 'picked', 'picked'])
})
