import type { AddressInput } from '../../../domain/inputs.ts'
import type { ShippingLabelInput } from '../../../domain/shipping-label.ts'
import { buildSscc } from '../../../domain/sscc.ts'

export const sampleSscc = buildSscc({ extension: 3, companyPrefix: '8801234', serial: 7890n })

export const koreanRecipient: AddressInput = {
  name: '박서준',
  phone: '010-5555-4412',
  country: 'KR',
  postcode: '04524',
  province: '서울특별시',
  city: '성동구',
  line1: '뷁길 12',
  line2: '101동 1204호',
}

export const britishRecipient: AddressInput = {
  name: 'Jane O’Connor-Smith',
  company: 'Example Trading Ltd',
  phone: '+44 20 7946 0000',
  country: 'GB',
  postcode: 'SW1A 1AA',
  province: '',
  city: 'London',
  line1: '12 Example Street',
  line2: 'Flat 4',
}

export const sender = {
  name: '바로상점 김포물류센터',
  phone: '031-555-0100',
  lines: ['경기도 김포시 고촌읍 예시로 55, 2층', '10131'],
}

export const sampleLabel: ShippingLabelInput = {
  language: 'ko',
  sender,
  recipient: koreanRecipient,
  orderNumber: '2024 8841 2207',
  channel: '스마트스토어',
  cartonNumber: 1,
  cartonCount: 2,
  code: { kind: 'sscc', sscc: sampleSscc, companyPrefixLength: 7 },
  carrier: '한빛택배',
  weightGrams: 1840,
  copy: 1,
}
