import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeBlock } from '../../../commands/numbers/take-block.ts'
import { enrolStation } from '../../../commands/stations/enrol-station.ts'
import { readmitStation } from '../../../commands/stations/readmit-station.ts'
import { renameStation } from '../../../commands/stations/rename-station.ts'
import { revokeStation } from '../../../commands/stations/revoke-station.ts'
import { rotateKey } from '../../../commands/stations/rotate-key.ts'
import { claimFor } from '../../support/centre-work.ts'
import { type CentreWorld, openCentreWorld } from '../../support/centre-world.ts'

let world: CentreWorld
beforeEach(async () => {
  world = await openCentreWorld()
})
afterEach(() => world.close())

const key = (letter: string) => letter.repeat(44)
const station = (id: string) =>
  world.row<{ number: number; name: string; state: string; public_key: string }>(
    'SELECT number, name, state, public_key FROM station WHERE id = ?',
    id,
  )
const refusal = (name: string, params = {}) => ({ ok: false, refusal: { name, params } })

it('a station gets the next number and keeps it; one id is one station', async () => {
  expect(await world.run(enrolStation, { stationId: 'a', name: ' Bench ', publicKey: key('a') })).toEqual({ number: 1 })
  expect(await world.run(enrolStation, { stationId: 'b', name: 'Cart', publicKey: key('b') })).toEqual({ number: 2 })
  expect(await world.decide(enrolStation, { stationId: 'b', name: 'C', publicKey: key('c') })).toEqual(
    refusal('duplicateCode'),
  )
  await world.run(renameStation, { stationId: 'a', name: 'Bench 1' })
  expect(await station('a')).toEqual({ number: 1, name: 'Bench 1', state: 'active', public_key: key('a') })
  expect(await world.decide(renameStation, { stationId: 'x', name: 'Y' })).toEqual(refusal('stationUnknown'))
})

it('a station’s key is another one after rotation, while it is active', async () => {
  await world.station('one')
  await world.station('two')
  await world.run(rotateKey, { stationId: 'station-one', publicKey: key('n') })
  expect((await station('station-one')).public_key).toBe(key('n'))
  await world.run(revokeStation, { stationId: 'station-one' })
  expect(await world.decide(rotateKey, { stationId: 'station-one', publicKey: key('m') })).toEqual(
    refusal('wrongState', { state: 'revoked' }),
  )
  expect(await world.decide(rotateKey, { stationId: 'x', publicKey: key('m') })).toEqual(refusal('stationUnknown'))
})

it('revoking a station lists its claims and moves none; the last active one stays', async () => {
  const one = await world.station('one')
  await world.station('two')
  const waiting = await claimFor(world, one, await world.orders('A'))
  const started = await claimFor(world, one, await world.orders('B'))
  await started.tote(1, 'T-1')
  await one.push()
  expect(await world.run(revokeStation, { stationId: one.id })).toEqual({
    claims: [
      { taskId: waiting.taskId, number: 'B-0001', state: 'claimed' },
      { taskId: started.taskId, number: 'B-0002', state: 'started' },
    ],
  })
  expect(await world.rows('SELECT DISTINCT holder FROM pick_task')).toEqual([{ holder: one.id }])
  expect(await world.decide(revokeStation, { stationId: one.id })).toEqual(refusal('wrongState', { state: 'revoked' }))
  expect(await world.decide(revokeStation, { stationId: 'station-two' })).toEqual(refusal('lastStation'))
  expect(await world.decide(revokeStation, { stationId: 'x' })).toEqual(refusal('stationUnknown'))
})

it('only a quarantined station is let in again', async () => {
  const one = await world.station('one')
  await world.station('two')
  expect(await world.decide(readmitStation, { stationId: one.id })).toEqual(refusal('wrongState', { state: 'active' }))
  await world.store.write(async (tx) => {
    const row = await tx.get('station', one.id)
    if (row !== undefined) await tx.put('station', { ...row, state: 'quarantined' })
  })
  await world.run(readmitStation, { stationId: one.id })
  expect((await station(one.id)).state).toBe('active')
  await world.run(revokeStation, { stationId: one.id })
  expect(await world.decide(readmitStation, { stationId: one.id })).toEqual(refusal('wrongState', { state: 'revoked' }))
  expect(await world.decide(readmitStation, { stationId: 'x' })).toEqual(refusal('stationUnknown'))
})

it('blocks of numbers never overlap, each series counts for itself, and no other series can be taken', async () => {
  expect(await world.run(takeBlock, { series: 'sscc.8801234', size: 100 })).toEqual({ from: 1, to: 100 })
  expect(await world.run(takeBlock, { series: 'sscc.8801234', size: 1 })).toEqual({ from: 101, to: 101 })
  expect(await world.run(takeBlock, { series: 'carton', size: 50 })).toEqual({ from: 1, to: 50 })
  expect(takeBlock.args.safeParse({ series: 'shipment', size: 1 }).success).toBe(false)
  expect(takeBlock.args.safeParse({ series: 'carton', size: 0 }).success).toBe(false)
})
