import { expect, test } from 'vitest'
import {
  ColumnMapping,
  checkMapping,
  detectPreset,
  knownHeaderCount,
  mappingFor,
  normalizeHeader,
} from '../../domain/column-mapping.ts'

const SHOPIFY = [
  'Name',
  'Email',
  'Financial Status',
  'Currency',
  'Total',
  'Created at',
  'Lineitem quantity',
  'Lineitem name',
  'Lineitem sku',
  'Shipping Name',
  'Shipping Address1',
  'Shipping Zip',
  'Shipping Country',
  'Phone',
  'Id',
]
const KOREAN = [
  '상품주문번호',
  '주문번호',
  '주문상태',
  '결제일',
  '수취인명',
  '수취인연락처1',
  '우편번호',
  '기본배송지',
  '상품명',
  '판매자 상품코드',
  '수량',
  '택배사',
  '송장번호',
  '발송일',
]
const PLAIN = ['order_id', 'ordered_at', 'recipient', 'address1', 'country', 'sku', 'quantity']

test('a preset is found by its headers, whatever their order, case and spaces', () => {
  expect(detectPreset(SHOPIFY)).toBe('shopify')
  expect(detectPreset([...SHOPIFY].reverse().map((header) => ` ${header.toUpperCase()} `))).toBe('shopify')
  expect(detectPreset(KOREAN)).toBe('korean-marketplace')
  expect(detectPreset(PLAIN)).toBe('plain')
  expect(detectPreset(['sku', 'name', 'gtin'])).toBeNull()
})

test('every preset gives a mapping that its schema accepts and that lacks nothing', () => {
  for (const [preset, headers] of [
    ['shopify', SHOPIFY],
    ['korean-marketplace', KOREAN],
    ['plain', PLAIN],
  ] as const) {
    const mapping = mappingFor(preset, headers)
    expect(ColumnMapping.parse(mapping)).toEqual(mapping)
    expect(checkMapping(mapping, headers)).toEqual([])
  }
})

test('Korean synonyms of one field lead to the column that the file has', () => {
  const mapping = mappingFor('korean-marketplace', [
    '주문번호',
    '수령인명',
    '받는분주소',
    '배송메모',
    '구매수',
    '옵션명',
    '운송장번호',
  ])
  expect(mapping.fields.recipient).toEqual({ column: '수령인명' })
  expect(mapping.fields.line1).toEqual({ column: '받는분주소' })
  expect(mapping.fields.note).toEqual({ column: '배송메모' })
  expect(mapping.fields.trackingNumber).toEqual({ column: '운송장번호' })
})

test('the channel of a marketplace list is told by the column that only one marketplace has', () => {
  expect(mappingFor('korean-marketplace', KOREAN).channel).toBe('smartstore')
  expect(mappingFor('korean-marketplace', ['묶음배송번호', '주문번호']).channel).toBe('coupang')
  expect(mappingFor('korean-marketplace', ['주문번호']).channel).toBe('marketplace')
})

test('an address line is read from one column only, so that two addresses never mix', () => {
  const mapping = mappingFor('shopify', [...SHOPIFY, 'Shipping Street'])
  expect(mapping.fields.line1).toEqual({ column: 'Shipping Address1' })
  expect(mapping.fields.phone).toEqual({ column: 'Phone' })
})

test('a mapping without quantity and with a column that the file lacks says both', () => {
  const mapping = mappingFor('plain', PLAIN)
  mapping.fields.quantity = null
  mapping.fields.note = { column: 'remarks' }
  expect(checkMapping(mapping, PLAIN)).toEqual([
    { code: 'field-needed', field: 'quantity', column: null },
    { code: 'column-missing', field: 'note', column: 'remarks' },
  ])
})

test('headers compare without width, spaces, underscores and required marks', () => {
  expect(normalizeHeader(' ＊수취인 명* ')).toBe('수취인명')
  expect(normalizeHeader('Order_ID')).toBe('orderid')
  expect(knownHeaderCount(['2026년 주문 목록', '', ''])).toBe(0)
  expect(knownHeaderCount(KOREAN)).toBe(KOREAN.length)
})
