import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Meaning } from '../../domain/meaning.ts'
import { FRESH_PACK } from '../../domain/pack.ts'
import {
  chooseOrder,
  decideSort,
  type SharedTote,
  unitsOf,
  type WaitingLine,
  type WaitingOrder,
} from '../../domain/sort-tote.ts'
import { compareUrgency } from '../../domain/urgency.ts'

const ITEMS = { plain: 'none', other: 'none', lots: 'lot', units: 'serial' } as const
type ItemId = keyof typeof ITEMS

const line = fc
  .record({
    itemId: fc.constantFrom<ItemId>('plain', 'other', 'lots', 'units'),
    left: fc.integer({ min: 1, max: 3 }),
    lot: fc.constantFrom('L1', 'L2'),
  })
  .map(({ itemId, left, lot }): Omit<WaitingLine, 'id'> => {
    const tracking = ITEMS[itemId]
    return { itemId, itemName: itemId, tracking, lots: tracking === 'lot' ? [lot] : [], serials: [], left }
  })
const orders = fc
  .array(
    fc.record({
      priority: fc.integer({ min: 0, max: 2 }),
      shipBy: fc.option(fc.integer({ min: 1, max: 3 })),
      orderedAt: fc.integer({ min: 1, max: 4 }),
      isHere: fc.boolean(),
      packer: fc.constantFrom<WaitingOrder['packer']>('nobody', 'nobody', 'me', 'other'),
      isBegun: fc.boolean(),
      hasOpenCarton: fc.boolean(),
      isBlocked: fc.boolean(),
      lines: fc.array(line, { minLength: 1, maxLength: 2 }),
    }),
    { maxLength: 12 },
  )
  .map((many) =>
    many.map((one, index): WaitingOrder => {
      const lines = one.lines.map((each, at): WaitingLine => {
        const id = `${index}.${at}`
        const serials =
          each.tracking === 'serial' ? Array.from({ length: each.left }, (_, unit) => `S${id}.${unit}`) : []
        return { ...each, id, serials }
      })
      return { ...one, id: `o${index}`, number: `#${index}`, packerName: one.packer === 'other' ? 'Maya' : '', lines }
    }),
  )
const wanted = fc.record({
  itemId: fc.constantFrom<ItemId>('plain', 'other', 'lots', 'units'),
  units: fc.integer({ min: 1, max: 3 }),
  lot: fc.constantFrom(null, 'L1', 'L2', 'L9'),
  serial: fc.constantFrom(null, 'S0.0.0', 'S1.1.0', 'nobody’s'),
})

