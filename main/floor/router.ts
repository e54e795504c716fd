import type { CartonPlanView, PackBench } from '../../contract/station/packing.ts'
import type { PickBench } from '../../contract/station/picking.ts'
import type { ShipBench } from '../../contract/station/shipping.ts'
import { procedures } from '../rpc/station-procedures.ts'
import type { FloorDesk } from './floor-desk.ts'

/** The floor's procedures: each screen's two verbs go to its desk, and the plan of cartons to who works it out. */
export function floorRouters(
  desks: {
    picking: FloorDesk<PickBench>
    packing: FloorDesk<PackBench>
    shipping: FloorDesk<ShipBench>
  },
  cartons: { plan(sessionId: string): Promise<CartonPlanView> },
) {
  const { picking, packing, shipping } = procedures
  return {
    picking: {
      bench: picking.bench.handler(({ context }) => desks.picking.bench(context.sessionId)),
      scan: picking.scan.handler(({ input, context }) => desks.picking.scan(context.sessionId, input)),
    },
    packing: {
      bench: packing.bench.handler(({ context }) => desks.packing.bench(context.sessionId)),
      scan: packing.scan.handler(({ input, context }) => desks.packing.scan(context.sessionId, input)),
      cartonPlan: packing.cartonPlan.handler(({ context }) => cartons.plan(context.sessionId)),
    },
    shipping: {
      bench: shipping.bench.handler(({ context }) => desks.shipping.bench(context.sessionId)),
      scan: shipping.scan.handler(({ input, context }) => desks.shipping.scan(context.sessionId, input)),
    },
  }
}
