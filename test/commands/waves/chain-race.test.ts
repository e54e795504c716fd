import { expect, it } from 'vitest'
import { raceChains } from '../../support/chain-race.ts'

const SEEDS = process.env.BARO_LONG === '1' ? 1_000 : 30

it(`hands carts over without losing a unit, a tote or an order, over ${SEEDS} random days`, async () => {
  const totals = await raceChains(SEEDS)
  // Otherwise the days would show nothing.
  const asked = ['waves.release', 'waves.cancel', 'picking.claim-work', 'claims.return', 'claims.revoke']
  const done = ['picking.assign-tote', 'picking.confirm-pick', 'picking.short-pick', 'picking.drop-off']
  for (const type of [...asked, ...done]) expect(totals[`${type} ok`] ?? 0, type).toBeGreaterThan(SEEDS / 10)
  for (const type of ['picking.assign-tote', 'picking.confirm-pick'])
    expect(totals[`${type} refused`] ?? 0, type).toBeGreaterThan(SEEDS / 10)
}, 600_000)
