import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { isCollected } from '../picking/shared-totes.ts'

type Task = Row<'pick_task'>

/** True when a task is done, with or without missing units. */
export function isOver(task: Task): boolean {
  return task.state === 'done' || task.state === 'short'
}

/** True when a task may be given: it is the first of its chain, or the cart of the one before it stands ready. */
export async function isItsTurn(tx: Tx, task: Task): Promise<boolean> {
  if (task.after_task_id === null) return true
  const before = await tx.get('pick_task', task.after_task_id)
  return before !== undefined && isOver(before)
}

/** The tasks that go on with the cart of this one, zone by zone; empty for the last one and for one that stands alone. */
export async function laterParts(tx: Tx, task: Task): Promise<Task[]> {
  const found: Task[] = []
  let [next] = await following(tx, task.id)
  while (next !== undefined) {
    found.push(next)
    ;[next] = await following(tx, next.id)
  }
  return found
}

/** The tasks whose cart this one goes on with, the last one first; empty for the first one of a chain. */
export async function earlierParts(tx: Tx, task: Task): Promise<Task[]> {
  const found: Task[] = []
  for (let id = task.after_task_id; id !== null; ) {
    const before = await tx.get('pick_task', id)
    if (before === undefined) break
    found.push(before)
    id = before.after_task_id
  }
  return found
}

/** The tote of a slot: the one that was put there, or the one that was handed over for its order and is to be shown. */
export async function toteOf(tx: Tx, slot: Row<'pick_slot'>): Promise<Row<'tote'> | undefined> {
  if (slot.tote_id !== null) return tx.get('tote', slot.tote_id)
  const totes = await tx.find('tote', 'order', slot.order_id)
  return totes.find((tote) => tote.pick_task_id === slot.pick_task_id)
}

/** How many free totes a task asks for before anything is picked: one for its orders together, or one for each slot that has none, neither put there nor handed over. */
export async function totesWanted(tx: Tx, task: Task, slots: readonly Row<'pick_slot'>[]): Promise<number> {
  if (isCollected(task)) return 1
  let count = 0
  for (const slot of slots) if ((await toteOf(tx, slot)) === undefined) count += 1
  return count
}

async function following(tx: Tx, taskId: string): Promise<Task[]> {
  return (await tx.find('pick_task', 'after', taskId)).filter(({ state }) => state !== 'returned')
}
