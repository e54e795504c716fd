import { afterEach, describe, expect, test } from 'vitest'
import { importItems } from '../../../commands/items/import-items.ts'
import { savePolicies } from '../../../commands/site/save-site.ts'
import type { Feedback } from '../../../contract/station/floor.ts'
import type { ItemInput } from '../../../domain/inputs.ts'
import { Policies } from '../../../domain/policies.ts'
import { command, scanOf } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { type FloorWorld, openWorld, type Person } from './floor-world.ts'

const nobody = { operatorId: null, station: 'TEST' }
let world: FloorWorld
afterEach(() => world.test.close())

/** The small warehouse with an order for two units of A1 at A-01-1-01, and barcodes that its items should not have. */
async function open(codes: { sku: string; number: number; code: string }[], policies: Partial<Policies> = {}) {
  world = await openWorld({ orders: [order(1, [['A1', 2]])], policies: { cartOrders: 1, ...policies } })
  const { core } = world.test.station
  const items = codes.map(
    ({ sku, number, code }): ItemInput => ({
      ...{ sku, name: `item ${sku}`, gtin: gtin13(number), barcodes: [{ code, units: 1 }] },
      ...{ lengthMm: 100, widthMm: 80, heightMm: 50, weightGrams: 200, tracking: 'none', fragile: false },
    }),
  )
  await core.run(importItems, { items }, nobody)
  return world.people[0] as Person
}
const said = async (person: Person, code: string) => {
  const { feedback, bench } = await person.client.picking.scan(scanOf(code))
  return { ...(feedback as Feedback), step: bench.step, counted: bench.counted }
}
const things = (feedback: Feedback) => feedback.choices?.map(({ name, thing }) => [name, thing.kind, thing.title])

describe('a code that stands for several things', () => {
  test('is asked about, whatever the step expects, and does what was chosen', async () => {
    const person = await open([{ sku: 'A2', number: 2, code: 'A-01-1-01' }])
    for (const code of [command('giveWork'), 'T-1']) await said(person, code)
    const { core } = world.test.station
    const [seq, writes] = [core.journal.lastSeq(), world.watch.writes()]
    const question = await said(person, 'A-01-1-01')
    expect([question.name, question.block, question.step]).toEqual(['ambiguousCode', true, 'location'])
    expect(things(question)).toEqual([
      ['quantity1', 'item', 'item A2'],
      ['quantity2', 'location', 'A-01-1-01'],
    ])
    expect([core.journal.lastSeq(), world.watch.writes()]).toEqual([seq, writes])
    expect(await said(person, gtin13(1))).toMatchObject({ name: 'ambiguousCode', step: 'location' })
    expect(await said(person, command('quantity3'))).toMatchObject({ name: 'ambiguousCode', step: 'location' })
    expect(await said(person, command('quantity2'))).toMatchObject({ name: 'locationConfirmed', step: 'item' })
  })

  test('is the wrong item where that was meant, and nothing was confirmed by its other meaning', async () => {
    const person = await open([{ sku: 'A2', number: 2, code: 'A-01-1-01' }])
    for (const code of [command('giveWork'), 'T-1', 'A-01-1-01']) await said(person, code)
    expect(await said(person, command('quantity1'))).toMatchObject({ name: 'wrongItem', step: 'location' })
    await said(person, command('acknowledge'))
    expect((await person.client.picking.bench()).bench.step).toBe('location')
  })

  test('is asked about when it is a barcode of one item and the SKU of another', async () => {
    const person = await open([{ sku: 'A2', number: 2, code: 'A1' }])
    for (const code of [command('giveWork'), 'T-1', 'A-01-1-01']) await said(person, code)
    const question = await said(person, 'A1')
    expect(things(question)).toEqual([
      ['quantity1', 'item', 'item A2'],
      ['quantity2', 'item', 'item A1'],
    ])
    expect(await said(person, command('quantity2'))).toMatchObject({ name: 'itemCounted', counted: 1 })
  })

  test('is dropped when the question is acknowledged, and asked about again', async () => {
    const person = await open([{ sku: 'A1', number: 1, code: 'T-1' }])
    await said(person, command('giveWork'))
    expect(things(await said(person, 'T-1'))).toEqual([
      ['quantity1', 'item', 'item A1'],
      ['quantity2', 'tote', 'Tote 1'],
    ])
    expect(await said(person, command('acknowledge'))).toMatchObject({ name: 'acknowledged', step: 'totes' })
    expect(await said(person, command('quantity2'))).toMatchObject({ name: 'commandNotNow', step: 'totes' })
    await said(person, 'T-1')
    expect(await said(person, command('quantity2'))).toMatchObject({ name: 'toteAssigned', step: 'location' })
  })

  test('keeps its question over a restart', async () => {
    const person = await open([{ sku: 'A2', number: 2, code: 'A-01-1-01' }])
    for (const code of [command('giveWork'), 'T-1', 'A-01-1-01']) await said(person, code)
    await world.test.reopen()
    expect(things((await person.client.picking.bench()).bench.alert as Feedback)).toHaveLength(2)
    expect(await said(person, command('quantity2'))).toMatchObject({ name: 'locationConfirmed', step: 'item' })
  })

  test('is not asked about when only one of its meanings has to do with the screen', async () => {
    const person = await open([{ sku: 'A1', number: 1, code: 'BDG-2' }])
    for (const code of [command('giveWork'), 'T-1', 'A-01-1-01']) await said(person, code)
    expect(await said(person, 'BDG-2')).toMatchObject({ name: 'itemCounted', counted: 1 })
  })
})

describe('what the site set about codes', () => {
  const SET = { gs1Separator: '|', storeCodes: ['2PIIIIIWWWWWC'] }

  test('reads a separator of its own and finds the item of a store code, whatever it weighs', async () => {
    const person = await open([{ sku: 'A1', number: 1, code: '2112345000008' }], SET)
    for (const code of [command('giveWork'), 'T-1', 'A-01-1-01']) await said(person, code)
    expect(await said(person, '2112345012506')).toMatchObject({ name: 'itemCounted', counted: 1 })
    expect(await said(person, `10LOT7|010${gtin13(1)}`)).toMatchObject({ name: 'lastItemCounted', counted: 2 })
  })

  test('finds the item whose SKU the reference of a store code is, and nothing without the pattern', async () => {
    const person = await open([{ sku: '12345', number: 11, code: 'X-1' }], SET)
    for (const code of [command('giveWork'), 'T-1', 'A-01-1-01']) await said(person, code)
    expect(await said(person, '2112345012506')).toMatchObject({ name: 'wrongItem' })
    await said(person, command('acknowledge'))
    await world.test.station.core.run(savePolicies, { policies: Policies.parse({ cartOrders: 1 }) }, nobody)
    expect(await said(person, '2112345012506')).toMatchObject({ name: 'unknownCode' })
  })
})
