import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ColumnMapping, mappingFor, type Preset } from '../../domain/column-mapping.ts'
import { OrderInput } from '../../domain/inputs.ts'
import { type AssembledOrder, createOrderAssembler } from '../../domain/order-file.ts'
import { canonicalOrder } from '../../domain/order-file-canonical.ts'
import { ORDER_FILE_PROBLEMS } from '../../domain/order-file-problems.ts'

const SHOPIFY =
  'Name,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem requires shipping,Lineitem fulfillment status,Shipping Name,Shipping Address1,Shipping Address2,Shipping City,Shipping Zip,Shipping Country,Shipping Phone,Phone,Notes,Note Attributes,Cancelled at,Payment Method,Id'.split(
    ',',
  )
const KOREAN =
  '상품주문번호,주문번호,주문상태,결제일,수취인명,수취인연락처1,우편번호,기본배송지,상세배송지,배송메세지,상품명,옵션정보,판매자 상품코드,수량,상품가격,택배사,송장번호,발송일'.split(
    ',',
  )

type Cells = Record<string, string>

const FIRST: Cells = {
  Name: '#1001',
  'Financial Status': 'paid',
  Currency: 'KRW',
  Total: '27,000',
  'Created at': '2026-01-02 10:00:00 +0900',
  'Lineitem quantity': '2',
  'Lineitem name': 'Green Tea',
  'Lineitem price': '12,000',
  'Lineitem sku': 'TEA-101',
  'Lineitem requires shipping': 'true',
  'Lineitem fulfillment status': 'pending',
  'Shipping Name': '김가온',
  'Shipping Address1': '새봄로 1',
  'Shipping City': '서울',
  'Shipping Zip': "'06236",
  'Shipping Country': 'KR',
  'Shipping Phone': '010-0000-1111',
  Id: '5001',
}
const LATER: Cells = {
  Name: '#1001',
  'Created at': '2026-01-02 10:00:00 +0900',
  'Lineitem quantity': '1',
  'Lineitem name': 'Mug',
  'Lineitem price': '19000',
  'Lineitem sku': 'CUP-302',
  'Lineitem requires shipping': 'true',
  'Lineitem fulfillment status': 'pending',
}
const ROW: Cells = {
  상품주문번호: '11',
  주문번호: '10',
  주문상태: '결제완료',
  결제일: '2026-01-02 10:00:00',
  수취인명: '김가온',
  수취인연락처1: '010-0000-1111',
  우편번호: '06236',
  기본배송지: '서울 강남구 새봄로 1',
  상품명: '녹차',
  '판매자 상품코드': 'TEA-101',
  수량: '2',
  상품가격: '6,800',
}

function read(
  preset: Preset,
  headers: readonly string[],
  rows: readonly Cells[],
  change?: (mapping: ColumnMapping) => void,
): AssembledOrder[] {
  const mapping = mappingFor(preset, headers)
  change?.(mapping)
  const assembler = createOrderAssembler(mapping, headers)
  for (const [index, row] of rows.entries())
    assembler.add(
      index + 2,
      headers.map((header) => row[header] ?? ''),
    )
  return [...assembler.finish()]
}

const shopify = (...rows: Cells[]): AssembledOrder[] => read('shopify', SHOPIFY, rows)
const korean = (...rows: Cells[]): AssembledOrder[] => read('korean-marketplace', KOREAN, rows)

function onlyOrder(results: readonly AssembledOrder[]): OrderInput {
  expect(results.map((result) => result.kind)).toEqual(['order'])
  const [result] = results
  if (result?.kind !== 'order') throw new Error('no order')
  expect(OrderInput.parse(result.order)).toEqual(result.order)
  return result.order
}

const problems = (results: readonly AssembledOrder[]): [number, string | null, string, string][] =>
  results.map((result) => {
    if (result.kind !== 'problem') throw new Error(`not a problem: ${result.kind}`)
    const { row, column, value, expected } = result.problem
    return [row, column, value, expected.code]
  })

