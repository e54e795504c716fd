import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCarton } from '../../domain/check-carton.ts'
import {
  type CartonGoods,
  type CartonToLabel,
  type ConditionName,
  RuleConditions,
  RuleEffect,
  ShippingRule,
} from '../../domain/shipping-rules.ts'
import { checkShippingRules } from '../../domain/shipping-rules-check.ts'

const goods = (changes: Partial<CartonGoods> = {}): CartonGoods => ({
  itemId: 'mug',
  units: 2,
  kinds: [],
  unClass: null,
  unNumber: null,
  batteryWh: null,
  grams: 300,
  longestMm: 120,
  ...changes,
})
const carton = (changes: Partial<CartonToLabel> = {}): CartonToLabel => ({
  cartonId: 'c1',
  goods: [goods()],
  grams: 1_000,
  sizes: { lengthMm: 400, widthMm: 300, heightMm: 200 },
  valueMinor: 50_000,
  country: 'KR',
  carrierCode: 'CJ',
  serviceCode: 'CJ-STD',
  mode: 'road',
  documents: [],
  marks: [],
  ...changes,
})
const rule = (id: string, when: object, effect: object = { kind: 'forbid' }, changes: object = {}) =>
  ShippingRule.parse({ id, when, effect, ...changes })
const battery = (changes: Partial<CartonGoods> = {}) =>
  goods({ itemId: 'bank', kinds: ['lithium-battery'], unClass: '9', unNumber: 'UN3480', batteryWh: 37, ...changes })
const holding = (...all: CartonGoods[]) => carton({ goods: all })

/** Each condition with a carton that it holds of, and those that it does not hold of. */
const CASES: {
  [K in ConditionName]: { when: Required<Pick<RuleConditions, K>>; hit: CartonToLabel[]; missed: CartonToLabel[] }
} = {
  unClasses: {
    when: { unClasses: ['2', '1.4', '3'] },
    hit: ['2', '2.1', '2.3', '1.4', '1.4S', '3'].map((unClass) => holding(goods({ unClass }))),
    missed: [null, '9', '1.3', '1.1D', '4.2'].map((unClass) => holding(goods({ unClass }))),
  },
  unNumbers: {
    when: { unNumbers: ['UN3480', 'UN3481'] },
    hit: [holding(battery()), holding(battery({ unNumber: 'UN3481' }))],
    missed: [holding(battery({ unNumber: 'UN3090' })), holding(goods()), holding()],
  },
  kinds: {
    when: { kinds: ['liquid', 'aerosol', 'alcohol', 'magnet'] },
    hit: (['liquid', 'aerosol', 'alcohol', 'magnet'] as const).map((kind) =>
      holding(goods(), goods({ kinds: [kind] })),
    ),
    missed: [holding(goods()), holding(battery()), holding()],
  },
  batteryOverWh: {
    when: { batteryOverWh: 100 },
    hit: [holding(battery({ batteryWh: 101 }))],
    missed: [holding(battery({ batteryWh: 100 })), holding(goods({ batteryWh: 500 })), holding(goods())],
  },
  itemOverGrams: {
    when: { itemOverGrams: 20_000 },
    hit: [holding(goods({ grams: 20_001 }))],
    missed: [holding(goods({ grams: 20_000, units: 9 })), holding()],
  },
  itemLongestOverMm: {
    when: { itemLongestOverMm: 1_000 },
    hit: [holding(goods({ longestMm: 1_001 }))],
    missed: [holding(goods({ longestMm: 1_000 })), holding()],
  },
  cartonOverGrams: {
    when: { cartonOverGrams: 20_000 },
    hit: [carton({ grams: 20_001 })],
    missed: [carton({ grams: 20_000 })],
  },
  longestOverMm: {
    when: { longestOverMm: 400 },
    hit: [carton({ sizes: { lengthMm: 10, widthMm: 401, heightMm: 10 } })],
    missed: [carton()],
  },
  girthOverMm: {
    when: { girthOverMm: 1_400 },
    hit: [carton({ sizes: { lengthMm: 400, widthMm: 300, heightMm: 201 } })],
    missed: [carton()],
  },
  valueOverMinor: { when: { valueOverMinor: 50_000 }, hit: [carton({ valueMinor: 50_001 })], missed: [carton()] },
  countries: { when: { countries: ['US', 'CA'] }, hit: [carton({ country: 'CA' })], missed: [carton()] },
  exceptCountries: {
    when: { exceptCountries: ['KR', 'JP'] },
    hit: [carton({ country: 'US' })],
    missed: [carton(), carton({ country: 'JP' })],
  },
  carriers: { when: { carriers: ['DHL', 'CJ'] }, hit: [carton()], missed: [carton({ carrierCode: 'EMS' })] },
  services: { when: { services: ['CJ-STD'] }, hit: [carton()], missed: [carton({ serviceCode: 'CJ-AIR' })] },
  modes: {
    when: { modes: ['air', 'sea'] },
    hit: [carton({ mode: 'air' }), carton({ mode: 'sea' })],
    missed: [carton(), carton({ mode: 'rail' })],
  },
}

