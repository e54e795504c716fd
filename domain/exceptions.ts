/** What a person can decide about a fact that could not be applied. */
export const RESOLUTIONS = ['accept', 'return', 'recount'] as const
/** One of {@link RESOLUTIONS}. */
export type ExceptionResolution = (typeof RESOLUTIONS)[number]

/**
 * Why a fact became an exception, beside the refusals of its own rule. `rowMissing`: what it builds on never came to be.
 * `failed`: its rule broke down.
 */
export const EXCEPTION_REASONS = [
  'blocked',
  'notAFact',
  'commandUnknown',
  'argsWrong',
  'claimMissing',
  'claimStale',
  'rowMissing',
  'failed',
] as const
/** One of {@link EXCEPTION_REASONS}. */
export type ExceptionReason = (typeof EXCEPTION_REASONS)[number]

/** Facts of a shelf: what lies there may be counted instead. */
const AT_A_SHELF: readonly string[] = [
  ...['picking.confirm-pick', 'picking.short-pick', 'picking.undo-pick'],
  ...['picking.collect-units', 'picking.short-stop', 'picking.take-back-units'],
]

/** Reasons for which the fact can never be run, whatever is changed around it. */
const NEVER_RUNS: readonly string[] = ['notAFact', 'argsWrong']

/**
 * The legal resolutions of a fact. `accept`: it is run again with authority. `return`: what was moved goes back to where
 * it was and nothing is posted. `recount`: the same, and the shelf is counted. A fact that follows from another one has
 * none of its own: it is settled with that one.
 */
export function resolutionsOf(fact: { type: string; reason: string; causedBy: string | null }): ExceptionResolution[] {
  if (fact.causedBy !== null) return []
  return [
    ...(NEVER_RUNS.includes(fact.reason) ? [] : (['accept'] as const)),
    'return',
    ...(AT_A_SHELF.includes(fact.type) ? (['recount'] as const) : []),
  ]
}
