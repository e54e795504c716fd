import { describe, expect, it } from 'vitest'
import { CELLS, outcomeOf, setUpFor, streamOf } from './key-streams.ts'
import { tableOf } from './key-table.ts'

describe('the matrix of scanner layouts, computers and people', () => {
  it('hears every scan whole once the scanner is set up, keeps every key of a person, and never reports a wrong code', () => {
    const count = 2 * CELLS.length
    const { totals, text } = tableOf(count, (index) => {
      const cell = CELLS[index % CELLS.length]
      if (cell === undefined) throw new Error('no cell')
      return { cell, outcome: outcomeOf(streamOf(cell, index + 1), setUpFor(cell)) }
    })
    expect(totals, text).toMatchObject({ wrong: 0, silent: 0, 'key-lost': 0 })
    expect(totals.whole / count, text).toBeGreaterThanOrEqual(0.999)
  })
})
