import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mappingFor } from '../../../domain/column-mapping.ts'
import { OrderInput } from '../../../domain/inputs.ts'
import { canonicalOrder } from '../../../domain/order-file-canonical.ts'
import { SourceLayout } from '../../../domain/order-file-layout.ts'
import type { FileInput } from '../../../main/imports/file-source.ts'
import {
  inspectFile,
  type OrderFileEvent,
  type ReadOrdersOptions,
  readOrders,
} from '../../../main/imports/read-orders.ts'
import { sampleFiles } from '../../../resources/demo/sample-files.ts'

const fixture = (name: string): string => new URL(`../../../resources/fixtures/${name}`, import.meta.url).pathname

async function all(input: FileInput, options?: ReadOrdersOptions): Promise<OrderFileEvent[]> {
  const events: OrderFileEvent[] = []
  for await (const event of readOrders(input, options)) events.push(event)
  return events
}

const ordersOf = (events: readonly OrderFileEvent[]): OrderInput[] =>
  events.flatMap((event) => (event.kind === 'order' ? [event.order] : []))

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baro-orders-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each([
  ['orders-shopify.csv', 'shopify', 'utf-8', 1, 73],
  ['orders-marketplace.csv', 'korean-marketplace', 'cp949', 2, 56],
  ['orders-plain.csv', 'plain', 'utf-8', 1, 63],
])('%s: preset, encoding and header row are found', async (name, preset, encoding, headerRow, rowCount) => {
  const inspection = await inspectFile(fixture(name))
  expect(inspection).toMatchObject({
    file: name,
    preset,
    encoding,
    headerRow,
    rowCount,
    rowCountExact: true,
    problems: [],
    delimiter: ',',
  })
  expect(inspection.firstRows[0]?.row).toBe(headerRow + 1)
})

test.each(['orders-shopify.csv', 'orders-marketplace.csv', 'orders-plain.csv'])(
  '%s: all 25 orders are good, satisfy the schema, and are the same when read again',
  async (name) => {
    const events = await all(fixture(name))
    const orders = ordersOf(events)
    expect(events.at(-1)).toMatchObject({ kind: 'summary', orders: 25, badOrders: 0, problems: 0 })
    for (const order of orders) expect(OrderInput.parse(order)).toEqual(order)
    expect(ordersOf(await all(fixture(name))).map(canonicalOrder)).toEqual(orders.map(canonicalOrder))
  },
)

test('the sample files are what the demo warehouse makes of them', async () => {
  const { readFile } = await import('node:fs/promises')
  for (const { name, bytes } of sampleFiles()) expect((await readFile(fixture(name))).equals(bytes), name).toBe(true)
})

test('the first event carries a layout that can be stored and read back', async () => {
  const [first] = await all(fixture('orders-marketplace.csv'))
  if (first?.kind !== 'layout') throw new Error('no layout')
  expect(first.layout).toMatchObject({ kind: 'csv', encoding: 'cp949', titleRows: [['발주발송관리 2026-11-20']] })
  expect(SourceLayout.parse(JSON.parse(JSON.stringify(first.layout)))).toEqual(first.layout)
})

describe('one list in four outer forms', () => {
  const rows = [
    ['주문번호', '수취인명', '수취인연락처1', '우편번호', '기본배송지', '상품명', '수량', '결제일'],
    ['A1', '김가온', '010-0000-1111', '06236', '서울 강남구 새봄로 1', '녹차', '2', '2026-01-02 10:00'],
    ['A2', '이든', '010-0000-2222', '04000', '서울 마포구 가온길 2', '홍차', '2개', '2026-01-02 11:00'],
  ]
  const text = rows.map((row) => row.join(';')).join('\n')
  const utf16 = Buffer.from(`\ufeff${text.replaceAll(';', '\t')}`, 'utf16le')

  test.each([
    ['UTF-8', async () => Buffer.from(text)],
    ['CP949', async () => iconv.encode(text, 'cp949')],
    ['UTF-16 with tabs', async () => utf16],
    ['XLSX', async () => Buffer.from(await writeXlsx({ sheets: [{ name: '주문', rows }] }))],
  ])('%s gives the same order and the same problem', async (_, bytes) => {
    const events = await all({ bytes: await bytes(), name: 'list' })
    expect(ordersOf(events)).toMatchObject([
      { externalId: 'A1', orderedAt: Date.UTC(2026, 0, 2, 1), shipTo: { postcode: '06236' } },
    ])
    expect(events.filter((event) => event.kind === 'problem')).toEqual([
      {
        kind: 'problem',
        problem: {
          row: 3,
          column: '수량',
          value: '2개',
          orderNumber: 'A2',
          expected: { code: 'quantity-not-whole', params: { min: 1, max: 100_000 } },
        },
      },
    ])
    expect(events.at(-1)).toEqual({ kind: 'summary', rows: 2, orders: 1, badOrders: 1, problems: 1, skipped: 0 })
  })
})

