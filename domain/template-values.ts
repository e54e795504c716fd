import { writeAddress } from './address-lines.ts'
import type { TextMetrics } from './label.ts'
import { printable, withPrintableTexts } from './label-text.ts'
import type { ShippingLabelInput } from './shipping-label.ts'
import { buildCartonCode, formatCartonCode, formatSscc, isCartonCode } from './sscc.ts'
import type { TemplateKind } from './template.ts'
import type { TemplateValues } from './template-layout.ts'

/** The last four letters or digits of an order number (all of them up to six), to be read from two metres. */
export function orderShortNumber(orderNumber: string): string {
  const plain = printable(orderNumber).replace(/[^\p{L}\p{N}]+/gu, '')
  if (plain === '') return printable(orderNumber)
  return plain.length <= 6 ? plain : plain.slice(-4)
}

/** `n` before the number of cartons is known, `n / m` after; a smaller m than n is not believed. */
export function cartonOf(cartonNumber: number, cartonCount: number | undefined): string {
  return cartonCount === undefined || cartonCount < cartonNumber
    ? `${cartonNumber}`
    : `${cartonNumber} / ${cartonCount}`
}

/** What the bindings of `shipping` and `carton` stand for, every text printable, and the characters that the fonts lack. */
export function parcelValues(
  given: ShippingLabelInput,
  metrics: TextMetrics,
): { values: TemplateValues; missing: string[] } {
  const { value: input, missing } = withPrintableTexts(given, metrics)
  const { sender, recipient, code } = input
  const address = writeAddress(recipient)
  const values = {
    'sender.name': sender.name,
    'sender.phone': sender.phone,
    'sender.company': '',
    'sender.address': sender.lines.join('\n'),
    'sender.postcode': '',
    'recipient.name': recipient.name,
    'recipient.phone': recipient.phone,
    'recipient.company': recipient.company ?? '',
    'recipient.address': address.lines.join('\n'),
    'recipient.postcode': address.postcode,
    'order.number': input.orderNumber,
    'order.short': orderShortNumber(input.orderNumber),
    channel: input.channel,
    carrier: input.carrier ?? '',
    tracking: input.trackingNumber ?? '',
    weight: input.weightGrams === undefined ? '' : `${(input.weightGrams / 1000).toFixed(2)} kg`,
    note: input.note ?? '',
    carton: cartonOf(input.cartonNumber, input.cartonCount),
    copy: input.copy === 1 ? '' : String(input.copy),
    ...codeValues(code),
  }
  return { values, missing }
}

function codeValues(code: ShippingLabelInput['code']): TemplateValues {
  if (code.kind === 'sscc') {
    return {
      code: `00${code.sscc}`,
      'code.sscc': code.sscc,
      'code.internal': '',
      'code.readable': formatSscc(code.sscc, code.companyPrefixLength),
    }
  }
  const readable = isCartonCode(code.code) ? formatCartonCode(code.code) : code.code
  return { code: code.code, 'code.sscc': '', 'code.internal': code.code, 'code.readable': readable }
}

/** A return label: the site receives, the customer sends, and the code is the order's number. */
export function returnValues(
  given: ShippingLabelInput,
  metrics: TextMetrics,
): { values: TemplateValues; missing: string[] } {
  const { values, missing } = parcelValues({ ...given, copy: 1 }, metrics)
  const swapped = Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const other = name.replace(/^(sender|recipient)\./, (_, party) => (party === 'sender' ? 'recipient.' : 'sender.'))
      return [name, other === name ? value : (values[other] ?? '')]
    }),
  )
  const number = given.orderNumber
  return {
    values: { ...swapped, code: number, 'code.readable': number, 'code.sscc': '', 'code.internal': '' },
    missing,
  }
}

const SENDER = {
  name: '바로상점 김포물류센터',
  phone: '031-555-0100',
  lines: ['10131 경기도 김포시 고촌읍 예시로 55', '2층'],
}

const EXAMPLE_CARTON_CODE = buildCartonCode({ series: 1, serial: 78_901 })
const EXAMPLE_PARCEL: ShippingLabelInput = {
  language: 'ko',
  sender: SENDER,
  recipient: {
    name: '박서준',
    phone: '010-5555-4412',
    country: 'KR',
    postcode: '04524',
    province: '서울특별시',
    city: '성동구',
    line1: '예시로 12',
    line2: '101동 1204호',
  },
  orderNumber: '2024-8841-2207',
  channel: '스마트스토어',
  cartonNumber: 1,
  cartonCount: 2,
  code: { kind: 'sscc', sscc: '388012340000078901', companyPrefixLength: 7 },
  carrier: '한빛택배',
  weightGrams: 1840,
  note: '문 앞에 놓아 주세요',
  copy: 1,
}

/** An invented parcel, with the number that a site of this kind gives its cartons. */
export function exampleParcel(code: ShippingLabelInput['code']['kind']): ShippingLabelInput {
  return code === 'sscc' ? EXAMPLE_PARCEL : { ...EXAMPLE_PARCEL, code: { kind: 'internal', code: EXAMPLE_CARTON_CODE } }
}

/** All invented values that codes of a template must have room for: cartons are numbered in two ways. */
export function exampleCodes(kind: TemplateKind, metrics: TextMetrics): TemplateValues[] {
  const usual = exampleValues(kind, metrics)
  if (kind !== 'shipping' && kind !== 'carton') return [usual]
  return [usual, { ...usual, ...parcelValues(exampleParcel('internal'), metrics).values }]
}

/** Values to look at a template with: invented, of usual length. */
export function exampleValues(kind: TemplateKind, metrics: TextMetrics): TemplateValues {
  switch (kind) {
    case 'shipping':
      return parcelValues(EXAMPLE_PARCEL, metrics).values
    case 'return':
      return returnValues(EXAMPLE_PARCEL, metrics).values
    case 'carton':
      return {
        ...parcelValues(EXAMPLE_PARCEL, metrics).values,
        contents: ['2 × 제주 녹차 티백 40입', '1 × 우롱차 100 g', '3 × Earl Grey, loose leaf 250 g'].join('\n'),
        units: '6',
        lines: '3',
      }
    case 'item':
      return { name: '제주 녹차 티백 40입', sku: 'TEA-GREEN-40', code: '8801234567893', 'unit.count': '1' }
    case 'location':
      return { code: 'A-03-2-05', zone: 'A', aisle: '03', bay: '2', level: '', position: '05' }
    case 'tote':
      return { code: 'TOTE-0012', name: 'T12' }
    case 'badge':
      return { code: 'B-1042', name: '이도윤', role: '피커' }
  }
}
