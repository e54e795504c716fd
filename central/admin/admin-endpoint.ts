import { timingSafeEqual } from 'node:crypto'
import { type Endpoint, openEndpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { parseBody } from '../door/read-body.ts'
import { MessageRefused } from '../door/refusal.ts'
import { sha256 } from '../sessions/station-keys.ts'
import { AdminCommand, type AdminParts, runAdmin } from './admin-commands.ts'
import { AdminRefused } from './admin-reply.ts'

/** Where the command line reaches a centre that is running on its folder. */
export const ADMIN_PATH = '/admin/v1/run'

/** `POST /admin/v1/run`: an administrator's command, for whoever knows the secret that the running centre left in its folder. */
export function adminEndpoint(parts: AdminParts, secret: string): Endpoint {
  const wanted = Buffer.from(sha256(secret))
  return openEndpoint({
    method: 'POST',
    path: ADMIN_PATH,
    bodyLimitBytes: 16_384,
    speaksProtocol: false,
    answer: async ({ request, body, note }) => {
      const said = /^Bearer (.{1,200})$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
      if (!timingSafeEqual(Buffer.from(sha256(said)), wanted)) throw new MessageRefused(401, 'tokenWrong')
      const command = parseBody(body, AdminCommand)
      note({ admin: command.name })
      try {
        return jsonAnswer(await runAdmin(parts, command))
      } catch (error) {
        if (error instanceof AdminRefused) throw new MessageRefused(422, 'notAllowed', { reason: error.message })
        throw error
      }
    },
  })
}
