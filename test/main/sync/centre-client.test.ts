import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isSignedBy } from '../../../central/sessions/station-keys.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { SYNC_HEADERS, SYNC_PATHS, signedText } from '../../../contract/central/messages.ts'
import { type CentreClient, createCentreClient } from '../../../main/sync/centre-client.ts'
import type { CentreFetch } from '../../../main/sync/ports.ts'
import { openSnapshotFiles } from '../../../main/sync/snapshot-files.ts'
import { newPrivateKey, publicKeyOf, readPrivateKey } from '../../../main/sync/station-key.ts'
import { SnapshotDamagedError } from '../../../main/sync/unpacking.ts'

const key = readPrivateKey(newPrivateKey(new Uint8Array(32).fill(7)))
const speaker = { stationId: 's1', incarnation: 'i1', boot: 'b1', key, token: 'the-token' }
const never = () => new Promise<never>(() => undefined)

/** Timers that the test fires by hand. */
function handClock() {
  const timers: { ms: number; run: () => void }[] = []
  return {
    timers,
    now: () => 0,
    setTimer: (ms: number, run: () => void) => {
      const timer = { ms, run }
      timers.push(timer)
      return () => {
        const at = timers.indexOf(timer)
        if (at >= 0) timers.splice(at, 1)
      }
    },
    fire: () => {
      for (const timer of timers.splice(0)) timer.run()
    },
  }
}

let clock = handClock()
let logged: Record<string, unknown>[] = []
beforeEach(() => {
  clock = handClock()
  logged = []
})

function clientOf(fetch: CentreFetch): CentreClient {
  let count = 0
  return createCentreClient({
    centre: 'http://centre.test:8080',
    ...{ fetch, clock, log: (line: Record<string, unknown>) => void logged.push(line), speaker: () => speaker },
    nonce: () => {
      count += 1
      return `nonce-nonce-nonce-${count}`
    },
  })
}

const REPLY = { decision: { ok: true, value: null }, revision: 4 }
const signal = (): AbortSignal => new AbortController().signal

describe('a message', () => {
  it('is signed over method, path with query, body, nonce, token, station and incarnation, with a new nonce each time', async () => {
    const seen: Request[] = []
    const client = clientOf(async (request) => {
      seen.push(request)
      return Response.json(REPLY)
    })
    await client.answer('a/b c')
    await client.push({ timeline: 't', baseSeq: 0, prevHash: '', commands: [] })
    for (const request of seen) {
      const url = new URL(request.url)
      const header = (name: keyof typeof SYNC_HEADERS) => request.headers.get(SYNC_HEADERS[name]) ?? ''
      const body = await request.text()
      const bodyHash = createHash('sha256').update(body).digest('hex')
      const parts = { method: request.method, path: `${url.pathname}${url.search}`, bodyHash, nonce: header('nonce') }
      const text = signedText({ ...parts, token: 'the-token', station: 's1', incarnation: 'i1' })
      expect(isSignedBy(publicKeyOf(key), text, header('signature'))).toBe(true)
      expect([header('station'), header('incarnation'), header('boot')]).toEqual(['s1', 'i1', 'b1'])
      expect(request.headers.get('authorization')).toBe('Bearer the-token')
    }
    expect(new URL(seen[0]?.url ?? '').searchParams.get('id')).toBe('a/b c')
    expect(new Set(seen.map((request) => request.headers.get(SYNC_HEADERS.nonce))).size).toBe(2)
  })

  it('for a session carries no token, and enrolment nothing of a station', async () => {
    const seen: Request[] = []
    const client = clientOf(async (request) => {
      seen.push(request)
      return new Response('', { status: 500 })
    })
    await client.openSession()
    await client.enrol({
      ...{ code: 'CODE', publicKey: 'k'.repeat(60), name: 'n', incarnation: 'i', brings: false },
      journal: { lastSeq: 0, hash: '' },
    })
    expect(seen.map((request) => request.headers.get('authorization'))).toEqual([null, null])
    expect(seen.map((request) => request.headers.has(SYNC_HEADERS.signature))).toEqual([true, false])
  })
})

