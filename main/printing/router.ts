import { SUPERVISORS, supervises } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import { procedures } from '../rpc/station-procedures.ts'
import type { SessionService } from '../sessions/session-service.ts'
import type { PrintingService } from './printing-service.ts'

/** The print journal's procedures; whoever is signed in may print what the floor closed. */
export function printingRouter(core: StationCore, service: PrintingService, sessions: SessionService) {
  const { printing } = procedures
  return {
    queue: printing.queue.handler(({ input, context }) => {
      core.require(context.sessionId)
      return service.queue(input.states ?? [], input.before ?? null)
    }),
    preview: printing.preview.handler(({ input, context }) => {
      core.require(context.sessionId)
      return service.preview(input.printJobId)
    }),
    start: printing.start.handler(({ input, context }) => {
      core.require(context.sessionId)
      return service.start(input.printJobId)
    }),
    finish: printing.finish.handler(({ input, context }) => {
      core.require(context.sessionId)
      return service.finish(input.printJobId, input.outcome)
    }),
    reprint: printing.reprint.handler(async ({ input, context }) => {
      const { operator } = core.require(context.sessionId)
      const lead = supervises(operator.role)
      const supervised =
        lead ||
        (input.supervisor !== undefined && (await sessions.supervises(input.supervisor.badge, input.supervisor.pin)))
      return service.reprint(input.printJobId, input.reason, { operatorId: operator.id, supervised })
    }),
    resolve: printing.resolve.handler(({ input, context }) =>
      service.resolve(input.printJobId, input.found, core.require(context.sessionId).actor),
    ),
    void: printing.void.handler(({ input, context }) => {
      core.require(context.sessionId, [...SUPERVISORS, 'packer'])
      return service.void(input.printJobId)
    }),
  }
}
