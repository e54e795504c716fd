import type { StationCore } from './core.ts'
import { copiesOf, copyReplica } from './replica.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** What a station does for itself: a copy of the replica each day, and old replies removed once no retry can ask for them. */
export function startUpkeep(core: StationCore): { stop(): Promise<void> } {
  const forget = core.journal.database.prepare('DELETE FROM scan_reply WHERE at < ?')
  let running: Promise<unknown> = Promise.resolve()
  const tick = async () => {
    const now = core.platform.now()
    core.journal.commit(() => void forget.run(now - DAY_MS))
    const newest = Number(/(\d+)\.db$/.exec(copiesOf(core.dataDirectory)[0] ?? '')?.[1] ?? 0)
    if (now - newest >= DAY_MS && core.site() !== undefined) await copyReplica(core.store, core.dataDirectory, now)
  }
  const safely = () => {
    running = tick().catch((error: unknown) =>
      core.platform.log({ level: 'error', event: 'upkeep-failed', error: String(error) }),
    )
  }
  const timer = setInterval(safely, HOUR_MS)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
