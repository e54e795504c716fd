import { describe, expect, test } from 'vitest'
import type { CartonItem, CartonPlan, CartonType, PackingRules, Placement } from '../../domain/cartonize-plan.ts'
import { checkPacking, type PackingProblemCode } from '../../domain/check-packing.ts'

const item = (id: string, more: Partial<CartonItem> = {}): CartonItem => ({
  id,
  quantity: 1,
  lengthMm: 100,
  widthMm: 80,
  heightMm: 50,
  weightGrams: 500,
  keepUpright: false,
  fragile: false,
  mixClass: null,
  ...more,
})

const box: CartonType = {
  id: 'box',
  innerLengthMm: 200,
  innerWidthMm: 160,
  innerHeightMm: 100,
  tareGrams: 200,
  maxGrams: 3_000,
  available: 2,
}

const rules: PackingRules = { supportShare: 0.75, onFragile: 'nothing', apart: [['battery', 'food']] }

const at = (itemId: string, xMm: number, yMm: number, zMm: number, more: Partial<Placement> = {}): Placement => ({
  itemId,
  xMm,
  yMm,
  zMm,
  lengthMm: 100,
  widthMm: 80,
  heightMm: 50,
  ...more,
})

/** Two units of tea beside each other, a unit of cups on top of the first. */
const items = [item('tea', { quantity: 2, keepUpright: true }), item('cups', { fragile: true, weightGrams: 300 })]
const sound = (): CartonPlan => ({
  cartons: [
    {
      typeId: 'box',
      placements: [at('tea', 0, 0, 0), at('tea', 100, 0, 0), at('cups', 0, 0, 50)],
      weightGrams: 1_500,
      isWeightKnown: true,
      fill: (3 * 100 * 80 * 50) / (200 * 160 * 100),
    },
  ],
  leftOver: [],
  isProven: false,
})

function codes(
  harm: (plan: CartonPlan, first: CartonPlan['cartons'][number]) => void,
  goods: readonly CartonItem[] = items,
  own: PackingRules = rules,
  types: readonly CartonType[] = [box],
): PackingProblemCode[] {
  const plan = sound()
  const [first] = plan.cartons
  if (first !== undefined) harm(plan, first)
  return [...new Set(checkPacking(plan, goods, types, own).map(({ code }) => code))].sort()
}

const lay = (index: number, more: Partial<Placement>) => (_: CartonPlan, carton: CartonPlan['cartons'][number]) => {
  carton.placements = carton.placements.map((each, at) => (at === index ? { ...each, ...more } : each))
}

