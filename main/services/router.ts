import { OFFICE_ROLES } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import { procedures } from '../rpc/station-procedures.ts'
import type { ServicesService } from './services-service.ts'

const ADMINISTRATION = ['manager', 'administrator'] as const

/** The procedures of services and shipping rules: the office looks and tries, a manager changes. */
export function servicesRouter(core: StationCore, service: ServicesService) {
  const { services } = procedures
  return {
    view: services.view.handler(({ context }) => {
      core.require(context.sessionId, OFFICE_ROLES)
      return service.view()
    }),
    read: services.read.handler(({ input, context }) => {
      core.require(context.sessionId, OFFICE_ROLES)
      return service.read(input.version)
    }),
    check: services.check.handler(({ input, context }) => {
      core.require(context.sessionId, OFFICE_ROLES)
      return service.check(input.text)
    }),
    save: services.save.handler(({ input, context }) =>
      service.save(input, core.require(context.sessionId, ADMINISTRATION).actor),
    ),
    tryOut: services.tryOut.handler(({ input, context }) => {
      core.require(context.sessionId, OFFICE_ROLES)
      return service.tryOut(input)
    }),
  }
}
