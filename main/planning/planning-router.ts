import { procedures } from '../rpc/station-procedures.ts'
import type { PlanningService } from './planning-service.ts'

/** The planning part of the station's contract over its service. */
export function planningRouter(service: PlanningService) {
  const { planning } = procedures
  return {
    choices: planning.choices.handler(({ context }) => service.choices(context.sessionId)),
    plan: planning.plan.handler(({ input, context }) => service.plan(context.sessionId, input)),
    progress: planning.progress.handler(({ input, context }) => service.progress(context.sessionId, input.planId)),
    cancel: planning.cancel.handler(({ input, context }) => service.cancel(context.sessionId, input.planId)),
    plans: planning.plans.handler(({ context }) => service.plans(context.sessionId)),
    preview: planning.preview.handler(({ input, context }) => service.preview(context.sessionId, input.planId)),
    batch: planning.batch.handler(({ input, context }) => service.batch(context.sessionId, input.planId, input.number)),
    release: planning.release.handler(({ input, context }) =>
      service.release(context.sessionId, input.planId, input.batches),
    ),
    waves: planning.waves.handler(({ input, context }) => service.waves(context.sessionId, input.before, input.limit)),
    wave: planning.wave.handler(({ input, context }) => service.wave(context.sessionId, input.waveId)),
    cancelWave: planning.cancelWave.handler(({ input, context }) =>
      service.cancelWave(context.sessionId, input.waveId),
    ),
    floorPlan: planning.floorPlan.handler(({ context }) => service.floorPlan(context.sessionId)),
    saveFloorPlan: planning.saveFloorPlan.handler(({ input, context }) =>
      service.saveFloorPlan(context.sessionId, input.layout, input.isTurned),
    ),
  }
}
