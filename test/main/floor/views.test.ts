import { describe, expect, it } from 'vitest'
import type { Row } from '../../../db/tables.ts'
import { locationView } from '../../../main/floor/views.ts'

const location = (code: string, bay: string, level: string): Row<'location'> => ({
  ...{ id: code, code, zone: 'A', aisle: '03', bay, level, position: code.slice(-2), x_mm: null, y_mm: null },
  kind: 'pick',
})
const parts = (row: Row<'location'>) => locationView(row, undefined).segments.map(({ part, text }) => [part, text])

describe('the plate of a location', () => {
  it.each([
    ['1', '1'],
    ['2', '1'],
    ['1', '2'],
  ])('shows the parts that its code carries and no other, in bay %s on level %s', (bay, level) => {
    const shown = [
      ['zone', 'A'],
      ['aisle', '03'],
      ['bay', bay],
    ]
    expect(parts(location(`A-03-${bay}-05`, bay, level))).toEqual([...shown, ['position', '05']])
    expect(parts(location(`A-03-${bay}-${level}-05`, bay, level))).toEqual([
      ...shown,
      ['level', level],
      ['position', '05'],
    ])
  })

  it('shows the code itself where it carries no part', () => {
    expect(parts(location('SHELF05', '1', '1'))).toEqual([['code', 'SHELF05']])
  })
})
