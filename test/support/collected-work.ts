import { claimWork } from '../../commands/picking/claim-work.ts'
import { releaseWave } from '../../commands/waves/release-wave.ts'
import type { Row } from '../../db/tables.ts'
import type { CentreWorld, WorldStation } from './centre-world.ts'

/** A batch of orders that are collected into shared totes and sorted at the bench. */
export function collectedBatch(orderIds: string[]) {
  return {
    ...{ orderIds, sortedAt: 'bench' as const, locationIds: [], zone: null, distanceMm: null, baselineMm: null },
  }
}

/** Releases orders as one collected task each batch; the wave. */
export function releaseCollected(world: CentreWorld, ...batches: string[][]) {
  const wave = { waveId: null, strategy: 'single-line' as const, plannedAt: 1 }
  return world.run(releaseWave, { ...wave, batches: batches.map(collectedBatch) })
}

/** Asks for work at a station: what was decided, and the task with its lines in walking order and the claim of its facts. */
export async function claimCollected(world: CentreWorld, station: WorldStation, operatorId: string) {
  const { decision } = await station.ask(claimWork, { orderIds: [], limit: 1, plannedLimit: 5 }, { operatorId })
  const taskId = decision.ok ? (decision.value as { taskId: string }).taskId : ''
  const ofTask = 'SELECT * FROM pick_line WHERE pick_task_id = ? ORDER BY sequence'
  const lines = await world.rows<Row<'pick_line'>>(ofTask, taskId)
  const [task] = await world.rows<Row<'pick_task'>>('SELECT * FROM pick_task WHERE id = ?', taskId)
  return { decision, taskId, lines, claim: { claim: JSON.stringify({ task: taskId, epoch: task?.epoch }) } }
}

/** One unit of each pick line, as a fact about several lines names them. */
export function oneOfEach(lines: readonly Row<'pick_line'>[]) {
  return lines.map(({ id }) => ({ pickLineId: id, quantity: 1 }))
}
