import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accept, refuse } from '../../../commands/command.ts'
import type { StationCore } from '../../../main/core.ts'
import { type CartonBlocks, openCartonBlocks } from '../../../main/packing/carton-blocks.ts'
import { openTestStation, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse } from '../../support/warehouse.ts'

const SERIES = 'sscc.8801234'
let station: TestStation
let asked: unknown[]
let isOnline: boolean
let now: number
/** What the centre has given away so far. */
let used: number
let blocks: CartonBlocks

beforeEach(async () => {
  station = await openTestStation()
  await fillSmallWarehouse(station.station.core, [])
  asked = []
  isOnline = true
  now = 1_767_000_000_000
  used = 0
  blocks = open()
})
afterEach(() => station.close())

function open(): CartonBlocks {
  const { core } = station.station
  const run = async (_definition: unknown, args: { series: string; size: number }) => {
    asked.push(args)
    if (!isOnline) return refuse('needsCentre')
    used += args.size
    return accept({ from: used - args.size + 1, to: used })
  }
  return openCartonBlocks({
    ...core,
    platform: { ...core.platform, now: () => now },
    joined: () => true,
    run: run as unknown as StationCore['run'],
  })
}

const next = () => station.station.core.executor.transact(async (work) => blocks.next(work))
const some = async (count: number) => {
  for (let index = 0; index < count; index += 1) await next()
}

describe('the carton numbers of a joined station', () => {
  test('are those of its block, each used once, over a restart too', async () => {
    expect(await next()).toBeNull()
    await blocks.refill()
    expect(asked).toEqual([{ series: SERIES, size: 1_000 }])
    expect([await next(), await next()]).toEqual([1, 2])
    await station.reopen()
    blocks = open()
    expect([await next(), blocks.left()]).toEqual([3, 997])
  })

  test('two of one work differ, and those of a work that was taken back are given again', async () => {
    await blocks.refill()
    const { executor } = station.station.core
    const taken = executor.transact(async (work) => {
      expect([blocks.next(work), blocks.next(work)]).toEqual([1, 2])
      throw new Error('taken back')
    })
    await expect(taken).rejects.toThrow('taken back')
    expect(await next()).toBe(1)
  })

  test('are asked for again when fewer than a fifth are left, once, and the next block goes on after the first', async () => {
    await blocks.refill()
    await some(800)
    await blocks.refill()
    expect(asked).toHaveLength(1)
    await some(1)
    await Promise.all([blocks.refill(), blocks.refill()])
    expect([asked.length, blocks.left()]).toEqual([2, 1_199])
    await some(199)
    expect([await next(), blocks.left()]).toEqual([1_001, 999])
  })

  test('run out without the network, and nobody is asked more often than every ten seconds', async () => {
    isOnline = false
    await blocks.refill()
    await blocks.refill()
    expect([asked.length, await next()]).toEqual([1, null])
    isOnline = true
    now += 10_000
    await blocks.refill()
    expect(await next()).toBe(1)
  })

  test('are not those that the station counted while it was alone', async () => {
    station.station.core.journal.database.prepare('INSERT INTO counter VALUES (?, ?)').run(SERIES, 1_500)
    await blocks.refill()
    expect([await next(), blocks.left()]).toEqual([1_501, 499])
  })
})