describe('each condition of a rule', () => {
  it('has cases here', () => {
    expect(Object.keys(CASES).toSorted()).toEqual(Object.keys(RuleConditions.shape).toSorted())
  })

  it.each(Object.entries(CASES))('%s: forbids what it holds of and nothing else', (_, { when, hit, missed }) => {
    const rules = [rule('R', when)]
    for (const each of hit) {
      const { mayLabel, violations } = checkCarton(each, rules)
      expect(mayLabel, JSON.stringify(each)).toBe(false)
      expect(violations).toMatchObject([{ rule: 'R', code: 'forbidden' }])
    }
    for (const each of missed)
      expect(checkCarton(each, rules), JSON.stringify(each)).toMatchObject({ mayLabel: true, violations: [] })
  })

  it('counts only together with all others of the rule', () => {
    const both = rule('R', { kinds: ['lithium-battery'], modes: ['air'] })
    expect(checkCarton(carton({ goods: [battery()], mode: 'air' }), [both]).mayLabel).toBe(false)
    expect(checkCarton(carton({ goods: [battery()] }), [both]).mayLabel).toBe(true)
    expect(checkCarton(carton({ mode: 'air' }), [both]).mayLabel).toBe(true)
    // Two items of which each fulfils one condition do not fulfil both.
    const large = rule('R', { kinds: ['lithium-battery'], itemOverGrams: 1_000 })
    expect(checkCarton(holding(battery(), goods({ grams: 2_000 })), [large]).mayLabel).toBe(true)
  })
})

describe('what nobody knows', () => {
  it.each([
    ['batteryOverWh', holding(battery({ batteryWh: null })), 'bank'],
    ['itemOverGrams', holding(goods({ grams: null })), 'mug'],
    ['itemLongestOverMm', holding(goods({ longestMm: null })), 'mug'],
    ['cartonOverGrams', carton({ grams: null }), null],
    ['longestOverMm', carton({ sizes: null }), null],
    ['girthOverMm', carton({ sizes: null }), null],
    ['valueOverMinor', carton({ valueMinor: null }), null],
  ] as const)('of %s stops the carton until it is found out', (name, each, itemId) => {
    const params = { facts: name }
    const violation = { rule: 'R', itemId, code: 'factMissing', params, action: { code: 'findOut', params } }
    for (const effect of [
      { kind: 'forbid' },
      { kind: 'require-document', document: 'D' },
      { kind: 'require-mark', mark: 'M' },
      { kind: 'limit-quantity', units: 1 },
    ])
      expect(checkCarton(each, [rule('R', CASES[name].when, effect)])).toEqual({
        mayLabel: false,
        violations: [violation],
        documents: [],
        marks: [],
      })
  })

  it('does not matter where another condition settles the rule', () => {
    expect(checkCarton(carton({ grams: null }), [rule('R', { cartonOverGrams: 1, countries: ['US'] })]).mayLabel).toBe(
      true,
    )
    expect(
      checkCarton(carton({ grams: null, documents: ['D'] }), [
        rule('R', { cartonOverGrams: 1 }, { kind: 'require-document', document: 'D' }),
      ]).mayLabel,
    ).toBe(true)
    const few = rule('R', { batteryOverWh: 100 }, { kind: 'limit-quantity', units: 2 })
    expect(checkCarton(holding(battery({ batteryWh: null })), [few]).mayLabel).toBe(true)
  })
})

