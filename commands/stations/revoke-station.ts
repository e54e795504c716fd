import { z } from 'zod'
import { mayFollow, STATION_TRANSITIONS, type StationState } from '../../domain/states.ts'
import { accept, defineCommand, refuse } from '../command.ts'

/**
 * A station may not ask or apply anything any more; what it still sends is kept aside. Its claims stay as they are and are
 * listed for a person to revoke. Refused: `stationUnknown`, `wrongState` (revoked already), `lastStation`.
 */
export const revokeStation = defineCommand({
  type: 'stations.revoke',
  version: 1,
  class: 'INTENT',
  args: z.object({ stationId: z.string() }),
  async run(tx, command) {
    const station = await tx.get('station', command.args.stationId)
    if (station === undefined) return refuse('stationUnknown')
    const from = station.state as StationState
    if (from === 'revoked' || !mayFollow(STATION_TRANSITIONS, from, 'revoked'))
      return refuse('wrongState', { state: station.state })
    const active = await tx.find('station', 'state', 'active')
    if (active.every((other) => other.id === station.id)) return refuse('lastStation')
    await tx.put('station', { ...station, state: 'revoked' })
    const held = [
      ...(await tx.find('pick_task', 'holder', station.id, 'claimed')),
      ...(await tx.find('pick_task', 'holder', station.id, 'started')),
    ]
    return accept({ claims: held.map(({ id, number, state }) => ({ taskId: id, number, state })) })
  },
})
