import { statSync } from 'node:fs'
import type { StationCore } from './core.ts'
import { copyReplica } from './import-runs/copy.ts'
import { releaseWaitingOrders } from './orders/release-waiting.ts'
import { copiesOf } from './replica.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/**
 * What a station does for itself: a copy of the replica each day, old replies removed once no retry can ask for them, and
 * each hour a look at orders for which there is stock by now although nothing told so.
 */
export function startUpkeep(core: StationCore): { stop(): Promise<void> } {
  const forget = core.journal.database.prepare('DELETE FROM scan_reply WHERE at < ?')
  let running: Promise<unknown> = Promise.resolve()
  const tick = async () => {
    const now = core.platform.now()
    core.journal.commit(() => void forget.run(now - DAY_MS))
    await releaseWaitingOrders(core, { operatorId: null, station: core.stationName() })
    // A joined station's tables are the centre's: what is lost here is fetched again.
    if (core.joined()) return
    const [newest] = copiesOf(core.dataDirectory)
    const age = newest === undefined ? DAY_MS : now - statSync(newest).mtimeMs
    if (age >= DAY_MS && core.site() !== undefined) await copyReplica(core)
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