/** Each effect with a rule, a carton that breaks it with what is then said, and a carton that keeps it. */
const EFFECTS: {
  [K in RuleEffect['kind']]: {
    effect: RuleEffect & { kind: K }
    broken: CartonToLabel
    kept: CartonToLabel
    said: object
  }
} = {
  forbid: {
    effect: { kind: 'forbid' },
    broken: holding(goods(), battery()),
    kept: carton(),
    said: {
      rule: 'R',
      itemId: 'bank',
      code: 'forbidden',
      params: {},
      action: { code: 'takeOut', params: { units: 2 } },
    },
  },
  'require-document': {
    effect: { kind: 'require-document', document: 'MSDS' },
    broken: holding(battery()),
    kept: carton({ goods: [battery()], documents: ['CN22', 'MSDS'] }),
    said: {
      rule: 'R',
      itemId: 'bank',
      code: 'documentMissing',
      params: { document: 'MSDS' },
      action: { code: 'attachDocument', params: { document: 'MSDS' } },
    },
  },
  'require-mark': {
    effect: { kind: 'require-mark', mark: 'UN3480' },
    broken: holding(battery()),
    kept: carton({ goods: [battery()], marks: ['UN3480'] }),
    said: {
      rule: 'R',
      itemId: 'bank',
      code: 'markMissing',
      params: { mark: 'UN3480' },
      action: { code: 'printMark', params: { mark: 'UN3480' } },
    },
  },
  'limit-quantity': {
    effect: { kind: 'limit-quantity', units: 2 },
    broken: holding(goods({ units: 9 }), battery({ units: 3 })),
    kept: holding(goods({ units: 9 }), battery({ units: 2 })),
    said: {
      rule: 'R',
      itemId: 'bank',
      code: 'tooMany',
      params: { limit: 2, found: 3 },
      action: { code: 'takeOut', params: { units: 1 } },
    },
  },
}

