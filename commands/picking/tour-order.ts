import type { Tx } from '../../db/port.ts'
import { openFloorText } from '../../domain/floor-plan.ts'
import { FLOOR_PLAN_ID } from '../waves/save-floor-plan.ts'
import type { Stop } from './task-rows.ts'

/** Stops in the order of a tour, and its length in millimetres where it is known. */
export type Toured = { stops: Stop[]; distanceMm: number | null }

/** Puts stops, which come in walking order, into the order of the shortest tour where the floor is known. */
export async function alongTour(tx: Tx, stops: readonly Stop[]): Promise<Toured> {
  const row = await tx.get('floor_plan', FLOOR_PLAN_ID)
  const floor = row === undefined ? null : openFloorText(row.body)
  if (floor === null) return { stops: [...stops], distanceMm: null }
  const locations = new Map(stops.map(({ location }) => [location.id, location]))
  const { order, distanceMm } = floor.tourOf([...locations.values()])
  return { stops: inOrder(stops, order), distanceMm }
}

/** Stops in the order of their places in a list of location ids; those that are not in it last, as they were. */
export function inOrder(stops: readonly Stop[], locationIds: readonly string[]): Stop[] {
  const turn = new Map(locationIds.map((id, index) => [id, index]))
  const turnOf = ({ location }: Stop): number => turn.get(location.id) ?? locationIds.length
  return [...stops].sort((a, b) => turnOf(a) - turnOf(b))
}