describe("Shopify's order export", () => {
  test('later rows carry only their line, and the order is whole', () => {
    const order = onlyOrder(shopify(FIRST, LATER))
    expect(order).toMatchObject({
      externalId: '5001',
      number: '#1001',
      orderedAt: Date.UTC(2026, 0, 2, 1),
      totalMinor: 27_000,
      payment: 'paid',
    })
    expect(order.shipTo).toMatchObject({ name: '김가온', postcode: '06236', country: 'KR' })
    expect(order.lines.map((line) => [line.externalId, line.sku, line.quantity, line.priceMinor])).toEqual([
      ['1', 'TEA-101', 2, 12_000],
      ['2', 'CUP-302', 1, 19_000],
    ])
  })

  test('an empty code leaves the line to be matched by its name', () => {
    expect(onlyOrder(shopify({ ...FIRST, 'Lineitem sku': '' })).lines[0]).toMatchObject({ sku: '', name: 'Green Tea' })
  })

  test('an older export without Id is keyed by its number', () => {
    const headers = SHOPIFY.filter((header) => header !== 'Id')
    expect(onlyOrder(read('shopify', headers, [FIRST])).externalId).toBe('#1001')
  })

  test('cash on delivery, cancelled orders and a postcode of a dash are read', () => {
    const order = onlyOrder(
      shopify({
        ...FIRST,
        'Financial Status': 'pending',
        'Payment Method': 'Cash on Delivery (COD)',
        'Cancelled at': '2026-01-03 10:00:00 +0900',
        'Shipping Zip': '-',
      }),
    )
    expect([order.payment, order.cancelledAt, order.shipTo.postcode]).toEqual(['cod', Date.UTC(2026, 0, 3, 1), ''])
  })

  test('notes keep their line breaks and quotes, and attributes follow them', () => {
    expect(onlyOrder(shopify({ ...FIRST, Notes: 'ring "twice"\nplease', 'Note Attributes': 'gift: yes' })).note).toBe(
      'ring "twice"\nplease\ngift: yes',
    )
  })

  test('lines that need no shipping stay marked, an order of only such lines is skipped', () => {
    const digital = { ...LATER, 'Lineitem requires shipping': 'false' }
    expect(onlyOrder(shopify(FIRST, digital)).lines.map((line) => line.requiresShipping)).toEqual([true, false])
    expect(
      shopify({ ...FIRST, 'Lineitem requires shipping': 'false', 'Shipping Name': '', 'Shipping Address1': '' }),
    ).toEqual([{ kind: 'skipped', reason: 'nothing-to-ship', orderNumber: '#1001', rows: [2, 2] }])
  })

  test('a fulfilled line counts as shipped, a partly fulfilled one is refused', () => {
    expect(
      onlyOrder(shopify({ ...FIRST, 'Lineitem fulfillment status': 'fulfilled' }, LATER)).lines.map(
        (line) => line.fulfilled,
      ),
    ).toEqual([2, 0])
    expect(problems(shopify({ ...FIRST, 'Lineitem fulfillment status': 'partial' }))).toEqual([
      [2, 'Lineitem fulfillment status', 'partial', 'fulfilled-unclear'],
    ])
  })

  test('the phone comes from the first column that has one', () => {
    expect(onlyOrder(shopify({ ...FIRST, 'Shipping Phone': '', Phone: '010-0000-2222' })).shipTo.phone).toBe(
      '010-0000-2222',
    )
  })

  test('the same order exported twice into one file is refused, not doubled', () => {
    expect(problems(shopify(FIRST, LATER, FIRST, LATER))).toEqual([[4, 'Name', '#1001', 'order-twice']])
  })

  test('a bad line makes the whole order bad, with row, column and value, and leaves its neighbours alone', () => {
    const good = { ...FIRST, Name: '#1002', Id: '5002' }
    const results = shopify(FIRST, { ...LATER, 'Lineitem quantity': '2개' }, good)
    expect(problems(results.slice(0, 1))).toEqual([[3, 'Lineitem quantity', '2개', 'quantity-not-whole']])
    expect(results.slice(1).map((result) => result.kind === 'order' && result.order.number)).toEqual(['#1002'])
  })
})

