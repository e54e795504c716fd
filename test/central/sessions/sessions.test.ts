import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
import { centreClient, newKeys } from '../../support/centre-client.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'

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
