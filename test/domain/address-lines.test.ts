import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeAddress } from '../../domain/address-lines.ts'
import { printable, wrapText } from '../../domain/label-text.ts'
import { orderShortNumber } from '../../domain/template-values.ts'

const korean = { name: '', phone: '', country: 'KR', postcode: '04524', province: '', city: '', line1: '', line2: '' }

test('a Korean address begins with its province and has its postcode apart', () => {
  const address = { ...korean, province: '서울특별시', city: '성동구', line1: '예시로 12', line2: '101동' }
  expect(writeAddress(address)).toEqual({ postcode: '04524', lines: ['서울특별시 성동구 예시로 12', '101동'] })
})

test.each(['서울특별시 성동구 예시로 12', '서울 성동구 예시로 12', '성동구 예시로 12'])(
  'a province or city that %s already begins with is not said twice',
  (line1) => {
    const [written] = writeAddress({ ...korean, province: '서울특별시', city: '성동구', line1 }).lines
    expect(written?.match(/서울/g)).toHaveLength(1)
    expect(written?.match(/성동구/g)).toHaveLength(1)
    expect(written).toMatch(/^서울\S* 성동구 예시로 12$/)
  },
)

test('an address abroad ends with city, province, postcode and the country in English capitals', () => {
  const address = {
    ...korean,
    country: 'US',
    postcode: '94016',
    province: 'CA',
    city: 'Daly City',
    line1: '1 Example Ave',
    line2: 'Apt 2',
  }
  expect(writeAddress(address)).toEqual({
    postcode: '',
    lines: ['1 Example Ave', 'Apt 2', 'Daly City, CA 94016', 'UNITED STATES'],
  })
})

test('wrapping keeps every character but the spaces at which it breaks, and no line is too wide', () => {
  const measure = (text: string) => [...text].length
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('가', 'W', ' ', '7') }),
      fc.integer({ min: 1, max: 12 }),
      (raw, width) => {
        const text = printable(raw)
        const lines = wrapText(text, width, measure)
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width)
      },
    ),
  )
})

test('text is composed and freed of control and direction characters before it is set', () => {
  expect(printable(' 박서준\u202e \u0007a\r\nb\ud800 ')).toBe('박서준 a b\ufffd')
})

test.each([
  ['#1001', '1001'],
  ['2024 8841 2207', '2207'],
  ['A-12345', 'A12345'],
  ['#', '#'],
])('the short number of order %s is %s', (order, short) => {
  expect(orderShortNumber(order)).toBe(short)
})
