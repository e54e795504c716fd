import { randomUUID } from 'node:crypto'
import { type Session, session } from 'electron'
import { secureAnswer, serveStatic } from '../static-files.ts'
import type { HostLog, StationDoor } from '../station-door.ts'
import { APP_SCHEME, isOwnAddress } from './origin.ts'
import { guardSession } from './security.ts'

/** The storage partition of a window; it outlives the window, so that a page finds its preferences again. */
export function partitionOf(windowNumber: number): string {
  return `persist:window-${windowNumber}`
}

/** Answers one request of a window: the files of the screens, else the station under the window's session id. */
export async function answerPage(
  request: Request,
  sessionId: string,
  options: { station: Pick<StationDoor, 'handle'>; rendererRoot: string; log: HostLog },
): Promise<Response> {
  if (!isOwnAddress(request.url)) return new Response(null, { status: 404 })
  try {
    const file = await serveStatic(request, options.rendererRoot)
    return file ?? secureAnswer(await options.station.handle(request, { sessionId }))
  } catch (error) {
    const id = randomUUID().slice(0, 8)
    const shown = error instanceof Error ? (error.stack ?? error.message) : String(error)
    options.log({ event: 'request-failed', id, path: new URL(request.url).pathname, error: shown })
    return secureAnswer(
      Response.json({ code: 'E-HOST-BUG', id, message: `Something failed (id ${id}).` }, { status: 500 }),
    )
  }
}

/**
 * Serves `app://baro/` to the window with this number, under a session id of its own that ends with the window: every
 * call starts a new session for the number. Returns the guarded Electron session of the window.
 */
export function servePage(
  windowNumber: number,
  options: { station: Pick<StationDoor, 'handle'>; rendererRoot: string; log: HostLog },
): Session {
  const partition = session.fromPartition(partitionOf(windowNumber))
  const sessionId = randomUUID().replaceAll('-', '')
  guardSession(partition)
  if (partition.protocol.isProtocolHandled(APP_SCHEME)) partition.protocol.unhandle(APP_SCHEME)
  partition.protocol.handle(APP_SCHEME, (request) => answerPage(request, sessionId, options))
  return partition
}
