import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveSite } from '../../../commands/site/save-site.ts'
import { revokeStation } from '../../../commands/stations/revoke-station.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { ChangesReply, type Commit, SYNC_PATHS } from '../../../contract/central/messages.ts'
import type { CentreStore } from '../../../db/centre-port.ts'
import { openTestCentre, siteCalled, type TestCentre } from '../../support/open-test-centre.ts'

const stream = { beatMs: 60, bufferBytes: 64 << 10, slowMs: 100 }

describe('the stream', () => {
  let test: TestCentre
  let listeners = 0
  beforeEach(async () => {
    listeners = 0
    const wrap = (store: CentreStore): CentreStore => ({
      ...store,
      onCommit: (listener) => {
        listeners += 1
        const stop = store.onCommit(listener)
        return () => {
          listeners -= 1
          stop()
        }
      },
    })
    test = await openTestCentre({ limits: { stream }, wrap })
  })
  afterEach(async () => {
    await test.close()
    expect(listeners).toBe(0)
  })

  const open = async (what: 'baro_streams_open' | 'baro_commit_waiters') => {
    const text = await (await test.centre.handle(new Request('http://centre/metrics'))).text()
    return Number(new RegExp(`^${what} (\\d+)$`, 'm').exec(text)?.[1])
  }
  /** A commit with one row of so many letters. */
  const rename = (name: string) =>
    test.store.write(async (tx) => {
      const site = await tx.get('site', 'site')
      if (site === undefined) throw new Error('There is no site yet')
      await tx.put('site', { ...site, name })
    })
  const nameIn = (commit: Commit) => commit.changes.find(([table]) => table === 'site')?.[2]?.name

  it('sends the commits after a cursor, then each one as it comes, with a checksum over its rows', async () => {
    const one = await test.station()
    const { revision } = await one.session()
    await one.ask(saveSite, siteCalled('Busan'))
    const read = await one.stream(revision)
    const first = await read.nextCommit()
    expect(first.revision).toBe(revision + 1)
    expect(nameIn(first)).toBe('Busan')
    const sum = createHash('sha256').update(JSON.stringify(first.changes)).digest('hex').slice(0, 16)
    expect(first.checksum).toBe(sum)
    await one.ask(saveSite, siteCalled('Daegu "큰" \n 역'))
    expect(nameIn(await read.nextCommit())).toBe('Daegu "큰" \n 역')
    await read.close()
  })

  it('goes on from any cursor without a gap and without a repetition, also after a restart', async () => {
    const one = await test.station()
    const { revision } = await one.session()
    for (let index = 1; index <= 20; index += 1) await one.ask(saveSite, siteCalled(`site ${index}`))
    await test.restart()
    const seen: unknown[] = []
    let cursor = revision
    while (seen.length < 20) {
      const read = await one.stream(cursor)
      for (let index = 0; index < 3 && seen.length < 20; index += 1) {
        const commit = await read.nextCommit()
        expect(commit.revision).toBe(cursor + 1)
        cursor = commit.revision
        seen.push(nameIn(commit))
      }
      await read.close()
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => `site ${index + 1}`))
  })

  it('tells each station which of its own facts a commit holds, and of no other', async () => {
    const [one, two] = [await test.station('one'), await test.station('two')]
    const { revision } = await two.session()
    const [read, other] = [await one.stream(revision), await two.stream(revision)]
    one.fact('orders.record-reveal', { orderId: 'nothing' })
    one.fact('orders.record-reveal', { orderId: 'nothing' })
    const reply = await one.push()
    expect(reply.results.map(({ status }) => status)).toEqual(['exception', 'exception'])
    const [mine, theirs] = [await read.nextCommit(), await other.nextCommit()]
    expect(mine).toMatchObject({ revision: revision + 1, ack: 2 })
    expect(theirs).toEqual({ ...mine, ack: null })
    await Promise.all([read.close(), other.close()])
  })

  it('sends only the scopes that were asked for, but every revision', async () => {
    const one = await test.station()
    const { revision } = await one.session()
    await one.ask(saveSite, siteCalled('Busan'))
    const read = await one.stream(revision, '&scopes=items,work')
    expect(await read.nextCommit()).toMatchObject({ revision: revision + 1, changes: [] })
    await read.close()
    const wrong = await one.send('GET', `${SYNC_PATHS.stream}?cursor=0&scopes=secrets`)
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({ code: SYNC_CODES.scopeUnknown })
  })

  it('beats while nothing happens', async () => {
    const one = await test.station()
    const { revision } = await one.session()
    const read = await one.stream(revision)
    for (let index = 0; index < 3; index += 1) expect(await read.next()).toEqual({ event: 'beat', data: { revision } })
    await read.close()
  })

  it('says reset, and ends, to a cursor ahead, below the floor, or of another timeline', async () => {
    const one = await test.station()
    const { revision } = await one.session()
    const reset = async (cursor: number, query = '') => {
      const read = await one.stream(cursor, query)
      const event = await read.next()
      expect(await read.next()).toBeNull()
      return event
    }
    expect(await reset(revision + 1)).toEqual({ event: 'reset', data: { reason: 'ahead' } })
    expect(await reset(revision, '&timeline=another')).toEqual({ event: 'reset', data: { reason: 'timeline' } })
    await one.ask(saveSite, siteCalled('Busan'))
    await test.store.prune(0)
    expect(await reset(revision)).toEqual({ event: 'reset', data: { reason: 'floor' } })
  })

  it('cuts off a reader that takes nothing while its buffer is full, and lets it resume by its cursor', async () => {
    const one = await test.station()
    await one.ask(saveSite, siteCalled('first'))
    const { revision } = await one.session()
    const response = await one.send('GET', `${SYNC_PATHS.stream}?cursor=${revision}`)
    for (let index = 0; index < 4; index += 1) await rename('x'.repeat(40_000 + index))
    await delay(400)
    await expect(new Response(response.body).text()).rejects.toThrow()
    expect(await open('baro_streams_open')).toBe(0)
    const read = await one.stream(revision)
    for (let index = 0; index < 4; index += 1)
      expect(String(nameIn(await read.nextCommit()))).toHaveLength(40_000 + index)
    await read.close()
  })

  it('bears with a reader that is slow but reads on', async () => {
    const one = await test.station()
    await one.ask(saveSite, siteCalled('first'))
    const { revision } = await one.session()
    await rename('x'.repeat(600_000))
    await rename('last')
    const response = await one.send('GET', `${SYNC_PATHS.stream}?cursor=${revision}`)
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    let text = ''
    while (!text.includes('"last"')) {
      const { value } = await reader.read()
      text += Buffer.from(value ?? []).toString()
      await delay(60)
    }
    await reader.cancel()
    expect(text.length).toBeGreaterThan(600_000)
  })

  it('leaves nothing behind when its reader goes, by cancelling or by an aborted request', async () => {
    const one = await test.station()
    const { revision } = await one.session()
    const leaving = new AbortController()
    const reads = [await one.stream(revision), await one.stream(revision, '', { signal: leaving.signal })]
    const polling = new AbortController()
    const poll = one.send('GET', `${SYNC_PATHS.changes}?cursor=${revision}&wait=20000`, null, {
      signal: polling.signal,
    })
    await delay(30)
    expect(await open('baro_streams_open')).toBe(2)
    expect(await open('baro_commit_waiters')).toBe(3)
    await reads[0]?.close()
    leaving.abort()
    polling.abort()
    await poll
    await delay(30)
    expect(await open('baro_streams_open')).toBe(0)
    expect(await open('baro_commit_waiters')).toBe(0)
    expect(listeners).toBe(1)
  })

  it('ends when its station is revoked', async () => {
    const [one, two] = [await test.station('one'), await test.station('two')]
    const { revision } = await one.session()
    const read = await one.stream(revision)
    await read.next()
    await two.ask(revokeStation, { stationId: one.me.stationId })
    expect(await read.next()).toBeNull()
  })

  it('ends when the centre closes', async () => {
    const one = await test.station()
    const read = await one.stream(0)
    await test.restart()
    for (;;) if ((await read.next()) === null) break
    expect(await open('baro_streams_open')).toBe(0)
  })

  it('has a long-poll form that waits for a commit', async () => {
    const one = await test.station()
    const { revision, timeline } = await one.session()
    const path = `${SYNC_PATHS.changes}?cursor=${revision}&timeline=${timeline}`
    expect(await one.get(path, ChangesReply)).toEqual({ reset: null, commits: [], revision })
    const waiting = one.get(`${path}&wait=5000`, ChangesReply)
    await one.ask(saveSite, siteCalled('Busan'))
    const reply = await waiting
    expect(reply).toMatchObject({ reset: null, revision: revision + 1 })
    expect(reply.commits.map(nameIn)).toEqual(['Busan'])
    expect(await one.get(`${SYNC_PATHS.changes}?cursor=${revision + 9}`, ChangesReply)).toMatchObject({
      reset: 'ahead',
      commits: [],
    })
    expect(await one.get(`${path}x`, ChangesReply)).toMatchObject({ reset: 'timeline' })
  })
})
