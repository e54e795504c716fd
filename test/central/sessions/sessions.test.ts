import { randomBytes, randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Centre, openCentre } from '../../../central/centre.ts'
import { revokeStation } from '../../../commands/stations/revoke-station.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import {
  QuarantineReply,
  SessionReply,
  SYNC_HEADERS,
  SYNC_PATHS,
  SyncProblem,
} from '../../../contract/central/messages.ts'
import { SCOPES } from '../../../db/scopes.ts'
import { type CentreClient, centreClient, newKeys } from '../../support/centre-client.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'

const quiet = { now: () => 1_767_000_000_000, randomBytes: (count: number) => randomBytes(count), log: () => undefined }

/** One more fact, pushed. */
function pushOf(client: CentreClient) {
  client.fact('packing.see-note', { orderId: 'none' })
  return client.body(client.journal.length - 1)
}

function requestOf(client: CentreClient) {
  const { type, version } = revokeStation
  const asked = { id: randomUUID(), type, version, args: '{"stationId":"nobody"}', at: 1, businessDate: '2026-01-05' }
  return { ...asked, timeline: client.me.timeline, operatorId: null, station: 'bench' }
}

/** Sends the same message to another process. */
function sendTo(to: Centre, from: CentreClient, path: string, asked: unknown, nonce: string): Promise<Response> {
  const client = centreClient((request) => to.handle(request))
  Object.assign(client.me, from.me)
  client.takeKeys(from.keys)
  return client.send('POST', path, asked, { nonce })
}