describe('the check of a packing', () => {
  test('finds nothing in a sound plan', () => {
    expect(checkPacking(sound(), items, [box], rules)).toEqual([])
  })

  test('says in which carton and of which item', () => {
    const plan = sound()
    lay(2, { zMm: 51 })(plan, plan.cartons[0] as CartonPlan['cartons'][number])
    expect(checkPacking(plan, items, [box], rules)).toEqual([
      { code: 'outside', carton: 0, itemId: 'cups' },
      { code: 'unsupported', carton: 0, itemId: 'cups' },
    ])
  })

  test.each<[string, PackingProblemCode[], (plan: CartonPlan, first: CartonPlan['cartons'][number]) => void]>([
    ['a unit that sticks a millimetre into another one', ['overlap'], lay(1, { xMm: 99 })],
    ['a unit that stands out to the right', ['outside'], lay(1, { xMm: 101 })],
    ['a unit before the front', ['outside'], lay(1, { yMm: -1 })],
    ['a unit at half a millimetre', ['badPlacement'], lay(1, { yMm: 0.5 })],
    ['a unit at no number', ['badPlacement', 'outside', 'wrongFill'], lay(1, { yMm: Number.NaN })],
    ['a unit that hangs over by more than a quarter', ['unsupported'], lay(2, { yMm: 21 })],
    ['a unit that is larger than its item', ['otherSize', 'wrongFill'], lay(1, { widthMm: 81 })],
    ['goods to be kept upright on their side', ['notUpright'], lay(1, { widthMm: 50, heightMm: 80 })],
    ['a carton of an unknown type', ['unknownCarton'], (_, first) => Object.assign(first, { typeId: 'crate' })],
    ['an unknown item', ['tooFew', 'unknownItem', 'wrongFill', 'wrongWeight'], lay(1, { itemId: 'coffee' })],
    ['a weight that is not the sum', ['wrongWeight'], (_, first) => Object.assign(first, { weightGrams: 1_499 })],
    ['a weight said to be unknown', ['wrongWeight'], (_, first) => Object.assign(first, { isWeightKnown: false })],
    ['a fill that is not the share', ['wrongFill'], (_, first) => Object.assign(first, { fill: 0.5 })],
    ['a fill that is no number', ['wrongFill'], (_, first) => Object.assign(first, { fill: Number.NaN })],
    ['a carton twice', ['tooMany'], (plan, first) => plan.cartons.push(first)],
    [
      'three cartons where there are two',
      ['notAvailable', 'tooMany'],
      (plan, first) => plan.cartons.push(first, first),
    ],
    [
      'an empty carton',
      ['emptyCarton', 'wrongFill', 'wrongWeight'],
      (plan, first) => plan.cartons.push({ ...first, placements: [] }),
    ],
    ['a unit forgotten', ['tooFew'], (plan) => plan.cartons.splice(0, 1)],
    [
      'a unit packed and left over',
      ['tooMany'],
      (plan) => plan.leftOver.push({ itemId: 'tea', quantity: 1, reason: 'tooLarge' }),
    ],
  ])('finds %s', (_, found, harm) => {
    expect(codes(harm)).toEqual(found)
  })

  test('allows a quarter of the base to hang over, and all of it without a support rule', () => {
    expect(codes(lay(2, { yMm: 20 }))).toEqual([])
    expect(codes(lay(2, { yMm: 21 }), items, { ...rules, supportShare: 0 })).toEqual([])
    expect(codes(lay(2, { yMm: 1 }), items, { ...rules, supportShare: 1 })).toEqual(['unsupported'])
  })

  test('sums the support of several units of one height', () => {
    expect(codes(lay(2, { xMm: 50 }), items, { ...rules, supportShare: 1 })).toEqual([])
  })

  test('lets nothing rest on fragile goods, or nothing heavier, as the rule says', () => {
    const below = [item('tea', { quantity: 2, fragile: true }), item('cups', { weightGrams: 300 })]
    expect(codes(() => undefined, below)).toEqual(['onFragile'])
    const lighter: PackingRules = { ...rules, onFragile: 'nothingHeavier' }
    expect(codes(() => undefined, below, lighter)).toEqual([])
    const heavier = [item('tea', { quantity: 2, fragile: true }), item('cups', { weightGrams: 501 })]
    expect(codes((_, first) => Object.assign(first, { weightGrams: 1_701 }), heavier, lighter)).toEqual(['onFragile'])
  })

  test('takes an unknown weight for too much on fragile goods, and for nothing in the sum', () => {
    const unknown = [item('tea', { quantity: 2, fragile: true }), item('cups', { weightGrams: null })]
    const said = (_: CartonPlan, first: CartonPlan['cartons'][number]) =>
      Object.assign(first, { weightGrams: 1_200, isWeightKnown: false })
    expect(codes(said, unknown, { ...rules, onFragile: 'nothingHeavier' })).toEqual(['onFragile'])
  })

  test('finds classes that must not share a carton', () => {
    const apart = [
      item('tea', { quantity: 2, mixClass: 'food' }),
      item('cups', { mixClass: 'battery', weightGrams: 300 }),
    ]
    expect(codes(() => undefined, apart)).toEqual(['mixed'])
    const alone: PackingRules = { ...rules, apart: [['food', 'food']] }
    expect(codes(() => undefined, apart, alone)).toEqual(['mixed'])
    expect(codes(() => undefined, [item('tea', { quantity: 2 }), apart[1] as CartonItem], alone)).toEqual([])
  })

  test('finds a carton that is too heavy by a gram', () => {
    expect(codes(() => undefined, items, rules, [{ ...box, maxGrams: 1_500 }])).toEqual([])
    expect(codes(() => undefined, items, rules, [{ ...box, maxGrams: 1_499 }])).toEqual(['overweight'])
  })

  test('reads finer rules about vertical edges before keepUpright', () => {
    const lying = lay(1, { widthMm: 50, heightMm: 80 })
    const goods = [
      item('tea', { quantity: 2, keepUpright: true, verticalEdges: ['width', 'height'] }),
      items[1] as CartonItem,
    ]
    expect(codes(lying, goods)).toEqual([])
  })
})