describe('each effect of a rule', () => {
  it('has cases here', () => {
    expect(Object.keys(EFFECTS).toSorted()).toEqual(
      RuleEffect.options.map((option) => option.shape.kind.value).toSorted(),
    )
  })

  it.each(Object.entries(EFFECTS))(
    '%s: names rule, item and what to do, and lets pass what keeps it',
    (_, { effect, broken, kept, said }) => {
      const rules = [rule('R', { kinds: ['lithium-battery'] }, effect)]
      expect(checkCarton(broken, rules)).toMatchObject({ mayLabel: false, violations: [said] })
      expect(checkCarton(kept, rules)).toMatchObject({ mayLabel: true, violations: [] })
    },
  )

  it.each([
    ['otherService', { modes: ['road'], kinds: ['lithium-battery'] }, 'bank'],
    ['otherService', { carriers: ['CJ'] }, null],
    ['otherService', { services: ['CJ-STD'], cartonOverGrams: 1 }, null],
    ['takeOut', { kinds: ['lithium-battery'], countries: ['KR'] }, 'bank'],
    ['repack', { cartonOverGrams: 1, countries: ['KR'] }, null],
    ['doNotShip', { countries: ['KR'] }, null],
  ])('forbidding leads to %s where that helps', (code, when, itemId) => {
    expect(checkCarton(holding(battery()), [rule('R', when)]).violations).toMatchObject([{ itemId, action: { code } }])
  })

  it('is said once of the carton where the rule is about that, and of each item where it is about goods', () => {
    const two = holding(battery(), goods(), battery({ itemId: 'phone' }))
    const named = (when: object) => checkCarton(two, [rule('R', when)]).violations.map(({ itemId }) => itemId)
    expect(named({ countries: ['KR'] })).toEqual([null])
    expect(named({ kinds: ['lithium-battery'] })).toEqual(['bank', 'phone'])
    const limit = checkCarton(two, [rule('R', {}, { kind: 'limit-quantity', units: 5 })])
    expect(limit.violations).toMatchObject([{ itemId: 'phone', params: { found: 6, limit: 5 } }])
  })

  it('tells which papers and marks the carton needs, had or not, each once', () => {
    const rules = [
      rule('A', { kinds: ['lithium-battery'] }, { kind: 'require-mark', mark: 'UN3480' }),
      rule('B', { unClasses: ['9'] }, { kind: 'require-mark', mark: 'UN3480' }),
      rule('C', {}, { kind: 'require-document', document: 'CN22' }),
      rule('D', { countries: ['US'] }, { kind: 'require-document', document: 'CN23' }),
    ]
    const found = checkCarton(carton({ goods: [battery()], marks: ['UN3480'], documents: ['CN22'] }), rules)
    expect(found).toEqual({ mayLabel: true, violations: [], documents: ['CN22'], marks: ['UN3480'] })
  })

  it('limits the units of all items together, and takes out what goes beyond in the order of the carton', () => {
    const rules = [rule('R', { kinds: ['magnet', 'liquid'] }, { kind: 'limit-quantity', units: 4 })]
    const [a, b, c] = ['a', 'b', 'c'].map((itemId) => goods({ itemId, units: 3, kinds: ['magnet'] }))
    if (a === undefined || b === undefined || c === undefined) throw new Error('three were made')
    const out = checkCarton(holding(a, b, goods({ units: 99 }), c), rules).violations
    expect(out.map(({ itemId, action }) => [itemId, action.params.units])).toEqual([
      ['b', 2],
      ['c', 3],
    ])
  })

  it('does nothing while the rule is not active', () => {
    expect(checkCarton(carton(), [rule('R', {}, { kind: 'forbid' }, { active: false })]).mayLabel).toBe(true)
  })
})

