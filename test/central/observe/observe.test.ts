import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CentreStore } from '../../../db/centre-port.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'

describe('what the centre shows of itself', () => {
  let test: TestCentre
  let lost = false
  beforeEach(async () => {
    lost = false
    const wrap = (store: CentreStore): CentreStore => ({
      ...store,
      position: async () => {
        if (lost) throw new Error('The database is gone')
        return store.position()
      },
    })
    test = await openTestCentre({ wrap })
  })
  afterEach(() => test.close())
  const get = (path: string) => test.centre.handle(new Request(`http://centre${path}`))

  it('is ready while its store answers, and lives all the same without it', async () => {
    expect(await (await get('/health')).json()).toMatchObject({ live: true, ready: true, revision: 0, store: 'sqlite' })
    lost = true
    const sick = await get('/health')
    expect([sick.status, await sick.json()]).toMatchObject([503, { live: true, ready: false }])
    expect((await get('/health/live')).status).toBe(200)
  })

  it('counts messages, facts, exceptions, stations and the revision in the form that Prometheus reads', async () => {
    const one = await test.station()
    one.fact('orders.record-reveal', { orderId: 'x' })
    await one.push()
    await get('/sync/v1/a-path-of-an-attacker')
    const response = await get('/metrics')
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
    const text = await response.text()
    for (const line of [
      'baro_messages_total{path="/sync/v1/push",status="200"} 1',
      'baro_messages_total{path="unknown",status="404"} 1',
      'baro_facts_total{outcome="exception"} 1',
      'baro_push_facts_count 1',
      'baro_exceptions_open 1',
      'baro_stations{state="active"} 1',
      'baro_revision 2',
      'baro_streams_open 0',
    ])
      expect(text).toContain(`${line}\n`)
    expect(text).toMatch(/^baro_message_seconds_count\{path="\/sync\/v1\/push"\} 1$/m)
    expect(text).not.toContain('attacker')
  })
})
