import type { PlanEffort } from '../../../contract/station/planning.ts'

/** What exact tours save against walking in S-shape: metres, percent and minutes (negative: less); null without a floor. */
export type Savings = { readonly metres: number; readonly percent: number; readonly minutes: number }

/** Minutes of some seconds, as a whole number. */
export function minutesOf(seconds: number): number {
  return Math.round(seconds / 60)
}

/** Whole metres of some millimetres. */
export function metresOf(mm: number): number {
  return Math.round(mm / 1_000)
}

/** Compares both ways by the figures that are shown, so that the difference is what a person computes from them. */
export function savingsOf({ distanceMm, baselineMm, seconds, baselineSeconds }: PlanEffort): Savings | null {
  if (distanceMm === null || baselineMm === null || baselineMm === 0) return null
  return {
    metres: metresOf(distanceMm) - metresOf(baselineMm),
    percent: ((distanceMm - baselineMm) / baselineMm) * 100,
    minutes: minutesOf(seconds) - minutesOf(baselineSeconds),
  }
}
