import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { savePolicies } from '../../../commands/site/save-site.ts'
import type { Feedback } from '../../../contract/station/floor.ts'
import { FEEDBACK, type FeedbackName } from '../../../domain/feedback.ts'
import { Policies } from '../../../domain/policies.ts'
import { command, scanOf } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { labelCode, nextWaybill, type RobotScreen } from './floor-robot.ts'
import { type FloorWorld, openWorld, orderStates, type Person } from './floor-world.ts'

/** Kinds of wrong scan, with a code for each; `label` is that of a carton of another order, closed before. */
const CODES = {
  'other item': gtin13(7),
  'item of another stop': gtin13(2),
  'wrong lot': `(01)0${gtin13(8)}(10)L9`,
  'expired goods': `(01)0${gtin13(8)}(17)200101(10)L1`,
  'wrong serial': 'SN-77',
  'serial in a code': `(01)0${gtin13(9)}(21)SN-77`,
  'other location': 'A-03-3-03',
  'tote of nobody': 'T-8',
  'tote of this cart': 'T-2',
  'case too many': 'CASE-A1',
  'carton type': 'BOX-S',
  badge: 'BDG-3',
  carrier: 'CJ',
  'nothing known': 'ABC-NOTHING',
  'broken command': 'BR-UNX',
  'command of another step': command('dispatch'),
  unreadable: 'x\ufffdy',
  'control characters': 'x\u0001y',
} as const
type Kind = keyof typeof CODES | 'label of another carton' | 'label that left'

type Row = Partial<Record<Kind, FeedbackName>>
const EVERYWHERE: Row = {
  'nothing known': 'unknownCode',
  'broken command': 'commandChecksum',
  unreadable: 'unreadableCode',
  'control characters': 'unreadableCode',
}
const NOTHING_NOW: Row = {
  ...EVERYWHERE,
  'other item': 'codeNotExpectedNow',
  'other location': 'codeNotExpectedNow',
  badge: 'codeNotExpectedNow',
  'carton type': 'codeNotExpectedNow',
  'command of another step': 'commandNotNow',
}

