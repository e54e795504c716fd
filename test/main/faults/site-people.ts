import { saveOperator } from '../../../commands/site/save-operator.ts'
import { savePolicies } from '../../../commands/site/save-site.ts'
import { importTotes } from '../../../commands/totes/import-totes.ts'
import { Policies } from '../../../domain/policies.ts'
import type { StationCore } from '../../../main/core.ts'
import { hashPin } from '../../../main/sessions/pin.ts'
import { PIN } from '../../support/warehouse.ts'

const nobody = { operatorId: null, station: 'TEST' }

/** Who works at a station of a site, by badge, and whose totes: `pool` is how their codes begin. */
export type Crew = { pool: string; picker: string; packer: string }

/** The crews of so many stations; each has a picker, a packer and totes of its own. */
export function crews(count: number): Crew[] {
  return Array.from({ length: count }, (_, at) => ({
    pool: `P${at + 1}`,
    picker: `PICK-${at + 1}`,
    packer: `PACK-${at + 1}`,
  }))
}

/** Brings the crews and their totes into a warehouse. */
export async function hireCrews(core: StationCore, hired: readonly Crew[], totes = 30, cartOrders = 6): Promise<void> {
  const pinHash = await hashPin(PIN)
  const operator = { id: null, pinHash, language: null, active: true, otherAdministrators: 1 }
  for (const { pool, picker, packer } of hired) {
    await core.run(saveOperator, { ...operator, badge: picker, name: picker, role: 'picker' }, nobody)
    await core.run(saveOperator, { ...operator, badge: packer, name: packer, role: 'packer' }, nobody)
    const named = Array.from({ length: totes }, (_, at) => `${pool}-${String(at + 1).padStart(3, '0')}`)
    for (let from = 0; from < named.length; from += 200) {
      const totes = named.slice(from, from + 200).map((code) => ({ code, name: code }))
      await core.run(importTotes, { totes }, nobody)
    }
  }
  await core.run(savePolicies, { policies: Policies.parse({ ...core.policies(), cartOrders }) }, nobody)
}
