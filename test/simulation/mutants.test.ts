import { describe, expect, test } from 'vitest'
import { mutated, troubleOf } from './mutant.ts'
import { MUTANTS, mutantNamed } from './mutants.ts'
import { soundness, tryMutants } from './run-mutants.ts'

/** Tried with every run of the tests; all of them with BARO_LONG=1. */
const FEW = ['epoch check', 'gap of commits', 'one push at a time', 'each carton leaves once']

describe('the guards that are removed on purpose', () => {
  test('are at least forty, each under a name of its own with a reason and somebody who notices', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(40)
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length)
    for (const { name, says, by } of MUTANTS) {
      expect(says, name).not.toBe('')
      expect((by.simulation ?? '') !== '' || (by.test?.[1] ?? '') !== '', name).toBe(true)
    }
  })

  test('stand in the files as they are now, each once, and what is left is TypeScript', () => {
    expect(MUTANTS.map(troubleOf).filter((trouble) => trouble !== null)).toEqual([])
  })

  test('are broken when their place is gone or is there twice', () => {
    const mutant = mutantNamed('epoch check')
    expect(() => mutated(mutant, 'nothing')).toThrow('0 times')
    expect(() => mutated(mutant, `${mutant.find}${mutant.find}`)).toThrow('2 times')
    expect(troubleOf({ ...mutant, replace: ' && (' })).not.toBeNull()
    expect(troubleOf({ ...mutant, replace: mutant.find })).toContain('changes nothing')
  })
})

describe('a removed guard', () => {
  const tried = FEW.map(mutantNamed).map((mutant) => ({
    ...mutant,
    by: { test: mutant.by.test ?? (['', ''] as const) },
  }))

  test('is noticed, and nothing is without one', { timeout: 240_000 }, async () => {
    expect(await soundness(tried)).toEqual([])
    const verdicts = await tryMutants(tried)
    expect(verdicts.map(({ name, by, why }) => (by === 'test' ? name : `${name}: ${why}`))).toEqual(FEW)
  })

  test('that nobody tests is found out', { timeout: 120_000 }, async () => {
    const [first] = tried
    if (first === undefined) throw new Error('There is no mutant')
    const blind = { ...first, by: { test: ['test/domain/walk.test.ts', ''] as const } }
    expect(await tryMutants([blind])).toMatchObject([{ by: null, why: 'test/domain/walk.test.ts passes' }])
    const gone = { ...first, by: { test: ['test/domain/walk.test.ts', 'no such test'] as const } }
    expect(await soundness([gone])).toEqual(['test/domain/walk.test.ts has no test "no such test"'])
  })

  test.runIf(process.env.BARO_LONG === '1')('is noticed, whichever it is', { timeout: 1_800_000 }, async () => {
    expect(await soundness(MUTANTS)).toEqual([])
    const verdicts = await tryMutants(MUTANTS)
    expect(verdicts.filter(({ by }) => by === null)).toEqual([])
  })
})
