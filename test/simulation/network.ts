import type { Chance } from './chance.ts'
import type { Tally } from './tally.ts'
import type { Owner, VirtualTime } from './virtual-time.ts'

/** How one station's line is now. `out` and `back` are false while that direction is dead. */
export type Line = { out: boolean; back: boolean; slow: number }

/** Who is at the other end. */
export type Server = { readonly owner: Owner; handle(request: Request): Promise<Response> }

/** Which faults the network has, as chances from 0 to 1. */
export type NetworkFaults = { drop: number; duplicate: number; loseReply: number; cut: number; reorder: number }

export const GOOD_NETWORK: NetworkFaults = { drop: 0, duplicate: 0, loseReply: 0, cut: 0, reorder: 0 }

/** `held`: a request that is forgotten no longer hears of its signal, and when that is depends on the collector. */
type Exchange = { held: Request[]; owner: Owner; fail(why: string): void; abortServer(): void; hangs: boolean }

/** The wires between stations and centre: late, lossy, doubled, cut, as the faults say. */
export class Network {
  faults: NetworkFaults = { ...GOOD_NETWORK }
  readonly #time: VirtualTime
  readonly #chance: Chance
  readonly #server: () => Server | null
  readonly #tally: Tally
  readonly #open = new Set<Exchange>()
  readonly #wire: Owner = { name: 'wire', alive: true }

  constructor(time: VirtualTime, chance: Chance, server: () => Server | null, tally: Tally) {
    this.#time = time
    this.#chance = chance
    this.#server = server
    this.#tally = tally
  }

  /** What a station sends with. */
  fetchFor(owner: Owner, line: Line): (request: Request) => Promise<Response> {
    return async (request) => {
      const { signal, method, headers } = request
      const url = new URL(request.url)
      const body = method === 'GET' ? null : await request.text()
      if (!owner.alive) return new Promise(() => undefined)
      this.#time.trace(`> ${owner.name} ${method} ${url.pathname}${url.search.slice(0, 30)} ${body?.length ?? 0}`)
      const make = (server: AbortSignal): Request =>
        new Request(url, { method, headers, signal: server, ...(body === null ? {} : { body }) })
      return this.#send({ request, owner, line, signal, make, path: url.pathname })
    }
  }

