import { describe, expect, test } from 'vitest'
import { type BenchCartons, type BenchGoods, packingOrder, planBench, unitsPutIn } from '../../domain/bench-cartons.ts'
import { packingRulesFor } from '../../domain/carton-goods.ts'
import { cartonize } from '../../domain/cartonize.ts'
import type { CartonItem, CartonType } from '../../domain/cartonize-plan.ts'
import { checkPacking } from '../../domain/check-packing.ts'
import { seededRandom } from '../../domain/seeded-random.ts'

const item = (id: string, quantity: number, change: Partial<CartonItem> = {}): CartonItem => ({
  ...{ id, quantity, lengthMm: 100, widthMm: 100, heightMm: 100, weightGrams: 200 },
  ...{ keepUpright: false, fragile: false, mixClass: null },
  ...change,
})
const box = (id: string, length: number, width: number, height: number, maxGrams = 20_000): CartonType => ({
  ...{ id, innerLengthMm: length, innerWidthMm: width, innerHeightMm: height },
  ...{ tareGrams: 100, maxGrams, available: null },
})
const SMALL = box('small', 210, 210, 110)
const LARGE = box('large', 310, 310, 310)
const types = [SMALL, LARGE]

const goods = (items: CartonItem[], open: BenchGoods['open'] = null): BenchGoods => ({ items, types, open })

function planned(at: BenchGoods, last: BenchCartons | null = null): BenchCartons & { isKept: boolean } {
  const answer = planBench(at, last)
  if (answer.kind !== 'planned') throw new Error(JSON.stringify(answer))
  const all = at.open === null ? at.types : [...at.types, at.open.type]
  const plan = { cartons: answer.plan.cartons, leftOver: [] }
  expect(checkPacking(plan, at.items, all, packingRulesFor(at.items))).toEqual([])
  return { ...answer.plan, isKept: answer.isKept }
}
const typesOf = ({ cartons }: BenchCartons): string[] => cartons.map(({ typeId }) => typeId)

describe('the cartons at a bench', () => {
  test('are the fewest and smallest while none is open', () => {
    expect(planned(goods([item('A', 4)]))).toMatchObject({ suggestedTypeId: 'small', cartons: [{ isSuggested: true }] })
    expect(typesOf(planned(goods([item('A', 5)])))).toEqual(['large'])
  })

  test('stay what they are while the scans follow them, and as long as a carton is closed', () => {
    const items = [item('A', 3), item('B', 2, { mixClass: 'soap' }), item('C', 1, { mixClass: 'food' })]
    const first = planned(goods(items))
    expect(first.cartons).toHaveLength(2)
    const [one, other] = first.cartons
    const inOther = (other?.placements ?? []).map(({ itemId }) => itemId)
    const inOne = (one?.placements ?? []).map(({ itemId }) => itemId)
    const open = { type: SMALL, unitIds: inOther.filter((id) => !inOne.includes(id)).slice(0, 1) }
    expect(open.unitIds).toHaveLength(1)
    const second = planned(goods(items, open), first)
    expect(second.isKept).toBe(true)
    // The packer began with the second one.
    expect(second.cartons).toEqual([other, one])
    const left = items.flatMap((each) => {
      const quantity = each.quantity - inOther.filter((id) => id === each.id).length
      return quantity > 0 ? [{ ...each, quantity }] : []
    })
    const third = planned(goods(left), second)
    expect(third).toMatchObject({ isKept: true, cartons: [one] })
  })

  test('are planned again around what is in when another unit was put in', () => {
    const items = [item('A', 4, { mixClass: 'food' }), item('B', 4, { mixClass: 'soap' }), item('C', 1)]
    const first = planned(goods(items))
    const open = { type: LARGE, unitIds: ['C', 'A'] }
    const second = planned(goods(items, open), first)
    expect(second.cartons[0]).toMatchObject({ typeId: 'large' })
    expect(unitsPutIn(second.cartons[0]?.placements ?? [], open.unitIds).filter(Boolean)).toHaveLength(2)
  })

  test('begin with the one that was taken against them, filled as far as it goes, and suggest another', () => {
    const items = [item('A', 9)]
    const free = planned(goods(items))
    expect(typesOf(free)).toEqual(['large'])
    const opened = planned(goods(items, { type: SMALL, unitIds: [] }), free)
    expect(opened).toMatchObject({ suggestedTypeId: 'large', isKept: false })
    expect(opened.cartons[0]).toMatchObject({ typeId: 'small', isSuggested: false })
    expect(opened.cartons[0]?.placements).toHaveLength(4)
    // Taken apart again, what was suggested first is suggested.
    expect(typesOf(planned(goods(items), opened))).toEqual(['large'])
  })

  test('may begin with one of a type that is out of use', () => {
    const old = box('old', 110, 110, 320)
    const plan = planned(goods([item('A', 4)], { type: old, unitIds: ['A'] }))
    expect(plan.cartons[0]).toMatchObject({ typeId: 'old' })
    expect(plan.cartons[0]?.placements).toHaveLength(3)
    expect(typesOf(plan)).toEqual(['old', 'small'])
  })

  test('keep to the weight that a carton may have', () => {
    const weak = [box('weak', 310, 310, 310, 700)]
    const plan = planned({ items: [item('A', 6)], types: weak, open: null })
    expect(plan.cartons.map(({ placements }) => placements.length)).toEqual([3, 3])
  })

  test('are as tall as goods that stay upright, and part goods that do not go together', () => {
    const tall = item('A', 1, { heightMm: 200, keepUpright: true })
    expect(typesOf(planned(goods([tall])))).toEqual(['large'])
    expect(typesOf(planned(goods([{ ...tall, keepUpright: false }])))).toEqual(['small'])
    const mixed = [item('A', 1, { mixClass: 'food' }), item('B', 1, { mixClass: 'soap' }), item('C', 1)]
    expect(typesOf(planned(goods(mixed)))).toEqual(['small', 'small'])
  })

  test('are not said where something fits nowhere or has no size, with the reason', () => {
    const answer = planBench(goods([item('A', 1), item('B', 1, { lengthMm: 900 })]), null)
    expect(answer).toEqual({ kind: 'leftOver', leftOver: [{ itemId: 'B', quantity: 1, reason: 'tooLarge' }] })
    expect(planBench(goods([item('A', 1, { heightMm: null })]), null)).toMatchObject({
      leftOver: [{ reason: 'noDimensions' }],
    })
  })

  test('are not drawn around what cannot be in the open carton', () => {
    const items = [item('A', 5)]
    const unitIds = ['A', 'A', 'A', 'A', 'A']
    expect(planBench(goods(items, { type: SMALL, unitIds }), null)).toEqual({ kind: 'asPacked' })
  })

  test('are not planned for more units than anybody follows', () => {
    expect(planBench(goods([item('A', 301)]), null)).toEqual({ kind: 'tooMany' })
  })

  test('are never said when the check finds something, and an old plan of other sizes is dropped', () => {
    const items = [item('A', 2)]
    const plan = planned(goods(items))
    const floating: typeof cartonize = (...given) => {
      const made = cartonize(...given)
      for (const { placements } of made.cartons) for (const placement of placements) placement.zMm += 7
      return made
    }
    const answer = planBench(goods(items), null, { search: floating })
    expect(answer).toMatchObject({ kind: 'unsound', problems: [{ code: 'unsupported' }, { code: 'unsupported' }] })
    const flatter = [item('A', 2, { heightMm: 50 })]
    expect(planned(goods(flatter), plan)).toMatchObject({ isKept: false })
  })

  test('are sound and whole after any scans, whatever is scanned into whatever carton', () => {
    const random = seededRandom(5)
    const below = (most: number): number => Math.floor(random() * most)
    for (let round = 0; round < 60; round += 1) {
      const items = Array.from({ length: 1 + below(4) }, (_, index) =>
        item(`I${index}`, 1 + below(4), {
          ...{ lengthMm: 40 + below(100), widthMm: 40 + below(100), heightMm: 40 + below(100) },
          ...{ fragile: below(4) === 0, keepUpright: below(3) === 0, mixClass: below(5) === 0 ? 'soap' : null },
        }),
      )
      let last: BenchCartons | null = null
      const unitIds: string[] = []
      const type = types[below(2)] ?? LARGE
      for (let scan = 0; scan < 5; scan += 1) {
        const at: BenchGoods = goods(items, scan === 0 ? null : { type, unitIds: [...unitIds] })
        const answer = planBench(at, last)
        if (answer.kind !== 'planned') break
        last = planned(at, last)
        const units = last.cartons.flatMap(({ placements }) => placements)
        expect(units).toHaveLength(items.reduce((sum, { quantity }) => sum + quantity, 0))
        if (scan > 0) expect(last.cartons[0]?.typeId).toBe(type.id)
        const left = items.filter(({ id, quantity }) => unitIds.filter((each) => each === id).length < quantity)
        const next = left[below(left.length)]
        if (scan > 0 && next !== undefined) unitIds.push(next.id)
      }
    }
  })
})