/** What each step answers to each kind; the step is reached by the scans before it, one after the other in one warehouse. */
const TABLE: { at: RobotScreen; step: string; by: string[]; answers: Row }[] = [
  { at: 'picking', step: 'idle', by: [], answers: { ...NOTHING_NOW, 'tote of nobody': 'codeNotExpectedNow' } },
  {
    at: 'picking',
    step: 'totes',
    by: [command('giveWork')],
    answers: { ...NOTHING_NOW, 'label of another carton': 'codeNotExpectedNow' },
  },
  {
    at: 'picking',
    step: 'location',
    by: ['T-1', 'T-2', 'T-3'],
    answers: {
      ...EVERYWHERE,
      'other item': 'wrongItem',
      'item of another stop': 'itemOfOtherStop',
      'case too many': 'tooMany',
      'other location': 'wrongLocation',
      'tote of nobody': 'codeNotExpectedNow',
      badge: 'codeNotExpectedNow',
      'command of another step': 'commandNotNow',
    },
  },
  {
    at: 'picking',
    step: 'item',
    by: ['A-01-1-01'],
    answers: {
      ...EVERYWHERE,
      'other item': 'wrongItem',
      'item of another stop': 'itemOfOtherStop',
      'case too many': 'tooMany',
      'other location': 'wrongLocation',
      'tote of nobody': 'countFirst',
      'tote of this cart': 'countFirst',
      'carton type': 'codeNotExpectedNow',
      'label of another carton': 'codeNotExpectedNow',
    },
  },
  {
    at: 'picking',
    step: 'put',
    by: [gtin13(1), gtin13(1)],
    answers: {
      ...EVERYWHERE,
      'other item': 'wrongItem',
      'case too many': 'tooMany',
      'other location': 'wrongLocation',
      'tote of nobody': 'toteOfOtherCart',
      'tote of this cart': 'wrongTote',
      badge: 'codeNotExpectedNow',
      'carton type': 'codeNotExpectedNow',
    },
  },
  { at: 'picking', step: 'problem', by: ['T-1', command('problem')], answers: NOTHING_NOW },
  {
    at: 'picking',
    step: 'item',
    by: [command('back'), 'A-02-4-08'],
    answers: { 'wrong lot': 'wrongLot', 'expired goods': 'lotExpired', 'label that left': 'codeNotExpectedNow' },
  },
  {
    at: 'packing',
    step: 'finished',
    by: [],
    answers: { ...NOTHING_NOW, 'tote of nobody': 'toteEmpty', 'tote of this cart': 'toteNotReady' },
  },
  {
    at: 'picking',
    step: 'lot',
    by: [gtin13(8)],
    answers: {
      ...EVERYWHERE,
      'nothing known': 'wrongLot',
      'wrong lot': 'wrongLot',
      'expired goods': 'lotExpired',
      'other item': 'wrongItem',
      'other location': 'wrongLocation',
      'tote of this cart': 'countFirst',
    },
  },
  {
    at: 'picking',
    step: 'serial',
    by: ['L1', 'T-1', 'A-02-2-02', gtin13(2), 'T-2', 'A-03-1-09', gtin13(9)],
    answers: { 'wrong serial': 'wrongSerial', 'serial in a code': 'wrongSerial', 'other item': 'wrongItem' },
  },
  { at: 'picking', step: 'drop', by: ['SN-1', 'T-3'], answers: NOTHING_NOW },
  {
    at: 'packing',
    step: 'carton',
    by: ['@drop', 'T-1'],
    answers: {
      ...EVERYWHERE,
      'other item': 'cartonFirst',
      'tote of this cart': 'openOtherOrder',
      badge: 'codeNotExpectedNow',
      'command of another step': 'commandNotNow',
    },
  },
  {
    at: 'packing',
    step: 'unit',
    by: ['BOX-S'],
    answers: {
      ...EVERYWHERE,
      'other item': 'itemNotInOrder',
      'case too many': 'overPacked',
      'wrong lot': 'wrongLot',
      'tote of nobody': 'openOtherOrder',
      'other location': 'codeNotExpectedNow',
      'carton type': 'codeNotExpectedNow',
      'label of another carton': 'codeNotExpectedNow',
    },
  },
  {
    at: 'packing',
    step: 'print',
    by: [gtin13(1), gtin13(1), gtin13(8)],
    answers: { ...NOTHING_NOW, 'label of another carton': 'printFirst', 'tote of nobody': 'openOtherOrder' },
  },
  {
    at: 'packing',
    step: 'label',
    by: ['@print'],
    answers: {
      ...NOTHING_NOW,
      'label of another carton': 'labelOfOtherCarton',
      'label that left': 'labelOfOtherCarton',
    },
  },
  {
    at: 'packing',
    step: 'unit',
    by: ['@label', 'T-3', 'BOX-S', gtin13(9)],
    answers: { 'wrong serial': 'serialNotPicked', 'serial in a code': 'serialNotPicked' },
  },
  {
    at: 'shipping',
    step: 'carton',
    by: [],
    answers: { ...NOTHING_NOW, 'label that left': 'cartonShipped', 'tote of nobody': 'codeNotExpectedNow' },
  },
  {
    at: 'shipping',
    step: 'waybill',
    by: ['@other label'],
    answers: {
      unreadable: 'unreadableCode',
      'broken command': 'commandChecksum',
      'other item': 'codeNotExpectedNow',
      'other location': 'codeNotExpectedNow',
      badge: 'codeNotExpectedNow',
      'expired goods': 'codeNotExpectedNow',
      'label that left': 'cartonShipped',
    },
  },
]

let world: FloorWorld
let person: Person
const labelOf = (number: string) =>
  labelCode(
    world.test.station.core.store.reader
      .prepare('SELECT c.code FROM carton c JOIN "order" o ON o.id = c.order_id WHERE o.number = ?')
      .pluck()
      .get(number) as string,
  )

async function step(at: RobotScreen): Promise<boolean> {
  const move = await person.robot.next(at)
  if (move === null) return false
  if ('code' in move) await person.client[at].scan(scanOf(move.code))
  else {
    await person.client.printing.start({ printJobId: move.print })
    await person.client.printing.finish({ printJobId: move.print, outcome: 'sent' })
  }
  return true
}
async function stepUntil(at: RobotScreen, states: string): Promise<void> {
  for (let turn = 0; turn < 60 && JSON.stringify(orderStates(world)) !== states; turn += 1) await step(at)
  expect(JSON.stringify(orderStates(world))).toBe(states)
}