describe('a Korean marketplace list', () => {
  test('rows of one order that stand apart become one order', () => {
    const other = { ...ROW, 주문번호: '20', 상품주문번호: '21' }
    const results = korean(ROW, other, { ...ROW, 상품주문번호: '12', 수량: '1' })
    expect(
      results.map(
        (result) => result.kind === 'order' && [result.order.externalId, result.order.lines.length, result.rows],
      ),
    ).toEqual([
      ['10', 2, [2, 4]],
      ['20', 1, [3, 3]],
    ])
  })

  test('its total is the sum of its lines, its times are Korean and its rows are kept', () => {
    const results = korean(ROW)
    expect(onlyOrder(results)).toMatchObject({
      channel: 'smartstore',
      currency: 'KRW',
      totalMinor: 13_600,
      orderedAt: Date.UTC(2026, 0, 2, 1),
      payment: 'paid',
    })
    expect(results[0]?.kind === 'order' && results[0].source).toEqual([KOREAN.map((header) => ROW[header] ?? '')])
  })

  test('a cancelled row is left out with its source, and an order of only such rows is cancelled', () => {
    const cancelled = { ...ROW, 상품주문번호: '12', 주문상태: '취소완료' }
    for (const rows of [
      [ROW, cancelled],
      [cancelled, ROW],
    ]) {
      const results = korean(...rows)
      const order = onlyOrder(results)
      expect([order.lines.map((line) => line.externalId), order.cancelledAt, order.payment, order.totalMinor]).toEqual([
        ['11'],
        undefined,
        'paid',
        13_600,
      ])
      expect(results[0]?.kind === 'order' && results[0].source?.map((cells) => cells[0])).toEqual(['11'])
    }
    expect(onlyOrder(korean(cancelled))).toMatchObject({ cancelledAt: Date.UTC(2026, 0, 2, 1), payment: 'refunded' })
  })

  test('a row that already has a tracking number counts as shipped', () => {
    expect(onlyOrder(korean({ ...ROW, 송장번호: '600000000012' })).lines[0]?.fulfilled).toBe(2)
  })

  test('notes of several rows are kept once each', () => {
    expect(
      onlyOrder(
        korean(
          { ...ROW, 배송메세지: '문 앞' },
          { ...ROW, 상품주문번호: '12', 배송메세지: '문 앞' },
          { ...ROW, 상품주문번호: '13', 배송메세지: '경비실' },
        ),
      ).note,
    ).toBe('문 앞\n경비실')
  })

  test('rows of one order with two addresses are refused', () => {
    expect(problems(korean(ROW, { ...ROW, 상품주문번호: '12', 기본배송지: '부산 해운대구 물결로 2' }))).toEqual([
      [3, '기본배송지', '부산 해운대구 물결로 2', 'rows-disagree'],
    ])
  })

  test('one row twice, an unknown state and a number that a spreadsheet rounded are refused', () => {
    expect(problems(korean(ROW, ROW))).toEqual([[3, '상품주문번호', '11', 'line-twice']])
    expect(problems(korean({ ...ROW, 주문상태: '검토중' }))).toEqual([[2, '주문상태', '검토중', 'status-unknown']])
    expect(problems(korean({ ...ROW, 주문번호: '2.02601E+15' })).map((problem) => problem[3])).toEqual([
      'number-in-scientific-form',
    ])
  })
})

