import { create } from 'zustand'
import type { CartonPlanView, PackBench } from '../../../contract/station/packing.ts'
import { api } from '../../api.ts'

/** Cartons with what goes where. */
export type PlannedCartons = Extract<CartonPlanView, { kind: 'planned' }>

type CartonPlanState = {
  readonly plan: CartonPlanView | null
  /** Asks the station anew; the answer to the newest question counts, and none leaves what is known. */
  read: () => Promise<void>
}

let asked = 0

/** The plan of cartons for the bench. It comes after the bench and is never waited for. */
export const useCartonPlan = create<CartonPlanState>((set) => ({
  plan: null,
  read: async () => {
    asked += 1
    const own = asked
    try {
      const plan = await api.packing.cartonPlan()
      if (own === asked) set({ plan })
    } catch {
      // The bench itself says why the station does not answer; without a plan the rule by volume suggests.
      if (own === asked) set({ plan: null })
    }
  },
}))

/** What a plan is made of: another text, and it has to be asked for again. */
export function contentOf(bench: PackBench | null): string {
  if (bench === null) return ''
  const { order, carton, cartonCount, lines, session } = bench
  const units = lines.map(({ id, picked, packed }) => `${id} ${packed}/${picked}`)
  return [session.operator?.id, order?.id, carton?.id, carton?.code, cartonCount, ...units].join('|')
}

/** The plan as far as it is about the order on the bench. */
export function planFor(bench: PackBench, plan: CartonPlanView | null): CartonPlanView | null {
  return plan === null || plan.kind === 'none' || plan.orderId !== bench.order?.id ? null : plan
}

/** The carton types with the one in front that the plan says to take next; as the station has them where there is no plan. */
export function suggestedFirst(bench: PackBench, plan: CartonPlanView | null): PackBench['cartonTypes'] {
  const { cartonTypes, carton } = bench
  if (plan?.kind !== 'planned' || carton !== null) return cartonTypes
  const next = plan.cartons.find(({ isOpen }) => !isOpen)?.typeCode ?? plan.suggestedCode
  if (!cartonTypes.some(({ code }) => code === next)) return cartonTypes
  const marked = cartonTypes.map((type) => ({ ...type, suggested: type.code === next }))
  return [...marked.filter(({ suggested }) => suggested), ...marked.filter(({ suggested }) => !suggested)]
}