describe('a rule that lifts another one', () => {
  const forbid = rule('NO-AIR', { kinds: ['lithium-battery'], modes: ['air'] })
  const small = rule(
    'SMALL',
    { unNumbers: ['UN3481'], modes: ['air'] },
    { kind: 'limit-quantity', units: 2 },
    { lifts: ['NO-AIR'] },
  )
  const flown = (...all: CartonGoods[]) => carton({ goods: all, mode: 'air' })
  const codes = (each: CartonToLabel, rules: ShippingRule[]) =>
    checkCarton(each, rules).violations.map((one) => `${one.rule} ${one.itemId} ${one.code}`)

  it('does so for the items that it is about, and no others', () => {
    const phone = battery({ itemId: 'phone', unNumber: 'UN3481' })
    expect(codes(flown(phone), [forbid, small])).toEqual([])
    expect(codes(flown(phone, battery()), [forbid, small])).toEqual(['NO-AIR bank forbidden'])
    expect(codes(flown({ ...phone, units: 3 }), [forbid, small])).toEqual(['SMALL phone tooMany'])
  })

  it('does not when it is lifted itself, is not active, or is not known to apply', () => {
    const phone = battery({ itemId: 'phone', unNumber: 'UN3481' })
    const never = rule('NEVER', { countries: ['KR'] }, { kind: 'require-mark', mark: 'X' }, { lifts: ['SMALL'] })
    expect(codes(flown(phone), [forbid, small, never])).toEqual(['NO-AIR phone forbidden', 'NEVER null markMissing'])
    expect(codes(flown(phone), [forbid, { ...small, active: false }])).toEqual(['NO-AIR phone forbidden'])
    const light = rule('LIGHT', { cartonOverGrams: 0 }, { kind: 'require-mark', mark: 'X' }, { lifts: ['NO-AIR'] })
    const marked = { ...flown(phone), marks: ['X'] }
    expect(codes(marked, [forbid, light])).toEqual([])
    expect(codes({ ...marked, grams: null }, [forbid, light])).toEqual(['NO-AIR phone forbidden'])
  })

  it('lifts nothing in a circle, in whichever order the rules come', () => {
    const rules = ['A', 'B', 'C'].map((id, index, all) =>
      rule(id, {}, { kind: 'forbid' }, { lifts: [all[(index + 1) % 3]] }),
    )
    expect(codes(carton(), rules)).toHaveLength(3)
    expect(codes(carton(), rules.toReversed())).toHaveLength(3)
    expect(codes(carton(), [rule('SELF', {}, { kind: 'forbid' }, { lifts: ['SELF'] })])).toHaveLength(1)
    // One that stands outside of the circle still lifts a rule of it.
    expect(
      codes(carton({ marks: ['M'] }), [
        ...rules,
        rule('OUT', {}, { kind: 'require-mark', mark: 'M' }, { lifts: ['A'] }),
      ]),
    ).toHaveLength(2)
  })

  it('only takes away: what is broken with lifts is broken without them, whatever the order of the rules', () => {
    const ids = ['A', 'B', 'C', 'D', 'E']
    const arbitrary = fc.record({
      kinds: fc.option(fc.constantFrom(['liquid'], ['lithium-battery', 'magnet']), { nil: undefined, freq: 2 }),
      modes: fc.option(fc.constantFrom(['air'], ['road']), { nil: undefined, freq: 2 }),
      cartonOverGrams: fc.option(fc.constantFrom(500, 1_500), { nil: undefined, freq: 2 }),
    })
    const rulesOf = fc
      .array(fc.tuple(arbitrary, fc.subarray(ids), fc.boolean()), { minLength: 5, maxLength: 5 })
      .map((list) =>
        list.map(([when, lifts, forbids], index) =>
          rule(ids[index] ?? '', when, forbids ? { kind: 'forbid' } : { kind: 'limit-quantity', units: 1 }, { lifts }),
        ),
      )
    fc.assert(
      fc.property(rulesOf, fc.constantFrom(null, 1_000, 2_000), (rules, grams) => {
        const each = carton({ goods: [goods({ kinds: ['liquid'] }), battery()], grams })
        const lifted = codes(each, rules)
        const bare = codes(
          each,
          rules.map((one) => ({ ...one, lifts: [] })),
        )
        expect(codes(each, rules.toReversed()).toSorted()).toEqual(lifted.toSorted())
        // What is said with lifts is about items of which the rule holds without them, too.
        const named = new Set(bare.map((text) => text.split(' ')[0]))
        for (const text of lifted) expect(named).toContain(text.split(' ')[0])
      }),
      { seed: 71, numRuns: 500 },
    )
  })
})

