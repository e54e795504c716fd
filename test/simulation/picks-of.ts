/** The units that a fact lays into a tote (or takes out again, below 0), by pick line; none for any other fact. */
export function picksOf(fact: { type: string; args: string } | undefined): { pickLineId: string; units: number }[] {
  const sign =
    fact?.type === 'picking.confirm-pick' || fact?.type === 'picking.collect-units'
      ? 1
      : fact?.type === 'picking.undo-pick' || fact?.type === 'picking.take-back-units'
        ? -1
        : 0
  if (fact === undefined || sign === 0) return []
  type Share = { pickLineId: string; quantity: number }
  const args = JSON.parse(fact.args) as Share & { lines?: Share[] }
  return (args.lines ?? [args]).map(({ pickLineId, quantity }) => ({ pickLineId, units: sign * quantity }))
}
