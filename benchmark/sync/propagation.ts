import { fillReleasedOrders, fillSite } from './fill-centre.ts'
import { withCentre } from './stations.ts'

const PAUSE_MS = 25

/**
 * Milliseconds from the moment a station begins a fact until another station's tables show what it did, one fact after the
 * other; the clock of the machine is the same for both processes.
 */
export async function measurePropagation(folder: string, facts: number): Promise<number[]> {
  const warmUp = 50
  const fill = async (store: Parameters<typeof fillSite>[0]): Promise<string[]> => {
    await fillSite(store, { skus: 10, units: 1_000, totes: 1 })
    return fillReleasedOrders(
      store,
      Array.from({ length: 100 }, (_, index) => 1 + (index % 10)),
    )
  }
  return withCentre(folder, { stations: 2, fill }, async ({ centre, stations, codes, filled }) => {
    const [from, to] = stations
    if (from === undefined || to === undefined) throw new Error('There are not two stations')
    for (const [index, station] of stations.entries())
      await station.ask('join', { centre: centre.url, code: codes[index] })
    await to.ask('watch')
    const orderIds = Array.from({ length: warmUp + facts }, (_, index) => filled[index % filled.length])
    const told = await from.ask<[id: string, at: bigint][]>('reveal', { orderIds, pauseMs: PAUSE_MS })
    const seen = new Map<string, bigint>()
    while (seen.size < told.length) {
      for (const [id, at] of await to.ask<[id: string, at: bigint][]>('seen')) if (!seen.has(id)) seen.set(id, at)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return told.slice(warmUp).map(([id, at]) => Number((seen.get(id) ?? at) - at) / 1e6)
  })
}
