import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { mayFollow, TOTE_TRANSITIONS, type ToteState } from '../../domain/states.ts'
import { type Refusal, refuse } from '../command.ts'

/** True for a task whose orders lie together in shared totes until the bench. */
export function isCollected(task: Row<'pick_task'>): boolean {
  return task.sorted_at === 'bench'
}

/** True for a tote that is shared by the orders of a task: it is in use and belongs to none of them. */
export function isShared(tote: Row<'tote'>): boolean {
  return tote.order_id === null && tote.pick_task_id !== null
}

/** True when units of a pick line may be laid into a tote: its order's own, or one that its task's orders share. */
export function takesUnitsOf(tote: Row<'tote'>, line: Row<'pick_line'>): boolean {
  return tote.pick_task_id === line.pick_task_id && (tote.order_id === line.order_id || isShared(tote))
}

/**
 * Puts a free tote on the cart of a collected task, for all its orders; nothing happens to one that is there already.
 * Refused with `toteInUse` when something else is in it.
 */
export async function shareTote(
  tx: Tx,
  task: Row<'pick_task'>,
  tote: Row<'tote'>,
): Promise<{ ok: false; refusal: Refusal } | null> {
  if (tote.pick_task_id === task.id && tote.state === 'filling') return null
  if (tote.state === 'filling' || !mayFollow(TOTE_TRANSITIONS, tote.state as ToteState, 'filling'))
    return refuse('toteInUse', { tote: tote.name })
  await tx.put('tote', { ...tote, state: 'filling', order_id: null, pick_task_id: task.id })
  return null
}

/** An order's slot in a task, and that some of its units lie in this shared tote from now on. */
export async function markTote(tx: Tx, line: Row<'pick_line'>, toteId: string): Promise<void> {
  const slot = await slotOf(tx, line)
  if (slot !== undefined && slot.tote_id === null) await tx.put('pick_slot', { ...slot, tote_id: toteId })
}

/** Forgets the shared tote of an order of which nothing is picked any more. */
export async function unmarkTote(tx: Tx, line: Row<'pick_line'>): Promise<void> {
  const own = (await tx.find('pick_line', 'order', line.order_id)).filter(
    (other) => other.pick_task_id === line.pick_task_id,
  )
  const slot = own.some(({ picked }) => picked > 0) ? undefined : await slotOf(tx, line)
  if (slot !== undefined && slot.tote_id !== null) await tx.put('pick_slot', { ...slot, tote_id: null })
}

async function slotOf(tx: Tx, line: Row<'pick_line'>): Promise<Row<'pick_slot'> | undefined> {
  const slots = await tx.find('pick_slot', 'order', line.order_id)
  return slots.find((slot) => slot.pick_task_id === line.pick_task_id)
}

/**
 * The collected task from whose shared totes an order is packed now, and its slot there; undefined when the order has a tote
 * of its own or lies in none.
 */
export async function collectedSlot(
  tx: Tx,
  orderId: string,
): Promise<{ slot: Row<'pick_slot'>; task: Row<'pick_task'> } | undefined> {
  for (const slot of await tx.find('pick_slot', 'order', orderId)) {
    const task = slot.tote_id === null ? undefined : await tx.get('pick_task', slot.pick_task_id)
    if (task !== undefined && isCollected(task) && (task.state === 'done' || task.state === 'short'))
      return { slot, task }
  }
  return undefined
}

/**
 * Takes an order that is packed, or of which nothing is to be packed, out of its shared totes; with the last order that
 * waits, all totes of the task are empty. True when they are.
 */
export async function leaveSharedTotes(tx: Tx, slot: Row<'pick_slot'>): Promise<boolean> {
  await tx.put('pick_slot', { ...slot, tote_id: null })
  for (const other of await tx.find('pick_slot', 'pick_task', slot.pick_task_id)) {
    if (other.id === slot.id || other.tote_id === null) continue
    const order = await tx.get('order', other.order_id)
    if (order?.state === 'picked' || order?.state === 'packing') return false
  }
  for (const tote of await tx.find('tote', 'pick_task', slot.pick_task_id))
    await tx.put('tote', { ...tote, state: 'emptied', order_id: null, pick_task_id: null })
  return true
}
