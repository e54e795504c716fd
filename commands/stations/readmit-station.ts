import { z } from 'zod'
import { accept, defineCommand, refuse } from '../command.ts'

/**
 * A person lets a quarantined station in again: it goes on from where its journal was taken, so that of two stations with
 * one identity only the one that continues it gets further. Refused: `stationUnknown`, `wrongState` in any other state.
 */
export const readmitStation = defineCommand({
  type: 'stations.readmit',
  version: 1,
  class: 'INTENT',
  args: z.object({ stationId: z.string() }),
  async run(tx, command) {
    const station = await tx.get('station', command.args.stationId)
    if (station === undefined) return refuse('stationUnknown')
    if (station.state !== 'quarantined') return refuse('wrongState', { state: station.state })
    await tx.put('station', { ...station, state: 'active' })
    return accept(null)
  },
})
