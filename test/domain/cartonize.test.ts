import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CartonizeOptions, cartonize, firstSound } from '../../domain/cartonize.ts'
import {
  type CartonItem,
  type CartonPlan,
  type CartonType,
  DEFAULT_PACKING_RULES,
  type PackingRules,
  type Placement,
} from '../../domain/cartonize-plan.ts'
import { checkPacking } from '../../domain/check-packing.ts'
import { seededRandom } from '../../domain/seeded-random.ts'
import { type BruteUnit, bestRooms } from '../support/brute-packing.ts'

const LONG = process.env.BARO_LONG === '1'
const numRuns = LONG ? 3_000 : 120
/** A plan that had to be replaced would be sound, and hide an error. */
const onUnsound: CartonizeOptions['onUnsound'] = (problems) => {
  throw new Error(`The search made an unsound plan: ${JSON.stringify(problems)}`)
}
const quick: CartonizeOptions = { mostSteps: 3_000, onUnsound }

const item = (id: string, size: string, more: Partial<CartonItem> = {}): CartonItem => {
  const [lengthMm = 1, widthMm = 1, heightMm = 1] = size.split('x').map(Number)
  const plain = { quantity: 1, weightGrams: 100, keepUpright: false, fragile: false, mixClass: null }
  return { id, lengthMm, widthMm, heightMm, ...plain, ...more }
}

const carton = (id: string, size: string, more: Partial<CartonType> = {}): CartonType => {
  const [innerLengthMm = 1, innerWidthMm = 1, innerHeightMm = 1] = size.split('x').map(Number)
  return { id, innerLengthMm, innerWidthMm, innerHeightMm, tareGrams: 50, maxGrams: 5_000, available: null, ...more }
}

const SMALL = carton('small', '200x150x100')
const LARGE = carton('large', '400x300x200', { maxGrams: 20_000 })

const shape = (plan: CartonPlan) => ({
  cartons: plan.cartons.map(({ typeId, placements }) => `${typeId} ${placements.length}`).sort(),
  leftOver: plan.leftOver,
})

const edge = fc.integer({ min: 5, max: 260 })
const goods: fc.Arbitrary<CartonItem[]> = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 1, max: 99 }).map((n) => `item-${n}`),
    quantity: fc.integer({ min: 1, max: 6 }),
    lengthMm: edge,
    widthMm: edge,
    heightMm: edge,
    weightGrams: fc.option(fc.integer({ min: 0, max: 4_000 }), { freq: 8 }),
    keepUpright: fc.boolean(),
    fragile: fc.boolean(),
    mixClass: fc.constantFrom(null, null, 'food', 'cleaner', 'battery'),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 8 },
)
const cartons: fc.Arbitrary<CartonType[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    innerLengthMm: fc.integer({ min: 50, max: 500 }),
    innerWidthMm: fc.integer({ min: 50, max: 400 }),
    innerHeightMm: fc.integer({ min: 30, max: 300 }),
    tareGrams: fc.integer({ min: 0, max: 300 }),
    maxGrams: fc.integer({ min: 300, max: 20_000 }),
    available: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 3 }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 5 },
)
const rules: fc.Arbitrary<PackingRules> = fc.record({
  supportShare: fc.constantFrom(0, 0.5, 0.75, 1),
  onFragile: fc.constantFrom('nothing', 'nothingHeavier'),
  apart: fc.subarray([
    ['food', 'cleaner'],
    ['battery', 'battery'],
    ['battery', 'food'],
  ] as [string, string][]),
})
const anyNumber = fc.oneof(
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 0.5, 1e300, Number.MAX_SAFE_INTEGER, 20_001, 1_000_000),
  fc.integer({ min: 1, max: 50 }),
)

const HARMS: readonly ((placements: Placement[], unit: Placement) => void)[] = [
  (placements, unit) => placements.splice(placements.indexOf(unit), 1),
  (placements, unit) => placements.push({ ...unit }),
  (_, unit) => Object.assign(unit, { zMm: unit.zMm + 1 }),
  (_, unit) => Object.assign(unit, { xMm: -1 }),
  (_, unit) => Object.assign(unit, { lengthMm: unit.lengthMm + 1 }),
  (_, unit) => Object.assign(unit, { itemId: 'nobody' }),
  (_, unit) => Object.assign(unit, { yMm: unit.yMm + 0.5 }),
  (placements, unit) => {
    const other = placements.find((each) => each !== unit)
    Object.assign(unit, other === undefined ? { xMm: 501 } : { xMm: other.xMm, yMm: other.yMm, zMm: other.zMm })
  },
]

