import { SUPERVISORS } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import { problem } from '../rpc/problems.ts'
import { procedures } from '../rpc/station-procedures.ts'

/** The planning part of the station's contract: closed to all but leads and above, and nothing is planned yet. */
export function planningRouter(core: StationCore) {
  const { planning } = procedures
  const notYet = (sessionId: string): never => {
    core.require(sessionId, SUPERVISORS)
    throw problem('UNSUPPORTED', 'E-PLN-000')
  }
  return {
    choices: planning.choices.handler(({ context }) => notYet(context.sessionId)),
    plan: planning.plan.handler(({ context }) => notYet(context.sessionId)),
    progress: planning.progress.handler(({ context }) => notYet(context.sessionId)),
    cancel: planning.cancel.handler(({ context }) => notYet(context.sessionId)),
    plans: planning.plans.handler(({ context }) => notYet(context.sessionId)),
    preview: planning.preview.handler(({ context }) => notYet(context.sessionId)),
    batch: planning.batch.handler(({ context }) => notYet(context.sessionId)),
    release: planning.release.handler(({ context }) => notYet(context.sessionId)),
    waves: planning.waves.handler(({ context }) => notYet(context.sessionId)),
    wave: planning.wave.handler(({ context }) => notYet(context.sessionId)),
    cancelWave: planning.cancelWave.handler(({ context }) => notYet(context.sessionId)),
    floorPlan: planning.floorPlan.handler(({ context }) => notYet(context.sessionId)),
    saveFloorPlan: planning.saveFloorPlan.handler(({ context }) => notYet(context.sessionId)),
  }
}