beforeAll(async () => {
  world = await openWorld({
    orders: [
      order(1, [
        ['A1', 2],
        ['A8', 1],
      ]),
      order(2, [['A2', 1]]),
      order(3, [['A9', 1]]),
      order(4, [['A1', 1]], { priority: 9 }),
      order(5, [['A3', 1]], { priority: 8 }),
    ],
    policies: { cartOrders: 1 },
  })
  person = world.people[0] as Person
  // Order 4 left and order 5 is labelled, so that their labels can be scanned where they do not belong.
  await stepUntil('picking', '{"picked":2,"released":3}')
  await person.robot.finish('packing')
  for (const code of [labelOf('#4'), nextWaybill(), command('dispatch')])
    await person.client.shipping.scan(scanOf(code))
  expect(orderStates(world)).toEqual({ packed: 1, released: 3, shipped: 1 })
  const policies = Policies.parse({ cartOrders: 3 })
  await world.test.station.core.run(savePolicies, { policies }, { operatorId: null, station: 'TEST' })
}, 60_000)
afterAll(() => world.test.close())

async function go(at: RobotScreen, by: string): Promise<void> {
  if (by === '@drop') await person.client.picking.scan(scanOf(command('done')))
  else if (by === '@print') await step('packing')
  else if (by === '@label') await person.client.packing.scan(scanOf(labelOf('#1')))
  else if (by === '@other label') await person.client.shipping.scan(scanOf(labelOf('#5')))
  else {
    const { feedback } = await person.client[at].scan(scanOf(by))
    expect(feedback?.block, `${by} → ${feedback?.name}`).toBe(false)
  }
}

describe('a wrong scan says what is wrong, writes nothing and loses nothing', () => {
  test.each(TABLE)('at $at, step $step', async ({ at, step: name, by, answers }) => {
    for (const code of by) await go(at, code)
    const { core } = world.test.station
    const codes: Record<Kind, string> = {
      ...CODES,
      'label of another carton': labelOf('#5'),
      'label that left': labelOf('#4'),
    }
    const before = (await person.client[at].bench()).bench
    expect(before.step).toBe(name)
    for (const [kind, wanted] of Object.entries(answers) as [Kind, FeedbackName][]) {
      const [seq, writes] = [core.journal.lastSeq(), world.watch.writes()]
      const feedback = (await person.client[at].scan(scanOf(codes[kind]))).feedback as Feedback
      expect(feedback.name, kind).toBe(wanted)
      expect(feedback.code, kind).toBe(FEEDBACK[wanted].code)
      expect([core.journal.lastSeq(), world.watch.writes()], kind).toEqual([seq, writes])
      if (feedback.block) {
        const again = (await person.client[at].scan(scanOf(codes['other item']))).feedback as Feedback
        expect(again.name, `${kind} stays until it is acknowledged`).toBe(wanted)
        await person.client[at].scan(scanOf(command('acknowledge')))
      }
      expect((await person.client[at].bench()).bench, `${kind} loses nothing`).toEqual(before)
    }
  })
})

describe('the list of messages', () => {
  test('gives every message a code of its own', () => {
    const codes = Object.values(FEEDBACK).map((one) => one.code)
    expect(new Set(codes).size).toBe(codes.length)
  })

  test('blocks on every error and on nothing else', () => {
    for (const [name, { tone, block }] of Object.entries(FEEDBACK)) expect(block, name).toBe(tone === 'error')
  })

  test('holds no message that the floor never says, but two that are kept for later', () => {
    const root = join(import.meta.dirname, '../../..')
    const sources = ['domain', 'commands', 'main'].flatMap((wing) =>
      readdirSync(join(root, wing), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('feedback.ts') && !file.endsWith('say.ts'))
        .map((file) => readFileSync(join(root, wing, file), 'utf8')),
    )
    const unsaid = Object.keys(FEEDBACK).filter((name) => !sources.some((text) => text.includes(`'${name}'`)))
    expect(unsaid.sort()).toEqual(['acknowledgeFirst', 'labelSent'])
  })
})
