import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlanRun } from '../../../contract/station/planning.ts'
import { type JoinedStation, openJoinedStation } from '../../support/joined-station.ts'
import { command, type StationClient, scanOf, signIn } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

let joined: JoinedStation
let lead: StationClient
beforeEach(async () => {
  joined = await openJoinedStation(async (core) => {
    const orders = [1, 2, 3, 4, 5, 6].map((number) =>
      order(number, [
        [`A${number}`, 1],
        ['A7', 2],
      ]),
    )
    await fillSmallWarehouse(core, orders, false)
  })
  await joined.settled()
  lead = joined.test.client()
  await signIn(lead, 'BDG-1')
})
afterEach(() => joined.close())

async function until(planId: string, phase: PlanRun['phase']): Promise<PlanRun> {
  for (;;) {
    const run = await lead.planning.progress({ planId })
    if (run.phase === phase) return run
    if (run.phase === 'failed' || run.phase === 'released') throw new Error(JSON.stringify(run))
    await delay(5)
  }
}

async function plan(): Promise<string> {
  const { planId } = await lead.planning.plan({ seconds: 1, limits: { totes: 3 } })
  await until(planId, 'planned')
  return planId
}

describe('planning at a station that has joined a centre', () => {
  it('releases at the centre, which gives the numbers; where no place is known work goes by the codes', async () => {
    const planId = await plan()
    const preview = await lead.planning.preview({ planId })
    expect(preview).toMatchObject({ orders: 6, units: 18, distanceMm: null, baselineMm: null, map: null })
    expect(preview.batches.map(({ totes }) => totes)).toEqual([3, 3])
    await lead.planning.release({ planId })
    const { release } = await until(planId, 'released').catch((error: Error) => JSON.parse(error.message) as PlanRun)
    expect(release).toMatchObject({ number: 'W-0001', tasks: 2, orders: 6, leftOutCount: 0 })
    await joined.settled()
    const { row, tasks } = await lead.planning.wave({ waveId: release?.waveId ?? '' })
    expect(row).toMatchObject({ state: 'released', tasks: { open: 2 }, distanceMm: null })
    expect(tasks.map(({ number }) => number)).toEqual(['B-0001', 'B-0002'])
    const picker = joined.test.client()
    await signIn(picker, 'BDG-2')
    const { bench } = await picker.picking.scan({ ...scanOf(command('giveWork')), source: 'wedge' })
    expect(bench.task?.number).toBe('B-0001')
    expect(await lead.planning.cancelWave({ waveId: release?.waveId ?? '' })).toMatchObject({
      row: { state: 'cancelled', tasks: { claimed: 1, returned: 1 } },
    })
  }, 30_000)

  it('plans without the network, and says when the centre does not answer a release', async () => {
    await joined.cut(true)
    const planId = await plan()
    await lead.planning.release({ planId })
    expect(
      (await until(planId, 'failed').catch((error: Error) => JSON.parse(error.message) as PlanRun)).failure,
    ).toMatchObject({
      code: 'E-PLN-006',
      params: { name: 'needsCentre' },
    })
  }, 30_000)
})
