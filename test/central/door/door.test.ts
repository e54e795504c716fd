import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveSite } from '../../../commands/site/save-site.ts'
import { SYNC_CODES } from '../../../contract/central/codes.ts'
import { SYNC_HEADERS, SYNC_PATHS, SyncProblem } from '../../../contract/central/messages.ts'
import type { CentreStore } from '../../../db/centre-port.ts'
import { DatabaseRefusedError } from '../../../db/sqlite/open-database.ts'
import { newKeys } from '../../support/centre-client.ts'
import { openTestCentre, siteCalled, type TestCentre } from '../../support/open-test-centre.ts'

describe('the door', () => {
  let test: TestCentre
  let fault: Error | null = null
  beforeEach(async () => {
    fault = null
    const wrap = (store: CentreStore): CentreStore => ({
      ...store,
      write: async (run, warm) => {
        if (fault !== null) throw fault
        return store.write(run, warm)
      },
    })
    const limits = {
      perStation: { burst: 20, perSecond: 2 },
      perAddress: { burst: 60, perSecond: 5 },
      perStranger: { burst: 8, perSecond: 0.5 },
    }
    test = await openTestCentre({ wrap, limits })
  })
  afterEach(() => test.close())

  const told = async (response: Response) => {
    const { code, params, retryAfterMs } = SyncProblem.parse(await response.json())
    return { status: response.status, code, params, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  }
  const bare = (path: string, init: RequestInit = {}) =>
    test.centre.handle(
      new Request(`http://centre${path}`, { ...init, headers: { [SYNC_HEADERS.protocol]: '1', ...init.headers } }),
    )
  const results = `${SYNC_PATHS.results}?fromSeq=1`

  it('says of an unknown path and of a wrong method what they are', async () => {
    expect(await told(await bare('/sync/v1/nothing'))).toMatchObject({ status: 404, code: SYNC_CODES.notFound })
    expect(await told(await bare('/'))).toMatchObject({ status: 404, code: SYNC_CODES.notFound })
    expect(await told(await bare(SYNC_PATHS.push))).toMatchObject({ status: 405, code: SYNC_CODES.methodWrong })
    const put = await bare(SYNC_PATHS.quarantine, { method: 'PUT', body: '{}' })
    expect(await told(put)).toMatchObject({ status: 405, code: SYNC_CODES.methodWrong })
  })

  it('speaks one protocol only', async () => {
    const headers = { [SYNC_HEADERS.protocol]: '2' }
    const said = await told(await bare(SYNC_PATHS.session, { method: 'POST', headers }))
    expect(said).toEqual({ status: 400, code: SYNC_CODES.protocolUnknown, params: { speaks: 1 } })
  })

  it('refuses a body that is no JSON, or of another shape, and says where', async () => {
    const one = await test.station()
    const wrong = { status: 400, code: SYNC_CODES.bodyWrong }
    for (const body of ['{', '"text"', '[]', '{"timeline":"x"}', '\u0000'])
      expect(await told(await one.send('POST', SYNC_PATHS.push, body)), body).toMatchObject(wrong)
    one.fact('orders.record-reveal', { orderId: 'x' })
    const push = { ...one.body(), commands: [{ ...one.body().commands[0], seq: -1 }] }
    expect(await told(await one.send('POST', SYNC_PATHS.push, push))).toMatchObject({
      params: { at: 'commands.0.seq' },
    })
    expect(await told(await one.send('GET', `${SYNC_PATHS.results}?fromSeq=-1`))).toMatchObject(wrong)
    expect(await told(await one.send('GET', `${SYNC_PATHS.stream}?cursor=1e3`))).toMatchObject(wrong)
  })

  it('refuses a body that is too large, said or not, before it is read to its end', async () => {
    const one = await test.station()
    const large = { status: 413, code: SYNC_CODES.bodyTooLarge, params: { limitBytes: 1_500_000 } }
    expect(await told(await one.send('POST', SYNC_PATHS.push, 'x'.repeat(1_500_001)))).toEqual(large)
    let given = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        given += 1
        controller.enqueue(new Uint8Array(100_000))
      },
    })
    const init = { method: 'POST', body: endless, duplex: 'half' } as RequestInit
    expect(await told(await bare(SYNC_PATHS.push, init))).toEqual(large)
    expect(given).toBeLessThan(20)
    const lying = { method: 'POST', body: 'x', headers: { 'content-length': '9000000' } }
    expect((await bare(SYNC_PATHS.adopt, lying)).status).toBe(413)
    expect((await bare(`${SYNC_PATHS.session}`, { method: 'POST', body: 'x'.repeat(5_000) })).status).toBe(413)
  })

  it('lets one station not ask without end, and the next one all the same', async () => {
    const [one, two] = [await test.station('one'), await test.station('two')]
    const answers = await Promise.all(Array.from({ length: 30 }, () => one.send('GET', results)))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused).toHaveLength(10)
    expect(await told(refused[0] as Response)).toMatchObject({ code: SYNC_CODES.tooManyRequests, retryAfterMs: 500 })
    expect((await two.send('GET', results)).status).toBe(200)
    test.clock.now += 1_000
    expect((await one.send('GET', results)).status).toBe(200)
  })

  it('lets one address not ask without end', async () => {
    const from = (address: string) => bare('/health/live', { headers: { 'x-baro-address': address } })
    const statuses = await Promise.all(Array.from({ length: 70 }, async () => (await from('10.0.0.1')).status))
    expect(statuses.filter((status) => status === 429)).toHaveLength(10)
    expect((await from('10.0.0.2')).status).toBe(200)
  })

  it('lets an address prove nothing only so often, with the time to wait, and its stations work on', async () => {
    const one = await test.station('one')
    const guess = () => one.send('POST', SYNC_PATHS.session, null, { key: newKeys().privateKey })
    expect((await one.send('GET', results)).status).toBe(200)
    for (let count = 0; count < 4; count += 1) expect((await guess()).status).toBe(401)
    for (let count = 0; count < 4; count += 1) expect((await bare(results)).status).toBe(401)
    for (const refused of [await bare(results), await guess()]) {
      expect(refused.headers.get('retry-after')).toBe('2')
      const told429 = { status: 429, code: SYNC_CODES.tooManyRequests, retryAfterMs: 2_000 }
      expect(await told(refused)).toMatchObject(told429)
    }
    expect((await one.send('GET', results)).status).toBe(200)
    test.clock.now += 2_000
    expect((await bare(results)).status).toBe(401)
  })

  it('keeps a bug to itself: an id and nothing else, and the stack in the log', async () => {
    const one = await test.station()
    fault = new TypeError('secret detail')
    const headers = { [SYNC_HEADERS.request]: 'scan-7' }
    const response = await one.send('POST', SYNC_PATHS.enrolments, { name: 'x' }, { headers })
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(JSON.parse(text)).toEqual({ code: SYNC_CODES.centreBug, params: { request: 'scan-7' } })
    expect(test.log.find(({ event }) => event === 'bug')).toMatchObject({ id: 'scan-7' })
    expect(JSON.stringify(test.log)).toContain('secret detail')
  })

  it('answers 507 while the disk is full and goes on reading; afterwards all goes on', async () => {
    const one = await test.station()
    await one.ask(saveSite, siteCalled('Busan'))
    fault = new DatabaseRefusedError('E-DATA-FULL', 'The disk is full')
    one.fact('orders.record-reveal', { orderId: 'x' })
    const full = { status: 507, code: SYNC_CODES.centreFull, retryAfterMs: 30_000 }
    expect(await told(await one.send('POST', SYNC_PATHS.push, one.body()))).toMatchObject(full)
    expect((await one.send('GET', results)).status).toBe(200)
    expect((await bare('/health')).status).toBe(200)
    const read = await one.stream(0)
    expect((await read.nextCommit()).revision).toBe(1)
    await read.close()
    const nonce = 'f'.repeat(20)
    await one.send('GET', results, null, { nonce })
    expect(await told(await one.send('GET', results, null, { nonce }))).toMatchObject({ code: SYNC_CODES.nonceUsed })
    fault = null
    expect((await one.push()).appliedThrough).toBe(1)
  })

  it('answers 503 where it may go better later', async () => {
    const one = await test.station()
    fault = Object.assign(new Error('locked'), { code: 'SQLITE_BUSY' })
    one.fact('packing.see-note', { orderId: 'none' })
    expect(await told(await one.send('POST', SYNC_PATHS.push, one.body()))).toMatchObject({ status: 503 })
  })

  it('writes one line for each message, by which a scan is followed to its row', async () => {
    const one = await test.station()
    const fact = one.fact('orders.record-reveal', { orderId: 'x' })
    one.fact('orders.record-reveal', { orderId: 'y' })
    const headers = { [SYNC_HEADERS.request]: 'scan-8' }
    await one.send('POST', SYNC_PATHS.push, one.body(), { headers })
    const line = test.log.findLast(({ event }) => event === 'request')
    expect(line).toMatchObject({
      ...{ level: 'info', id: 'scan-8', station: one.me.stationId, path: SYNC_PATHS.push, status: 200, seq: '1-2' },
      ...{ facts: 2, appliedThrough: 2 },
    })
    expect(line?.commands).toContain(fact.id)
    expect(await test.store.ask('SELECT seq FROM outcome WHERE command_id = ?', fact.id)).toEqual([{ seq: 1 }])
    const strange = await bare('/health/live', { headers: { [SYNC_HEADERS.request]: 'bad id {}' } })
    expect(strange.headers.get(SYNC_HEADERS.request)).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('finishes what is under way before it is closed', async () => {
    const one = await test.station()
    one.fact('orders.record-reveal', { orderId: 'x' })
    const pushing = one.push()
    await test.centre.close()
    await delay(0)
    expect((await pushing).appliedThrough).toBe(1)
  })
})
