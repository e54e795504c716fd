import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importItems } from '../../../commands/items/import-items.ts'
import { confirmPick } from '../../../commands/picking/confirm-pick.ts'
import { undoPick } from '../../../commands/picking/undo-pick.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { FEEDBACK, type FeedbackName } from '../../../domain/feedback.ts'
import { claimFor, type HeldTask } from '../../support/centre-work.ts'
import { type CentreWorld, openCentreWorld, type WorldStation } from '../../support/centre-world.ts'
import { item } from '../command-store.ts'

let world: CentreWorld
let one: WorldStation
let task: HeldTask
beforeEach(async () => {
  world = await openCentreWorld()
  one = await world.station('one')
  await world.run(importItems, { items: [item('S', { tracking: 'serial' })] })
  await world.run(importStock, {
    stock: ['SN-1', 'SN-2'].map((serial) => ({ sku: 'S', location: 'P', serial, quantity: 1 })),
  })
  task = await claimFor(world, one, await world.orders('S', 'A'))
  await task.tote(1, 'T-1')
  await task.tote(2, 'T-2')
  await one.push()
})
afterEach(async () => {
  expect(await world.broken()).toEqual([])
  await world.close()
})

/** The task's line of an item, with its tote. */
async function lineOf(sku: string) {
  return world.row<{ id: string; serial: string; tote: string }>(
    `SELECT l.id, l.serial, s.tote_id AS tote FROM pick_line l JOIN item i ON i.id = l.item_id
      JOIN pick_slot s ON s.order_id = l.order_id WHERE i.sku = ?`,
    sku,
  )
}
const serialsOf = async (sku: string) =>
  (await world.row<{ serials: string }>('SELECT serials FROM pick_line WHERE id = ?', (await lineOf(sku)).id)).serials
async function pickArgs(sku: string, serials: string[]) {
  const { id, tote } = await lineOf(sku)
  return { pickLineId: id, quantity: 1, toteId: tote, serials, scans: [] }
}

describe('the serials of a pick', () => {
  const WRONG: [string, string[], FeedbackName][] = [
    ['S', [], 'serialsNotAll'],
    ['S', ['SN-1', 'SN-2'], 'serialsNotAll'],
    ['S', [''], 'serialsNotAll'],
    ['S', ['SN-9'], 'wrongSerial'],
    ['A', ['SN-1'], 'serialNotKept'],
  ]
  it.each(WRONG)('of %s are not %j: %s, at a station as at the centre', async (sku, serials, name) => {
    const args = await pickArgs(sku, serials)
    const decision = await world.decide(confirmPick, args)
    expect(decision).toMatchObject({ ok: false, refusal: { name } })
    expect(FEEDBACK[name].block).toBe(true)
    one.fact(confirmPick, args, { claim: task.claim })
    expect((await one.push()).results).toMatchObject([{ status: 'exception', code: name }])
    expect(await serialsOf(sku)).toBe('[]')
  })

  it('are as many as the units, and none where the item has none', async () => {
    one.fact(confirmPick, await pickArgs('S', ['SN-2']), { claim: task.claim })
    one.fact(confirmPick, await pickArgs('A', []), { claim: task.claim })
    expect((await one.push()).results.map(({ status }) => status)).toEqual(['applied', 'applied'])
    expect(await serialsOf('S')).toBe('["SN-2"]')
  })
})

describe('the serials of a pick that is taken back', () => {
  beforeEach(async () => {
    one.fact(confirmPick, await pickArgs('S', ['SN-1']), { claim: task.claim })
    one.fact(confirmPick, await pickArgs('A', []), { claim: task.claim })
    await one.push()
  })
  const WRONG: [string, string[], FeedbackName][] = [
    ['S', [], 'serialsNotAll'],
    ['S', ['SN-1', 'SN-1'], 'serialsNotAll'],
    ['S', ['SN-2'], 'serialNotInTote'],
    ['A', ['SN-1'], 'serialNotKept'],
  ]
  it.each(WRONG)('of %s are not %j: %s, at a station as at the centre', async (sku, serials, name) => {
    const args = { pickLineId: (await lineOf(sku)).id, quantity: 1, serials }
    expect(await world.decide(undoPick, args)).toMatchObject({ ok: false, refusal: { name } })
    expect(FEEDBACK[name].block).toBe(true)
    one.fact(undoPick, args, { claim: task.claim })
    expect((await one.push()).results).toMatchObject([{ status: 'exception', code: name }])
    expect(await serialsOf('S')).toBe('["SN-1"]')
  })

  it('are those that were picked, whether or not the item has any', async () => {
    for (const [sku, serials] of [
      ['S', ['SN-1']],
      ['A', []],
    ] as [string, string[]][])
      one.fact(undoPick, { pickLineId: (await lineOf(sku)).id, quantity: 1, serials }, { claim: task.claim })
    expect((await one.push()).results.map(({ status }) => status)).toEqual(['applied', 'applied'])
    expect(await serialsOf('S')).toBe('[]')
  })
})

it('a serial is not picked twice for a line whose shelf names none', async () => {
  // Goods that came in before the item had serials.
  await world.run(importItems, { items: [item('A', { tracking: 'serial' })] })
  const args = await pickArgs('A', ['SN-7'])
  expect(await world.decide(confirmPick, { ...args, quantity: 1 })).toMatchObject({ ok: true })
  expect(await world.decide(confirmPick, args)).toMatchObject({ ok: false })
  expect(await serialsOf('A')).toBe('["SN-7"]')
})
