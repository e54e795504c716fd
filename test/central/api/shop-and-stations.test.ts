import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CentreSite, until } from '../../main/faults/centre-site.ts'
import { type Bench, openStaffedSite, type StaffedSite, work, wrongAfterAll } from '../../main/faults/site-work.ts'
import { openOpenApiCheck } from '../../support/openapi-check.ts'
import { draft } from './api-world.ts'

const ORDERS = 12
let opened: StaffedSite
let site: CentreSite
let benches: [Bench, Bench]

beforeEach(async () => {
  opened = await openStaffedSite('shop', 0)
  ;({ site, benches } = opened)
}, 240_000)
afterEach(() => opened.close())

it('lets a shop bring orders while two stations pick, pack and dispatch them, and read what became of each', async () => {
  const scopes = 'orders:read orders:write items:read stock:read'
  const key = JSON.parse((await site.line('key', 'create', '--name', 'shop', '--scopes', scopes, '--json')).out)
  const origin = site.centres[0]?.url ?? ''
  const check = openOpenApiCheck(await (await fetch(`${origin}/openapi.json`)).json())
  const answer = check.watch((request) => fetch(request))
  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { authorization: `Bearer ${key.token}`, 'content-type': 'application/json' }
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await answer(new Request(`${origin}/api/v1${path}`, { method, headers, ...content }))
    return { status: response.status, body: await response.json() }
  }
  const before = (await ask('GET', '/stock?sku=A1')).body
  const [line] = draft('1').lines as [Record<string, unknown>]
  const wanted = (number: number) =>
    draft(String(number), { lines: [{ ...line, sku: `A${1 + (number % 3)}`, quantity: 1 }] })

  // The shop sells in four goes, the second one twice, as after an answer that was lost.
  for (const go of [0, 1, 1, 2, 3]) {
    const { body } = await ask('POST', '/orders', { orders: [1, 2, 3].map((at) => wanted(go * 3 + at)) })
    expect(body.results).toHaveLength(3)
    await benches[0]?.admin.orders.releaseAll()
    await Promise.all(benches.map((bench) => work(bench, 25)))
  }
  await until('every order is shipped', 120_000, async () => {
    // What the stream brought after the last time.
    await benches[0]?.admin.orders.releaseAll()
    await Promise.all(benches.map((bench) => work(bench, 20)))
    const { body } = await ask('GET', '/orders?state=shipped&limit=100')
    if (body.orders.length === ORDERS) return true
    const states = (await ask('GET', '/orders?limit=100')).body.orders.map(({ state }: { state: string }) => state)
    throw new Error(`${states} ${benches.map(({ hand }) => JSON.stringify(hand.scans.at(-1)).slice(0, 600))}`)
  })
  const { body: all } = await ask('GET', '/orders?limit=100')
  const tracking: string[] = []
  for (const { id: orderId } of all.orders) {
    const { body } = await ask('GET', `/orders/${orderId}/shipments`)
    expect(body.shipments).toHaveLength(1)
    tracking.push(JSON.stringify(body.shipments[0]))
    const events = await ask('GET', `/orders/${orderId}/events`)
    expect(events.body.events.map(({ type }: { type: string }) => type)).toContain('dispatched')
    await ask('GET', `/orders/${orderId}`)
  }
  expect(new Set(tracking).size).toBe(ORDERS)
  const after = (await ask('GET', '/stock?sku=A1')).body
  const units = (body: { stock: { onHand: number }[] }) => body.stock.reduce((sum, { onHand }) => sum + onHand, 0)
  expect(units(before) - units(after)).toBe(ORDERS / 3)
  expect((await ask('POST', `/orders/${all.orders[0].id}/cancel`, { reason: 'too late' })).status).toBe(422)
  expect((await ask('POST', '/stock/counts', { counts: [] })).status).toBeGreaterThanOrEqual(400)
  expect((await ask('GET', '/availability')).status).toBe(200)
  expect(await wrongAfterAll(site)).toEqual([])
}, 300_000)
