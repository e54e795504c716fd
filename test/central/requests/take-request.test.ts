import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { takeRequest } from '../../../central/requests/take-request.ts'
import { COMMANDS } from '../../../commands/all-commands.ts'
import { accept, defineCommand, refuse } from '../../../commands/command.ts'
import { takeBlock } from '../../../commands/numbers/take-block.ts'
import { holdOrder } from '../../../commands/orders/hold-order.ts'
import { importOrders } from '../../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../../commands/orders/release-order.ts'
import { seeNote } from '../../../commands/packing/open-order.ts'
import { claimWork } from '../../../commands/picking/claim-work.ts'
import { dispatch } from '../../../commands/shipping/dispatch.ts'
import { enrolStation } from '../../../commands/stations/enrol-station.ts'
import { renameStation } from '../../../commands/stations/rename-station.ts'
import { revokeStation } from '../../../commands/stations/revoke-station.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { type CentreWorld, openCentreWorld, type WorldStation } from '../../support/centre-world.ts'
import { order } from '../../support/warehouse.ts'

let world: CentreWorld
let station: WorldStation
beforeEach(async () => {
  world = await openCentreWorld()
  station = await world.station('one')
  await world.station('two')
})
afterEach(async () => {
  expect(await world.broken()).toEqual([])
  await world.close()
})
const answers = async () => (await world.row<{ n: number }>('SELECT count(*) AS n FROM answer')).n

describe('a request', () => {
  it('is decided once: asked again it gets the same answer at the same revision', async () => {
    const first = await station.ask(takeBlock, { series: 'carton', size: 10 })
    expect(first).toMatchObject({ decision: { ok: true, value: { from: 1, to: 10 } } })
    expect(first.revision).toBe((await world.store.position()).revision)
    await world.orders('A')
    expect(await station.ask(takeBlock, { series: 'carton', size: 10 }, { id: first.id })).toEqual(first)
    const next = await station.ask(takeBlock, { series: 'carton', size: 10 })
    expect(next.decision).toEqual({ ok: true, value: { from: 11, to: 20 } })
  })

  it('under an id that was used for something else is turned away', async () => {
    const { id } = await station.ask(takeBlock, { series: 'carton', size: 10 })
    const reused = { code: SYNC_CODES.idReused, params: { id } }
    expect(await station.tryAsk(takeBlock, { series: 'carton', size: 11 }, { id })).toEqual(reused)
    const operatorId = await world.operator('BDG-1')
    expect(await station.tryAsk(takeBlock, { series: 'carton', size: 10 }, { id, operatorId })).toEqual(reused)
    const other = await world.station('three')
    expect(await other.tryAsk(takeBlock, { series: 'carton', size: 10 }, { id })).toEqual(reused)
  })

  it('that is refused gets the same refusal again, even when it would be granted by now', async () => {
    const first = await station.ask(claimWork, { orderIds: ['none'], limit: 4 })
    expect(first.decision).toEqual({ ok: false, refusal: { name: 'noWork', params: {} } })
    expect(first.revision).toBe((await world.store.position()).revision)
    const orderIds = await world.orders('A')
    await station.ask(holdOrder, { orderId: orderIds[0] ?? '', reason: 'x' })
    const refused = await station.ask(claimWork, { orderIds, limit: 4 })
    expect(refused.decision.ok).toBe(false)
    const [second = ''] = await world.orders('A')
    expect(await station.ask(claimWork, { orderIds: ['none'], limit: 4 }, { id: first.id })).toEqual(first)
    expect((await station.ask(claimWork, { orderIds: [second], limit: 4 })).decision.ok).toBe(true)
  })

  it('is decided on the centre’s day: a station whose clock is ahead releases no pre-order too early', async () => {
    const incoming = { ...order(1, [['A', 1]]), availableFrom: '2026-01-02', contentHash: 'h' }
    await station.ask(importOrders, { orders: [incoming], pickablePayments: ['paid'] })
    const { id: orderId } = await world.row<{ id: string }>('SELECT id FROM "order"')
    // The station says that it is 5 January; here it is 29 December.
    const { decision } = await station.ask(releaseOrder, { orderId, pickablePayments: ['paid'], allOrNothing: true })
    const params = { reason: 'preOrder', from: '2026-01-02' }
    expect(decision).toEqual({ ok: false, refusal: { name: 'notReleasable', params } })
  })

  it('knows the station that asked', async () => {
    const orderIds = await world.orders('A')
    await station.ask(claimWork, { orderIds, limit: 4 })
    expect(await world.rows('SELECT holder, number FROM pick_task')).toEqual([{ holder: station.id, number: 'B-0001' }])
  })

  it('is turned away when it is no request, is not known, cannot be read, or is the centre’s own business', async () => {
    expect(await station.tryAsk(seeNote, { orderId: 'x' })).toMatchObject({ code: SYNC_CODES.notAllowed })
    const newer = { ...dispatch, version: 99 }
    expect(await station.tryAsk(newer, { orderId: 'x' })).toMatchObject({ code: SYNC_CODES.commandUnknown })
    expect(await station.tryAsk(dispatch, { orderId: 7 } as never)).toMatchObject({ code: SYNC_CODES.bodyWrong })
    expect(await station.tryAsk(dispatch, { orderId: 'a\0b' })).toMatchObject({ code: SYNC_CODES.bodyWrong })
    const enrol = { stationId: 'mine', name: 'mine', publicKey: 'k'.repeat(44) }
    expect(await station.tryAsk(enrolStation, enrol)).toMatchObject({ code: SYNC_CODES.commandUnknown })
    expect(await answers()).toBe(0)
  })

  it('is turned away for an operator who is not there or not active any more', async () => {
    const operatorId = await world.operator('BDG-2')
    const size = { series: 'carton', size: 1 }
    expect(await station.tryAsk(takeBlock, size, { operatorId: 'nobody' })).toMatchObject({
      code: SYNC_CODES.notAllowed,
    })
    expect(await station.tryAsk(takeBlock, size, { operatorId })).toMatchObject({ decision: { ok: true } })
    await world.store.write(async (tx) => {
      const row = await tx.get('operator', operatorId)
      if (row !== undefined) await tx.put('operator', { ...row, active: 0 })
    })
    expect(await station.tryAsk(takeBlock, size, { operatorId })).toMatchObject({ code: SYNC_CODES.notAllowed })
  })

  it('of a revoked or quarantined station, or of another timeline, is turned away', async () => {
    const size = { series: 'carton', size: 1 }
    expect(await station.tryAsk(takeBlock, size, { timeline: 'other' })).toMatchObject({
      code: SYNC_CODES.timelineOther,
    })
    const asked = await station.ask(takeBlock, size)
    await world.store.write(async (tx) => {
      const row = await tx.get('station', station.id)
      if (row !== undefined) await tx.put('station', { ...row, state: 'quarantined' })
    })
    expect(await station.tryAsk(takeBlock, size)).toMatchObject({ code: SYNC_CODES.journalForked })
    await world.run(revokeStation, { stationId: station.id })
    expect(await station.tryAsk(takeBlock, size)).toMatchObject({ code: SYNC_CODES.stationRevoked })
    expect(await station.tryAsk(takeBlock, size, { id: asked.id })).toMatchObject({ code: SYNC_CODES.stationRevoked })
    expect(await answers()).toBe(1)
  })
})