describe('an answer', () => {
  const failureOf = async (response: () => Promise<Response>) => {
    const answer = await clientOf(response).answer('id')
    return answer.ok ? null : answer.failure
  }
  it.each([
    ['of the wrong shape', async () => Response.json({ decision: 'yes' }), SYNC_CODES.unreachable],
    ['that is no JSON', async () => new Response('<html>Sign in to the Wi-Fi</html>'), SYNC_CODES.unreachable],
    ['of something in between', async () => new Response('Forbidden', { status: 403 }), SYNC_CODES.unreachable],
    ['that never comes', async () => Promise.reject(new TypeError('fetch failed')), SYNC_CODES.unreachable],
    [
      'of a centre in trouble',
      async () => Response.json({ code: SYNC_CODES.centreFull, params: {}, retryAfterMs: 9 }, { status: 507 }),
      SYNC_CODES.centreFull,
    ],
  ] as const)('%s is nobody there', async (_name, response, code) => {
    expect(await failureOf(response)).toMatchObject({ kind: 'unreachable', code })
  })

  it('with a code is a refusal, with all that it says', async () => {
    const body = { code: SYNC_CODES.sequenceGap, params: { expected: 5 }, retryAfterMs: 700 }
    const refusal = await failureOf(async () => Response.json(body, { status: 409 }))
    expect(refusal).toEqual({ kind: 'refused', status: 409, ...body })
  })

  it('too late is a timeout, whatever the fetch does, and no timer stays', async () => {
    const answer = clientOf(never).request({
      ...{ timeline: 't', id: 'r', type: 'x', version: 1, args: '{}', at: 0, businessDate: '2026-01-01' },
      ...{ operatorId: null, station: 'n' },
    })
    expect(clock.timers.map(({ ms }) => ms)).toEqual([5_000])
    clock.fire()
    expect(await answer).toMatchObject({ ok: false, failure: { kind: 'timeout' } })
    await clientOf(async () => Response.json(REPLY)).answer('id')
    expect(clock.timers).toEqual([])
  })

  it('is given up when the signal says so', async () => {
    const controller = new AbortController()
    const answer = clientOf(never).describeSnapshot(controller.signal)
    controller.abort()
    expect(await answer).toMatchObject({ ok: false, failure: { kind: 'unreachable' } })
    expect(clock.timers).toEqual([])
  })
})

describe('the stream', () => {
  it('says where it goes on, gives whole events, and ends without the one that was cut off', async () => {
    const asked: string[] = []
    const bytes = new TextEncoder().encode(
      'event: beat\ndata: {"revision":1}\n\nevent: commit\ndata: {"revision":2,"ack":null,"checksum":"","changes":[]}\n\nevent: commit\ndata: {"revision":3',
    )
    const client = clientOf(async (request) => {
      asked.push(new URL(request.url).search)
      return new Response(
        new ReadableStream({
          start: (controller) => {
            for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7))
            controller.close()
          },
        }),
      )
    })
    const found: string[] = []
    const answer = await client.stream(12, 't 1', async ({ event }) => void found.push(event), signal())
    expect(answer).toEqual({ ok: true, value: null })
    expect(found).toEqual(['beat', 'commit'])
    expect(asked).toEqual(['?cursor=12&timeline=t%201'])
  })

  it('ends when it is given up, and lets its reader go', async () => {
    let cancelled = false
    const noteCancel = (): void => {
      cancelled = true
    }
    const controller = new AbortController()
    const client = clientOf(async () => new Response(new ReadableStream({ cancel: noteCancel }, { highWaterMark: 0 })))
    const ended = client.stream(0, 't', async () => undefined, controller.signal)
    await new Promise((resolve) => setImmediate(resolve))
    controller.abort()
    expect((await ended).ok).toBe(false)
    await new Promise((resolve) => setImmediate(resolve))
    expect(cancelled).toBe(true)
  })
})

