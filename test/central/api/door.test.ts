import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listApiKeys, revokeApiKey } from '../../../central/api/api-keys.ts'
import { type ApiWorld, draft, openApiWorld } from './api-world.ts'

let world: ApiWorld
beforeEach(async () => {
  world = await openApiWorld()
})
afterEach(() => world.close())

describe('keys', () => {
  it('are asked for, known, and hold until they are revoked; only their hash is kept', async () => {
    const bare = (authorization?: string) =>
      world.handle(new Request('http://centre/api/v1/orders', { headers: authorization ? { authorization } : {} }))
    for (const [authorization, code] of [
      [undefined, 'E-API-001'],
      ['Basic abc', 'E-API-001'],
      ['Bearer', 'E-API-001'],
      ['Bearer a b', 'E-API-001'],
      ['Bearer other_key', 'E-API-002'],
      ['Bearer baro_wrong', 'E-API-002'],
    ] as const) {
      const response = await bare(authorization)
      expect([response.status, (await response.json()).code]).toEqual([401, code])
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
    }
    expect((await bare(`bearer ${world.token}`)).status).toBe(200)
    const rows = JSON.stringify(await world.rows('SELECT * FROM api_key'))
    expect(rows).not.toContain(world.token.slice(5))
    const [key] = await listApiKeys(world.store)
    expect(key).toMatchObject({ name: 'shop', revokedAt: null, usedAt: world.clock.now })
    expect(await revokeApiKey(world, key?.id ?? '')).toBe(true)
    expect((await world.ask('GET', '/orders')).body.code).toBe('E-API-002')
    expect(await revokeApiKey(world, 'none')).toBe(false)
  })

  it('may do what their scopes say, and nothing else', async () => {
    const calls: [string, string, string, unknown?][] = [
      ['orders:read', 'GET', '/orders'],
      ['orders:read', 'GET', '/orders/x'],
      ['orders:read', 'GET', '/orders/x/events'],
      ['orders:read', 'GET', '/orders/x/shipments'],
      ['orders:read', 'GET', '/channels/a/orders/b'],
      ['orders:write', 'POST', '/orders', { orders: [draft('1')] }],
      ['orders:write', 'PUT', '/channels/a/orders/b', {}],
      ['orders:write', 'POST', '/orders/x/cancel', { reason: 'r' }],
      ['orders:write', 'POST', '/orders/x/hold', { reason: 'r' }],
      ['orders:write', 'POST', '/orders/x/unhold'],
      ['items:read', 'GET', '/items'],
      ['items:read', 'GET', '/items/x'],
      ['items:write', 'POST', '/items', { items: [{ sku: 'A', name: 'A' }] }],
      ['stock:read', 'GET', '/stock'],
      ['stock:read', 'GET', '/availability'],
      ['stock:write', 'POST', '/stock/counts', { counts: [{ sku: 'A', location: 'P', quantity: 1 }] }],
    ]
    expect(calls).toHaveLength(world.check.operations.length)
    const scopes = ['orders:read', 'orders:write', 'items:read', 'items:write', 'stock:read', 'stock:write'] as const
    for (const scope of scopes) {
      const key = await world.keyFor(scope)
      const others = calls.filter(([needed]) => needed !== scope)
      for (const [needed, method, path, body] of others) {
        const answer = await world.ask(method, path, body, { key })
        expect([answer.status, answer.body.code, answer.body.params]).toEqual([403, 'E-API-003', { scope: needed }])
      }
      for (const [, method, path, body] of calls.filter(([needed]) => needed === scope))
        expect((await world.ask(method, path, body, { key })).status, `${method} ${path}`).not.toBe(403)
    }
  })
})

