import { rotateKey } from '../../commands/stations/rotate-key.ts'
import { RotateBody, SYNC_PATHS } from '../../contract/central/messages.ts'
import { activeEndpoint, type Endpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { parseBody } from '../door/read-body.ts'
import { MessageRefused } from '../door/refusal.ts'
import type { CentreParts } from '../parts.ts'
import { runCommand } from '../run-command.ts'
import { readPublicKey } from '../sessions/station-keys.ts'

/** `POST rotate`: a new public key in a message signed with the old one; from the answer on only the new one counts. */
export function rotateEndpoint({ store, platform }: CentreParts): Endpoint {
  return activeEndpoint({
    method: 'POST',
    path: SYNC_PATHS.rotate,
    bodyLimitBytes: 4_096,
    answer: async ({ body, station }) => {
      const { publicKey } = parseBody(body, RotateBody)
      if (readPublicKey(publicKey) === null) throw new MessageRefused(400, 'bodyWrong', { at: 'publicKey' })
      const actor = { operatorId: null, station: station.name, stationId: station.id }
      const args = { stationId: station.id, publicKey }
      const decision = await store.write((tx) => runCommand(tx, platform, rotateKey, args, actor))
      if (!decision.ok) throw new MessageRefused(403, 'stationRevoked')
      return jsonAnswer({ rotated: true })
    },
  })
}