describe('a snapshot', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baro-snapshot-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const content = Buffer.from('x'.repeat(50_000) + Math.PI)
  const packed = gzipSync(content)
  const sha256 = createHash('sha256').update(packed).digest('hex')
  const shape = { packing: 'gzip' as const, unpackedBytes: content.length }

  it('is fetched on from where it broke off, and unpacked once its hash is right', async () => {
    const files = openSnapshotFiles(join(folder, 'snapshots'))
    let breaks = true
    const ranges: (string | null)[] = []
    const client = clientOf(async (request) => {
      const range = request.headers.get('range')
      ranges.push(range)
      const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0)
      if (!breaks) return new Response(packed.subarray(from), { status: 206 })
      return new Response(
        new ReadableStream(
          {
            start: (controller) => controller.enqueue(new Uint8Array(packed.subarray(from, from + 40))),
            pull: (controller) => controller.error(new Error('connection reset')),
          },
          { highWaterMark: 0 },
        ),
      )
    })
    const take = (bytes: Uint8Array, at: number) => files.write(sha256, at, bytes, shape)
    const first = await client.download(`${SYNC_PATHS.snapshot}/a.gz`, 0, take, signal())
    expect(first.ok).toBe(false)
    breaks = false
    const have = await openSnapshotFiles(join(folder, 'snapshots')).have(sha256)
    expect(have).toBe(40)
    expect((await client.download(`${SYNC_PATHS.snapshot}/a.gz`, have, take, signal())).ok).toBe(true)
    expect(ranges).toEqual([null, 'bytes=40-'])
    const file = await files.unpack(sha256, shape)
    expect(readFileSync(file).equals(content)).toBe(true)
    await files.clear()
    expect(existsSync(file)).toBe(false)
  })

  it('begins anew where a server gives the whole file instead of the rest', async () => {
    const places: number[] = []
    const client = clientOf(async () => new Response(packed))
    await client.download('/sync/v1/snapshot/a.gz', 40, async (_bytes, at) => void places.push(at), signal())
    expect(places[0]).toBe(0)
  })

  it('that is not what was named is thrown away with its part', async () => {
    const files = openSnapshotFiles(join(folder, 'snapshots'))
    for (const [name, bytes, size] of [
      ['0'.repeat(64), packed, content.length],
      [sha256, packed, content.length - 1],
      [sha256, packed, content.length + 1],
    ] as const) {
      const wrong = { packing: 'gzip' as const, unpackedBytes: size }
      await files.write(name, 0, bytes, wrong)
      await expect(files.unpack(name, wrong)).rejects.toThrow(SnapshotDamagedError)
      expect(await files.have(name)).toBe(0)
    }
    await files.write(sha256, 0, packed.subarray(0, 60), shape)
    await expect(files.unpack(sha256, shape)).rejects.toThrow()
    expect(await files.have(sha256)).toBe(0)
  })

  it('of another revision takes the place of an older part', async () => {
    const files = openSnapshotFiles(join(folder, 'snapshots'))
    await files.write('a'.repeat(64), 0, packed, shape)
    writeFileSync(join(folder, 'snapshots', 'odd'), '')
    expect(await files.have(sha256)).toBe(0)
    expect(await files.have('a'.repeat(64))).toBe(0)
  })
})

/** As after some minutes of other work. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let turn = 0; turn < 5; turn += 1) {
    collect()
    await delay(20)
  }
}

/** A centre that answers with the beginning of something or with nothing, and tells when a connection to it ends. */
async function silentCentre(beginning: string) {
  let open = 0
  const server = createServer((socket) => {
    open += 1
    socket.on('data', () => socket.write(beginning))
    socket.on('close', () => {
      open -= 1
    })
    socket.on('error', () => undefined)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { centre: `http://127.0.0.1:${port}`, open: () => open, close: () => server.close() }
}

describe('a message that was given up', () => {
  const beginning = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n'
  const parts = { fetch, log: () => undefined, speaker: () => speaker }

  it('holds no connection to a centre that says nothing, however long ago it was sent', async () => {
    const { centre, open, close } = await silentCentre('')
    const client = createCentreClient({ ...parts, centre, clock, nonce: () => 'nonce-nonce-nonce-1' })
    const asked = client.openSession()
    await expect.poll(open).toBeGreaterThan(0)
    await collectGarbage()
    clock.fire()
    expect(await asked).toMatchObject({ ok: false, failure: { kind: 'timeout' } })
    await expect.poll(open).toBe(0)
    close()
  })

  it('holds no connection to a stream that fell silent either', async () => {
    const { centre, open, close } = await silentCentre(beginning)
    const client = createCentreClient({ ...parts, centre, clock, nonce: () => 'nonce-nonce-nonce-1' })
    const leaving = new AbortController()
    const ended = client.stream(0, 't1', async () => undefined, leaving.signal)
    await expect.poll(open).toBeGreaterThan(0)
    await collectGarbage()
    leaving.abort()
    expect(await ended).toMatchObject({ ok: false })
    await expect.poll(open).toBe(0)
    close()
  })
})
