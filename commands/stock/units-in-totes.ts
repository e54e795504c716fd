import type { Tx } from '../../db/port.ts'

/**
 * Units of a stock row that were picked and not dropped off yet: still on hand in its books, and not on its shelf. Whoever
 * counts the shelf does not see them.
 */
export async function unitsInTotes(tx: Tx, stockId: string): Promise<number> {
  let units = 0
  for (const line of await tx.find('pick_line', 'stock', stockId)) {
    if (line.picked === 0) continue
    const task = await tx.get('pick_task', line.pick_task_id)
    if (task?.state === 'started') units += line.picked
  }
  return units
}
