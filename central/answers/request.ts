import type { CommandRegistry } from '../../commands/registry.ts'
import { RequestBody, SYNC_PATHS } from '../../contract/central/messages.ts'
import { activeEndpoint, type Endpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { parseBody } from '../door/read-body.ts'
import { refusedAs } from '../door/refusal.ts'
import type { CentreParts } from '../parts.ts'
import { MESSAGE_BYTES } from '../push/push.ts'
import { takeRequest } from '../requests/take-request.ts'
import { isProblem } from '../sync-problem.ts'

/** `POST request`: an INTENT, decided once by its id; asked again, it is answered as it was. */
export function requestEndpoint({ store, platform }: CentreParts, registry: CommandRegistry): Endpoint {
  return activeEndpoint({
    method: 'POST',
    path: SYNC_PATHS.request,
    bodyLimitBytes: MESSAGE_BYTES,
    recordsNonce: true,
    answer: async ({ body, station, nonce, note }) => {
      const asked = parseBody(body, RequestBody)
      note({ boot: station.bootId, commands: [asked.id], type: asked.type })
      const reply = await takeRequest(store, station, asked, { now: platform.now(), registry, nonce })
      if (isProblem(reply)) throw refusedAs(reply)
      note({ ok: reply.decision.ok, revision: reply.revision })
      return jsonAnswer(reply)
    },
  })
}
