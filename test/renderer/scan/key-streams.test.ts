import { describe, expect, it } from 'vitest'
import type { KEYBOARD_LAYOUTS } from '../../../renderer/scan/keyboard-layout.ts'
import { DEFAULT_WEDGE_PROFILE, type WedgeProfile } from '../../../renderer/scan/wedge-profile.ts'
import { CELLS, type Outcome, outcomeOf, streamOf } from './key-streams.ts'
import { tableOf } from './key-table.ts'

const profileOf = (layout: (typeof KEYBOARD_LAYOUTS)[number]): WedgeProfile => ({
  ...DEFAULT_WEDGE_PROFILE,
  layout,
  terminatorKeys: ['Enter', 'NumpadEnter'],
  silenceEnds: false,
})

describe('the matrix of scanner layouts, computers and people', () => {
  it('hears every scan whole, keeps every key of a person, and never reports a wrong code', () => {
    const count = 2 * CELLS.length
    const table = tableOf(count, (index) => {
      const cell = CELLS[index % CELLS.length]
      if (cell === undefined) throw new Error('no cell')
      return { cell, outcome: outcomeOf(streamOf(cell, index + 1), profileOf(cell.layout)) }
    })
    const { totals } = table
    expect(totals, table.text).toMatchObject({ wrong: 0, silent: 0, 'key-lost': 0 } satisfies Partial<
      Record<Outcome, number>
    >)
    expect(totals.whole / count, table.text).toBeGreaterThanOrEqual(0.999)
  })
})
