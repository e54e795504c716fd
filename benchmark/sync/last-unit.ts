import { revokeClaim } from '../../commands/claims/revoke-claim.ts'
import { centreClient } from '../../test/support/centre-client.ts'
import { fillReleasedOrders, fillSite } from './fill-centre.ts'
import type { LastUnits } from './peers.ts'
import { withCentre } from './stations.ts'

/** What became of the last units in ours: facts that wait for a person, too, and facts that nobody knows of any more. */
export type OurLastUnits = LastUnits & { toldToPerson: number; lost: number; replicasDiffer: number }

const ON_HAND = 'SELECT sum(on_hand) AS units FROM stock'
const PICKED = `SELECT sum(quantity) AS units FROM stock_move WHERE reason = 'picked'`
const STATE = 'SELECT id, on_hand, reserved FROM stock ORDER BY id'
type Units = { units: number | null }[]

/**
 * Two stations take the same last units without the network, the worst way there is: one station's task is taken away by a
 * lead and given to the other one while the first cannot hear of it; both pick it, and come back.
 */
export async function measureLastUnits(folder: string, units: number): Promise<OurLastUnits> {
  const fill = async (store: Parameters<typeof fillSite>[0]): Promise<string[]> => {
    await fillSite(store, { skus: units, units: 1, totes: units * 4 })
    const skus = Array.from({ length: units }, (_, index) => index + 1)
    return fillReleasedOrders(store, [...skus, ...skus])
  }
  return withCentre(folder, { stations: 2, codes: 3, fill }, async ({ centre, stations, codes, filled }) => {
    const [one, two] = stations
    if (one === undefined || two === undefined) throw new Error('There are not two stations')
    const lead = centreClient((request) => fetch(request), centre.url)
    await lead.enrol(codes[2] ?? '', { name: 'Office' })
    await lead.session()
    for (const [index, station] of stations.entries())
      await station.ask('join', { centre: centre.url, code: codes[index] })
    const claim = async (station: typeof one): Promise<string[]> => {
      const tasks: string[] = []
      for (let at = 0; at < filled.length; at += 20) tasks.push(await station.ask('claim', filled.slice(at, at + 20)))
      return tasks
    }
    const first = await claim(one)
    await one.ask('cut')
    for (const taskId of first) await lead.ask(revokeClaim, { taskId })
    const second = await claim(two)
    await two.ask('cut')
    await one.ask('work', { tasks: first, totes: 1, packing: false })
    await two.ask('work', { tasks: second, totes: units * 2, packing: false })
    const facts = (await one.ask<number>('facts')) + (await two.ask<number>('facts'))
    await two.ask('plug')
    await one.ask('plug')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const outcomes = [...(await one.ask<Outcomes>('outcomes')), ...(await two.ask<Outcomes>('outcomes'))]
    const of = (status: string): number =>
      outcomes.reduce((sum, row) => sum + (row.status === status ? row.facts : 0), 0)
    const picked = (await two.ask<Units>('rows', PICKED))[0]?.units ?? 0
    const states = [JSON.stringify(await one.ask('rows', STATE)), JSON.stringify(await two.ask('rows', STATE))]
    return {
      units,
      sold: picked,
      oversold: Math.max(0, picked - units),
      counted: (await two.ask<Units>('rows', ON_HAND))[0]?.units ?? 0,
      toldToPerson: of('exception'),
      lost: facts - of('applied') - of('exception'),
      replicasDiffer: states[0] === states[1] ? 0 : 1,
    }
  })
}

type Outcomes = { status: string; facts: number }[]