describe('the order of putting in', () => {
  test('lets every unit go down from above onto what is in already', () => {
    const random = seededRandom(9)
    for (let round = 0; round < 40; round += 1) {
      const items = Array.from({ length: 4 }, (_, index) => {
        const edge = (): number => 30 + Math.floor(random() * 120)
        return item(`I${index}`, 3, { lengthMm: edge(), widthMm: edge(), heightMm: edge() })
      })
      for (const carton of planned(goods(items)).cartons) {
        const order = packingOrder(carton)
        expect(order).toHaveLength(carton.placements.length)
        for (const [index, unit] of order.entries())
          for (const earlier of order.slice(0, index)) {
            const isOver =
              earlier.xMm < unit.xMm + unit.lengthMm &&
              unit.xMm < earlier.xMm + earlier.lengthMm &&
              earlier.yMm < unit.yMm + unit.widthMm &&
              unit.yMm < earlier.yMm + earlier.widthMm
            if (isOver) expect(earlier.zMm + earlier.heightMm).toBeLessThanOrEqual(unit.zMm)
          }
      }
    }
  })

  test('puts like goods of one height together', () => {
    const at = (itemId: string, xMm: number, zMm = 0) => ({
      ...{ itemId, xMm, yMm: 0, zMm },
      ...{ lengthMm: 10, widthMm: 10, heightMm: 10 },
    })
    const placements = [at('A', 0, 10), at('B', 10), at('A', 0), at('A', 20)]
    expect(packingOrder({ placements }).map(({ itemId, xMm, zMm }) => `${itemId}${xMm}/${zMm}`)).toEqual([
      ...['A0/0', 'A20/0', 'B10/0', 'A0/10'],
    ])
  })

  test('counts the units of an item in from below', () => {
    const placement = (itemId: string, zMm: number) => ({
      ...{ itemId, xMm: 0, yMm: 0, zMm },
      ...{ lengthMm: 1, widthMm: 1, heightMm: 1 },
    })
    const placements = [placement('A', 0), placement('B', 1), placement('A', 2)]
    expect(unitsPutIn(placements, ['A'])).toEqual([true, false, false])
    expect(unitsPutIn(placements, ['B', 'A', 'A'])).toEqual([true, true, true])
    expect(unitsPutIn(placements, [])).toEqual([false, false, false])
  })
})
