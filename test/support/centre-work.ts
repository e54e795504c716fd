import { closeCarton, labelCarton } from '../../commands/packing/close-carton.ts'
import { finishOrder } from '../../commands/packing/finish-order.ts'
import { openCarton } from '../../commands/packing/open-carton.ts'
import { openOrder } from '../../commands/packing/open-order.ts'
import { packUnit } from '../../commands/packing/pack-unit.ts'
import { assignTote } from '../../commands/picking/assign-tote.ts'
import { claimWork } from '../../commands/picking/claim-work.ts'
import { confirmPick } from '../../commands/picking/confirm-pick.ts'
import { dropOff } from '../../commands/picking/drop-off.ts'
import { assignTracking } from '../../commands/shipping/dispatch.ts'
import type { CentreWorld, WorldStation } from './centre-world.ts'

/** A pick task as its station knows it. */
export type HeldTask = {
  taskId: string
  claim: string
  /** The ids of its slots and of its lines in walking order. */
  slots: string[]
  lines: string[]
  /** Journals that a tote was put on the slot (from 1). */
  tote(slot: number, code: string): Promise<string>
  /** Journals that units of a line (from 1) were laid into a tote; one unit without a serial unless told otherwise. */
  pick(line: number, code: string, quantity?: number, serials?: string[]): Promise<string>
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
  const ids = async (sql: string): Promise<string[]> =>
    (await world.rows<{ id: string }>(sql, taskId)).map(({ id }) => id)
  const slots = await ids('SELECT id FROM pick_slot WHERE pick_task_id = ? ORDER BY slot')
  const lines = await ids('SELECT id FROM pick_line WHERE pick_task_id = ? ORDER BY sequence')
  const claim = JSON.stringify({ task: taskId, epoch })
  return {
    taskId,
    claim,
    slots,
    lines,
    tote: async (slot, code) =>
      station.fact(assignTote, { slotId: slots[slot - 1], toteId: await world.tote(code) }, { claim }),
    pick: async (line, code, quantity = 1, serials = []) =>
      station.fact(
        confirmPick,
        { pickLineId: lines[line - 1], quantity, toteId: await world.tote(code), serials, scans: [] },
        { claim },
      ),
    drop: () => station.fact(dropOff, { taskId }, { claim }),
  }
}

/** Journals that a packer took the order from its tote, packed one unit in one carton and labelled it, with its waybill. */
export async function packIt(
  world: CentreWorld,
  station: WorldStation,
  orderId: string,
  code: string,
  serial: number,
): Promise<void> {
  const opened = station.fact(openOrder, { toteId: await world.tote(code), takeOver: false })
  const packSessionId = `${opened}.session`
  const { id: cartonTypeId } = await world.row<{ id: string }>('SELECT id FROM carton_type')
  const cartonId = `${station.fact(openCarton, { packSessionId, cartonTypeId })}.carton`
  const { id: orderLineId } = await world.row<{ id: string }>('SELECT id FROM order_line WHERE order_id = ?', orderId)
  station.fact(packUnit, { cartonId, orderLineId, quantity: 1, lot: '', serial: '', scans: [] })
  const number = String(serial).padStart(10, '0')
  station.fact(closeCarton, { cartonId, weightGrams: null, code: `C${number}`, codeKind: 'internal' })
  station.fact(labelCarton, { cartonId, printJobId: 'p' })
  station.fact(finishOrder, { packSessionId, partial: false })
  station.fact(assignTracking, { cartonId, carrierCode: 'CJ', trackingNumber: `T${number}` })
}
