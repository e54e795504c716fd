import { describe, expect, test } from 'vitest'
import type { OrderToPlan } from '../../../domain/plan-orders.ts'
import type { PlanFacts } from '../../../main/planning/read-plan.ts'
import { openCartonSuggestions } from '../../../main/planning/suggest-cartons.ts'
import { itemRow } from '../../db/centre-rows.ts'

const sized = { length_mm: 100, width_mm: 100, height_mm: 200, weight_grams: 300 }
const type = (id: string, inner: readonly [number, number, number]) => ({
  ...{ id, code: id, name: id, tare_grams: 100, max_grams: 20_000, active: 1 },
  ...{ inner_length_mm: inner[0], inner_width_mm: inner[1], inner_height_mm: inner[2] },
})

/** What is suggested for one unit of each item, with a flat carton and a larger one that is tall. */
function suggest(...items: Partial<ReturnType<typeof itemRow>>[]) {
  const rows = items.map((change, index) => itemRow(`i${index}`, { ...sized, ...change }))
  const cartonTypes = [type('flat', [220, 220, 110]), type('tall', [300, 300, 210])]
  const facts = { items: new Map(rows.map((row) => [row.id, row])), cartonTypes } as unknown as PlanFacts
  const takes = rows.map(({ id }) => ({ itemId: id, units: 1 }))
  // On a clock that stands still the steps alone decide, however busy the machine is.
  return openCartonSuggestions(facts, () => 0)({ takes } as unknown as OrderToPlan)
}

describe('the cartons suggested in a plan', () => {
  test('are the smallest that take the goods in any way', () => {
    expect(suggest({}, {})).toEqual([{ name: 'flat', count: 1 }])
  })

  test('are as tall as goods that stand upright', () => {
    expect(suggest({ keep_upright: 1 }, {})).toEqual([{ name: 'tall', count: 1 }])
  })

  test('are one for each class of goods that do not go together', () => {
    expect(suggest({ mix_class: 'food' }, { mix_class: 'soap' }, {})).toEqual([{ name: 'flat', count: 2 }])
    expect(suggest({ mix_class: 'food' }, { mix_class: 'food' })).toEqual([{ name: 'flat', count: 1 }])
  })

  test('are not known where a size or an item is not known', () => {
    expect(suggest({}, { height_mm: null })).toBeNull()
    expect(suggest({ height_mm: 5_000 })).toBeNull()
  })
})
