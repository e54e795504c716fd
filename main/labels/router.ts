import { OFFICE_ROLES } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import { procedures } from '../rpc/station-procedures.ts'
import type { TemplateService } from './template-service.ts'

const ADMINISTRATION = ['manager', 'administrator'] as const

/** The procedures of label templates: the office looks, a manager changes. */
export function templatesRouter(core: StationCore, service: TemplateService) {
  const { templates } = procedures
  return {
    list: templates.list.handler(({ context }) => {
      core.require(context.sessionId, OFFICE_ROLES)
      return service.list()
    }),
    read: templates.read.handler(({ input, context }) => {
      core.require(context.sessionId, OFFICE_ROLES)
      return service.read(input.id, input.version)
    }),
    preview: templates.preview.handler(({ input, context }) => {
      core.require(context.sessionId, OFFICE_ROLES)
      return service.preview(input)
    }),
    save: templates.save.handler(({ input, context }) =>
      service.save(input, core.require(context.sessionId, ADMINISTRATION).actor),
    ),
    use: templates.use.handler(({ input, context }) =>
      service.use(input.id, core.require(context.sessionId, ADMINISTRATION).actor),
    ),
  }
}
