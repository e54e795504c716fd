import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { type ColumnMapping, mappingFor } from '../../../domain/column-mapping.ts'
import type { SourceLayout } from '../../../domain/order-file-layout.ts'
import { exportShipped, type ShippedOrder } from '../../../main/imports/export-shipped.ts'
import type { FileInput } from '../../../main/imports/file-source.ts'
import { readOrders } from '../../../main/imports/read-orders.ts'
import { openTable } from '../../../main/imports/read-table.ts'

const fixture = (name: string): string => new URL(`../../../resources/fixtures/${name}`, import.meta.url).pathname
const SHIPPED_AT = Date.UTC(2026, 10, 21, 8, 30, 0)

interface Imported {
  mapping: ColumnMapping
  layout: SourceLayout
  shipped: ShippedOrder[]
}

async function ship(input: FileInput, password?: string): Promise<Imported> {
  let first: { mapping: ColumnMapping; layout: SourceLayout } | null = null
  const shipped: ShippedOrder[] = []
  for await (const event of readOrders(input, { password })) {
    if (event.kind === 'layout') first = event
    if (event.kind !== 'order') continue
    const { channel, externalId, number, lines } = event.order
    const withSource = lines.map((line, index) => ({
      externalId: line.externalId,
      sku: line.sku,
      quantity: line.quantity,
      source: event.source?.[index] ?? null,
    }))
    shipped.push({
      channel,
      externalId,
      number,
      carrier: 'cj',
      trackingNumbers: [`60000000${String(shipped.length).padStart(4, '0')}`],
      shippedAt: SHIPPED_AT,
      lines: withSource,
    })
  }
  if (first === null) throw new Error('no layout')
  return { ...first, shipped }
}

async function table(bytes: Buffer) {
  const opened = await openTable(
    { bytes, name: 'back.csv' },
    { countHeaders: (cells) => (cells.includes('송장번호') || cells.includes('Tracking Number') ? 99 : 0) },
  )
  const rows: Record<string, string>[] = []
  for await (const batch of opened.batches()) {
    for (const cells of batch.cells)
      rows.push(Object.fromEntries(opened.headers.map((header, index) => [header, cells[index] ?? ''])))
  }
  return { opened, rows }
}

test('a marketplace gets its own CP949 file back, only carrier, tracking number and date filled', async () => {
  const { mapping, layout, shipped } = await ship(fixture('orders-marketplace.csv'))
  const file = await exportShipped(shipped, { mapping, layout, carrierNames: { cj: 'CJ대한통운' } })
  expect([file.extension, file.encoding, file.unplaced]).toEqual(['csv', 'cp949', []])
  const before = await table(Buffer.from((await openTable(fixture('orders-marketplace.csv'))).headers.join(',')))
  const { opened, rows } = await table(file.bytes)
  expect([opened.encoding, opened.headers, opened.titleRows]).toEqual([
    'cp949',
    before.opened.headers,
    layout.titleRows,
  ])
  expect(rows).toHaveLength(file.rows)
  const sources = shipped.flatMap((order) => order.lines.map((line) => ({ order, line })))
  for (const [index, row] of rows.entries()) {
    const { order, line } = sources[index] ?? { order: null, line: null }
    expect([row.택배사, row.송장번호, row.발송일]).toEqual([
      'CJ대한통운',
      order?.trackingNumbers[0],
      '2026-11-21 17:30:00',
    ])
    const kept = layout.headers.map((header, at) =>
      ['택배사', '송장번호', '발송일'].includes(header) ? '' : (line?.source?.[at] ?? ''),
    )
    expect(
      layout.headers.map((header) => (['택배사', '송장번호', '발송일'].includes(header) ? '' : row[header])),
    ).toEqual(kept)
  }
})

test('what went back counts as shipped when it is read again', async () => {
  const { mapping, layout, shipped } = await ship(fixture('orders-marketplace.csv'))
  const file = await exportShipped(shipped, { mapping, layout })
  let lines = 0
  for await (const event of readOrders({ bytes: file.bytes, name: 'again.csv' })) {
    if (event.kind !== 'order') continue
    for (const line of event.order.lines) expect(line.fulfilled).toBe(line.quantity)
    lines += event.order.lines.length
  }
  expect(lines).toBe(file.rows)
})

test('a spreadsheet goes back as a spreadsheet of text, columns that were missing added behind', async () => {
  const { mapping, layout, shipped } = await ship(fixture('orders-locked-agile.xlsx'), '바로1234')
  const short = { ...layout, headers: layout.headers.slice(0, -1) }
  const file = await exportShipped(shipped, {
    mapping: { ...mapping, fields: { ...mapping.fields, shippedAt: null } },
    layout: short,
  })
  expect(file.extension).toBe('xlsx')
  const { rows } = await table(file.bytes)
  expect(rows.map((row) => [row.상품주문번호, row.송장번호, row.발송일])).toEqual([
    ['2026112012345611', '600000000000', '2026-11-21 17:30:00'],
    ['2026112012345612', '600000000000', '2026-11-21 17:30:00'],
  ])
})

