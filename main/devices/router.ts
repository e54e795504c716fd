import type { StationCore } from '../core.ts'
import type { PrintingService } from '../printing/printing-service.ts'
import { procedures } from '../rpc/station-procedures.ts'
import type { DeviceService } from './device-service.ts'

const ADMINISTRATION = ['manager', 'administrator'] as const

/** The printers' procedures: everybody who is signed in may look and try; setting up is a manager's. */
export function devicesRouter(core: StationCore, service: DeviceService, printing: PrintingService) {
  const { devices } = procedures
  return {
    view: devices.view.handler(({ context }) => {
      core.require(context.sessionId)
      return service.view()
    }),
    discover: devices.discover.handler(({ context }) => {
      core.require(context.sessionId, ADMINISTRATION)
      return service.discover()
    }),
    savePrinter: devices.savePrinter.handler(({ input, context }) => {
      core.require(context.sessionId, ADMINISTRATION)
      return service.save(input)
    }),
    removePrinter: devices.removePrinter.handler(({ input, context }) => {
      core.require(context.sessionId, ADMINISTRATION)
      return service.remove(input.printerId, printing.desk.busy(input.printerId))
    }),
    saveRoutes: devices.saveRoutes.handler(({ input, context }) => {
      core.require(context.sessionId, ADMINISTRATION)
      return service.saveRoutes(input)
    }),
    status: devices.status.handler(({ input, context }) => {
      core.require(context.sessionId)
      return service.status(input.printerId)
    }),
    printTest: devices.printTest.handler(({ input, context }) => {
      const { operator } = core.require(context.sessionId)
      return printing.desk.test(service.printer(input.printerId), input.what, operator.id)
    }),
    attempts: devices.attempts.handler(({ input, context }) => {
      core.require(context.sessionId)
      return printing.latest(input.printerId)
    }),
  }
}
