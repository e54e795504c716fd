import { create } from 'zustand'

/** What the scale says now: null while there is none, or nothing has come of it for a while. */
export type ShownWeight = { readonly grams: number } | 'unstable' | 'fault' | null

/** How long a weight is believed that the scale does not repeat. */
const FORGOTTEN_MS = 5_000

let timer: ReturnType<typeof setTimeout> | undefined

/** The scale of this station as React state. */
export const useScale = create<{ readonly weight: ShownWeight }>(() => ({ weight: null }))

/** Takes what the scale says. */
export function showWeight(weight: ShownWeight): void {
  clearTimeout(timer)
  if (weight !== null) timer = setTimeout(() => useScale.setState({ weight: null }), FORGOTTEN_MS)
  const before = useScale.getState().weight
  const same =
    before === weight || (typeof before === 'object' && typeof weight === 'object' && before?.grams === weight?.grams)
  if (!same) useScale.setState({ weight })
}

/** The stable weight in whole grams, or null: nothing on the scale is no weight. */
export function scaleGrams(weight: ShownWeight): number | null {
  if (weight === null || typeof weight === 'string') return null
  const grams = Math.round(weight.grams)
  return grams > 0 ? grams : null
}

/** The stable weight as it is typed at the bench; '' for none. */
export function scaleText(weight: ShownWeight): string {
  return String(scaleGrams(weight) ?? '')
}
