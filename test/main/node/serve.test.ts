import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ORDINARY_LIMIT_BYTES } from '../../../main/node/body-limit.ts'
import { type ServeOptions, type Serving, serve } from '../../../main/node/serve.ts'
import { fakeStation } from '../../support/fake-station.ts'
import { makeRendererRoot } from '../../support/renderer-root.ts'

type Answer = { status: number; headers: NodeJS.Dict<string | string[]>; body: string }

/** Sends a request by hand, because fetch sets Host and Origin itself. */
function send(
  serving: Serving,
  {
    method = 'GET',
    path = '/',
    headers = {},
    body,
  }: { method?: string; path?: string; headers?: object; body?: string | Buffer },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: serving.port, method, path, headers: { ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

describe('the station over HTTP', () => {
  let screens: ReturnType<typeof makeRendererRoot>
  let serving: Serving
  let station: ReturnType<typeof fakeStation>
  let lines: object[]

  const start = async (change: Partial<ServeOptions> = {}): Promise<void> => {
    serving = await serve({
      station,
      rendererRoot: screens.root,
      hostAddress: '127.0.0.1',
      port: 0,
      log: (line) => lines.push(line),
      ...change,
    })
  }
  beforeEach(() => {
    screens = makeRendererRoot()
    station = fakeStation()
    lines = []
  })
  afterEach(async () => {
    await serving.close()
    screens.remove()
  })

  it('serves the page with the policy and gives the browser an unreachable, same-site session cookie', async () => {
    await start()
    const page = await send(serving, {})
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
    expect(page.headers['set-cookie']).toEqual([
      expect.stringMatching(/^baro_session=[0-9a-f]{32}; Path=\/; HttpOnly; SameSite=Strict$/),
    ])
  })

  it('hands every call of one browser to the station under the same session and of another under its own', async () => {
    await start()
    const first = await send(serving, {})
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? ''
    const call = await send(serving, { method: 'POST', path: '/rpc/orders/list', headers: { cookie }, body: '{}' })
    expect(call.headers['set-cookie']).toBeUndefined()
    await send(serving, { method: 'POST', path: '/rpc/orders/list', body: '{}' })
    const [known, other] = station.asked
    expect(`baro_session=${known?.sessionId}`).toBe(cookie)
    expect(other?.sessionId).toMatch(/^[0-9a-f]{32}$/)
    expect(other?.sessionId).not.toBe(known?.sessionId)
  })

  it('does not take over a session id of another form', async () => {
    await start()
    const answer = await send(serving, { path: '/rpc/x', headers: { cookie: 'baro_session=admin; a=b' } })
    expect(answer.headers['set-cookie']).toHaveLength(1)
    expect(station.asked[0]?.sessionId).not.toBe('admin')
  })

  it('answers only under its own host names, so that a rebound name reaches nothing', async () => {
    await start()
    for (const host of ['evil.example', `evil.example:${serving.port}`, `127.0.0.1:${serving.port + 1}`, '127.0.0.1']) {
      const answer = await send(serving, { path: '/rpc/x', headers: { host } })
      expect(answer.status, host).toBe(421)
      expect(JSON.parse(answer.body).code, host).toBe('E-HOST-NAME')
    }
    expect((await send(serving, { headers: { host: `localhost:${serving.port}` } })).status).toBe(200)
    expect(station.asked).toEqual([])
  })

  it('refuses calls of another site and sends no CORS header to anyone', async () => {
    await start()
    const host = `127.0.0.1:${serving.port}`
    const foreign = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `https://${host}` },
      { origin: `http://localhost:${serving.port}` },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of foreign) {
      const answer = await send(serving, { method: 'POST', path: '/rpc/x', headers, body: '{}' })
      expect(answer.status, JSON.stringify(headers)).toBe(403)
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
    expect(station.asked).toEqual([])
    const own = { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }
    expect((await send(serving, { method: 'POST', path: '/rpc/x', headers: own, body: '{}' })).status).toBe(200)
    const preflight = await send(serving, { method: 'OPTIONS', path: '/rpc/x', headers: { origin: `http://${host}` } })
    expect(preflight.status).toBe(405)
  })

  it('lets a link from another page open the screens', async () => {
    await start()
    expect((await send(serving, { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(200)
  })

  it('refuses an ordinary request above one megabyte, declared or not, and lets an upload be larger', async () => {
    await start()
    const large = Buffer.alloc(ORDINARY_LIMIT_BYTES + 1)
    const declared = await send(serving, { method: 'POST', path: '/rpc/x', body: large })
    expect([declared.status, JSON.parse(declared.body).code]).toEqual([413, 'E-HOST-SIZE'])
    const chunked = { 'transfer-encoding': 'chunked' }
    const undeclared = await send(serving, { method: 'POST', path: '/rpc/x', headers: chunked, body: large })
    expect([undeclared.status, JSON.parse(undeclared.body).code]).toEqual([413, 'E-HOST-SIZE'])
    expect(station.asked).toEqual([])
    await send(serving, { method: 'PUT', path: '/files/import/1', body: large })
    const form = { 'content-type': 'multipart/form-data; boundary=x' }
    await send(serving, { method: 'POST', path: '/rpc/import/preview', headers: form, body: large })
    expect(station.asked.map((each) => each.bytes)).toEqual([large.length, large.length])
  })

  it('does not let path tricks reach a file beside the screens', async () => {
    await start()
    for (const path of ['/../secret.json', '/..%2fsecret.json', '//127.0.0.1/../secret.json', 'http://evil.example/']) {
      const answer = await send(serving, { path })
      expect([400, 404], path).toContain(answer.status)
      expect(answer.body, path).not.toContain('"secret"')
    }
  })

  it('streams an answer as it arises and cancels it when the browser leaves', async () => {
    let cancelled: (() => void) | undefined
    const gone = new Promise<void>((resolve) => {
      cancelled = resolve
    })
    station = fakeStation(
      () =>
        new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')),
            cancel: () => cancelled?.(),
          }),
          { headers: { 'content-type': 'text/event-stream' } },
        ),
    )
    await start()
    const request = httpRequest({ host: '127.0.0.1', port: serving.port, path: '/rpc/events', agent: false })
    request.on('error', () => undefined)
    request.end()
    const [response] = await once(request, 'response')
    const [chunk] = await once(response, 'data')
    expect(String(chunk)).toBe('data: 1\n\n')
    request.destroy()
    await gone
  })

  it('aborts the request of the station when the browser leaves before the answer', async () => {
    let aborted: (() => void) | undefined
    const gone = new Promise<void>((resolve) => {
      aborted = resolve
    })
    station = fakeStation(
      (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => {
            aborted?.()
            reject(request.signal.reason)
          })
        }),
    )
    await start()
    const request = httpRequest({ host: '127.0.0.1', port: serving.port, path: '/rpc/slow', agent: false })
    request.on('error', () => undefined)
    request.end()
    while (station.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    request.destroy()
    await gone
    expect(lines).toEqual([])
  })

  it('ends open event streams when it closes, within its grace', async () => {
    station = fakeStation(
      (request) =>
        new Response(
          new ReadableStream({
            start: (controller) => {
              controller.enqueue(new Uint8Array([65]))
              request.signal.addEventListener('abort', () => controller.close())
            },
          }),
        ),
    )
    await start()
    const open = send(serving, { path: '/rpc/events' })
    while (station.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const before = Date.now()
    await serving.close()
    expect((await open).body).toBe('A')
    expect(Date.now() - before).toBeLessThan(1_500)
  })

  it('turns a thrown error into a 500 with an id that is in the log, and tells the browser nothing else', async () => {
    station = fakeStation(() => {
      throw new Error('the secret of the house')
    })
    await start()
    const answer = await send(serving, { path: '/rpc/x' })
    const body = JSON.parse(answer.body)
    expect([answer.status, body.code]).toEqual([500, 'E-HOST-BUG'])
    expect(answer.body).not.toContain('secret')
    expect(JSON.stringify(lines)).toContain(body.id)
    expect(JSON.stringify(lines)).toContain('the secret of the house')
  })

  it('refuses a taken port that was asked for, with a code', async () => {
    await start()
    const again = serve({
      station,
      rendererRoot: screens.root,
      hostAddress: '127.0.0.1',
      port: serving.port,
      log: () => undefined,
    })
    await expect(again).rejects.toMatchObject({ code: 'E-HOST-PORT' })
  })

  it('takes a free port when the usual one is taken', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => {
      blocker.once('error', () => resolve())
      blocker.listen(4620, '127.0.0.1', () => resolve())
    })
    await start({ port: null })
    expect(serving.port).not.toBe(4620)
    expect((await send(serving, {})).status).toBe(200)
    blocker.close()
  })
})
