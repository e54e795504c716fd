import type { FileAnswer } from '../files-door.ts'
import type { Journal } from '../journal/journal.ts'
import { openOutcomes } from '../journal/outcomes.ts'

const PIECE = 500

/**
 * `GET /files/unsent`: the facts that the centre has not answered, one JSON line each as the journal keeps them, so that
 * they can be carried to the centre from a station that will never reach it again. Null when the path is not its own.
 */
export function unsentFile(journal: Journal): FileAnswer {
  const outcomes = openOutcomes(journal)
  return async (request, url) => {
    if (url.pathname !== '/files/unsent' || request.method !== 'GET') return null
    let at = outcomes.answeredSeq()
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const piece = outcomes.unsentCount() === 0 ? [] : journal.after(at, PIECE)
        if (piece.length === 0) return controller.close()
        at = piece.at(-1)?.seq ?? at
        controller.enqueue(encoder.encode(piece.map((command) => `${JSON.stringify(command)}\n`).join('')))
      },
    })
    return new Response(body, {
      headers: {
        'content-type': 'application/x-ndjson',
        'cache-control': 'no-store',
        'content-disposition': 'attachment; filename="baro-unsent.ndjson"',
      },
    })
  }
}
