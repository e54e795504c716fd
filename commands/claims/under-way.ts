import type { Row } from '../../db/tables.ts'

/** True while facts may still be done on a pick task: it is not over and did not go back. */
export function isUnderWay(task: Row<'pick_task'>): boolean {
  return task.state === 'claimed' || task.state === 'started'
}
