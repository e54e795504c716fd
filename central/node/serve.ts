import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, isIPv6 } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Centre } from '../centre.ts'
import { sendResponse, toRequest } from './bridge.ts'

/** A listening centre: its address, and `close`, which ends streams, lets answers under way go out, and then the rest. */
export type Serving = { url: string; port: number; close(): Promise<void> }

/** Thrown when the server cannot listen; `code` is what people read to each other. */
export class ListenError extends Error {
  readonly code: 'E-CTR-PORT' | 'E-CTR-LISTEN'
  constructor(code: 'E-CTR-PORT' | 'E-CTR-LISTEN', message: string) {
    super(message)
    this.name = 'ListenError'
    this.code = code
  }
}

const CLOSE_GRACE_MS = 5_000

/** Serves a centre over HTTP at an address. Rejects with ListenError. Closing it closes the centre, too. */
export async function serveCentre(
  centre: Centre,
  { host, port }: { host: string; port: number },
  log: (line: Record<string, unknown>) => void,
): Promise<Serving> {
  const server = createServer((message, target) => {
    answer(centre, server, message, target).catch((error: unknown) => {
      log({ level: 'error', event: 'answer-failed', error: String(error) })
      target.destroy()
    })
  })
  server.headersTimeout = 15_000
  server.requestTimeout = 60_000
  server.keepAliveTimeout = 65_000
  const address = await listen(server, host, port)
  const shown = isIPv6(host) ? `[${host}]` : host
  return {
    url: `http://${shown}:${address.port}`,
    port: address.port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      await centre.close()
      // What is still open now is being read by its client, or idle: it gets a moment.
      const grace = new AbortController()
      server.closeIdleConnections()
      await Promise.race([closed, delay(CLOSE_GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined)])
      grace.abort()
      server.closeAllConnections()
      await closed
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE'
      const message = isTaken
        ? `Port ${port} is already in use on ${host}.`
        : `Cannot listen on ${host}: ${error.message}`
      reject(new ListenError(isTaken ? 'E-CTR-PORT' : 'E-CTR-LISTEN', message))
    })
    server.listen(port, host, () => resolve(server.address() as AddressInfo))
  })
}

async function answer(centre: Centre, server: Server, message: IncomingMessage, target: ServerResponse): Promise<void> {
  const leaving = new AbortController()
  target.once('close', () => leaving.abort(new Error('The client left')))
  const request = toRequest(message, leaving.signal)
  const response = request === null ? new Response(null, { status: 400 }) : await centre.handle(request)
  if (leaving.signal.aborted) {
    await response.body?.cancel()
    return
  }
  // A connection that is kept alive would be asked again by its client: a closing centre lets go of it.
  if (!server.listening) response.headers.set('connection', 'close')
  await sendResponse(response, target, leaving.signal)
}
