import type { CommandRegistry } from '../../commands/registry.ts'
import { PushBody, SYNC_PATHS } from '../../contract/central/messages.ts'
import { type Endpoint, stationEndpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { parseBody } from '../door/read-body.ts'
import { refusedAs } from '../door/refusal.ts'
import { takeFacts } from '../facts/take-facts.ts'
import { writeTogether } from '../facts/write-together.ts'
import type { CentreParts } from '../parts.ts'
import { isProblem } from '../sync-problem.ts'

/** The most bytes of a push or a request: one push of the largest size, and room for what JSON adds to it. */
export const MESSAGE_BYTES = 1_500_000

const LOGGED_COMMANDS = 50

/**
 * `POST push`: facts in order. Open to a station in any state, because what happened on the floor is never turned away:
 * of a revoked one it goes into quarantine.
 */
export function pushEndpoint(
  parts: CentreParts,
  registry: CommandRegistry,
  pushed: (statuses: readonly string[]) => void,
): Endpoint {
  const { platform } = parts
  const store = writeTogether(parts.store)
  return stationEndpoint({
    method: 'POST',
    path: SYNC_PATHS.push,
    bodyLimitBytes: MESSAGE_BYTES,
    recordsNonce: true,
    answer: async ({ body, station, nonce, note }) => {
      const push = parseBody(body, PushBody)
      note({
        boot: station.bootId,
        facts: push.commands.length,
        seq: `${push.baseSeq + 1}-${push.baseSeq + push.commands.length}`,
        commands: push.commands.slice(0, LOGGED_COMMANDS).map(({ id }) => id),
      })
      const reply = await takeFacts(store, station, push, { now: platform.now(), registry, nonce })
      if (isProblem(reply)) throw refusedAs(reply)
      pushed(reply.results.map(({ status }) => status))
      note({ appliedThrough: reply.appliedThrough, revision: reply.results.at(-1)?.revision ?? null })
      return jsonAnswer(reply)
    },
  })
}
