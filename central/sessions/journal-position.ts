import type { CentreStore } from '../../db/centre-port.ts'
import { durableThrough } from '../facts/durable-through.ts'

/** How far the centre has a station's journal: the last fact, its chain hash, and the last one that a backup covers too. */
export type JournalPosition = { appliedSeq: number; hash: string; durableThrough: number }

/** Reads it for one incarnation of the journal; another one than the centre follows has nothing here. */
export async function journalPosition(
  store: CentreStore,
  stationId: string,
  incarnation: string,
): Promise<JournalPosition> {
  return store.read(async (tx) => {
    const position = await tx.own.get('station_position', stationId)
    if (position === undefined || position.incarnation !== incarnation)
      return { appliedSeq: 0, hash: '', durableThrough: 0 }
    const { applied_seq: appliedSeq, hash } = position
    return {
      appliedSeq,
      hash,
      durableThrough: await durableThrough(tx.own, { id: stationId, incarnation }, appliedSeq),
    }
  })
}