describe('cartonize', () => {
  test('packs every unit soundly once or leaves it over with a reason, in at most one carton a unit', () => {
    fc.assert(
      fc.property(goods, cartons, rules, (items, types, own) => {
        const plan = cartonize(items, types, own, quick)
        expect(checkPacking(plan, items, types, own)).toEqual([])
        const packed = plan.cartons.reduce((sum, { placements }) => sum + placements.length, 0)
        expect(plan.cartons.length).toBeLessThanOrEqual(packed)
        const left = plan.leftOver.reduce((sum, { quantity }) => sum + quantity, 0)
        expect(packed + left).toBe(items.reduce((sum, { quantity }) => sum + quantity, 0))
        for (const { quantity, reason } of plan.leftOver) {
          expect(quantity).toBeGreaterThan(0)
          expect(['tooLarge', 'tooHeavy', 'noCartonLeft']).toContain(reason)
        }
      }),
      { numRuns },
    )
  })

  test('gives the same plan for the same seed and steps', () => {
    fc.assert(
      fc.property(goods, cartons, rules, fc.integer(), (items, types, own, seed) => {
        const once = cartonize(items, types, own, { ...quick, seed })
        expect(cartonize(items, types, own, { ...quick, seed })).toEqual(once)
      }),
      { numRuns: numRuns / 2 },
    )
  })

  test('leaves nothing over that fits into a carton of which there are enough', () => {
    fc.assert(
      fc.property(goods, cartons, rules, (items, types, own) => {
        const endless = types.map((type) => ({ ...type, available: null }))
        const { leftOver } = cartonize(items, endless, own, quick)
        expect(leftOver.filter(({ reason }) => reason !== 'tooLarge' && reason !== 'tooHeavy')).toEqual([])
      }),
      { numRuns },
    )
  })

  test('answers whatever numbers it gets, soundly', () => {
    const wild = fc.record({
      ...{ quantity: anyNumber, lengthMm: fc.option(anyNumber), widthMm: anyNumber, heightMm: anyNumber },
      weightGrams: fc.option(anyNumber),
      ...{ id: fc.constantFrom('a', 'b', 'c'), keepUpright: fc.boolean(), fragile: fc.boolean() },
      mixClass: fc.constantFrom(null, '', '__proto__', 'food'),
    })
    const wildCarton = fc.record({
      ...{ innerLengthMm: anyNumber, innerWidthMm: anyNumber, innerHeightMm: anyNumber },
      ...{ tareGrams: anyNumber, maxGrams: anyNumber, available: fc.option(anyNumber) },
      id: fc.constantFrom('s', 'm', 'l'),
    })
    const wildRules = fc.record({
      supportShare: fc.oneof(anyNumber, fc.constant(0.7)),
      onFragile: fc.constantFrom<PackingRules['onFragile']>('nothing', 'nothingHeavier'),
      apart: fc.constantFrom<PackingRules['apart']>([], [['__proto__', 'food']], [['', '']]),
    })
    fc.assert(
      fc.property(
        fc.array(wild, { maxLength: 5 }),
        fc.array(wildCarton, { maxLength: 4 }),
        wildRules,
        (items, types, own) => {
          const plan = cartonize(items, types, own, { ...quick, mostSteps: 500 })
          const share = Number.isFinite(own.supportShare) ? Math.min(1, Math.max(0, own.supportShare)) : 1
          expect(checkPacking(plan, items, types, { ...own, supportShare: share })).toEqual([])
        },
      ),
      { numRuns: LONG ? 2_000 : 80 },
    )
  })

  test.each<[string, Partial<CartonItem>, string]>([
    ['no length', { lengthMm: null }, 'noDimensions'],
    ['a length of nothing', { lengthMm: 0 }, 'badDimensions'],
    ['a negative length', { lengthMm: -5 }, 'badDimensions'],
    ['a length that is no number', { lengthMm: Number.NaN }, 'badDimensions'],
    ['half a millimetre', { lengthMm: 10.5 }, 'badDimensions'],
    ['no edge to stand on', { verticalEdges: [] }, 'badDimensions'],
    ['a negative weight', { weightGrams: -1 }, 'badWeight'],
    ['a weight that is no number', { weightGrams: Number.NaN }, 'badWeight'],
    ['no quantity', { quantity: 0 }, 'badQuantity'],
    ['half a quantity', { quantity: 1.5 }, 'badQuantity'],
    ['an edge longer than every carton', { lengthMm: 401 }, 'tooLarge'],
    ['a height that does not stand in any carton', { heightMm: 201, keepUpright: true }, 'tooLarge'],
    ['more weight than a carton takes', { weightGrams: 19_951 }, 'tooHeavy'],
  ])('leaves an item with %s over and packs the others', (_, wrong, reason) => {
    const plan = cartonize(
      [item('sound', '90x90x90'), item('wrong', '50x50x50', wrong)],
      [SMALL, LARGE],
      undefined,
      quick,
    )
    expect(shape(plan).cartons).toEqual(['small 1'])
    expect(plan.leftOver).toEqual([{ itemId: 'wrong', quantity: wrong.quantity === undefined ? 1 : 0, reason }])
  })

  test('leaves records over that contradict each other, and sums those that agree', () => {
    const plan = cartonize([item('a', '50x50x50'), item('a', '60x50x50')], [SMALL], undefined, quick)
    expect(plan.leftOver.map(({ reason }) => reason)).toEqual(['contradictoryRecords', 'contradictoryRecords'])
    expect(shape(cartonize([item('a', '50x50x50'), item('a', '50x50x50')], [SMALL], undefined, quick))).toEqual({
      cartons: ['small 2'],
      leftOver: [],
    })
  })

  test('takes the smallest carton that holds all, and knows that there is none smaller', () => {
    const plan = cartonize([item('a', '100x100x100', { quantity: 3 })], [LARGE, SMALL, carton('long', '300x100x110')])
    expect(shape(plan).cartons).toEqual(['long 3'])
    expect(plan.isProven).toBe(true)
  })

  test('makes do with the cartons that are there', () => {
    const few = [carton('one', '100x100x100', { available: 1 }), carton('two', '100x100x200', { available: 1 })]
    const plan = cartonize([item('a', '100x100x100', { quantity: 5 })], few, undefined, quick)
    expect(shape(plan)).toEqual({
      cartons: ['one 1', 'two 2'],
      leftOver: [{ itemId: 'a', quantity: 2, reason: 'noCartonLeft' }],
    })
    expect(cartonize([item('a', '10x10x10')], [], undefined, quick).leftOver[0]?.reason).toBe('noCartonLeft')
  })

  test('splits what is too heavy for one carton, and takes no more cartons than the weight asks for', () => {
    const plan = cartonize([item('a', '100x50x50', { quantity: 12, weightGrams: 1_600 })], [SMALL, LARGE])
    expect(plan.cartons).toHaveLength(1)
    const light = cartonize([item('a', '100x50x50', { quantity: 12, weightGrams: 1_600 })], [SMALL])
    expect(light.cartons.map(({ weightGrams }) => weightGrams)).toEqual([4_850, 4_850, 4_850, 4_850])
  })

  test('keeps apart what must not share a carton', () => {
    const own: PackingRules = { ...DEFAULT_PACKING_RULES, apart: [['food', 'cleaner']] }
    const items = [
      item('tea', '50x50x50', { mixClass: 'food' }),
      item('soap', '50x50x50', { mixClass: 'cleaner' }),
      item('cup', '50x50x50'),
    ]
    const plan = cartonize(items, [SMALL], own)
    expect(plan.cartons).toHaveLength(2)
    expect(plan.isProven).toBe(true)
    const alone = cartonize([item('cell', '50x50x50', { quantity: 3, mixClass: 'b' })], [SMALL], {
      ...own,
      apart: [['b', 'b']],
    })
    expect(shape(alone).cartons).toEqual(['small 1', 'small 1', 'small 1'])
  })

  test('stacks fragile goods only as the rule allows', () => {
    const glasses = [item('glass', '100x100x100', { quantity: 2, fragile: true })]
    const tower = carton('tower', '100x100x200')
    expect(cartonize(glasses, [tower]).cartons).toHaveLength(2)
    expect(cartonize(glasses, [tower], { ...DEFAULT_PACKING_RULES, onFragile: 'nothingHeavier' }).cartons).toHaveLength(
      1,
    )
    const mixed = [
      item('glass', '100x100x100', { fragile: true }),
      item('brick', '100x100x100', { weightGrams: 3_000 }),
    ]
    const [only] = cartonize(mixed, [tower]).cartons
    expect(only?.placements.map(({ itemId, zMm }) => `${itemId} ${zMm}`)).toEqual(['brick 0', 'glass 100'])
  })

  test('pushes nothing fragile under goods that hang over, when they would then rest on it', () => {
    const items = [
      item('tea', '80x80x95', { quantity: 3 }),
      item('cup', '90x90x80', { quantity: 6, fragile: true, keepUpright: true }),
      item('barley', '160x110x60', { quantity: 10 }),
    ]
    const types = [carton('m', '360x260x180', { maxGrams: 20_000, available: 1 })]
    const plan = cartonize(items, types, undefined, { mostSteps: 20_000, onUnsound })
    expect(plan.cartons).toHaveLength(1)
  })

  test('counts an unknown weight as nothing and says so', () => {
    const plan = cartonize([item('a', '50x50x50', { weightGrams: null }), item('b', '50x50x50')], [SMALL])
    expect(plan.cartons).toMatchObject([{ weightGrams: 150, isWeightKnown: false }])
  })

  test('plans at once when there is no time, and still soundly', () => {
    const items = [item('a', '90x70x40', { quantity: 20 }), item('b', '60x60x60', { quantity: 10 })]
    let time = 0
    const plan = cartonize(items, [SMALL, LARGE], undefined, { timeLimitMs: 0, now: () => time++, onUnsound })
    expect(checkPacking(plan, items, [SMALL, LARGE], DEFAULT_PACKING_RULES)).toEqual([])
    expect(plan.leftOver).toEqual([])
  })

  test('leaves over what nobody plans in one go, instead of going on for ever', () => {
    const all = cartonize([item('a', '100x100x100', { quantity: 1_000_000_000 })], [LARGE], undefined, quick)
    expect(all.leftOver).toEqual([{ itemId: 'a', quantity: 999_995_000, reason: 'tooManyUnits' }])
    let time = 0
    const many = Array.from({ length: 400 }, (_, n) =>
      item(`i${n}`, `${50 + (n % 37)}x${40 + (n % 23)}x${30 + (n % 41)}`),
    )
    const late = cartonize(many, [SMALL], undefined, { now: () => (time += 1_000), onUnsound })
    expect(late.leftOver.every(({ reason }) => reason === 'notPlanned')).toBe(true)
    expect(checkPacking(late, many, [SMALL], DEFAULT_PACKING_RULES)).toEqual([])
  })

  test('plans hundreds of different units in many cartons', () => {
    const random = seededRandom(5)
    const edgeMm = (): number => 20 + Math.floor(random() * 120)
    const many = Array.from({ length: LONG ? 5_000 : 400 }, (_, n) =>
      item(`i${n}`, `${edgeMm()}x${edgeMm()}x${edgeMm()}`),
    )
    const plan = cartonize(many, [SMALL, LARGE], undefined, { mostSteps: 10_000, onUnsound })
    expect(checkPacking(plan, many, [SMALL, LARGE], DEFAULT_PACKING_RULES)).toEqual([])
    expect(plan.leftOver).toEqual([])
    const goodsVolume = plan.cartons.reduce((sum, { fill, typeId }) => sum + fill * (typeId === 'small' ? 3 : 24), 0)
    const volume = plan.cartons.reduce((sum, { typeId }) => sum + (typeId === 'small' ? 3 : 24), 0)
    expect(goodsVolume / volume).toBeGreaterThan(0.6)
  })

  test('makes plans in which every harm is found', () => {
    const supported = rules.map((own) => ({ ...own, supportShare: Math.max(0.5, own.supportShare) }))
    fc.assert(
      fc.property(goods, cartons, supported, fc.nat(), fc.nat(HARMS.length - 1), (items, types, own, at, kind) => {
        const plan = cartonize(items, types, own, quick)
        const [first] = plan.cartons
        const unit = first?.placements[at % first.placements.length]
        if (first === undefined || unit === undefined) return
        HARMS[kind]?.(first.placements, unit)
        expect(checkPacking(plan, items, types, own)).not.toEqual([])
      }),
      { numRuns },
    )
  })

  test('replaces a plan in which the check finds something by the next one', () => {
    const items = [item('a', '50x50x50')]
    const sound = cartonize(items, [SMALL])
    const harmed: CartonPlan = { ...sound, cartons: sound.cartons.map((each) => ({ ...each, fill: 2 })) }
    const own = DEFAULT_PACKING_RULES
    const heard: string[] = []
    const hear: CartonizeOptions['onUnsound'] = (problems) => heard.push(...problems.map(({ code }) => code))
    expect(firstSound([() => harmed, () => sound], items, [SMALL], own, hear)).toBe(sound)
    expect(heard).toEqual(['wrongFill'])
    expect(firstSound([() => harmed], items, [SMALL], own)).toBeNull()
  })
})

