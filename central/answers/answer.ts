import { RequestReply, SYNC_PATHS } from '../../contract/central/messages.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import { isKeepable } from '../../domain/keepable-text.ts'
import { activeEndpoint, type Endpoint } from '../door/endpoint.ts'
import { jsonAnswer } from '../door/json.ts'
import { MessageRefused } from '../door/refusal.ts'

/** `GET answer?id=`: what a request of this station was answered, or `notFound` when the centre never took it. */
export function answerEndpoint(store: CentreStore): Endpoint {
  return activeEndpoint({
    method: 'GET',
    path: SYNC_PATHS.answer,
    answer: async ({ url, station, note }) => {
      const id = url.searchParams.get('id') ?? ''
      note({ commands: [id.slice(0, 100)] })
      const row = isKeepable(id) ? await store.read((tx) => tx.own.get('answer', id)) : undefined
      if (row === undefined || row.station_id !== station.id) throw new MessageRefused(404, 'notFound')
      return jsonAnswer(RequestReply.parse({ decision: JSON.parse(row.decision), revision: row.revision }))
    },
  })
}
