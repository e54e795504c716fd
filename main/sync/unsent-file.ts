import type { FileAnswer } from '../files-door.ts'
import type { Journal } from '../journal/journal.ts'
import { openOutcomes } from '../journal/outcomes.ts'

const PIECE = 500

/** The facts that the centre has not answered, as text of one JSON line each, some hundred at a time. */
export function* unsentPieces(journal: Journal): Generator<string> {
  const outcomes = openOutcomes(journal)
  let at = outcomes.answeredSeq()
  while (outcomes.unsentCount() > 0) {
    const piece = journal.after(at, PIECE)
    if (piece.length === 0) return
    at = piece.at(-1)?.seq ?? at
    yield piece.map((command) => `${JSON.stringify(command)}\n`).join('')
  }
}

/**
 * `GET /files/unsent`: the facts that the centre has not answered, one JSON line each as the journal keeps them, so that
 * they can be carried to the centre from a station that will never reach it again. Null when the path is not its own.
 */
export function unsentFile(journal: Journal): FileAnswer {
  return async (request, url) => {
    if (url.pathname !== '/files/unsent' || request.method !== 'GET') return null
    const pieces = unsentPieces(journal)
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const piece = pieces.next()
        if (piece.done) controller.close()
        else controller.enqueue(encoder.encode(piece.value))
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
