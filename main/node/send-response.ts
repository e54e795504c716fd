import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

/**
 * Writes a fetch Response to a Node response, chunk by chunk as it arrives and no faster than the client reads. When the
 * signal aborts (the client left) the body is cancelled, so that an event stream ends its subscription. Rejects when the
 * body fails half way; the connection is then cut, because the status is already sent.
 */
export async function sendResponse(response: Response, target: ServerResponse, signal: AbortSignal): Promise<void> {
  target.statusCode = response.status
  if (response.statusText !== '') target.statusMessage = response.statusText
  for (const [name, value] of response.headers) if (name !== 'set-cookie') target.setHeader(name, value)
  for (const cookie of response.headers.getSetCookie()) target.appendHeader('set-cookie', cookie)
  if (response.body === null || target.req.method === 'HEAD') {
    await response.body?.cancel()
    target.end()
    return
  }
  await copyBody(response.body, target, signal)
}

async function copyBody(body: ReadableStream<Uint8Array>, target: ServerResponse, signal: AbortSignal): Promise<void> {
  const reader = body.getReader()
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
  } catch (error) {
    target.destroy()
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
