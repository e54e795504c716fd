import { SYNC_PATHS } from '../../contract/central/messages.ts'
import { activeEndpoint, type Endpoint } from '../door/endpoint.ts'
import { jsonText } from '../door/json.ts'
import { wholeNumber } from '../door/read-body.ts'
import type { CommitBell } from './commit-bell.ts'
import { commitText } from './frames.ts'
import { type LogReader, readFollowing, resetReason } from './log-reader.ts'

/** The longest that a long poll waits, in milliseconds. */
export const LONGEST_WAIT_MS = 25_000

/**
 * `GET changes?cursor=&wait=&timeline=&scopes=`: the commits after the cursor as one answer, after waiting up to `wait`
 * milliseconds (at most 25 s) for one. `revision` is where the log stands: ask again while the last commit is below it.
 */
export function changesEndpoint(parts: { bell: CommitBell; log: LogReader; closing: AbortSignal }): Endpoint {
  const { bell, log, closing } = parts
  return activeEndpoint({
    method: 'GET',
    path: SYNC_PATHS.changes,
    answer: async ({ request, url, station }) => {
      const following = readFollowing(url)
      const waitMs = Math.min(LONGEST_WAIT_MS, wholeNumber(url, 'wait', 0))
      const signal = AbortSignal.any([request.signal, closing])
      const end = performance.now() + waitMs
      let rung = bell.count
      let position = await log.freshPosition()
      // The bell may ring for a commit that was read before it rang.
      while (position.revision === following.cursor && resetReason(following, position) === null) {
        const left = end - performance.now()
        if (left <= 0 || (await bell.wait(rung, left, signal)) === 'left') break
        rung = bell.count
        position = await log.freshPosition()
      }
      const reset = resetReason(following, position)
      const hasMore = reset === null && following.cursor < position.revision
      const commits = hasMore ? await log.after(following.cursor, following.scopes) : []
      const texts = commits.map((commit) => commitText(commit, station))
      return jsonText(
        `{"reset":${JSON.stringify(reset)},"commits":[${texts.join(',')}],"revision":${position.revision}}`,
      )
    },
  })
}
