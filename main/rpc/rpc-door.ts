import { ORPCError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/fetch'
import { DatabaseRefusedError } from '../../db/sqlite/open-database.ts'
import { uuidV7 } from '../../domain/uuid.ts'
import type { Platform } from '../platform.ts'
import { problem } from './problems.ts'
import type { CallContext } from './station-procedures.ts'

/** Answers `/rpc/*`. Known errors keep their code; anything else is logged under an id and said as "something failed". */
export function rpcDoor(
  // biome-ignore lint/suspicious/noExplicitAny: the router's own types are checked where it is built.
  router: any,
  platform: Platform,
): (request: Request, context: CallContext) => Promise<Response> {
  const handler = new RPCHandler<CallContext>(router, {
    clientInterceptors: [
      async (options) => {
        try {
          return await options.next()
        } catch (error) {
          throw said(error, options.path.join('.'), platform)
        }
      },
    ],
  })
  return async (request, context) => {
    const { matched, response } = await handler.handle(request, { prefix: '/rpc', context })
    return matched ? response : Response.json({ code: 'E-RPC-001' }, { status: 404 })
  }
}

function said(error: unknown, path: string, platform: Platform): unknown {
  if (error instanceof ORPCError && (error.defined || error.code === 'BAD_REQUEST')) return error
  if (error instanceof DatabaseRefusedError && error.code === 'E-DATA-FULL') return problem('BUSY', error.code)
  const requestId = uuidV7(platform.now(), platform.randomBytes(16))
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  platform.log({ level: 'error', event: 'bug', requestId, path, error: text })
  return new ORPCError('INTERNAL_SERVER_ERROR', {
    message: 'Something failed',
    data: { code: 'E-BUG-001', params: { requestId } },
  })
}
