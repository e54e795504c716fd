import { once } from 'node:events'
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * What a bad network does. `drop`: nothing arrives any more, and nobody is told; what was on its way goes on afterwards.
 * `half-open`: what is asked arrives, the answers are lost, on these connections for good. `reset`: a connection is torn
 * down after some bytes. `truncate`: an answer ends in its middle. `throttle`: some bytes a second. `refuse`: nobody listens.
 */
export type ProxyFault =
  | { kind: 'none' }
  | { kind: 'latency'; ms: number }
  | { kind: 'drop' }
  | { kind: 'half-open' }
  | { kind: 'reset'; after: number }
  | { kind: 'truncate'; after: number }
  | { kind: 'throttle'; bytesPerSecond: number }
  | { kind: 'refuse' }

/** A TCP proxy on a port of its own that stays the same, whatever happens to it. */
export type FaultProxy = {
  readonly url: string
  /** How many connections were made through it. */
  readonly connections: number
  /** Where new connections go to from now on. */
  aim(url: string): void
  /** From now on, for connections that are open and new ones alike. */
  set(fault: ProxyFault): Promise<void>
  /** Tears down all connections that are open now. */
  cut(): void
  close(): Promise<void>
}

type Pair = { client: Socket; centre: Socket; passed: { up: number; down: number }; isDeaf: boolean }
type Way = 'up' | 'down'

/** Opens a proxy in front of a server on this machine. */
export async function openFaultProxy(target: string): Promise<FaultProxy> {
  const state = { target: new URL(target), fault: { kind: 'none' } as ProxyFault, count: 0 }
  const pairs = new Set<Pair>()
  let changed = Promise.withResolvers<void>()

  const end = (pair: Pair): void => {
    pairs.delete(pair)
    pair.client.destroy()
    pair.centre.destroy()
  }
  const reset = (pair: Pair): void => {
    pairs.delete(pair)
    pair.client.resetAndDestroy()
    pair.centre.resetAndDestroy()
  }
  /** Passes bytes on as the fault of this moment lets them; false when the connection is over. */
  const pass = async (pair: Pair, way: Way, bytes: Buffer, to: Socket): Promise<boolean> => {
    while (state.fault.kind === 'drop' && pairs.has(pair)) await changed.promise
    const { fault } = state
    if (!pairs.has(pair)) return false
    if (fault.kind === 'half-open') pair.isDeaf = true
    if (way === 'down' && pair.isDeaf) return true
    if (fault.kind === 'latency') await delay(fault.ms)
    if (fault.kind === 'throttle') await delay((bytes.length / fault.bytesPerSecond) * 1_000)
    const before = pair.passed[way]
    pair.passed[way] += bytes.length
    if (fault.kind === 'reset' && pair.passed.up + pair.passed.down > fault.after) {
      reset(pair)
      return false
    }
    if (fault.kind === 'truncate' && way === 'down' && pair.passed.down > fault.after) {
      to.write(bytes.subarray(0, Math.max(0, fault.after - before)))
      to.end()
      setTimeout(() => end(pair), 50).unref()
      return false
    }
    if (!to.write(bytes) && !to.destroyed) await drained(to)
    return true
  }
  const pump = async (pair: Pair, way: Way): Promise<void> => {
    const [from, to] = way === 'up' ? [pair.client, pair.centre] : [pair.centre, pair.client]
    try {
      for await (const bytes of from) if (!(await pass(pair, way, bytes as Buffer, to))) return
      while (state.fault.kind === 'drop' && pairs.has(pair)) await changed.promise
      if (!(way === 'down' && pair.isDeaf)) to.end()
    } catch {
      end(pair)
    }
  }
  const take = (client: Socket): void => {
    const { hostname, port } = state.target
    const centre = dial({ host: hostname, port: Number(port), allowHalfOpen: true })
    const pair: Pair = { client, centre, passed: { up: 0, down: 0 }, isDeaf: false }
    state.count += 1
    pairs.add(pair)
    for (const socket of [client, centre]) {
      socket.setNoDelay(true)
      socket.on('error', () => end(pair))
      socket.on('close', () => {
        if (client.destroyed && centre.destroyed) pairs.delete(pair)
      })
    }
    void pump(pair, 'up')
    void pump(pair, 'down')
  }
  const listen = async (port: number): Promise<Server> => {
    const made = createServer({ allowHalfOpen: true }, take).listen(port, '127.0.0.1')
    await once(made, 'listening')
    return made
  }
  const cut = (): void => {
    for (const pair of [...pairs]) reset(pair)
  }
  const shut = async (open: Server): Promise<void> => {
    const closed = once(open, 'close')
    open.close()
    cut()
    await closed
  }
  let server: Server | null = await listen(0)
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return state.count
    },
    aim: (url) => {
      state.target = new URL(url)
    },
    set: async (fault) => {
      state.fault = fault
      changed.resolve()
      changed = Promise.withResolvers()
      if (fault.kind === 'refuse' && server !== null) {
        const open = server
        server = null
        await shut(open)
      } else if (fault.kind !== 'refuse') server ??= await listen(port)
    },
    cut,
    close: async () => {
      state.fault = { kind: 'none' }
      changed.resolve()
      if (server !== null) await shut(server)
      cut()
    },
  }
}

/** A bad moment of a network, and how long it lasts; the same for the same chances. */
export function someFault(random: () => number): { fault: ProxyFault; ms: number } {
  const below = (limit: number): number => Math.floor(random() * limit)
  const faults: ProxyFault[] = [
    { kind: 'latency', ms: 5 + below(80) },
    { kind: 'drop' },
    { kind: 'half-open' },
    { kind: 'reset', after: below(20_000) },
    { kind: 'truncate', after: below(8_000) },
    { kind: 'throttle', bytesPerSecond: 20_000 + below(200_000) },
    { kind: 'refuse' },
  ]
  return { fault: faults[below(faults.length)] ?? { kind: 'none' }, ms: 100 + below(900) }
}

/** Resolves when the socket takes bytes again or is closed, and leaves no listener behind. */
async function drained(socket: Socket): Promise<void> {
  const settled = new AbortController()
  const { signal } = settled
  await Promise.race([once(socket, 'drain', { signal }), once(socket, 'close', { signal })]).finally(() =>
    settled.abort(),
  )
}
