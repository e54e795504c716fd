import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { ReadableStream } from 'node:stream/web'
import { setTimeout as delay } from 'node:timers/promises'
import { ADDRESS_HEADER } from '../door/door.ts'

const DRAIN_MS = 1_000

/** A message of Node's server as a Request, with the address of who sent it; null when its target is no path. */
export function toRequest(message: IncomingMessage, signal: AbortSignal): Request | null {
  const path = message.url ?? ''
  // A request line may carry an absolute address; only paths are served. `//host` would be read as another host.
  if (!path.startsWith('/') || path.startsWith('//')) return null
  const url = URL.parse(path, 'http://centre')
  if (url === null) return null
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers))
    for (const each of Array.isArray(value) ? value : [value]) if (each !== undefined) headers.append(name, each)
  headers.set(ADDRESS_HEADER, message.socket.remoteAddress ?? 'unknown')
  const method = message.method ?? 'GET'
  const init: RequestInit = { method, headers, signal }
  if (method === 'GET' || method === 'HEAD') return new Request(url, init)
  // The socket must outlive a body that is not read to its end: the answer still has to go out on it.
  const body = ReadableStream.from(message.iterator({ destroyOnReturn: false }))
  return new Request(url, { ...init, ...({ body, duplex: 'half' } as unknown as RequestInit) })
}

/** Writes an answer chunk by chunk, no faster than it is read; when the signal aborts, its body is cancelled. */
export async function sendResponse(response: Response, target: ServerResponse, signal: AbortSignal): Promise<void> {
  target.statusCode = response.status
  for (const [name, value] of response.headers) target.setHeader(name, value)
  target.setHeader('x-content-type-options', 'nosniff')
  const { req: message } = target
  if (!message.complete) await readOn(message, target)
  if (response.body === null || message.method === 'HEAD') {
    await response.body?.cancel()
    target.end()
    return
  }
  const reader = response.body.getReader()
  const cancel = (): void => {
    reader.cancel(signal.reason).catch(() => undefined)
  }
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  try {
    target.flushHeaders()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || signal.aborted) break
      if (!target.write(value)) await once(target, 'drain', { signal })
    }
    target.end()
  } catch {
    // The status is sent already: all that can still be said is that this is not the end.
    target.destroy()
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** Closing a socket with unread bytes resets it and its client never reads the answer: reads on for a moment first. */
async function readOn(message: IncomingMessage, target: ServerResponse): Promise<void> {
  target.setHeader('connection', 'close')
  const stop = new AbortController()
  const ended = new Promise<void>((resolve) => message.once('end', resolve).once('close', resolve))
  message.resume()
  await Promise.race([ended, delay(DRAIN_MS, undefined, { signal: stop.signal }).catch(() => undefined)])
  stop.abort()
}
