import type { Role } from '../../domain/inputs.ts'
import { SUPERVISORS, supervises } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import type { Printer } from '../devices/printer-setup.ts'
import { procedures } from '../rpc/station-procedures.ts'
import type { SessionService } from '../sessions/session-service.ts'
import type { DrawnDocument } from './prepare-page.ts'
import type { PrintingService } from './printing-service.ts'

/** The print journal's procedures; whoever is signed in may print what the floor closed. */
export function printingRouter(
  core: StationCore,
  service: PrintingService,
  parts: {
    sessions: SessionService
    drawDocument: (path: string, role: Role, printer: Printer) => Promise<DrawnDocument>
  },
) {
  const { printing } = procedures
  const { desk } = service
  return {
    queue: printing.queue.handler(({ input, context }) => {
      core.require(context.sessionId)
      return service.queue(input.states ?? [], input.before ?? null)
    }),
    preview: printing.preview.handler(({ input, context }) => {
      core.require(context.sessionId)
      return service.preview(input.printJobId)
    }),
    print: printing.print.handler(({ input, context }) => {
      const { operator } = core.require(context.sessionId)
      return desk.print(input.printJobId, input.printerId, operator.id)
    }),
    printDocument: printing.printDocument.handler(({ input, context }) => {
      const { operator } = core.require(context.sessionId)
      const draw = (printer: Printer) => parts.drawDocument(input.path, operator.role as Role, printer)
      return desk.document(input, { operatorId: operator.id, draw })
    }),
    attempts: printing.attempts.handler(({ input, context }) => {
      core.require(context.sessionId)
      return service.attemptsOf(input.printJobId)
    }),
    queues: printing.queues.handler(({ context }) => {
      core.require(context.sessionId)
      return desk.queues()
    }),
    withdraw: printing.withdraw.handler(({ input, context }) => {
      core.require(context.sessionId)
      return desk.withdraw(input.attemptId)
    }),
    tryNow: printing.tryNow.handler(({ input, context }) => {
      core.require(context.sessionId)
      desk.tryNow(input.printerId)
      return desk.queues()
    }),
    start: printing.start.handler(({ input, context }) => {
      const { operator } = core.require(context.sessionId)
      return service.start(input.printJobId, input.printerId, operator.id)
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
        (input.supervisor !== undefined &&
          (await parts.sessions.supervises(input.supervisor.badge, input.supervisor.pin)))
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
