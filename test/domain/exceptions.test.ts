import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../commands/all-commands.ts'
import { EXCEPTION_REASONS, RESOLUTIONS, resolutionsOf } from '../../domain/exceptions.ts'

const facts = [...COMMANDS.values()].filter(({ class: kind }) => kind === 'FACT').map(({ type }) => type)
const reasons = [...EXCEPTION_REASONS, 'tooMany']

describe('what a person may decide about a fact', () => {
  it('always ends it: each fact can at least go back, whatever the reason', () => {
    for (const type of [...facts, 'a.fact-of-tomorrow'])
      for (const reason of reasons) expect(resolutionsOf({ type, reason, causedBy: null })).toContain('return')
  })

  it('is nothing for one that follows from another: it is settled with that one', () => {
    for (const type of facts) expect(resolutionsOf({ type, reason: 'blocked', causedBy: 'x' })).toEqual([])
  })

  it('is never to run what can never be run', () => {
    for (const type of facts)
      for (const reason of reasons)
        expect(resolutionsOf({ type, reason, causedBy: null }).includes('accept')).toBe(
          reason !== 'notAFact' && reason !== 'argsWrong',
        )
  })

  it('is to count the shelf exactly where the fact is about one', () => {
    const counting = facts.filter((type) =>
      resolutionsOf({ type, reason: 'claimStale', causedBy: null }).includes('recount'),
    )
    expect(counting.sort()).toEqual([
      ...['picking.collect-units', 'picking.confirm-pick', 'picking.short-pick', 'picking.short-stop'],
      ...['picking.take-back-units', 'picking.undo-pick'],
    ])
    expect(RESOLUTIONS).toEqual(['accept', 'return', 'recount'])
  })
})