test('whatever is missing is named, and every complaint is of the closed list', () => {
  const results = korean({
    ...ROW,
    수취인명: '',
    기본배송지: '',
    우편번호: '',
    결제일: '',
    수량: '',
    상품명: '',
    '판매자 상품코드': '',
  })
  expect(
    problems(results)
      .map((problem) => problem[3])
      .sort(),
  ).toEqual([
    'address-missing',
    'item-missing',
    'postcode-missing',
    'quantity-missing',
    'recipient-missing',
    'time-missing',
  ])
  expect(problems(korean({ ...ROW, 주문번호: '' }))).toEqual([[2, '주문번호', '', 'order-number-missing']])
})

test('blank rows are passed over', () => {
  expect(korean({}, ROW, {}).map((result) => result.kind)).toEqual(['order'])
})

test('an order of more than 500 lines is refused', () => {
  const rows = Array.from({ length: 501 }, (_, index) => ({ ...ROW, 상품주문번호: String(index) }))
  expect(problems(korean(...rows)).map((problem) => problem[3])).toEqual(['too-many-lines'])
})

test('the same rows in another order give the same canonical orders', () => {
  const rows = Array.from({ length: 12 }, (_, index) => ({
    ...ROW,
    주문번호: String(index % 5),
    상품주문번호: String(100 + index),
  }))
  const canonical = (list: readonly Cells[]): string[] =>
    korean(...list)
      .map((result) => (result.kind === 'order' ? canonicalOrder(result.order) : 'problem'))
      .sort()
  fc.assert(
    fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
      expect(canonical(shuffled)).toEqual(canonical(rows))
    }),
    { numRuns: 50 },
  )
})

test('every change of an order changes its canonical form', () => {
  const order = onlyOrder(shopify(FIRST, LATER))
  const [line, ...rest] = order.lines
  if (line === undefined) throw new Error('no line')
  const changed: OrderInput[] = [
    { ...order, note: 'x' },
    { ...order, cancelledAt: 1 },
    { ...order, shipTo: { ...order.shipTo, line2: 'x' } },
    { ...order, lines: [{ ...line, quantity: 9 }, ...rest] },
    { ...order, lines: rest },
  ]
  expect(new Set([order, ...changed].map(canonicalOrder)).size).toBe(changed.length + 1)
})

test('whatever the cells hold, an accepted order satisfies the schema and a refused one gives no part of itself', () => {
  const odd = fc.constantFrom(
    '',
    '-',
    "'01234",
    '12,000',
    '2개',
    '1e9',
    '2026-01-02',
    '배송중',
    'false',
    'x'.repeat(301),
    'KR',
    '\ufffd',
    '999999999999',
    'y'.repeat(2001),
    '0',
  )
  const cell = (usual: string): fc.Arbitrary<string> =>
    fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: odd })
  const row = (cells: Cells, headers: readonly string[]): fc.Arbitrary<Cells> =>
    fc.record(Object.fromEntries(headers.map((header) => [header, cell(cells[header] ?? '')])))
  const files = fc.oneof(
    fc.array(row(ROW, KOREAN), { maxLength: 6 }).map((rows) => korean(...rows)),
    fc.array(fc.oneof(row(FIRST, SHOPIFY), row(LATER, SHOPIFY)), { maxLength: 6 }).map((rows) => shopify(...rows)),
  )
  let accepted = 0
  fc.assert(
    fc.property(files, (results) => {
      const refused = new Set(
        results.flatMap((result) => (result.kind === 'problem' ? [result.problem.orderNumber] : [])),
      )
      for (const result of results) {
        if (result.kind === 'problem') expect(ORDER_FILE_PROBLEMS).toContain(result.problem.expected.code)
        if (result.kind !== 'order') continue
        accepted += 1
        expect(OrderInput.parse(result.order)).toEqual(result.order)
        expect(refused.has(result.order.number)).toBe(false)
      }
    }),
    { numRuns: 400 },
  )
  expect(accepted).toBeGreaterThan(20)
})
