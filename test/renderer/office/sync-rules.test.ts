import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { centreAddress } from '../../../renderer/office/join-address.ts'
import { groupExceptions, neighbours } from '../../../renderer/screens/exceptions/waiting-facts.ts'
import { exceptionRows } from './fake-sync.ts'

describe('the queue of exceptions', () => {
  it('shows what has to be decided, the oldest first, and what hangs on it below', () => {
    const { roots, followersOf } = groupExceptions(exceptionRows())
    expect(roots.map(({ id }) => id)).toEqual(['exception-1', 'exception-2'])
    expect(followersOf('exception-1').map(({ id }) => id)).toEqual(['exception-3'])
    expect(followersOf('exception-2')).toEqual([])
  })

  it('loses nothing when a follower came without its cause', () => {
    const rows = exceptionRows().filter(({ id }) => id !== 'exception-1')
    expect(groupExceptions(rows).roots.map(({ id }) => id)).toEqual(['exception-3', 'exception-2'])
  })

  it('shows every exception once, however they hang together', () => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    const [base] = exceptionRows()
    if (base === undefined) throw new Error('no fixture')
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({
            id: fc.constantFrom(...ids),
            causedBy: fc.option(fc.constantFrom('root', 'gone')),
            at: fc.nat(),
          }),
          { selector: ({ id }) => id },
        ),
        (made) => {
          const rows = [{ ...base, id: 'root', causedBy: null }, ...made.map((one) => ({ ...base, ...one }))]
          const { roots, followersOf } = groupExceptions(rows)
          const shown = roots.flatMap(({ id }) => [id, ...followersOf(id).map((one) => one.id)])
          expect(shown.sort()).toEqual(rows.map(({ id }) => id).sort())
        },
      ),
    )
  })

  it('goes to the neighbour, and nowhere from a row that is gone', () => {
    const rows = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
    expect(neighbours(rows, 'b')).toEqual({ previous: 'a', next: 'c' })
    expect(neighbours(rows, 'c')).toEqual({ previous: 'b', next: null })
    expect(neighbours(rows, 'gone')).toEqual({ previous: null, next: null })
  })
})

describe('the address of a centre as people type it', () => {
  it.each([
    ['192.168.0.10:7400', 'http://192.168.0.10:7400'],
    [' centre.local ', 'http://centre.local'],
    ['https://centre.example/sync/', 'https://centre.example'],
    ['localhost:7400', 'http://localhost:7400'],
  ])('%s is %s', (typed, address) => {
    expect(centreAddress(typed)).toBe(address)
  })

  it.each(['', '   ', 'two words', 'ftp://centre', 'baro:join?code=1', 'http://'])('%j is none', (typed) => {
    expect(centreAddress(typed)).toBeNull()
  })
})