describe('tiny orders', () => {
  const tried = LONG ? 2_000 : 150

  test.each([0.5, 0.75, 1])('are packed as well as by trying everything, with %d of each base borne', (support) => {
    const random = seededRandom(100 * support)
    const int = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1))
    const own: PackingRules = { supportShare: support, onFragile: 'nothing', apart: [] }
    let equal = 0
    let all = 0
    for (let run = 0; run < tried; run += 1) {
      const items = Array.from({ length: int(2, 4) }, (_, n) =>
        item(`i${n}`, `${int(1, 5)}x${int(1, 4)}x${int(1, 4)}`, {
          ...{ weightGrams: int(1, 9), keepUpright: random() < 0.3, fragile: random() < 0.2 },
        }),
      )
      const types = Array.from({ length: int(1, 3) }, (_, n) =>
        carton(`t${n}`, `${int(3, 6)}x${int(3, 5)}x${int(2, 5)}`, { tareGrams: 0, maxGrams: int(12, 40) }),
      )
      const best = bestRooms(items.map(bruteUnit), types.map(bruteRoom), support)
      if (best === null) continue
      all += 1
      const plan = cartonize(items, types, own, { mostSteps: 50_000, onUnsound })
      expect(plan.leftOver).toEqual([])
      const volume = plan.cartons.reduce(
        (sum, { typeId }) => sum + innerVolume(types.find(({ id }) => id === typeId)),
        0,
      )
      const found = { cartons: plan.cartons.length, volume }
      const isWorse = found.cartons > best.cartons || (found.cartons === best.cartons && volume > best.volume)
      if (isWorse) expect(plan.isProven, JSON.stringify({ items, types })).toBe(false)
      else expect(found).toEqual(best)
      if (!isWorse) equal += 1
    }
    expect(equal / all).toBeGreaterThanOrEqual(0.99)
  })
})

function bruteUnit({ lengthMm, widthMm, heightMm, weightGrams, keepUpright, fragile }: CartonItem): BruteUnit {
  const [l, w, h] = [lengthMm ?? 0, widthMm ?? 0, heightMm ?? 0]
  const upright: BruteUnit['lies'] = [
    [l, w, h],
    [w, l, h],
  ]
  const turned: BruteUnit['lies'] = [
    [l, h, w],
    [h, l, w],
    [w, h, l],
    [h, w, l],
  ]
  return { lies: keepUpright ? upright : [...upright, ...turned], grams: weightGrams ?? 0, fragile }
}

function bruteRoom(type: CartonType) {
  return { lx: type.innerLengthMm, ly: type.innerWidthMm, lz: type.innerHeightMm, grams: type.maxGrams }
}

function innerVolume(type: CartonType | undefined): number {
  return type === undefined ? Number.NaN : type.innerLengthMm * type.innerWidthMm * type.innerHeightMm
}
