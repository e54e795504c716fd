import type { OwnTx } from '../../db/centre-port.ts'

/** The key of a fact's outcome. */
export function outcomeKey(stationId: string, incarnation: string, seq: number): string {
  return `${stationId}/${incarnation}/${seq}`
}

/**
 * The last seq of a station's facts that a copy of the centre covers (`durable_revision`): revisions grow with the seq, so
 * a few steps find it. Facts of before the station joined, and those whose outcome is no longer kept, count as covered.
 */
export async function durableThrough(
  own: OwnTx,
  station: { id: string; incarnation: string },
  appliedSeq: number,
): Promise<number> {
  const durable = (await own.get('centre_state', 'centre'))?.durable_revision ?? 0
  const covered = async (seq: number) =>
    ((await own.get('outcome', outcomeKey(station.id, station.incarnation, seq)))?.revision ?? 0) <= durable
  if (appliedSeq === 0 || (await covered(appliedSeq))) return appliedSeq
  let low = 0
  let high = appliedSeq
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (await covered(middle)) low = middle
    else high = middle
  }
  return low
}