describe('the order that a unit out of a shared tote is for', () => {
  test('waits for it, is free to be packed, and no more urgent one of the same tote is', () => {
    fc.assert(
      fc.property(orders, wanted, fc.boolean(), (waiting, units, takesOver) => {
        const choice = chooseOrder(waiting, units, takesOver)
        const fits = (order: WaitingOrder): WaitingLine | undefined =>
          order.lines.find(
            (each) =>
              each.itemId === units.itemId &&
              each.left >= units.units &&
              (each.tracking !== 'serial' || each.serials.includes(units.serial ?? '')) &&
              (units.lot === null || each.lots.length === 0 || each.lots.includes(units.lot)),
          )
        const may = (order: WaitingOrder): boolean => !order.isBlocked && order.packer !== 'other'
        const candidates = waiting.filter((order) => fits(order) !== undefined)
        if (choice.kind !== 'found') {
          if (choice.kind === 'none') expect(candidates).toEqual([])
          if (choice.kind === 'blocked') expect(candidates.every(({ isBlocked }) => isBlocked)).toBe(true)
          if (choice.kind === 'elsewhere') expect(candidates.some(may)).toBe(false)
          return
        }
        const { order, inHand } = choice
        const own = order.lines.find(({ id }) => id === inHand.orderLineId)
        expect(own?.itemId).toBe(units.itemId)
        expect(own?.left).toBeGreaterThanOrEqual(inHand.quantity)
        expect(order.isBlocked).toBe(false)
        if (own?.tracking === 'serial') expect(own.serials).toContain(inHand.serial)
        if (own?.tracking === 'lot' && units.lot !== null) expect(own.lots).toContain(units.lot)
        if (!may(order)) {
          expect(takesOver).toBe(true)
          expect(candidates.some(may)).toBe(false)
          return
        }
        for (const rival of candidates.filter(may))
          if (rival.isHere === order.isHere) expect(compareUrgency(order, rival)).toBeLessThanOrEqual(0)
          else expect(order.isHere).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('is asked about by lot where several lots wait, and by serial number always', () => {
    fc.assert(
      fc.property(orders, wanted, (waiting, units) => {
        const { kind } = chooseOrder(waiting, units, false)
        const lines = waiting.flatMap((order) => order.lines.filter(({ itemId }) => itemId === units.itemId))
        const roomy = lines.filter(({ left }) => left >= units.units)
        if (kind === 'ask-serial')
          expect([units.serial, roomy.some(({ tracking }) => tracking === 'serial')]).toEqual([null, true])
        if (kind === 'ask-lot') expect(new Set(roomy.flatMap(({ lots }) => lots)).size).toBeGreaterThan(1)
        if (units.itemId === 'units' && units.serial === null && roomy.length > 0) expect(kind).toBe('ask-serial')
      }),
    )
  })

  test('is the same whatever order the orders come in', () => {
    fc.assert(
      fc.property(orders, wanted, (waiting, units) => {
        expect(chooseOrder(waiting.toReversed(), units, false)).toEqual(chooseOrder(waiting, units, false))
      }),
    )
  })
})

describe('a scan at a shared tote', () => {
  const tote = (waiting: WaitingOrder[]): SharedTote => ({
    ...{ toteId: 't', taskId: 'task', toteName: 'T-1', otherTotes: [], leftOver: [] },
    orders: waiting,
  })
  const nothing: Meaning = {
    ...{
      text: 'X',
      unreadable: null,
      gs1Problem: null,
      command: null,
      brokenCommand: false,
      item: null,
      otherItems: [],
    },
    ...{ lot: null, serial: null, expiresOn: null, location: null, tote: null, cartonType: null, carton: null },
    ...{ carrier: null, operator: null },
  }

  test('asks for a command only to open an order of that tote, or another tote, and never loses the tote else', () => {
    const scan = fc.oneof(
      fc.constantFrom<ItemId>('plain', 'other', 'lots', 'units').map((id) => ({
        ...nothing,
        item: { id, name: id, picture: null, tracking: ITEMS[id], units: 1 },
      })),
      fc.constantFrom('L1', 'l2', 'S0.0.0', 'what').map((text) => ({ ...nothing, text })),
      fc.constantFrom('t', 'u').map((id) => ({ ...nothing, tote: { id, code: id, name: id } })),
      fc.constantFrom('nothingThere', 'undo', 'confirm').map((command) => ({ ...nothing, command: command as 'undo' })),
    )
    fc.assert(
      fc.property(orders, scan, fc.option(fc.constantFrom<ItemId>('lots', 'units')), (waiting, meaning, awaits) => {
        const progress = {
          ...FRESH_PACK,
          shared: { toteId: 't', taskId: 'task' },
          ...(awaits === null ? {} : { sortAwaits: { itemId: awaits, units: 1 } }),
        }
        const isKnown = meaning.item !== null || meaning.tote !== null
        const { request, progress: after } = decideSort(tote(waiting), progress, meaning, { takesOver: false, isKnown })
        expect(after.shared).toMatchObject(progress.shared)
        if (request === null) return
        if (request.type === 'open') {
          expect(request.toteId).toBe('u')
          return
        }
        if (request.type !== 'open-waiting') throw new Error(request.type)
        const order = waiting.find(({ id }) => id === request.orderId)
        expect([request.toteId, order?.isBlocked, order?.packer === 'other']).toEqual(['t', false, false])
      }),
      { numRuns: 1_000 },
    )
  })

  const totes = fc.subarray([
    { id: 'u', name: 'T-2' },
    { id: 'v', name: 'T-3' },
  ])
  const saidEmpty = fc.subarray(['t', 'u', 'v'])

  test('that nothing is there writes nothing off before every tote of the task is empty, and takes over last', () => {
    fc.assert(
      fc.property(orders, totes, saidEmpty, fc.boolean(), (waiting, otherTotes, empty, takesOver) => {
        const progress = { ...FRESH_PACK, shared: { toteId: 't', taskId: 'task', empty } }
        const said: Meaning = { ...nothing, command: 'nothingThere' }
        const outcome = decideSort({ ...tote(waiting), otherTotes }, progress, said, { takesOver, isKnown: true })
        const free = waiting.filter(({ isBlocked }) => !isBlocked)
        const own = free.filter(({ packer }) => packer !== 'other')
        const ready = own.filter((order) => unitsOf([order]) === 0)
        const isElsewhere = own.length < free.length
        // What somebody else holds may come back into the tote.
        if (!isElsewhere) expect(outcome.progress.shared?.empty).toContain('t')
        else expect(outcome.progress.shared?.empty).toEqual(empty)
        if (outcome.request === null) {
          if (outcome.say === 'otherTotesFirst')
            expect([own.length > 0, otherTotes.some(({ id }) => !empty.includes(id))]).toEqual([true, true])
          else if (outcome.say === 'someonePacks')
            expect([ready.length, isElsewhere, takesOver]).toEqual([0, true, false])
          else expect([outcome.say, free]).toEqual(['commandNotNow', []])
          return
        }
        if (outcome.request.type !== 'open-waiting') throw new Error(outcome.request.type)
        const { orderId, partial, inHand } = outcome.request
        const opened = free.find(({ id }) => id === orderId)
        expect(inHand).toBeNull()
        if (opened?.packer === 'other') expect([ready, takesOver, partial]).toEqual([[], true, false])
        if (opened?.hasOpenCarton === true) expect(partial).toBe(false)
        if (partial) expect([isElsewhere, otherTotes.every(({ id }) => empty.includes(id))]).toEqual([false, true])
      }),
      { numRuns: 1_000 },
    )
  })

  test('of a unit whose order has a carton open puts nothing in hand: it is scanned into that carton', () => {
    fc.assert(
      fc.property(orders, (waiting) => {
        const progress = { ...FRESH_PACK, shared: { toteId: 't', taskId: 'task', empty: ['t', 'u'] } }
        const item = { id: 'plain', name: 'plain', picture: null, tracking: 'none' as const, units: 1 }
        const said: Meaning = { ...nothing, item }
        const {
          request,
          say,
          progress: after,
        } = decideSort(tote(waiting), progress, said, {
          ...{ takesOver: true, isKnown: true },
        })
        if (request?.type !== 'open-waiting') return
        const opened = waiting.find(({ id }) => id === request.orderId)
        expect([say, request.inHand === null]).toEqual(
          opened?.hasOpenCarton === true ? ['cartonStillOpen', true] : ['orderFound', false],
        )
        expect(after.shared?.empty).toEqual(['u'])
      }),
    )
  })
})
