import { setTimeout as pause } from 'node:timers/promises'
import { type CentreClient, centreClient } from '../../test/support/centre-client.ts'
import { fillReleasedOrders, fillSite } from './fill-centre.ts'
import { withCentre } from './stations.ts'

/** What many stations at once see: milliseconds until each fact was acknowledged, and until all stream again. */
export type CrowdFigures = { acks: number[]; reconnectMs: number; commits: number }

const EVERY_MS = 3_000

type Member = { client: CentreClient; stop: AbortController; bytes: number }

/**
 * So many stations with open streams, each pushing a signed fact every three seconds, spread over the time, for so many
 * rounds; then all lose their connection at once, and each opens a session and a stream as soon as it can.
 */
export async function measureCrowd(folder: string, size: number, rounds: number): Promise<CrowdFigures> {
  const fill = async (store: Parameters<typeof fillSite>[0]): Promise<string[]> => {
    await fillSite(store, { skus: 10, units: 1_000, totes: 1 })
    return fillReleasedOrders(
      store,
      Array.from({ length: size }, (_, index) => 1 + (index % 10)),
    )
  }
  return withCentre(folder, { stations: 0, codes: size, fill }, async ({ centre, codes, filled }) => {
    const members: Member[] = []
    for (const [index, code] of codes.entries()) {
      const client = centreClient((request) => fetch(request), centre.url)
      await client.enrol(code, { name: `Station ${index + 1}` })
      members.push({ client, stop: new AbortController(), bytes: 0 })
    }
    await Promise.all(members.map(connect))
    const acks: number[] = []
    await Promise.all(
      members.map(async (member, index) => {
        await pause((index / size) * EVERY_MS)
        for (let round = 0; round <= rounds; round += 1) {
          const begin = performance.now()
          await pushOne(member.client, filled[index] ?? '')
          // The first round warms up.
          if (round > 0) acks.push(performance.now() - begin)
          await pause(Math.max(0, EVERY_MS - (performance.now() - begin)))
        }
      }),
    )
    for (const { stop } of members) stop.abort()
    await pause(500)
    const begin = performance.now()
    await Promise.all(members.map(connect))
    const reconnectMs = performance.now() - begin
    for (const { stop } of members) stop.abort()
    return { acks, reconnectMs, commits: size * (rounds + 1) }
  })
}

/** A session and a stream; resolves at the stream's first beat, and reads on without looking. */
async function connect(member: Member): Promise<void> {
  member.stop = new AbortController()
  const { revision } = await member.client.session()
  const path = `/sync/v1/stream?cursor=${revision}`
  const response = await member.client.send('GET', path, null, { signal: member.stop.signal })
  if (!response.ok || response.body === null) throw new Error(`No stream: ${response.status}`)
  const reader = response.body.getReader()
  member.bytes += (await reader.read()).value?.length ?? 0
  const readOn = async (): Promise<void> => {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      member.bytes += value.length
    }
  }
  readOn().catch(() => undefined)
}

async function pushOne(client: CentreClient, orderId: string): Promise<void> {
  client.fact('orders.record-reveal', { orderId })
  const reply = await client.push(client.body(client.journal.length - 1))
  if (reply.results[0]?.status !== 'applied') throw new Error(`Not applied: ${JSON.stringify(reply.results)}`)
}