test('Shopify gets one row for each line with name, code, quantity, company and number', async () => {
  const { mapping, layout, shipped } = await ship(fixture('orders-shopify.csv'))
  const file = await exportShipped(shipped, { mapping, layout })
  const { opened, rows } = await table(file.bytes)
  expect(opened.headers).toEqual([
    'Name',
    'Id',
    'Lineitem sku',
    'Lineitem quantity',
    'Tracking Company',
    'Tracking Number',
    'Fulfilled at',
  ])
  expect(rows).toHaveLength(73)
  expect(rows[0]).toMatchObject({
    Name: '#1001',
    Id: '5900000000000',
    'Tracking Company': 'cj',
    'Tracking Number': '600000000000',
    'Fulfilled at': '2026-11-21 08:30:00 +0000',
  })
})

const one = (change: Partial<ShippedOrder>): ShippedOrder => ({
  channel: 'plain',
  externalId: 'A1',
  number: 'A1',
  carrier: 'Hanjin',
  trackingNumbers: ['1'],
  shippedAt: SHIPPED_AT,
  lines: [{ externalId: '1', sku: 'TEA-101', quantity: 2 }],
  ...change,
})

test('orders whose rows were not kept go back as a short table', async () => {
  const plain = await exportShipped([one({ carrier: 'Han, "jin"' })], { mapping: mappingFor('plain', ['order_id']) })
  expect(plain.bytes.toString('utf8')).toBe(
    '\ufefforder_id,order_number,line_id,sku,quantity,carrier,tracking_number,shipped_at\r\nA1,A1,1,TEA-101,2,"Han, ""jin""",1,2026-11-21 08:30:00\r\n',
  )
  const korean = await exportShipped([one({})], {
    mapping: mappingFor('korean-marketplace', ['주문번호', '상품주문번호']),
    encoding: 'cp949',
  })
  expect(iconv.decode(korean.bytes, 'cp949')).toBe(
    '주문번호,상품주문번호,판매자 상품코드,수량,택배사,송장번호,발송일\r\nA1,1,TEA-101,2,Hanjin,1,2026-11-21 17:30:00\r\n',
  )
})

test('each line bears the number of its own parcel, and numbers without a line are told', async () => {
  const lines = [
    { externalId: '1', sku: 'TEA-101', quantity: 1, trackingNumber: '22' },
    { externalId: '2', sku: 'CUP-302', quantity: 1 },
  ]
  const file = await exportShipped([one({ trackingNumbers: ['11', '22', '33'], lines })], {
    mapping: mappingFor('plain', []),
  })
  expect(
    file.bytes
      .toString('utf8')
      .split('\r\n')
      .slice(1, 3)
      .map((row) => row.split(',')[6]),
  ).toEqual(['22', '11'])
  expect(file.unplaced).toEqual([{ number: 'A1', trackingNumbers: ['33'] }])
})

test('a name that CP949 cannot hold makes the file UTF-8 instead of a question mark', async () => {
  const file = await exportShipped([one({ carrier: 'Łódź Express' })], {
    mapping: mappingFor('plain', []),
    encoding: 'cp949',
  })
  expect(file.encoding).toBe('utf-8')
  expect(file.bytes.toString('utf8')).toContain('Łódź Express')
})

test('what a customer wrote does not become a formula of a CSV file, and numbers stay as they are', async () => {
  const { mapping, layout, shipped } = await ship(fixture('orders-marketplace.csv'))
  const cells = [
    '=HYPERLINK("http://x")',
    '@SUM(A1)',
    '+cmd|x',
    '-문 앞에',
    '-12.5',
    '+82 10-1234-5678',
    '="010"',
    '-',
    'a=b',
  ]
  const [first] = shipped
  const line = { externalId: '1', sku: 'A', quantity: 1, source: cells }
  if (first === undefined) throw new Error('no order')
  const headers = cells.map((_, index) => `c${index}`)
  const { bytes } = await exportShipped([{ ...first, lines: [line] }], {
    mapping,
    layout: { ...layout, headers, titleRows: [] },
    encoding: 'utf-8',
  })
  const { rows } = await table(bytes)
  expect(headers.map((header) => rows[0]?.[header])).toEqual([
    ...cells.slice(0, 4).map((cell) => `'${cell}`),
    ...cells.slice(4),
  ])
})