test('a mapping that a person made reads a file of no known form', async () => {
  const bytes = Buffer.from(
    'Ref;When;Who;Street;What;Pieces\nZ-9;31/12/2025 18:00;Grace Novak;1 Foundry Street;Mug;3\n',
  )
  const inspection = await inspectFile({ bytes, name: 'own.csv' })
  expect(inspection.preset).toBeNull()
  expect(inspection.problems.map((problem) => problem.field)).toContain('quantity')
  const mapping = mappingFor('custom', inspection.headers)
  Object.assign(mapping, { name: 'Own shop', channel: 'own', dateOrder: 'dmy', utcOffsetMinutes: 0 })
  Object.assign(mapping.fields, {
    externalId: { column: 'Ref' },
    orderedAt: { column: 'When' },
    recipient: { column: 'Who' },
    line1: { column: 'Street' },
    itemName: { column: 'What' },
    quantity: { column: 'Pieces' },
    country: { constant: 'HK' },
  })
  expect(ordersOf(await all({ bytes, name: 'own.csv' }, { mapping }))).toMatchObject([
    {
      channel: 'own',
      externalId: 'Z-9',
      orderedAt: Date.UTC(2025, 11, 31, 18),
      shipTo: { country: 'HK' },
      lines: [{ name: 'Mug', quantity: 3 }],
    },
  ])
})

test('a file whose needed columns are not mapped is refused before a row is read', async () => {
  await expect(all({ bytes: Buffer.from('a,b\n1,2\n'), name: 'x.csv' })).rejects.toMatchObject({
    code: 'mapping-incomplete',
  })
})

describe('a large file', () => {
  const count = 5_000
  const header = 'order_id,ordered_at,recipient,address1,country,postcode,sku,quantity'

  test('is read with progress that only grows, and its row count is estimated from its beginning', async () => {
    const path = join(folder, 'large.csv')
    const line = (index: number): string =>
      `O${index >> 1},2026-01-02T00:00:00Z,김가온,새봄로 ${index >> 1},KR,06236,TEA-${index % 500},1`
    await writeFile(path, [header, ...Array.from({ length: count * 2 }, (_, index) => line(index))].join('\n'))
    const inspection = await inspectFile(path)
    expect(inspection.rowCountExact).toBe(false)
    expect(Math.abs(inspection.rowCount - count * 2)).toBeLessThan(count * 0.2)
    const shares: number[] = []
    const events = await all(path, { onProgress: ({ share }) => void shares.push(share) })
    expect(ordersOf(events)).toHaveLength(count)
    expect(shares.at(-1)).toBe(1)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.length).toBeGreaterThan(5)
  })

  test('gives way to other work while it is read', async () => {
    const bytes = Buffer.from(
      [
        header,
        ...Array.from(
          { length: count * 4 },
          (_, index) => `O${index},2026-01-02T00:00:00Z,김가온,새봄로 1,KR,06236,TEA-1,1`,
        ),
      ].join('\n'),
    )
    let turns = 0
    const ticking = setInterval(() => {
      turns += 1
    }, 1)
    await all({ bytes, name: 'large.csv' })
    clearInterval(ticking)
    expect(turns).toBeGreaterThan(5)
  })

  test('stops when it is aborted', async () => {
    const bytes = Buffer.from(
      [
        header,
        ...Array.from(
          { length: count },
          (_, index) => `O${index},2026-01-02T00:00:00Z,김가온,새봄로 1,KR,06236,TEA-1,1`,
        ),
      ].join('\n'),
    )
    const abort = new AbortController()
    const reading = all(
      { bytes, name: 'large.csv' },
      { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) },
    )
    await expect(reading).rejects.toThrow('enough')
  })
})
