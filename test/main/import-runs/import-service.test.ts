import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ImportRun } from '../../../contract/station/imports.ts'
import { openTestStation, type StationClient, signIn, type TestStation } from '../../support/station.ts'

let station: TestStation
let office: StationClient
const sessionId = randomUUID()
const CSV =
  'order_id,order_number,ordered_at,payment,recipient,phone,postcode,address1,sku,item_name,quantity\n' +
  'A1,A1,2026-01-02 10:00:00,paid,김서연,010-1234-5678,04524,세종대로 110,TEA,Tea,2\n' +
  'A2,A2,2026-01-02 11:00:00,paid,이하늘,010-1111-2222,04524,세종대로 110,TEA,Tea,many\n'

beforeEach(async () => {
  station = await openTestStation()
  const first = station.client(sessionId)
  await finished(first, await first.imports.demo())
  office = station.client(sessionId)
  await signIn(office, 'BDG-0003', '3690')
}, 60_000)
afterEach(() => station.close())

async function finished(client: StationClient, run: ImportRun): Promise<ImportRun> {
  for (let view = run; ; view = await client.imports.run({ runId: run.runId })) {
    if (view.phase !== 'checking' && view.phase !== 'taking') return view
    await delay(20)
  }
}

async function upload(name: string, body: string): Promise<string> {
  const request = new Request(`http://station.test/files/uploads?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body,
  })
  const response = await station.station.handle(request, { sessionId })
  expect(response.status).toBe(201)
  return ((await response.json()) as { uploadId: string }).uploadId
}

it('takes an upload from its first look to orders in the list, and says what was wrong where', async () => {
  const uploadId = await upload('주문.csv', CSV)
  const view = await office.imports.inspect({ uploadId })
  expect(view).toMatchObject({
    name: '주문.csv',
    kind: 'orders',
    encoding: 'utf-8',
    delimiter: ',',
    needsPassword: false,
  })
  const options = { uploadId, kind: 'orders' as const, ...(view.mapping === null ? {} : { mapping: view.mapping }) }
  const checked = await finished(office, await office.imports.check(options))
  expect(checked).toMatchObject({ phase: 'checked', problemCount: 1, counts: { problem: 1, match: 1 } })
  expect(checked.preview[0]).toMatchObject({ number: 'A1', recipient: '김*연' })
  const refused = await finished(office, await office.imports.take({ ...options, onlyIfAllGood: true }))
  expect(refused).toMatchObject({ phase: 'failed', failure: { code: 'not-all-good' }, changed: 0 })
  const taken = await finished(office, await office.imports.take({ ...options, onlyIfAllGood: false }))
  expect(taken).toMatchObject({ phase: 'taken', changed: 1 })
  expect((await office.orders.list({ search: 'A1' })).rows[0]).toMatchObject({ number: 'A1', state: 'needs_match' })
})

it('lets nobody without the right import operators, and knows no upload that was not made', async () => {
  const uploadId = await upload('operators.csv', 'badge,name,role,pin\nX,Eve,administrator,1111\n')
  const wanted = { uploadId, kind: 'operators' as const, onlyIfAllGood: false }
  await expect(office.imports.take(wanted)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(office.imports.inspect({ uploadId: '../journal.db' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const stranger = new Request('http://station.test/files/uploads?name=a', { method: 'POST', body: 'x' })
  expect((await station.station.handle(stranger, { sessionId: randomUUID() })).status).toBe(401)
})

it('writes shipped orders into a file that can be fetched by its path', async () => {
  const written = await office.imports.exportShipped({ channel: 'shopify', since: null })
  expect(written).toMatchObject({ orders: 0 })
  const request = new Request(`http://station.test${written.path}`)
  const response = await station.station.handle(request, { sessionId })
  expect(response.headers.get('content-disposition')).toContain(encodeURIComponent(written.fileName))
  expect(await response.text()).toContain('Tracking Number')
})

it('refuses the demo warehouse in a store that holds something', async () => {
  const manager = station.client()
  await signIn(manager, 'BDG-0001', '1357')
  await expect(manager.imports.demo()).rejects.toMatchObject({ code: 'CONFLICT' })
})
