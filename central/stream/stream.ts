import { SYNC_PATHS } from '../../contract/central/messages.ts'
import { activeEndpoint, type Endpoint, type KnownStation } from '../door/endpoint.ts'
import type { CommitBell } from './commit-bell.ts'
import { commitFrames, frame } from './frames.ts'
import { type Following, type LogReader, readFollowing, resetReason } from './log-reader.ts'

/** How often a silent stream beats, how much a reader may leave lying, and for how long. */
export type StreamLimits = { beatMs: number; bufferBytes: number; slowMs: number }

/** The limits of a centre at work. */
export const STREAM_LIMITS: StreamLimits = { beatMs: 10_000, bufferBytes: 4 << 20, slowMs: 10_000 }

/** What streams need; `closing` ends them all, `opened` and `closed` count them. */
export type StreamParts = {
  bell: CommitBell
  log: LogReader
  limits: StreamLimits
  closing: AbortSignal
  opened(): void
  closed(): void
}

/**
 * `GET stream?cursor=&timeline=&scopes=`: whole commits after the cursor as they come, in SSE framing, a beat when nothing
 * came for 10 s, and `reset` (then the end) when the log cannot go on from the cursor. A reader that leaves 4 MB lying and
 * takes nothing for 10 s is cut off; it resumes by its cursor. Ends when the station is revoked.
 */
export function streamEndpoint(parts: StreamParts): Endpoint {
  return activeEndpoint({
    method: 'GET',
    path: SYNC_PATHS.stream,
    answer: async ({ request, url, station }) => {
      const following = readFollowing(url)
      const reason = resetReason(following, await parts.log.freshPosition())
      const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
      if (reason !== null) return new Response(Buffer.from(frame('reset', JSON.stringify({ reason }))), { headers })
      return new Response(openBody(parts, following, station, request.signal), { headers })
    },
  })
}

const PIECE_BYTES = 64 << 10

type Pipe = {
  put(bytes: Uint8Array): void
  /** Resolves true once the reader has taken enough; false when it took nothing for too long, or left. */
  room(): Promise<boolean>
}

function openBody(
  parts: StreamParts,
  following: Following,
  station: KnownStation,
  leaving: AbortSignal,
): ReadableStream<Uint8Array> {
  const cancelled = new AbortController()
  const signal = AbortSignal.any([leaving, cancelled.signal, parts.closing])
  let pulled: () => void = () => undefined
  const start = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const pipe: Pipe = {
      put: (bytes) => {
        // In pieces, so that a reader at work on a large frame is not taken for one that sleeps.
        for (let at = 0; at < bytes.length; at += PIECE_BYTES) controller.enqueue(bytes.subarray(at, at + PIECE_BYTES))
      },
      room: async () => {
        let free = controller.desiredSize ?? 0
        while (free <= 0) {
          await moved(signal, parts.limits.slowMs, (wake) => {
            pulled = wake
          })
          const now = controller.desiredSize ?? 0
          if (signal.aborted || (now <= 0 && now === free)) return false
          free = now
        }
        return true
      },
    }
    try {
      const end = await pump(parts, following, station, pipe, signal)
      if (cancelled.signal.aborted) return
      if (end === 'slow') controller.error(new Error('The reader left too much lying'))
      else controller.close()
    } catch (error) {
      if (!cancelled.signal.aborted) controller.error(error)
    } finally {
      parts.closed()
    }
  }
  parts.opened()
  return new ReadableStream<Uint8Array>(
    {
      // Not awaited: a stream whose start has not ended is never pulled.
      start: (controller) => void start(controller),
      pull: () => pulled(),
      cancel: () => cancelled.abort(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: parts.limits.bufferBytes }),
  )
}

/** Resolves when the reader took enough, when it left, or after the time. */
function moved(signal: AbortSignal, ms: number, onPull: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end, { once: true })
    onPull(end)
  })
}

async function pump(
  { bell, log, limits }: StreamParts,
  following: Following,
  station: KnownStation,
  pipe: Pipe,
  signal: AbortSignal,
): Promise<'over' | 'slow'> {
  let { cursor } = following
  let position = await log.position()
  // The first beat goes out at once: it tells the station that the way is open.
  pipe.put(frame('beat', JSON.stringify({ revision: position.revision })))
  while (!signal.aborted) {
    const rung = bell.count
    if (await log.isStopped(station.id)) return 'over'
    position = await log.position()
    const reason = following.timeline !== null && following.timeline !== position.timeline ? 'timeline' : null
    if (reason !== null || cursor < position.floor) {
      pipe.put(frame('reset', JSON.stringify({ reason: reason ?? 'floor' })))
      return 'over'
    }
    const commits = cursor < position.revision ? await log.after(cursor, following.scopes) : []
    if (signal.aborted) return 'over'
    if (commits.length > 0) {
      pipe.put(commitFrames(commits, station))
      cursor = commits.at(-1)?.revision ?? cursor
      if (!(await pipe.room())) return signal.aborted ? 'over' : 'slow'
    }
    if (cursor < position.revision && commits.length > 0) continue
    const wake = await bell.wait(rung, limits.beatMs, signal)
    if (wake !== 'time') continue
    // A wake-up of another process may have been lost: look by ourselves as well.
    const found = await log.freshPosition()
    if (found.revision !== position.revision) bell.ring()
    else pipe.put(frame('beat', JSON.stringify({ revision: position.revision })))
    if (!(await pipe.room())) return signal.aborted ? 'over' : 'slow'
  }
  return 'over'
}
