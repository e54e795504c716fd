import type { OwnTx } from '../../db/centre-port.ts'

/** The key of a fact's outcome. */
export function outcomeKey(stationId: string, incarnation: string, seq: number): string {
  return `${stationId}/${incarnation}/${seq}`
}

/** So many places are looked at together: a database over a network answers them in one turn. */
const PROBES = 32

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
  const covered = async (seq: number): Promise<boolean> =>
    ((await own.get('outcome', outcomeKey(station.id, station.incarnation, seq)))?.revision ?? 0) <= durable
  if (appliedSeq === 0 || (await covered(appliedSeq))) return appliedSeq
  let low = 0
  let high = appliedSeq
  while (high - low > 1) {
    const step = Math.max(1, Math.ceil((high - low) / (PROBES + 1)))
    const probes: number[] = []
    for (let seq = low + step; seq < high; seq += step) probes.push(seq)
    const answers = await Promise.all(probes.map(covered))
    const first = answers.indexOf(false)
    if (first >= 0) high = probes[first] as number
    low = (first < 0 ? probes.at(-1) : probes[first - 1]) ?? low
  }
  return low
}