describe('rules as data', () => {
  const problems = (value: unknown, known?: { carriers: string[] | null; services: string[] | null }) =>
    checkShippingRules(value, known).problems.map(({ path, code }) => `${path} ${code}`)
  const mark = { kind: 'require-mark', mark: 'M' }
  const atMost = (units: number) => ({ kind: 'limit-quantity', units })

  it('are taken when all is well', () => {
    const rules = [
      rule('A', { kinds: ['magnet'] }),
      rule('B', { kinds: ['magnet'], countries: ['KR'] }, mark, { lifts: ['A'] }),
    ]
    expect(checkShippingRules(rules)).toEqual({ value: rules, problems: [] })
  })

  it.each([
    ['an id twice', [rule('A', { kinds: ['magnet'] }), rule('A', { kinds: ['liquid'] })], ['[1].id E-RUL-010']],
    [
      'a rule that lifts one that does not exist',
      [rule('A', { kinds: ['magnet'] }, mark, { lifts: ['B'] })],
      ['[0].lifts[0] E-RUL-011'],
    ],
    [
      'a rule that lifts itself',
      [rule('A', { kinds: ['magnet'] }, mark, { lifts: ['A'] })],
      ['[0].lifts[0] E-RUL-030'],
    ],
    [
      'rules that lift each other in a circle',
      [
        rule('A', { kinds: ['magnet'] }, mark, { lifts: ['B'] }),
        rule('B', {}, mark, { lifts: ['C'] }),
        rule('C', {}, mark, { lifts: ['A'] }),
      ],
      ['[0].lifts[0] E-RUL-030', '[1].lifts[0] E-RUL-030', '[2].lifts[0] E-RUL-030'],
    ],
    [
      'a mark where all is forbidden',
      [rule('A', { unClasses: ['2'] }), rule('B', { unClasses: ['2.1'], countries: ['KR'] }, mark)],
      ['[1] E-RUL-031'],
    ],
    [
      'a document where all is forbidden',
      [
        rule('B', { cartonOverGrams: 30 }, { kind: 'require-document', document: 'D' }),
        rule('A', { cartonOverGrams: 20 }),
      ],
      ['[0] E-RUL-031'],
    ],
    [
      'two limits of the same',
      [rule('A', { kinds: ['magnet'] }, atMost(2)), rule('B', { kinds: ['magnet'] }, atMost(3))],
      ['[1] E-RUL-031'],
    ],
    [
      'a limit that a wider one makes idle',
      [rule('A', { kinds: ['magnet'], modes: ['air'] }, atMost(5)), rule('B', { kinds: ['magnet'] }, atMost(5))],
      ['[0] E-RUL-031'],
    ],
    [
      'countries that are all excepted',
      [rule('A', { countries: ['KR'], exceptCountries: ['JP', 'KR'] })],
      ['[0].when.exceptCountries E-RUL-032'],
    ],
    ['a rule that forbids everything', [rule('A', {})], ['[0].when E-RUL-040']],
    [
      'a carrier and a service that do not exist',
      [rule('A', { carriers: ['CJ', 'XX'], services: ['YY'] })],
      ['[0].when.carriers[1] E-RUL-011', '[0].when.services[0] E-RUL-011'],
    ],
    ['an effect that does not exist', [{ id: 'A', when: {}, effect: { kind: 'burn' } }], ['[0].effect.kind E-RUL-005']],
    [
      'a condition that does not exist',
      [{ id: 'A', when: { colour: 'red' }, effect: { kind: 'forbid' } }],
      ['[0].when.colour E-RUL-004'],
    ],
    [
      'an empty list, which would hold of nothing',
      [{ id: 'A', when: { kinds: [] }, effect: { kind: 'forbid' } }],
      ['[0].when.kinds E-RUL-002'],
    ],
    [
      'a class that does not exist',
      [{ id: 'A', when: { unClasses: ['10'] }, effect: { kind: 'forbid' } }],
      ['[0].when.unClasses[0] E-RUL-006'],
    ],
    ['a limit of none', [{ id: 'A', when: {}, effect: atMost(0) }], ['[0].effect.units E-RUL-002']],
  ])('are refused with %s, which is named with its place', (_, rules, expected) => {
    expect(problems(rules, { carriers: ['CJ'], services: ['CJ-STD'] })).toEqual(expected)
  })

  it.each([
    [
      'the forbidding rule is lifted by another one',
      [
        rule('A', { kinds: ['magnet'] }),
        rule('B', { kinds: ['magnet'], modes: ['air'] }, mark),
        rule('C', { countries: ['KR'] }, mark, { lifts: ['A'] }),
      ],
    ],
    [
      'the forbidding rule is not active',
      [rule('A', { kinds: ['magnet'] }, { kind: 'forbid' }, { active: false }), rule('B', { kinds: ['magnet'] }, mark)],
    ],
    [
      'it is not active itself',
      [rule('A', { kinds: ['magnet'] }), rule('B', { kinds: ['magnet'] }, mark, { active: false })],
    ],
    [
      'it is wider than what is forbidden',
      [rule('A', { kinds: ['magnet'], modes: ['air'] }), rule('B', { kinds: ['magnet'] }, mark)],
    ],
    [
      'it allows fewer than the wider rule',
      [rule('A', { kinds: ['magnet'] }, atMost(5)), rule('B', { kinds: ['magnet'], modes: ['air'] }, atMost(2))],
    ],
    [
      'all is forbidden but for what lifts it',
      [rule('A', {}), rule('B', { countries: ['KR'] }, mark, { lifts: ['A'] })],
    ],
  ])('are no contradiction where %s', (_, rules) => {
    expect(problems(rules)).toEqual([])
  })

  it('that are said to contradict each other do: the weaker one never adds anything', () => {
    const when = fc.record({
      kinds: fc.option(fc.constantFrom(['liquid'], ['liquid', 'lithium-battery'], ['magnet']), {
        nil: undefined,
        freq: 2,
      }),
      unClasses: fc.option(fc.constantFrom(['9'], ['2'], ['2.1']), { nil: undefined, freq: 2 }),
      countries: fc.option(fc.constantFrom(['KR'], ['KR', 'US']), { nil: undefined, freq: 2 }),
      exceptCountries: fc.option(fc.constantFrom(['US'], ['JP']), { nil: undefined, freq: 2 }),
      cartonOverGrams: fc.option(fc.constantFrom(500, 1_500), { nil: undefined, freq: 2 }),
      modes: fc.option(fc.constantFrom(['air'], ['road', 'air']), { nil: undefined, freq: 2 }),
    })
    const effect = fc.oneof(
      fc.constant({ kind: 'forbid' }),
      fc.constant(mark),
      fc.integer({ min: 1, max: 3 }).map(atMost),
    )
    const cartons = fc.record({
      goods: fc.array(
        fc.record({
          units: fc.integer({ min: 1, max: 4 }),
          kinds: fc.subarray(['liquid', 'lithium-battery', 'magnet'] as const),
          unClass: fc.constantFrom(null, '9', '2.1', '2.2'),
        }),
        { maxLength: 3 },
      ),
      grams: fc.constantFrom(400, 1_000, 2_000),
      country: fc.constantFrom('KR', 'US', 'JP'),
      mode: fc.constantFrom('air' as const, 'road' as const, 'sea' as const),
    })
    let found = 0
    fc.assert(
      fc.property(
        fc.array(fc.tuple(when, effect), { minLength: 2, maxLength: 2 }),
        fc.array(cartons, { minLength: 12, maxLength: 12 }),
        (pair, all) => {
          const rules = pair.map(([each, does], index) => rule(`R${index}`, each, does))
          const idle = checkShippingRules(rules).problems.flatMap(({ code, path }) =>
            code === 'E-RUL-031' ? [Number(path.slice(1, 2))] : [],
          )
          for (const index of idle)
            for (const { goods: contents, ...rest } of all) {
              const each = carton({ ...rest, goods: contents.map((one, at) => goods({ ...one, itemId: `i${at}` })) })
              const without = checkCarton(
                each,
                rules.filter((_, at) => at !== index),
              )
              expect(checkCarton(each, rules).mayLabel).toBe(without.mayLabel)
              found += 1
            }
        },
      ),
      { seed: 72, numRuns: 1_000 },
    )
    expect(found).toBeGreaterThan(300)
  })
})
