import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { showAmount } from '../../domain/order-file.ts'
import { parseFulfilled, parsePayment, parseRowState } from '../../domain/order-file-states.ts'
import {
  cleanCell,
  isScientific,
  parseAmount,
  parseCountry,
  parseDay,
  parseInstant,
  parsePhone,
  parsePostcode,
  parseWhole,
  parseYesNo,
} from '../../domain/order-file-values.ts'

const code = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'code' in value ? value.code : value

test('an apostrophe or a formula that keeps a leading zero is taken off, an apostrophe in a name is not', () => {
  expect(cleanCell(" '01234 ")).toBe('01234')
  expect(cleanCell('="01234"')).toBe('01234')
  expect(cleanCell("'t Hooft")).toBe("'t Hooft")
})

test.each([
  ['1', 1],
  ['12', 12],
  ['1,000', 1000],
  ['3.0', 3],
])('the quantity %s is read', (text, value) => {
  expect(parseWhole(text, 1, 100_000, 'quantity-not-whole')).toBe(value)
})

test.each(['2개', '1.5', '0', '-1', '1e3', '', '1,00', '100001', '٣'])('the quantity %j is refused', (text) => {
  expect(code(parseWhole(text, 1, 100_000, 'quantity-not-whole'))).toBe('quantity-not-whole')
})

test.each([
  ['12,000', 'KRW', 12000],
  ['12.000', 'KRW', 12000],
  ['₩1,234,567', 'KRW', 1234567],
  ['15000.00', 'KRW', 15000],
  ['9,900원', 'KRW', 9900],
  ['12.50', 'USD', 1250],
  ['$1,234.5', 'USD', 123450],
  ['1.234,50', 'EUR', 123450],
  ['12', 'USD', 1200],
  ['1.5', 'KWD', 1500],
  ['USD 3.00', 'USD', 300],
])('the amount %s %s is %d in minor units', (text, currency, minor) => {
  expect(parseAmount(text, currency)).toBe(minor)
})

test.each([
  ['-5', 'KRW'],
  ['12.50', 'KRW'],
  ['abc', 'USD'],
  ['1.2.3', 'USD'],
  ['12,00,00', 'KRW'],
  ['1.005', 'USD'],
  ['', 'USD'],
])('the amount %j %s is refused, not rounded', (text, currency) => {
  expect(code(parseAmount(text, currency))).toBe('amount-malformed')
})

test('every amount that is shown is read back as the same minor units', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), fc.constantFrom('KRW', 'USD', 'KWD', 'EUR'), (minor, currency) => {
      expect(parseAmount(showAmount(minor, currency), currency)).toBe(minor)
    }),
  )
})

describe('times', () => {
  const seoul = { dateOrder: 'ymd', utcOffsetMinutes: 540 } as const
  const at = Date.UTC(2026, 0, 2, 1, 0, 0)
  test.each([
    '2026-01-02 10:00:00 +0900',
    '2026-01-02T10:00:00+09:00',
    '2026-01-02T01:00:00Z',
    '2026-01-02T01:00:00.000Z',
    '2026-01-02 01:00:00 UTC',
    '2026-01-02 10:00',
    '2026.01.02 10:00:00',
    '2026/1/2 10:00',
    '2026-01-02 오전 10:00:00',
    '2026. 1. 2. 오전 10:00:00',
    '2026년 1월 2일 10:00',
    '20260102100000',
    '2026-01-02 10:00 AM',
  ])('%s is one instant', (text) => {
    expect(parseInstant(text, seoul)).toBe(at)
  })

  test('a date alone is its midnight, and day and month follow the order of the mapping', () => {
    expect(parseInstant('20260102', seoul)).toBe(Date.UTC(2026, 0, 1, 15))
    expect(parseInstant('01/02/2026', { dateOrder: 'mdy', utcOffsetMinutes: 0 })).toBe(Date.UTC(2026, 0, 2))
    expect(parseInstant('01/02/2026 1:30 PM', { dateOrder: 'dmy', utcOffsetMinutes: 0 })).toBe(
      Date.UTC(2026, 1, 1, 13, 30),
    )
  })

  test.each([
    '2026-02-30',
    '2026-13-01',
    '01/02/2026',
    'yesterday',
    '2026-01-02 25:00',
    '46024.5',
    '2026-01-02 13:00 PM',
  ])('%s is refused', (text) => {
    expect(code(parseInstant(text, seoul))).toBe('time-malformed')
  })
})

