import { afterEach, describe, expect, it } from 'vitest'
import type { CentreStore } from '../../../db/centre-port.ts'
import { type ApiWorld, draft, openApiWorld } from './api-world.ts'

let world: ApiWorld
afterEach(() => world.close())

const DAY_MS = 86_400_000

describe('an Idempotency-Key', () => {
  it('gets the same stored answer for the same request, and does the work once', async () => {
    world = await openApiWorld()
    const first = await world.ask('POST', '/orders', { orders: [draft('1')] }, { idempotencyKey: 'k1' })
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    const hash = await world.store.stateHash()
    const again = await world.ask('POST', '/orders', { orders: [draft('1')] }, { idempotencyKey: 'k1' })
    // Without the key the second answer would be `same`.
    expect(again.body).toEqual(first.body)
    expect(again.body.counts).toEqual({ match: 1 })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(await world.store.stateHash()).toBe(hash)
  })

  it('keeps a refusal too: what was refused once stays refused under that key', async () => {
    world = await openApiWorld()
    const { body } = await world.ask('POST', '/orders', { orders: [draft('1')] })
    const at = `/orders/${body.results[0].orderId}`
    const refused = await world.ask('POST', `${at}/unhold`, undefined, { idempotencyKey: 'u' })
    expect(refused.status).toBe(422)
    await world.ask('POST', `${at}/hold`, { reason: 'r' })
    const again = await world.ask('POST', `${at}/unhold`, undefined, { idempotencyKey: 'u' })
    expect([again.status, again.body.params]).toEqual([422, refused.body.params])
    expect((await world.ask('GET', at)).body.state).toBe('on_hold')
    expect((await world.ask('POST', `${at}/unhold`, undefined, { idempotencyKey: 'u2' })).body.state).toBe(
      'needs_match',
    )
  })

  it('is refused with another body, path or query, but is another key for another integrator', async () => {
    world = await openApiWorld()
    await world.ask('POST', '/orders', { orders: [draft('1')] }, { idempotencyKey: 'k' })
    const other = await world.ask('POST', '/orders', { orders: [draft('2')] }, { idempotencyKey: 'k' })
    expect([other.status, other.body.code]).toEqual([409, 'E-API-012'])
    const elsewhere = await world.ask('POST', '/items', { items: [{ sku: 'A', name: 'A' }] }, { idempotencyKey: 'k' })
    expect(elsewhere.status).toBe(409)
    expect(await world.rows('SELECT sku FROM item')).toEqual([])
    const key = await world.keyFor('orders:write')
    expect((await world.ask('POST', '/orders', { orders: [draft('2')] }, { idempotencyKey: 'k', key })).status).toBe(
      200,
    )
    for (const wrong of ['a b', 'x'.repeat(201)])
      expect((await world.ask('POST', '/orders', { orders: [draft('3')] }, { idempotencyKey: wrong })).body.code).toBe(
        'E-API-007',
      )
  })

  it('is not spent by a request that was turned away before it was looked at', async () => {
    world = await openApiWorld()
    await world.ask('POST', '/orders', { orders: [] }, { idempotencyKey: 'k' })
    await world.ask(
      'POST',
      '/orders',
      { orders: [draft('1')] },
      { idempotencyKey: 'k', key: await world.keyFor('items:read') },
    )
    expect((await world.ask('POST', '/orders', { orders: [draft('1')] }, { idempotencyKey: 'k' })).status).toBe(200)
  })

  it('is kept for seven days and then forgotten', async () => {
    world = await openApiWorld()
    const send = () => world.ask('POST', '/orders', { orders: [draft('1')] }, { idempotencyKey: 'k' })
    const first = await send()
    world.clock.now += 7 * DAY_MS - 1
    expect((await send()).body).toEqual(first.body)
    world.clock.now += 1
    expect((await send()).body.counts).toEqual({ same: 1 })
    world.clock.now += 7 * DAY_MS
    await world.ask('POST', '/items', { items: [{ sku: 'A', name: 'A' }] })
    expect(await world.rows('SELECT id FROM idempotency')).toEqual([])
  })

  it('does the work once however many send it at the same time', async () => {
    world = await openApiWorld()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.ask('POST', '/orders', { orders: [draft('1')] }, { idempotencyKey: 'k' })),
    )
    for (const answer of answers) expect(answer.body).toEqual(answers[0]?.body)
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1)
    expect(await world.rows('SELECT id FROM idempotency')).toHaveLength(1)
    expect(await world.rows('SELECT id FROM order_event')).toHaveLength(1)
  })

  it('leaves neither effect nor answer when the centre dies before it committed, and both when sent again', async () => {
    let dies = true
    const dying = (store: CentreStore): CentreStore => ({
      ...store,
      write: (run, warm) =>
        store.write(async (tx) => {
          const result = await run(tx)
          if (dies && (await tx.find('order', 'channel_key', 'shop', '1')).length > 0) throw new Error('died')
          return result
        }, warm),
    })
    world = await openApiWorld({ between: dying })
    const hash = await world.store.stateHash()
    const lost = await world.ask('POST', '/orders', { orders: [draft('1')] }, { idempotencyKey: 'k' })
    expect([lost.status, lost.body.code]).toEqual([500, 'E-API-099'])
    expect(await world.store.stateHash()).toBe(hash)
    expect(await world.rows('SELECT id FROM idempotency')).toEqual([])
    dies = false
    const sent = await world.ask('POST', '/orders', { orders: [draft('1')] }, { idempotencyKey: 'k' })
    expect(sent.body.counts).toEqual({ match: 1 })
    expect((await world.ask('POST', '/orders', { orders: [draft('1')] }, { idempotencyKey: 'k' })).body).toEqual(
      sent.body,
    )
  })

  it('says that the disk is full, and keeps nothing of it', async () => {
    let full = false
    const filling = (store: CentreStore): CentreStore => ({
      ...store,
      write: (run, warm) => {
        if (full) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
        return store.write(run, warm)
      },
    })
    world = await openApiWorld({ between: filling })
    await world.ask('GET', '/orders')
    full = true
    const answer = await world.ask('POST', '/orders', { orders: [draft('1')] }, { idempotencyKey: 'k' })
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([503, 'E-API-018', '30'])
  })
})
