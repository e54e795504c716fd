import { z } from 'zod'
import { accept, defineCommand, refuse } from '../command.ts'
import { nextNumber } from '../numbers/next-number.ts'

/** What people call a station. */
export const StationName = z.string().trim().min(1).max(60)

/** Ed25519, SPKI in base64url. */
export const PublicKey = z.string().min(40).max(200)

/**
 * A new station under the next number. Centre-internal: the centre runs it when a one-time code was shown, and no station
 * can ask for it. Refused with `duplicateCode` when the id is taken.
 */
export const enrolStation = defineCommand({
  type: 'stations.enrol',
  version: 1,
  class: 'INTENT',
  args: z.object({ stationId: z.string().min(1).max(100), name: StationName, publicKey: PublicKey }),
  async run(tx, command) {
    const { stationId, name, publicKey } = command.args
    if ((await tx.get('station', stationId)) !== undefined) return refuse('duplicateCode')
    const number = await nextNumber(tx, 'station')
    await tx.put('station', {
      id: stationId,
      number,
      name,
      public_key: publicKey,
      state: 'active',
      enrolled_at: command.at,
    })
    return accept({ number })
  },
})
