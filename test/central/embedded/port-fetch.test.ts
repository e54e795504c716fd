import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { fetchOverLine, type Line, serveOverLine } from '../../../central/embedded/port-fetch.ts'

const ports: MessagePort[] = []

afterEach(() => {
  for (const port of ports.splice(0)) port.close()
})

const lineOf = (port: MessagePort): Line => {
  ports.push(port)
  return { post: (message) => port.postMessage(message), onMessage: (listener) => void port.on('message', listener) }
}

function connected(handle: (request: Request) => Promise<Response>) {
  const { port1, port2 } = new MessageChannel()
  const server = serveOverLine(lineOf(port2), handle)
  return { ...fetchOverLine(lineOf(port1)), server }
}

describe('a fetch function over a line', () => {
  it('carries method, address, headers and body there, and status, headers and body back', async () => {
    const { fetch } = connected(async (request) => {
      const body = await request.text()
      return new Response(`${request.method} ${new URL(request.url).pathname} ${request.headers.get('x-a')} ${body}`, {
        status: 201,
        headers: { 'x-b': '한글'.length.toString() },
      })
    })
    const response = await fetch(
      new Request('http://centre/a', { method: 'POST', headers: { 'x-a': '1' }, body: '바로' }),
    )
    expect([response.status, response.headers.get('x-b'), await response.text()]).toEqual([201, '2', 'POST /a 1 바로'])
  })

  it('answers many requests at once, each with its own body', async () => {
    const { fetch } = connected(async (request) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
      return new Response(new URL(request.url).search)
    })
    const asked = Array.from({ length: 50 }, (_, n) => fetch(new Request(`http://centre/?${n}`)).then((r) => r.text()))
    expect(await Promise.all(asked)).toEqual(asked.map((_, n) => `?${n}`))
  })

  it('sends a long body only as fast as it is read', async () => {
    let made = 0
    const { fetch } = connected(async () => {
      const body = new ReadableStream<Uint8Array>(
        {
          pull: (controller) => {
            made += 1
            if (made > 100) controller.close()
            else controller.enqueue(new Uint8Array(1_000))
          },
        },
        { highWaterMark: 0 },
      )
      return new Response(body)
    })
    const response = await fetch(new Request('http://centre/'))
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(made).toBeLessThan(10)
    expect((await response.arrayBuffer()).byteLength).toBe(100_000)
  })

  it('tells the other end when the reader goes away', async () => {
    let aborted = 0
    const { fetch } = connected(async (request) => {
      request.signal.addEventListener('abort', () => {
        aborted += 1
      })
      return new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)) }))
    })
    const response = await fetch(new Request('http://centre/'))
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    await reader.read()
    await reader.cancel()
    const given = new AbortController()
    const second = await fetch(new Request('http://centre/', { signal: given.signal }))
    given.abort()
    await expect(second.text()).rejects.toThrow()
    await expect.poll(() => aborted).toBe(2)
  })

  it('rejects when the other end throws, and everything when the line is lost', async () => {
    const { fetch, lost } = connected((request) =>
      request.url.endsWith('throw') ? Promise.reject(new Error('no')) : new Promise(() => undefined),
    )
    await expect(fetch(new Request('http://centre/throw'))).rejects.toThrow('no')
    const hanging = fetch(new Request('http://centre/hang'))
    setTimeout(() => lost('the worker ended'), 5)
    await expect(hanging).rejects.toThrow('the worker ended')
    await expect(fetch(new Request('http://centre/later'))).rejects.toThrow('the worker ended')
  })
})
