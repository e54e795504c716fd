import type { StationDoor } from '../../main/station-door.ts'

/** What a fake station was asked, in order. */
export type Asked = { path: string; method: string; sessionId: string; bytes: number }

/** A station that records what reaches it and answers with `answer`; it reads every body to its end first. */
export function fakeStation(
  answer: (request: Request) => Response | Promise<Response> = () => Response.json({ ok: true }),
): StationDoor & { asked: Asked[]; isClosed: () => boolean } {
  const asked: Asked[] = []
  let closed = false
  return {
    asked,
    isClosed: () => closed,
    async handle(request, { sessionId }) {
      const bytes = (await request.clone().arrayBuffer()).byteLength
      asked.push({ path: new URL(request.url).pathname, method: request.method, sessionId, bytes })
      return answer(request)
    },
    async close() {
      closed = true
    },
  }
}
