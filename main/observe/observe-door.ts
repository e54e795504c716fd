import type { StationCore } from '../core.ts'
import { replicaPosition } from '../journal/replica-position.ts'
import type { SyncStatus } from '../sync/sync-status.ts'
import type { StationMetrics } from './station-metrics.ts'

/** Where a station that has a port says how it is; for anybody who reaches it, and without personal data. */
export const OBSERVE_PATHS = { health: '/health', metrics: '/metrics' } as const

/**
 * `GET /health`: 200 when both files answer, else 503, with where sync stands (which makes no station ill: it works
 * without its centre); `GET /metrics` in Prometheus' text form. Null when the path is another one.
 */
export function observeDoor(
  core: StationCore,
  metrics: StationMetrics,
  sync: () => Pick<SyncStatus, 'state' | 'unsent'> | null,
): (request: Request, pathname: string) => Promise<Response> | null {
  const health = async (): Promise<Response> => {
    const { version } = core
    try {
      const { state, unsent } = sync() ?? { state: 'alone', unsent: 0 }
      core.journal.database.prepare('SELECT 1 FROM command LIMIT 1').get()
      const { revision } = replicaPosition(core.store)
      const seq = core.journal.lastSeq()
      return Response.json({ live: true, ready: true, version, seq, sync: state, unsent, revision })
    } catch (error) {
      core.platform.log({ level: 'error', event: 'health-failed', error: String(error) })
      return Response.json({ live: true, ready: false, version }, { status: 503 })
    }
  }
  const text = async (): Promise<Response> =>
    new Response(await metrics.text(), { headers: { 'content-type': metrics.contentType } })
  return (request, pathname) => {
    if (pathname !== OBSERVE_PATHS.health && pathname !== OBSERVE_PATHS.metrics) return null
    if (request.method !== 'GET') return Promise.resolve(Response.json({ code: 'E-RPC-002' }, { status: 405 }))
    return pathname === OBSERVE_PATHS.health ? health() : text()
  }
}