test('countries are read as codes or names', () => {
  expect(['KR', 'kr', '대한민국', 'South Korea', 'United States', 'UK'].map((text) => parseCountry(text))).toEqual([
    'KR',
    'KR',
    'KR',
    'KR',
    'US',
    'GB',
  ])
  expect(code(parseCountry('Atlantis'))).toBe('country-unknown')
})

test.each(['constructor', 'toString', '__proto__', 'valueof'])('%s is no word of any table', (word) => {
  expect(code(parseCountry(word))).toBe('country-unknown')
  expect(code(parsePayment(word, ''))).toBe('payment-unknown')
  expect(code(parseRowState(word))).toBe('status-unknown')
})

test('a postcode keeps or gets back its leading zero, and a dash means none', () => {
  expect(parsePostcode('06236', 'KR')).toBe('06236')
  expect(parsePostcode('6236', 'KR')).toBe('06236')
  expect(parsePostcode('1970', 'US')).toBe('01970')
  expect(parsePostcode('123-456', 'KR')).toBe('123-456')
  expect(parsePostcode('-', 'HK')).toBe('')
  expect(parsePostcode('', 'HK')).toBe('')
  expect(code(parsePostcode('', 'KR'))).toBe('postcode-missing')
  expect(code(parsePostcode('62361234', 'KR'))).toBe('postcode-malformed')
})

test('a Korean mobile number gets its zero back, other numbers stay as they are', () => {
  expect(parsePhone('1012345678', 'KR')).toBe('01012345678')
  expect(parsePhone('+82 10-1234-5678', 'KR')).toBe('+82 10-1234-5678')
  expect(parsePhone('1012345678', 'US')).toBe('1012345678')
})

test('cash on delivery is told by its method, and only while nothing is paid', () => {
  expect(parsePayment('pending', 'Cash on Delivery (COD)')).toBe('cod')
  expect(parsePayment('pending', 'bank transfer')).toBe('pending')
  expect(parsePayment('paid', 'Cash on Delivery (COD)')).toBe('paid')
  expect(parsePayment('partially_refunded', '')).toBe('paid')
  expect(code(parsePayment('whatever', ''))).toBe('payment-unknown')
})

test('row states that must not be picked are never taken for open ones', () => {
  expect(
    ['결제완료', '배송중', '취소완료', '반품요청']
      .map((text) => parseRowState(text))
      .map((state) => ('work' in state ? state.work : state.code)),
  ).toEqual(['open', 'shipped', 'cancelled', 'cancelled'])
  expect(code(parseRowState('확인 필요'))).toBe('status-unknown')
})

test('partly fulfilled without a number is refused, for nobody knows what is left', () => {
  expect(parseFulfilled('fulfilled', 3)).toBe(3)
  expect(parseFulfilled('2', 3)).toBe(2)
  expect(parseFulfilled('', 3)).toBe(0)
  expect(code(parseFulfilled('partial', 3))).toBe('fulfilled-unclear')
  expect(code(parseFulfilled('4', 3))).toBe('fulfilled-unclear')
})

test('yes, no and numbers that a spreadsheet has rounded are known', () => {
  expect([parseYesNo('TRUE', false), parseYesNo('no', true), parseYesNo('', true)]).toEqual([true, false, true])
  expect(code(parseYesNo('maybe', true))).toBe('yes-or-no-expected')
  expect([isScientific('8.80104E+12'), isScientific('880E')]).toEqual([true, false])
})

test('a day is that of the clock of the file, with or without a time, and nothing for an empty cell', () => {
  const seoul = { dateOrder: 'ymd', utcOffsetMinutes: 540 } as const
  for (const text of ['2026-12-01', '20261201', '2026-12-01 00:10']) expect(parseDay(text, seoul)).toBe('2026-12-01')
  expect(parseDay('2026-12-01T00:10+00:00', { ...seoul, utcOffsetMinutes: -60 })).toBe('2026-11-30')
  expect(parseDay('', seoul)).toBe('')
  expect(parseDay('soon', seoul)).toMatchObject({ code: 'time-malformed' })
})
