import { assignTote } from '../../commands/picking/assign-tote.ts'
import { claimWork } from '../../commands/picking/claim-work.ts'
import { confirmPick } from '../../commands/picking/confirm-pick.ts'
import { dropOff } from '../../commands/picking/drop-off.ts'
import type { CentreWorld, WorldStation } from './centre-world.ts'

/** A pick task as its station knows it: ids follow from the request that claimed it. */
export type HeldTask = {
  taskId: string
  claim: string
  /** Journals that a tote was put on the slot (from 1). */
  tote(slot: number, code: string): Promise<string>
  /** Journals that units of a line (from 1) were laid into a tote; one unit unless told otherwise. */
  pick(line: number, code: string, quantity?: number): Promise<string>
  /** Journals that the cart stands at the bench. */
  drop(): string
}

/** Claims the orders for a station; the claim is the one that the centre gave. */
export async function claimFor(
  world: CentreWorld,
  station: WorldStation,
  orderIds: string[],
  operatorId: string | null = null,
): Promise<HeldTask> {
  const reply = await station.ask(claimWork, { orderIds, limit: 24 }, { operatorId })
  if (!reply.decision.ok) throw new Error(`Not claimed: ${reply.decision.refusal.name}`)
  const { taskId } = reply.decision.value as { taskId: string }
  return heldTask(world, station, taskId)
}

/** A task under the claim that the centre knows now. */
export async function heldTask(world: CentreWorld, station: WorldStation, taskId: string): Promise<HeldTask> {
  const { epoch } = await world.row<{ epoch: number }>('SELECT epoch FROM pick_task WHERE id = ?', taskId)
  const made = taskId.slice(0, taskId.indexOf('.'))
  const claim = JSON.stringify({ task: taskId, epoch })
  return {
    taskId,
    claim,
    tote: async (slot, code) =>
      station.fact(assignTote, { slotId: `${made}.slot.${slot}`, toteId: await world.tote(code) }, { claim }),
    pick: async (line, code, quantity = 1) =>
      station.fact(
        confirmPick,
        { pickLineId: `${made}.line.${line}`, quantity, toteId: await world.tote(code), serials: [], scans: [] },
        { claim },
      ),
    drop: () => station.fact(dropOff, { taskId }, { claim }),
  }
}
