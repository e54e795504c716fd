import { z } from 'zod'
import { checkLayout } from '../../domain/route-check.ts'
import { WarehouseLayout } from '../../domain/route-layout.ts'
import { accept, defineCommand, refuse } from '../command.ts'

/** Key of the only row of `floor_plan`. */
export const FLOOR_PLAN_ID = 'floor-plan'

/**
 * Keeps the plan of the floor on which tours are made; null removes it. One that was `derived` from the places of the
 * locations never takes the place of one that a person `kept`: its value says whether anything changed. Refused with
 * `floorPlanBad` (path, code) for a layout on which no tour can be planned.
 */
export const saveFloorPlan = defineCommand({
  type: 'floor-plan.save',
  version: 1,
  class: 'INTENT',
  args: z.object({
    plan: z.object({ layout: WarehouseLayout, isTurned: z.boolean() }).nullable(),
    source: z.enum(['kept', 'derived']),
  }),
  async run(tx, command) {
    const { plan, source } = command.args
    const before = await tx.get('floor_plan', FLOOR_PLAN_ID)
    if (source === 'derived' && before?.source === 'kept') return accept({ changed: false })
    if (plan === null) {
      await tx.remove('floor_plan', FLOOR_PLAN_ID)
      return accept({ changed: before !== undefined })
    }
    const [fault] = checkLayout(plan.layout).problems
    if (fault !== undefined) return refuse('floorPlanBad', { path: fault.path, code: fault.code })
    const body = JSON.stringify(plan)
    if (before?.body === body && before.source === source) return accept({ changed: false })
    await tx.put('floor_plan', { id: FLOOR_PLAN_ID, body, source, saved_at: command.at, saved_by: command.operatorId })
    return accept({ changed: true })
  },
})
