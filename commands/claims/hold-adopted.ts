import type { Tx } from '../../db/port.ts'

/**
 * The unfinished tasks of a store that worked alone belong to the station that brought it: its facts about them need a
 * holder. Claims keep their epoch, because nobody else ever had them. Tasks that were taken away wait for anybody.
 */
export async function holdAdopted(tx: Tx, stationId: string): Promise<void> {
  for (const state of ['claimed', 'started'])
    for (const task of await tx.find('pick_task', 'state', state))
      if (task.holder === null && task.operator_id !== null) await tx.put('pick_task', { ...task, holder: stationId })
}
