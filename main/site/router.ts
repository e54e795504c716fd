import type { PackBench } from '../../contract/station/packing.ts'
import type { PickBench } from '../../contract/station/picking.ts'
import type { ShipBench } from '../../contract/station/shipping.ts'
import { OFFICE_ROLES } from '../../domain/roles.ts'
import type { StationCore } from '../core.ts'
import type { FloorDesk } from '../floor/floor-desk.ts'
import { procedures } from '../rpc/station-procedures.ts'
import type { SessionService } from '../sessions/session-service.ts'
import type { SiteService } from './site-service.ts'
import type { SuggestionSource } from './suggestions.ts'

const ADMINISTRATION = ['manager', 'administrator'] as const

/** Set-up, settings, scan log and training; set-up alone needs no operator, because there is none yet. */
export function siteRouter(
  core: StationCore,
  service: SiteService,
  parts: {
    sessions: SessionService
    suggestions: SuggestionSource
    /** Awaited when a site has just come to be. */
    settle: () => Promise<void>
    desks: { picking: FloorDesk<PickBench>; packing: FloorDesk<PackBench>; shipping: FloorDesk<ShipBench> }
  },
) {
  const { site } = procedures
  const manager = (sessionId: string) => core.require(sessionId, ADMINISTRATION).actor
  return {
    view: site.view.handler(({ context }) => {
      if (core.site() !== undefined) core.require(context.sessionId)
      return service.view()
    }),
    setUp: site.setUp.handler(async ({ input, context }) => {
      const operatorId = await service.setUp(input.site, input.administrator, {
        operatorId: null,
        station: core.stationName(),
      })
      await parts.settle()
      parts.sessions.signIn(context.sessionId, operatorId)
      return service.view()
    }),
    save: site.save.handler(({ input, context }) => service.save(input, manager(context.sessionId))),
    savePolicies: site.savePolicies.handler(({ input, context }) =>
      service.savePolicies(input, manager(context.sessionId)),
    ),
    saveOperator: site.saveOperator.handler(({ input, context }) =>
      service.saveOperator(input, manager(context.sessionId)),
    ),
    saveCarrier: site.saveCarrier.handler(({ input, context }) =>
      service.saveCarrier(input, manager(context.sessionId)),
    ),
    saveStation: site.saveStation.handler(({ input, context }) => {
      manager(context.sessionId)
      return service.saveStation(input)
    }),
    prefixPreview: site.prefixPreview.handler(({ input }) => service.prefixPreview(input.gs1Prefix)),
    scanLog: site.scanLog.handler(({ input, context }) => {
      core.require(context.sessionId, OFFICE_ROLES)
      return service.scanLog({ onlyRefused: input.onlyRefused, before: input.before ?? null, limit: input.limit })
    }),
    suggestions: site.suggestions.handler(async ({ input, context }) => {
      if (input.screen === 'sign-in') return parts.suggestions.signIn()
      if (input.screen === 'picking')
        return parts.suggestions.picking((await parts.desks.picking.bench(context.sessionId)).bench)
      if (input.screen === 'packing')
        return parts.suggestions.packing((await parts.desks.packing.bench(context.sessionId)).bench)
      return parts.suggestions.shipping((await parts.desks.shipping.bench(context.sessionId)).bench)
    }),
  }
}
