import { z } from 'zod'
import { accept, defineCommand, refuse } from '../command.ts'
import { StationName } from './enrol-station.ts'

/** Gives a station another name; its number stays. Refused with `stationUnknown`. */
export const renameStation = defineCommand({
  type: 'stations.rename',
  version: 1,
  class: 'INTENT',
  args: z.object({ stationId: z.string(), name: StationName }),
  async run(tx, command) {
    const station = await tx.get('station', command.args.stationId)
    if (station === undefined) return refuse('stationUnknown')
    await tx.put('station', { ...station, name: command.args.name })
    return accept(null)
  },
})
