import type { CentreStore } from '../../db/centre-port.ts'
import { type Endpoint, openEndpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import type { CentreMetrics } from './centre-metrics.ts'

const CHECK_MS = 3_000

/**
 * `GET /health`: 200 when the store answers, else 503; `/health/live`: 200 as long as the process answers at all; and
 * `GET /metrics` in Prometheus' text form.
 */
export function observeEndpoints(store: CentreStore, metrics: CentreMetrics, version: string): Endpoint[] {
  const open = (path: string, answer: () => Promise<Response>): Endpoint =>
    openEndpoint({ method: 'GET', path, speaksProtocol: false, answer })
  const health = async (): Promise<Response> => {
    const position = await checked(store)
    if (position === null) return Response.json({ live: true, ready: false, version }, { status: 503 })
    return jsonAnswer({ live: true, ready: true, version, store: store.kind, revision: position.revision })
  }
  return [
    open('/health', health),
    open('/health/ready', health),
    open('/health/live', async () => jsonAnswer({ live: true, version })),
    open('/metrics', async () => {
      const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' }
      return new Response(await metrics.text(), { headers })
    }),
  ]
}

async function checked(store: CentreStore): Promise<{ revision: number } | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), CHECK_MS)
  })
  const asked = store.position().catch(() => null)
  const position = await Promise.race([asked, late])
  clearTimeout(timer)
  return position
}
