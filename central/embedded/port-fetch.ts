/** A line to another thread or process: what is posted at one end is heard at the other, in order. */
export type Line = {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
}

type Ask = {
  kind: 'ask'
  id: number
  method: string
  url: string
  headers: [string, string][]
  body: Uint8Array | null
}
type Head = { kind: 'head'; id: number; status: number; headers: [string, string][]; hasBody: boolean }
type Chunk = { kind: 'chunk'; id: number; bytes: Uint8Array }
type Mark = { kind: 'end' | 'pull' | 'abort'; id: number }
type Fail = { kind: 'fail'; id: number; reason: string }
type Message = Ask | Head | Chunk | Mark | Fail

// A request that nobody holds is collected, and with it the signal that follows its caller's: both ends keep theirs.
type Waiting = {
  request: Request
  resolve(response: Response): void
  reject(error: unknown): void
  body: ReadableStreamDefaultController<Uint8Array> | null
}

/**
 * One fetch function over a line. The answer's body arrives piece by piece and only as fast as it is read. Rejects when the
 * other end fails or `lost` is called; an aborted request is told to the other end.
 */
export function fetchOverLine(line: Line): {
  fetch: (request: Request) => Promise<Response>
  lost(reason: string): void
} {
  const waiting = new Map<number, Waiting>()
  let last = 0
  let gone: Error | null = null
  const finish = (id: number, error: Error | null): void => {
    const found = waiting.get(id)
    waiting.delete(id)
    if (error === null) found?.body?.close()
    else {
      found?.reject(error)
      found?.body?.error(error)
    }
  }
  line.onMessage((raw) => {
    const message = raw as Message
    const found = waiting.get(message.id)
    if (found === undefined) return
    if (message.kind === 'head') found.resolve(responseOf(message, line, found, () => finish(message.id, null)))
    else if (message.kind === 'chunk') found.body?.enqueue(message.bytes)
    else if (message.kind === 'end') finish(message.id, null)
    else if (message.kind === 'fail') finish(message.id, new Error(message.reason))
  })
  const fetch = async (request: Request): Promise<Response> => {
    if (gone !== null) throw gone
    request.signal.throwIfAborted()
    last += 1
    const id = last
    const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer())
    return new Promise((resolve, reject) => {
      waiting.set(id, { request, resolve, reject, body: null })
      request.signal.addEventListener(
        'abort',
        () => {
          if (!waiting.has(id)) return
          line.post({ kind: 'abort', id } satisfies Mark)
          finish(id, new DOMException('The request was aborted', 'AbortError'))
        },
        { once: true },
      )
      const headers = [...request.headers] as [string, string][]
      line.post({ kind: 'ask', id, method: request.method, url: request.url, headers, body } satisfies Ask)
    })
  }
  return {
    fetch,
    lost: (reason) => {
      gone = new Error(reason)
      for (const id of waiting.keys()) finish(id, gone)
    },
  }
}

function responseOf(head: Head, line: Line, waiting: Waiting, done: () => void): Response {
  const init = { status: head.status, headers: head.headers }
  if (!head.hasBody) {
    done()
    return new Response(null, init)
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        waiting.body = controller
      },
      pull: () => line.post({ kind: 'pull', id: head.id } satisfies Mark),
      cancel: () => {
        waiting.body = null
        line.post({ kind: 'abort', id: head.id } satisfies Mark)
        done()
      },
    },
    { highWaterMark: 4 },
  )
  return new Response(body, init)
}

type Serving = {
  request: Request | null
  abort: AbortController
  reader: ReadableStreamDefaultReader<Uint8Array> | null
  reading: boolean
  wanted: number
}

/** Answers what is asked over a line by one fetch function; `stop` aborts what is still being answered. */
export function serveOverLine(line: Line, handle: (request: Request) => Promise<Response>): { stop(): void } {
  const serving = new Map<number, Serving>()
  const answer = async (ask: Ask, mine: Serving): Promise<void> => {
    const init: RequestInit = { method: ask.method, headers: ask.headers, signal: mine.abort.signal }
    if (ask.body !== null) init.body = Buffer.from(ask.body)
    mine.request = new Request(ask.url, init)
    const response = await handle(mine.request)
    const head = { status: response.status, headers: [...response.headers] as [string, string][] }
    mine.reader = response.body?.getReader() ?? null
    line.post({ kind: 'head', id: ask.id, ...head, hasBody: mine.reader !== null } satisfies Head)
    if (mine.reader === null) serving.delete(ask.id)
    else await send(ask.id, mine)
  }
  const send = async (id: number, mine: Serving): Promise<void> => {
    if (mine.reading || mine.reader === null) return
    mine.reading = true
    while (mine.wanted > 0 && serving.has(id)) {
      mine.wanted -= 1
      const { done, value } = await mine.reader.read()
      if (!serving.has(id)) return
      if (done) {
        serving.delete(id)
        line.post({ kind: 'end', id } satisfies Mark)
        return
      }
      line.post({ kind: 'chunk', id, bytes: value } satisfies Chunk)
    }
    mine.reading = false
  }
  const guarded = (id: number, work: Promise<void>): void => {
    work.catch((error: unknown) => {
      if (!serving.delete(id)) return
      line.post({ kind: 'fail', id, reason: String(error) } satisfies Fail)
    })
  }
  line.onMessage((raw) => {
    const message = raw as Message
    if (message.kind === 'ask') {
      const mine: Serving = { request: null, abort: new AbortController(), reader: null, reading: false, wanted: 0 }
      serving.set(message.id, mine)
      guarded(message.id, answer(message, mine))
      return
    }
    const mine = serving.get(message.id)
    if (mine === undefined) return
    if (message.kind === 'pull') {
      mine.wanted += 1
      guarded(message.id, send(message.id, mine))
    } else if (message.kind === 'abort') end(message.id, mine)
  })
  const end = (id: number, mine: Serving): void => {
    serving.delete(id)
    mine.abort.abort()
    mine.reader?.cancel().catch(() => undefined)
  }
  return {
    stop: () => {
      for (const [id, mine] of serving) end(id, mine)
    },
  }
}