  /** Lines that hung on something that was lost find out. */
  reset(): void {
    for (const each of [...this.#open]) if (each.hangs) each.fail('connection reset')
  }

  /** The machine of an owner is gone: what it had open breaks at the other end. */
  lost(owner: Owner): void {
    for (const each of [...this.#open]) {
      if (each.owner !== owner) continue
      this.#open.delete(each)
      each.abortServer()
    }
  }

  /** The centre is gone: whoever waits hears of it, most of them at once. */
  serverLost(): void {
    for (const each of [...this.#open]) {
      if (this.#chance.once(4)) each.hangs = true
      else this.#time.after(this.#latency({ slow: 1 }), each.owner, () => each.fail('connection reset'))
    }
  }

  #latency({ slow }: Pick<Line, 'slow'>): number {
    const usual = 1 + this.#chance.below(40) * slow
    return this.#happens('reorder') ? usual + this.#chance.below(3_000) : usual
  }

  #happens(fault: keyof NetworkFaults): boolean {
    const chance = this.faults[fault]
    if (chance === 0 || this.#chance.unit() >= chance) return false
    this.#tally.fault(fault)
    return true
  }

  #send(call: {
    request: Request
    owner: Owner
    line: Line
    signal: AbortSignal
    path: string
    make(server: AbortSignal): Request
  }): Promise<Response> {
    const { owner, line, signal, path } = call
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    const server = new AbortController()
    const exchange: Exchange = {
      held: [call.request],
      owner,
      hangs: false,
      fail: (why) => {
        this.#open.delete(exchange)
        reject(new Error(why))
      },
      abortServer: () => {
        const to = this.#server()
        if (to !== null) this.#time.after(this.#latency(line), to.owner, () => server.abort(new Error('left')))
      },
    }
    this.#open.add(exchange)
    signal.addEventListener('abort', () => {
      if (!this.#open.has(exchange)) return
      exchange.fail('aborted')
      exchange.abortServer()
    })
    const held = (request: Request): Request => {
      exchange.held.push(request)
      return request
    }
    const deliver = (answer: (response: Response) => void, abort: AbortSignal): void => {
      const to = this.#server()
      if (to === null || !to.owner.alive)
        return void this.#time.after(20, owner, () => exchange.fail('connection refused'))
      this.#time.owner = to.owner
      const work = (): Promise<void> =>
        to.handle(held(call.make(abort))).then(async (response) => {
          if (response.headers.get('content-type') === 'text/event-stream') return answer(response)
          const { status, headers } = response
          const bytes = await response.arrayBuffer()
          answer(new Response(bytes.byteLength === 0 ? null : bytes, { status, headers }))
        })
      const isReal = path.includes('/snapshot') || path.endsWith('/enrol')
      const job = isReal ? this.#time.whileBusy(work) : work()
      job.catch((error: unknown) => {
        if (to.owner.alive && !abort.aborted) this.#tally.strange(`handle ${path}: ${String(error)}`)
        this.#time.after(20, owner, () => exchange.fail('connection reset'))
      })
    }
    if (!line.out || this.#happens('drop')) exchange.hangs = true
    else {
      this.#time.after(this.#latency(line), this.#wire, () =>
        deliver((response) => this.#answer({ ...call, exchange, resolve, server }, response), server.signal),
      )
      if (this.#happens('duplicate')) {
        const second = new AbortController()
        this.#time.after(this.#latency(line) + this.#chance.below(2_000), this.#wire, () =>
          deliver((response) => {
            response.body?.cancel().catch(() => undefined)
            second.abort(new Error('left'))
          }, second.signal),
        )
      }
    }
    return promise
  }

  /** A file of which only the first part arrives. */
  #half(call: { owner: Owner; line: Line; exchange: Exchange; resolve(response: Response): void }, response: Response) {
    const { owner, line, exchange, resolve } = call
    const { status, headers } = response
    this.#tally.fault('snapshot-cut')
    response.arrayBuffer().then((bytes) => {
      const part = new Uint8Array(bytes, 0, this.#chance.below(bytes.byteLength))
      let toStation: ReadableStreamDefaultController<Uint8Array>
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          toStation = controller
        },
      })
      this.#time.after(this.#latency(line), owner, () => {
        this.#open.delete(exchange)
        resolve(new Response(body, { status, headers }))
        if (part.length > 0) toStation.enqueue(part)
        this.#time.after(1_000, owner, () => toStation.error(new Error('cut')))
      })
    })
  }

  #answer(
    call: {
      owner: Owner
      line: Line
      path: string
      exchange: Exchange
      server: AbortController
      resolve(response: Response): void
    },
    response: Response,
  ): void {
    const { owner, line, exchange, resolve, path } = call
    const { status, headers } = response
    this.#time.trace(`< ${owner.name} ${path} ${status}`)
    if (path.includes('/snapshot/')) this.#tally.outcome('snapshots')
    if (!owner.alive || !this.#open.has(exchange)) return void response.body?.cancel().catch(() => undefined)
    if (!line.back || this.#happens('loseReply')) {
      exchange.hangs = true
      response.body?.cancel().catch(() => undefined)
      return
    }
    if (path.includes('/snapshot/') && this.#happens('cut')) {
      this.#half(call, response)
      return
    }
    if (headers.get('content-type') !== 'text/event-stream') {
      this.#time.after(this.#latency(line), owner, () => {
        this.#open.delete(exchange)
        resolve(response)
      })
      return
    }
    let toStation: ReadableStreamDefaultController<Uint8Array>
    const reader = response.body?.getReader()
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        toStation = controller
      },
      cancel: () => {
        this.#open.delete(exchange)
        exchange.abortServer()
      },
    })
    let at = this.#time.now
    const inOrder = (run: () => void): void => {
      at = Math.max(at + 1, this.#time.now + this.#latency(line))
      this.#time.after(at - this.#time.now, owner, () => {
        if (this.#open.has(exchange)) run()
      })
    }
    const fail = exchange.fail
    exchange.fail = (why) => {
      if (!this.#open.has(exchange)) return
      // The station may not have the head of the answer yet: then it is the call that breaks.
      fail(why)
      toStation.error(new Error(why))
    }
    inOrder(() => resolve(new Response(body, { status, headers })))
    const pump = async (): Promise<void> => {
      for (;;) {
        const piece = await reader?.read()
        if (piece === undefined || piece.done)
          return inOrder(() => {
            this.#open.delete(exchange)
            toStation.close()
          })
        if (!line.back) exchange.hangs = true
        if (exchange.hangs) continue
        if (this.#happens('cut')) {
          const part = piece.value.subarray(0, this.#chance.below(piece.value.length))
          inOrder(() => toStation.enqueue(part))
          inOrder(() => exchange.fail('cut'))
          exchange.abortServer()
          return
        }
        // A copy, and in two pieces now and then: where a frame is split is nobody's business.
        const bytes = piece.value.slice()
        const middle = this.#chance.once(4) ? this.#chance.below(bytes.length) : bytes.length
        inOrder(() => toStation.enqueue(bytes.subarray(0, middle)))
        if (middle < bytes.length) inOrder(() => toStation.enqueue(bytes.subarray(middle)))
      }
    }
    pump().catch(() => inOrder(() => exchange.fail('connection reset')))
  }
}
