import { afterEach, expect, test } from 'vitest'
import { importCarriers } from '../../../commands/carriers/import-carriers.ts'
import { importItems } from '../../../commands/items/import-items.ts'
import { importTotes } from '../../../commands/totes/import-totes.ts'
import { command, scanOf } from '../../support/station.ts'
import { gtin13, order } from '../../support/warehouse.ts'
import { type FloorWorld, openWorld, type Person } from './floor-world.ts'

const nobody = { operatorId: null, station: 'TEST' }
let world: FloorWorld
afterEach(async () => {
  expect(world.bugs).toEqual([])
  await world.test.close()
})

/** Sites number their totes and goods, too. */
async function numbered(): Promise<void> {
  const { core } = world.test.station
  await core.run(importTotes, { totes: ['3', '310'].map((code) => ({ code, name: `Tote ${code}` })) }, nobody)
  const item = { sku: '300', name: 'Numbered', barcodes: [], tracking: 'none' as const, fragile: false }
  await core.run(importItems, { items: [item] }, nobody)
}

const said = async (person: Person, screen: 'picking' | 'packing', code: string, source?: 'typed') =>
  (await person.client[screen].scan({ ...scanOf(code), ...(source === undefined ? {} : { source }) })).feedback?.name

test('a tote whose code is a number is no quantity', async () => {
  world = await openWorld({ orders: [order(1, [['A1', 5]])] })
  await numbered()
  const person = world.people[0] as Person
  await said(person, 'picking', command('giveWork'))
  await said(person, 'picking', 'T-1')
  const { bench } = await person.client.picking.bench()
  await said(person, 'picking', bench.location?.code ?? '')
  await said(person, 'picking', gtin13(1))
  await said(person, 'picking', command('quantity4'))
  expect(await said(person, 'picking', '3')).toBe('codeNotExpectedNow')
  expect((await person.client.picking.bench()).bench).toMatchObject({ step: 'quantity', typed: '4', counted: 1 })
})

test('what is scanned and known is no weight, the same typed is', async () => {
  const policies = { weighCartons: true, weightToleranceGrams: 40 }
  world = await openWorld({ orders: [order(1, [['A1', 1]])], policies, badges: ['BDG-1'] })
  const person = world.people[0] as Person
  await person.robot.finish('picking')
  await numbered()
  for (const code of ['T-1', 'BOX-S', gtin13(1)]) await said(person, 'packing', code)
  expect((await person.client.packing.bench()).bench.step).toBe('weigh')
  for (const [code, name] of [
    ['300', 'codeNotExpectedNow'],
    ['310', 'openOtherOrder'],
  ] as const) {
    expect(await said(person, 'packing', code)).toBe(name)
    await said(person, 'packing', command('acknowledge'))
  }
  expect((await person.client.packing.bench()).bench).toMatchObject({ step: 'weigh', carton: { code: null } })
  expect(await said(person, 'packing', '300', 'typed')).toBe('cartonClosed')
})

test('a lot that is typed at the bench may differ by case, as at the shelf', async () => {
  const furtherStock = [{ sku: 'A8', location: 'A-01-1-01', lot: 'l-2a', expiresOn: '2099-01-30', quantity: 2 }]
  world = await openWorld({ orders: [order(1, [['A8', 4]])], furtherStock: furtherStock as never })
  const person = world.people[0] as Person
  await person.robot.finish('picking')
  for (const code of ['T-1', 'BOX-S']) await said(person, 'packing', code)
  expect(await said(person, 'packing', gtin13(8))).toBe('scanLot')
  expect(await said(person, 'packing', 'L-2A', 'typed')).toBe('unitPacked')
  const lots = world.test.station.core.store.reader.prepare('SELECT lot FROM carton_line').pluck().all()
  expect(lots).toEqual(['l-2a'])
})

test('an id of a scan means one code: another one under it is no repetition', async () => {
  world = await openWorld({ orders: [order(1, [['A1', 1]])] })
  const person = world.people[0] as Person
  const { scanId } = scanOf('x')
  const first = await person.client.packing.scan({ scanId, code: 'nothing-known' })
  expect(await person.client.packing.scan({ scanId, code: 'nothing-known' })).toEqual(first)
  await expect(person.client.packing.scan({ scanId, code: command('acknowledge') })).rejects.toMatchObject({
    code: 'CONFLICT',
    data: { code: 'E-SCN-010' },
  })
})

test('a code that is too long or empty is unreadable, not a bug, and the scan log keeps its beginning', async () => {
  world = await openWorld({ orders: [order(1, [['A1', 1]])] })
  const person = world.people[0] as Person
  for (const code of ['x'.repeat(129), 'BEGIN:VCARD'.repeat(300), '', '   ', '\u200b', '\ud800']) {
    expect(await said(person, 'packing', code), code.slice(0, 20)).toBe('unreadableCode')
    await said(person, 'packing', command('acknowledge'))
  }
  const { database } = world.test.station.core.journal
  expect(database.prepare('SELECT max(length(code)) FROM scan_log').pluck().get()).toBe(200)
})

test('goods whose code looks like a tracking number are none when they are scanned; typed it is taken', async () => {
  world = await openWorld({ orders: [order(1, [['A1', 1]])] })
  const { core } = world.test.station
  await core.run(importCarriers, { carriers: [{ code: 'POST', name: 'Post', trackingPattern: '\\d{13}' }] }, nobody)
  const person = world.people[0] as Person
  await person.robot.finish('picking')
  await person.robot.finish('packing')
  const code = core.store.reader.prepare('SELECT code FROM carton').pluck().get() as string
  const ship = async (text: string, source?: 'typed') =>
    (await person.client.shipping.scan({ ...scanOf(text), ...(source === undefined ? {} : { source }) })).feedback?.name
  expect(await ship(`00${code}`)).toBe('cartonFound')
  expect(await ship(gtin13(1))).toBe('codeNotExpectedNow')
  expect(core.store.reader.prepare('SELECT tracking_number FROM carton').pluck().get()).toBeNull()
  await ship(command('acknowledge'))
  expect(await ship(gtin13(1), 'typed')).toBe('trackingTaken')
})