describe('what is turned away', () => {
  it('is a path or method that nothing answers', async () => {
    for (const path of ['/', '/nothing', '/orders/a/b/c', '/Orders', '/orders/../../secret', '//orders'])
      expect((await world.ask('GET', path)).body.code, path).toMatch(/E-API-00[45]/)
    const wrong = await world.ask('DELETE', '/orders')
    expect([wrong.status, wrong.body.code, wrong.headers.get('allow')]).toEqual([405, 'E-API-005', 'POST, GET'])
  })

  it('is a body that is no JSON, too deep, too large, of another type, or missing', async () => {
    const post = (body: string | Uint8Array, type = 'application/json') =>
      world.handle(
        new Request('http://centre/api/v1/orders', {
          method: 'POST',
          headers: { authorization: `Bearer ${world.token}`, 'content-type': type },
          body: body as BodyInit,
        }),
      )
    const cases: [string | Uint8Array, string, number, string][] = [
      ['{', 'application/json', 400, 'E-API-006'],
      ['[]', 'application/json', 400, 'E-API-007'],
      ['null', 'application/json', 400, 'E-API-007'],
      ['', 'application/json', 400, 'E-API-007'],
      ['['.repeat(100_000), 'application/json', 400, 'E-API-006'],
      [`{"orders":${'['.repeat(40)}${']'.repeat(40)}}`, 'application/json', 400, 'E-API-006'],
      [new Uint8Array([0xff, 0xfe]), 'application/json', 400, 'E-API-006'],
      ['orders=1', 'application/x-www-form-urlencoded', 415, 'E-API-010'],
      ['{}', 'text/plain', 415, 'E-API-010'],
      ['{}', 'application/jsonp', 415, 'E-API-010'],
      [`{"orders":[],"x":"${'x'.repeat(2_000_000)}"}`, 'application/json', 413, 'E-API-009'],
    ]
    for (const [body, type, status, code] of cases) {
      const response = await post(body, type)
      expect([response.status, (await response.json()).code], String(body).slice(0, 30)).toEqual([status, code])
    }
  })

  it('is a body that goes on for ever, without reading it to its end', async () => {
    let pulled = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1
        controller.enqueue(new Uint8Array(100_000))
      },
    })
    const request = new Request('http://centre/api/v1/orders', {
      method: 'POST',
      headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit)
    expect((await world.handle(request)).status).toBe(413)
    expect(pulled).toBeLessThan(40)
  })

  it('is told without a stack or a path, under an id that the log knows', async () => {
    await world.close()
    const { status, body } = await world.ask('GET', '/stock')
    expect([status, body.code, body.params]).toEqual([500, 'E-API-099', {}])
    const bug = world.log.find(({ event }) => event === 'bug')
    expect(bug?.requestId).toBe(body.requestId)
    expect(JSON.stringify(body)).not.toMatch(/\.ts|at |\/|Error/)
    world = await openApiWorld()
  })
})

describe('the rate', () => {
  it('is an address from which too much comes without a valid key, told with the time to wait', async () => {
    const guarded = await openApiWorld({ perStranger: { burst: 3, perSecond: 0.5 } })
    try {
      const from = (address: string, key?: string) =>
        guarded.handle(
          new Request('http://centre/api/v1/items', {
            headers: { 'x-baro-address': address, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
          }),
        )
      expect((await from('10.0.0.1', guarded.token)).status).toBe(200)
      for (const key of [undefined, 'nonsense', 'baro_guessed']) expect((await from('10.0.0.1', key)).status).toBe(401)
      const refused = await from('10.0.0.1', 'baro_guessed')
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2'])
      expect(await refused.json()).toMatchObject({ code: 'E-API-020', params: { retryAfterSeconds: 2 } })
      expect((await from('10.0.0.2', 'baro_guessed')).status).toBe(401)
      // Whoever works with a key from that very address goes on.
      expect((await from('10.0.0.1', guarded.token)).status).toBe(200)
      guarded.clock.now += 2_000
      expect((await from('10.0.0.1', 'baro_guessed')).status).toBe(401)
    } finally {
      await guarded.close()
    }
  })

  it('of a key is limited by itself, says how long to wait, and comes back with time', async () => {
    const slow = await openApiWorld({ allowance: { burst: 3, perSecond: 0.5 } })
    try {
      for (let index = 0; index < 3; index += 1) expect((await slow.ask('GET', '/items')).status).toBe(200)
      const refused = await slow.ask('GET', '/items')
      expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([429, 'E-API-011', '2'])
      expect((await slow.ask('GET', '/items', undefined, { key: await slow.keyFor('items:read') })).status).toBe(200)
      slow.clock.now += 2_000
      expect((await slow.ask('GET', '/items')).status).toBe(200)
      expect((await slow.ask('GET', '/items')).status).toBe(429)
    } finally {
      await slow.close()
    }
  })
})
