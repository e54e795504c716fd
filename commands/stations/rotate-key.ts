import { z } from 'zod'
import { accept, defineCommand, refuse } from '../command.ts'
import { PublicKey } from './enrol-station.ts'

/**
 * A station signs with another key from now on. Centre-internal: the centre runs it for a message that the former key
 * signed. Refused: `stationUnknown`, and `wrongState` for a station that is not active.
 */
export const rotateKey = defineCommand({
  type: 'stations.rotate-key',
  version: 1,
  class: 'INTENT',
  args: z.object({ stationId: z.string(), publicKey: PublicKey }),
  async run(tx, command) {
    const station = await tx.get('station', command.args.stationId)
    if (station === undefined) return refuse('stationUnknown')
    if (station.state !== 'active') return refuse('wrongState', { state: station.state })
    await tx.put('station', { ...station, public_key: command.args.publicKey })
    return accept(null)
  },
})