describe('a session', () => {
  let test: TestCentre
  beforeEach(async () => {
    test = await openTestCentre()
  })
  afterEach(() => test.close())

  const problemOf = async (response: Response) => ({
    status: response.status,
    code: SyncProblem.parse(await response.json()).code,
  })
  const results = `${SYNC_PATHS.results}?fromSeq=1`

  it('says where the centre stands, and what the station may follow', async () => {
    const one = await test.station()
    const reply = await one.session()
    expect(reply).toMatchObject({ expiresInMs: 900_000, appliedSeq: 0, hash: '', revision: 1, scopes: [...SCOPES] })
    expect(reply.serverTime).toBe(test.clock.now)
    expect(JSON.stringify(await test.store.ask('SELECT * FROM station_session'))).not.toContain(reply.token)
  })

  it('is refused to an unknown station, to another key, and without a signature', async () => {
    const one = await test.station()
    const other = { key: newKeys().privateKey }
    expect(await problemOf(await one.send('POST', SYNC_PATHS.session, null, other))).toEqual({
      status: 401,
      code: SYNC_CODES.signatureWrong,
    })
    one.me.stationId = 'nobody'
    expect(await problemOf(await one.send('POST', SYNC_PATHS.session))).toEqual({
      status: 401,
      code: SYNC_CODES.signatureWrong,
    })
    const headers = { [SYNC_HEADERS.protocol]: '1' }
    const bare = await test.centre.handle(
      new Request(`http://centre${SYNC_PATHS.session}`, { method: 'POST', headers }),
    )
    expect(bare.status).toBe(401)
  })

  it('is not opened twice by the same message', async () => {
    const one = await test.station()
    const nonce = 'n'.repeat(24)
    expect((await one.send('POST', SYNC_PATHS.session, null, { nonce })).status).toBe(200)
    await test.restart()
    expect(await problemOf(await one.send('POST', SYNC_PATHS.session, null, { nonce }))).toEqual({
      status: 401,
      code: SYNC_CODES.nonceUsed,
    })
  })

  it('lets no message in twice, not even both at once or after a restart', async () => {
    const one = await test.station()
    const nonce = 'm'.repeat(24)
    const both = await Promise.all([
      one.send('GET', results, null, { nonce }),
      one.send('GET', results, null, { nonce }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401])
    await test.restart()
    expect(await problemOf(await one.send('GET', results, null, { nonce }))).toEqual({
      status: 401,
      code: SYNC_CODES.nonceUsed,
    })
  })

  it('lets no push and no request in twice either: at once, after a restart, or by another process', async () => {
    const one = await test.station()
    for (const path of [SYNC_PATHS.push, SYNC_PATHS.request])
      for (const how of ['at once', 'restart', 'process'] as const) {
        const nonce = `${how}-${path}`.replaceAll(/\W/g, '-').padEnd(24, 'n')
        const asked = path === SYNC_PATHS.push ? pushOf(one) : requestOf(one)
        const again = () => one.send('POST', path, asked, { nonce })
        const statuses = [(await again()).status]
        if (how === 'restart') await test.restart()
        const options = { store: test.store, platform: quiet, version: '0', directory: test.directory }
        const other = how === 'process' ? await openCentre(options) : null
        const second = other === null ? again() : sendTo(other, one, path, asked, nonce)
        expect([...statuses, await problemOf(await second)], `${path} ${how}`).toEqual([
          200,
          { status: 401, code: SYNC_CODES.nonceUsed },
        ])
        await other?.close()
      }
  })

  it('uses the nonce of a push up that is turned away, by its shape, its chain, its place or its timeline', async () => {
    const one = await test.station()
    const good = pushOf(one)
    const first = good.commands[0] as (typeof good.commands)[number]
    const wrong: [string, unknown, number][] = [
      ['shape', { nothing: 1 }, 400],
      ['chain', { ...good, commands: [{ ...first, hash: 'a'.repeat(64) }] }, 409],
      ['place', pushOf(one), 409],
      ['timeline', { ...good, timeline: 'another' }, 409],
    ]
    for (const [name, asked, status] of wrong) {
      const nonce = name.padEnd(24, 'w')
      expect((await one.send('POST', SYNC_PATHS.push, asked, { nonce })).status, name).toBe(status)
      await test.restart()
      expect(await problemOf(await one.send('POST', SYNC_PATHS.push, asked, { nonce })), name).toEqual({
        status: 401,
        code: SYNC_CODES.nonceUsed,
      })
    }
    expect((await one.send('POST', SYNC_PATHS.push, good)).status).toBe(200)
  })

  it('remembers the nonce of a push in the transaction of its facts: in one commit, or not at all', async () => {
    let writes = 0
    let fails = false
    await test.close()
    test = await openTestCentre({
      wrap: (store) => ({
        ...store,
        write: async (run, warm) => {
          writes += 1
          return store.write(async (tx) => {
            const result = await run(tx)
            if (fails) throw Object.assign(new Error('gone'), { code: 'SQLITE_IOERR' })
            return result
          }, warm)
        },
      }),
    })
    const one = await test.station()
    writes = 0
    const nonces = async () => (await test.store.ask<{ n: number }>('SELECT count(*) AS n FROM nonce'))[0]?.n
    const before = await nonces()
    const asked = pushOf(one)
    expect((await one.send('POST', SYNC_PATHS.push, asked)).status).toBe(200)
    expect([writes, await nonces()]).toEqual([1, (before ?? 0) + 1])
    fails = true
    const nonce = 'f'.repeat(24)
    expect((await one.send('POST', SYNC_PATHS.push, pushOf(one), { nonce })).status).toBe(503)
    fails = false
    expect(await nonces()).toBe((before ?? 0) + 1)
    // It was not let in, so that it may come again.
    expect((await one.send('POST', SYNC_PATHS.push, one.body(1), { nonce })).status).toBe(200)
  })

  it('makes a copied token useless without the key, in any message', async () => {
    const one = await test.station()
    const thief = newKeys().privateKey
    for (const [method, path] of [
      ['GET', results],
      ['GET', `${SYNC_PATHS.stream}?cursor=0`],
      ['GET', SYNC_PATHS.snapshot],
      ['GET', SYNC_PATHS.quarantine],
      ['POST', SYNC_PATHS.push],
      ['POST', SYNC_PATHS.request],
      ['POST', SYNC_PATHS.rotate],
      ['POST', SYNC_PATHS.enrolments],
      ['POST', SYNC_PATHS.adopt],
    ] as const) {
      const answer = await one.send(method, path, method === 'POST' ? {} : null, { key: thief })
      expect(await problemOf(answer), path).toEqual({ status: 401, code: SYNC_CODES.signatureWrong })
    }
  })

  it('signs the path with its query and the body: neither can be changed on the way', async () => {
    const one = await test.station()
    const changed = (change: (request: Request) => Request) =>
      Object.assign(
        centreClient((request) => test.centre.handle(change(request))),
        {},
      )
    const eve = changed((request) => new Request(request.url.replace('fromSeq=1', 'fromSeq=2'), request))
    Object.assign(eve.me, one.me)
    eve.takeKeys(one.keys)
    expect(await problemOf(await eve.send('GET', results))).toMatchObject({ code: SYNC_CODES.signatureWrong })
    const mallory = changed((request) => new Request(request, { body: '{"name":"mine"}' }))
    Object.assign(mallory.me, one.me)
    mallory.takeKeys(one.keys)
    expect(await problemOf(await mallory.send('POST', SYNC_PATHS.enrolments, { name: 'ours' }))).toMatchObject({
      code: SYNC_CODES.signatureWrong,
    })
  })

  it('ends after fifteen minutes', async () => {
    const one = await test.station()
    test.clock.now += 15 * 60_000
    expect(await problemOf(await one.send('GET', results))).toEqual({ status: 401, code: SYNC_CODES.tokenWrong })
    await one.session()
    expect((await one.send('GET', results)).status).toBe(200)
  })

  it('belongs to one station and one journal', async () => {
    const [one, two] = [await test.station('one'), await test.station('two')]
    const wrong = { status: 401, code: SYNC_CODES.tokenWrong }
    const headers = { [SYNC_HEADERS.incarnation]: 'another' }
    expect(await problemOf(await one.send('GET', results, null, { headers }))).toEqual(wrong)
    expect(
      await problemOf(await two.send('GET', results, null, { token: one.me.token, key: one.keys.privateKey })),
    ).toEqual(wrong)
    // Not even under the name of its journal.
    two.me.incarnation = one.me.incarnation
    expect(
      await problemOf(await two.send('GET', results, null, { token: one.me.token, key: one.keys.privateKey })),
    ).toEqual(wrong)
    expect(await problemOf(await one.send('GET', results, null, { token: 'x'.repeat(43) }))).toEqual(wrong)
  })

  it('goes on under a new key after a message signed with the old one', async () => {
    const one = await test.station()
    const next = newKeys()
    expect((await one.send('POST', SYNC_PATHS.rotate, { publicKey: next.publicKey })).status).toBe(200)
    expect(await problemOf(await one.send('GET', results))).toMatchObject({ code: SYNC_CODES.signatureWrong })
    one.takeKeys(next)
    expect((await one.send('GET', results)).status).toBe(200)
    expect((await one.session()).appliedSeq).toBe(0)
  })

  it('gives a revoked station nothing but the way into quarantine', async () => {
    const [one, two] = [await test.station('one'), await test.station('two')]
    const { decision } = await two.ask(revokeStation, { stationId: one.me.stationId })
    expect(decision.ok).toBe(true)
    expect((await one.session()).scopes).toEqual([])
    const revoked = { status: 403, code: SYNC_CODES.stationRevoked }
    for (const path of [
      SYNC_PATHS.snapshot,
      `${SYNC_PATHS.stream}?cursor=0`,
      `${SYNC_PATHS.changes}?cursor=0`,
      results,
    ])
      expect(await problemOf(await one.send('GET', path)), path).toEqual(revoked)
    expect(await problemOf(await one.send('POST', SYNC_PATHS.enrolments, { name: 'x' }))).toEqual(revoked)
    const fact = one.fact('orders.record-reveal', { orderId: 'x' })
    expect((await one.push()).results).toMatchObject([{ seq: 1, status: 'quarantined' }])
    const kept = await two.get(SYNC_PATHS.quarantine, QuarantineReply)
    expect(kept.rows).toMatchObject([{ stationId: one.me.stationId, seq: 1, command: { id: fact.id }, state: 'kept' }])
  })

  it('sweeps away what is over', async () => {
    const one = await test.station()
    await one.send('GET', results)
    const { openNonces } = await import('../../../central/sessions/nonces.ts')
    await openNonces(test.store).sweep(test.clock.now + 25 * 60 * 60_000)
    expect(await test.store.ask('SELECT id FROM nonce UNION ALL SELECT id FROM station_session')).toEqual([])
    expect(SessionReply.parse(await one.session())).toBeDefined()
  })
})