describe('a rule that goes wrong', () => {
  const registered = (definition: Parameters<typeof defineCommand>[0]) => ({
    now: 1,
    registry: new Map([...COMMANDS, [`${definition.type}@1`, definition]]),
  })
  const ask = (type: string, options: Parameters<typeof takeRequest>[3], id = 'the-request') =>
    world.store.position().then(({ timeline }) =>
      takeRequest(
        world.store,
        { id: station.id, incarnation: 'x', bootId: 'x' },
        {
          timeline,
          id,
          type,
          version: 1,
          args: '{}',
          at: 1,
          businessDate: '2026-01-05',
          operatorId: null,
          station: 'one',
        },
        options,
      ),
    )
  const breaking = (end: () => ReturnType<typeof refuse>) =>
    defineCommand({
      type: 'test.breaking',
      version: 1,
      class: 'INTENT',
      args: z.object({}),
      async run(tx) {
        await tx.put('number_series', { id: 'test', value: 1 })
        return end()
      },
    })
  const traces = () => world.rows(`SELECT value FROM number_series WHERE id = 'test'`)

  it('leaves nothing behind when it refuses after writing, and the refusal is kept', async () => {
    const options = registered(breaking(() => refuse('notFound')))
    expect(await ask('test.breaking', options)).toMatchObject({ decision: { ok: false } })
    expect(await traces()).toEqual([])
    expect(await answers()).toBe(1)
  })

  it('is the centre’s fault when it breaks down: nothing is written or kept', async () => {
    const options = registered(
      breaking(() => {
        throw new Error('a bug')
      }),
    )
    expect(await ask('test.breaking', options)).toMatchObject({ code: SYNC_CODES.centreBug })
    expect(await traces()).toEqual([])
    expect(await answers()).toBe(0)
  })

  it.each(['SQLITE_FULL', '08006', 'ECONNRESET'])(
    'is asked again later when it may go better then: %s',
    async (code) => {
      const options = registered(
        breaking(() => {
          throw Object.assign(new Error('full'), { code })
        }),
      )
      await expect(ask('test.breaking', options)).rejects.toThrow('full')
      expect(await answers()).toBe(0)
      const fixed = registered(
        defineCommand({
          type: 'test.breaking',
          version: 1,
          class: 'INTENT',
          args: z.object({}),
          run: async () => accept(1),
        }),
      )
      expect(await ask('test.breaking', fixed)).toMatchObject({ decision: { ok: true, value: 1 } })
    },
  )
})

it('a station is named by its row, in requests as anywhere', async () => {
  await station.ask(renameStation, { stationId: station.id, name: 'Bench 7' })
  expect(await world.row('SELECT name FROM station WHERE id = ?', station.id)).toEqual({ name: 'Bench 7' })
})
