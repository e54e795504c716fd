import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { businessDate } from '../../../domain/business-date.ts'
import { openTestStation, signIn, type TestStation } from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'
import { pdfText, popplerMissing } from '../documents/raster.ts'
import { openEyes } from '../faults/eyes.ts'
import { openWorker } from '../faults/floor-worker.ts'

let station: TestStation
let orderId: string
const session = randomUUID()
beforeEach(async () => {
  station = await openTestStation()
  ;[orderId = ''] = await fillSmallWarehouse(station.station.core, [order(1, [['A1', 2]])])
  await signIn(station.client(session), 'BDG-1')
})
afterEach(() => station.close())

const file = (path: string) =>
  station.station.handle(new Request(`http://station.test/files/${path}.pdf`), { sessionId: session })
const text = async (path: string) => {
  const response = await file(path)
  expect(response.headers.get('content-type')).toBe('application/pdf')
  return pdfText(Buffer.from(await response.arrayBuffer()))
}
const refusal = async (path: string) => {
  const response = await file(path)
  return [response.status, ((await response.json()) as { code: string }).code]
}
const state = () =>
  station.station.core.store.reader.prepare('SELECT state FROM "order" WHERE id = ?').pluck().get(orderId)

async function ship(): Promise<void> {
  const eyes = openEyes(station.directory)
  const worker = openWorker(station.client(session), ['picking', 'packing', 'shipping'], eyes)
  for (let act = 0; act < 300 && state() !== 'shipped'; act += 1) await worker.act()
  eyes.close()
  expect(state()).toBe('shipped')
}

test.skipIf(popplerMissing)('a pick list shows what is reserved before a task is made, place by place', async () => {
  const list = await text(`pick-lists/${orderId}`)
  expect(list).toContain('A1')
  expect(list).toContain('피킹 목록')
})

test.skipIf(popplerMissing)('an invoice has the number that dispatch gave, and there is none before', async () => {
  expect(await refusal(`invoices/${orderId}`)).toEqual([422, 'E-DOC-006'])
  await ship()
  const invoice = await text(`invoices/${orderId}`)
  expect(invoice).toContain('S-000001')
  expect(invoice).toContain('거래명세서')
})

test.skipIf(popplerMissing)(
  'a manifest lists the cartons of a carrier on the day that they left, and no other day',
  async () => {
    await ship()
    const { core } = station.station
    const { code, tracking } = core.store.reader
      .prepare('SELECT carrier_code AS code, tracking_number AS tracking FROM carton')
      .get() as { code: string; tracking: string }
    const today = businessDate(core.platform.now(), core.site()?.time_zone ?? 'UTC')
    expect(await text(`manifests/${today}_${encodeURIComponent(code)}`)).toContain(tracking)
    expect(await text(`manifests/2020-01-01_${encodeURIComponent(code)}`)).not.toContain(tracking)
  },
)

test.skipIf(popplerMissing)('a count sheet lists the places with stock, all or of one zone', async () => {
  const zone = station.station.core.store.reader.prepare('SELECT zone FROM location').pluck().get() as string
  expect(await text('count-sheets/all')).toContain('재고 실사표')
  expect(await text(`count-sheets/${encodeURIComponent(zone)}`)).toContain('A1')
  expect(await text('count-sheets/NOWHERE')).toContain('해당하는 것이 없습니다')
})

test.skipIf(popplerMissing)(
  'a content label says what is in each closed carton, a return label sends the goods back',
  async () => {
    expect(await refusal(`content-labels/${orderId}`)).toEqual([422, 'E-DOC-007'])
    const back = await text(`return-labels/${orderId}`)
    expect(back).toContain('반품')
    await ship()
    const content = await text(`content-labels/${orderId}`)
    expect(content).toMatch(/2 × /)
    expect(content).toMatch(/1 ?\/ ?1/)
  },
)

test('a paper of nothing is not found', async () => {
  expect(await refusal('invoices/none')).toEqual([404, 'E-ORD-001'])
  expect(await refusal('pick-lists/none')).toEqual([404, 'E-ORD-001'])
  expect(await refusal('manifests/2026-11-22_none')).toEqual([404, 'E-DOC-003'])
  expect(await refusal('manifests/today')).toEqual([404, 'E-DOC-003'])
})
