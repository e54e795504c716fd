import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openApi } from '../../../central/api/api.ts'
import { createApiKey } from '../../../central/api/api-keys.ts'
import { importStock } from '../../../commands/stock/import-stock.ts'
import { claimFor, type HeldTask } from '../../support/centre-work.ts'
import { type CentreWorld, openCentreWorld, type WorldStation } from '../../support/centre-world.ts'

describe('counting a shelf while a cart is under way', () => {
  let world: CentreWorld
  let station: WorldStation
  let task: HeldTask
  beforeEach(async () => {
    world = await openCentreWorld({ A: 10 })
    station = await world.station('one')
    task = await claimFor(world, station, await world.orders('A', 'A', 'A'))
    for (const slot of [1, 2, 3]) await task.tote(slot, `T-${slot}`)
    for (const line of [1, 2]) await task.pick(line, `T-${line}`)
    await station.push()
  })
  afterEach(() => world.close())

  const count = (quantity: number) => world.run(importStock, { stock: [{ sku: 'A', location: 'P', quantity }] })
  const books = () => world.row<{ on_hand: number; reserved: number }>('SELECT on_hand, reserved FROM stock')

  it('is right: what was picked is added, and leaves the books with its cart', async () => {
    expect(await count(8)).toMatchObject({ outcomes: ['same'] })
    expect(await count(7)).toMatchObject({ outcomes: ['update'] })
    expect(await books()).toEqual({ on_hand: 9, reserved: 3 })
    await task.pick(3, 'T-3')
    task.drop()
    await station.push()
    expect(await books()).toEqual({ on_hand: 6, reserved: 0 })
    expect(await world.broken()).toEqual([])
  })

  it('is told apart by the API: what is on hand, and what of it no count of the place can see', async () => {
    const platform = {
      now: () => Date.now(),
      randomBytes: (size: number) => randomBytes(size),
      log: () => undefined,
    }
    const { token } = await createApiKey({ store: world.store, platform }, { name: 'shop', scopes: ['stock:read'] })
    const api = openApi({ store: world.store, platform, version: '1' })
    const headers = { authorization: `Bearer ${token}` }
    const listed: unknown = await (await api(new Request('http://centre/api/v1/stock', { headers }))).json()
    expect(listed).toMatchObject({ stock: [{ sku: 'A', onHand: 10, reserved: 3, inTotes: 2, available: 7 }] })
  })

  it('takes an empty shelf for one whose last units are on the cart, and refuses what a picker still has to find', async () => {
    expect(await count(0)).toMatchObject({
      outcomes: ['refused'],
      problems: [{ name: 'underReserved', params: { reserved: 1 } }],
    })
    await task.pick(3, 'T-3')
    await station.push()
    expect(await count(0)).toMatchObject({ outcomes: ['update'] })
    expect(await books()).toEqual({ on_hand: 3, reserved: 3 })
  })
})
