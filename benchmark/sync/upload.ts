import { revokeClaim } from '../../commands/claims/revoke-claim.ts'
import { centreClient } from '../../test/support/centre-client.ts'
import { fillReleasedOrders, fillSite } from './fill-centre.ts'
import { withCentre } from './stations.ts'

/** What came of the facts of hours without the network: how many there were, how fast they went up, and their outcomes. */
export type UploadFigures = {
  facts: number
  seconds: number
  journalingSeconds: number
  exceptions: number
  withoutOutcome: number
}

/** Facts of one order: tote, pick, open, carton, unit, close, label, finish, waybill, and its share of the drop-off. */
const FACTS_PER_ORDER = 9.1
const TASK_ORDERS = 12
const LOST_SHARE = 0.05
const SKUS = 200

/**
 * A station claims its work, loses the network, picks and packs about `facts` facts, and comes back; meanwhile a lead has
 * taken one task of twenty away from it. The time is from the network's return until no fact is unsent.
 */
export async function measureUpload(folder: string, facts: number, databaseUrl: string | null): Promise<UploadFigures> {
  const tasks = Math.max(3, Math.round(facts / FACTS_PER_ORDER / TASK_ORDERS))
  const orders = tasks * TASK_ORDERS
  const skus = Array.from({ length: orders }, (_, index) => 1 + (index % SKUS))
  const fill = async (store: Parameters<typeof fillSite>[0]): Promise<string[]> => {
    await fillSite(store, { skus: SKUS, units: Math.ceil(orders / SKUS) + 1, totes: orders })
    return fillReleasedOrders(store, skus)
  }
  return withCentre(folder, { stations: 1, codes: 2, databaseUrl, fill }, async (running) => {
    const [[station], orderIds] = [running.stations, running.filled]
    if (station === undefined) throw new Error('There is no station')
    await station.ask('join', { centre: running.centre.url, code: running.codes[0] })
    const claimed: string[] = []
    for (let at = 0; at < orders; at += TASK_ORDERS)
      claimed.push(await station.ask('claim', orderIds.slice(at, at + TASK_ORDERS)))
    await station.ask('cut')
    const lead = centreClient((request) => fetch(request), running.centre.url)
    await lead.enrol(running.codes[1] ?? '', { name: 'Office' })
    await lead.session()
    const lost = claimed.filter((_, index) => index % Math.round(1 / LOST_SHARE) === 2)
    for (const taskId of lost) await lead.ask(revokeClaim, { taskId })
    const work = { tasks: claimed, totes: 1, packing: true }
    const done = await station.ask<{ seconds: number; refused: string[] }>('work', work)
    if (done.refused.length > 0) throw new Error(`The station refused its own work: ${done.refused.join(', ')}`)
    const journaled = await station.ask<number>('facts')
    const milliseconds = await station.ask<number>('plug')
    const outcomes = await station.ask<{ status: string; facts: number }[]>('outcomes')
    const of = (status: string): number => outcomes.find((row) => row.status === status)?.facts ?? 0
    return {
      facts: journaled,
      seconds: milliseconds / 1_000,
      journalingSeconds: done.seconds,
      exceptions: of('exception'),
      withoutOutcome: journaled - of('applied') - of('exception'),
    }
  })
}
