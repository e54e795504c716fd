import type { AddressInput, CartonTypeInput, OperatorInput, ToteInput } from '../../domain/inputs.ts'
import { COMPANY_PREFIX } from './goods.ts'

/** What Set-up asks of a site. */
export interface DemoSite {
  name: string
  timeZone: string
  currency: string
  language: 'ko' | 'en'
  companyPrefix: string
  sender: AddressInput
}

/** A carrier: how its tracking numbers look, and with which names shops know it. */
export interface DemoCarrier {
  code: string
  name: string
  koreanName: string
  /** A regular expression for a whole tracking number. */
  trackingPattern: string
  trackingExample: string
}

/** The demo warehouse's own site. */
export const DEMO_SITE: DemoSite = {
  name: '바로 데모 물류센터',
  timeZone: 'Asia/Seoul',
  currency: 'KRW',
  language: 'ko',
  companyPrefix: COMPANY_PREFIX,
  sender: {
    name: '바로 데모 물류센터',
    company: '바로상점',
    phone: '032-000-0000',
    country: 'KR',
    postcode: '21999',
    province: '인천광역시',
    city: '연수구',
    line1: '바로로 1',
    line2: '1동 2층',
  },
}

const operator = (
  badge: string,
  name: string,
  role: OperatorInput['role'],
  pin: string,
  language: 'ko' | 'en',
): OperatorInput => ({ badge, name, role, pin, language })

/** Eight operators; badges and PINs are printed in the README. */
export const DEMO_OPERATORS: readonly OperatorInput[] = [
  operator('BDG-0001', '김바로', 'administrator', '1357', 'ko'),
  operator('BDG-0002', '이새봄', 'manager', '2468', 'ko'),
  operator('BDG-0003', '박하람', 'lead', '3690', 'ko'),
  operator('BDG-0004', '최누리', 'picker', '4712', 'ko'),
  operator('BDG-0005', 'Maya Lindqvist', 'picker', '5824', 'en'),
  operator('BDG-0006', '정다온', 'packer', '6935', 'ko'),
  operator('BDG-0007', 'Tom Okafor', 'packer', '7146', 'en'),
  operator('BDG-0008', '한가람', 'receiver', '8257', 'ko'),
]

/** Forty totes, `TOTE-01` to `TOTE-40`, called by their number. */
export const DEMO_TOTES: readonly ToteInput[] = Array.from({ length: 40 }, (_, index) => ({
  code: `TOTE-${String(index + 1).padStart(2, '0')}`,
  name: String(index + 1),
}))

const carton = (
  code: string,
  name: string,
  length: number,
  width: number,
  height: number,
  tareGrams: number,
  maxGrams: number,
): CartonTypeInput => ({
  code,
  name,
  innerLengthMm: length,
  innerWidthMm: width,
  innerHeightMm: height,
  tareGrams,
  maxGrams,
})

/** Six carton types from a flat mailer to a large box. */
export const DEMO_CARTON_TYPES: readonly CartonTypeInput[] = [
  carton('BOX-F', 'F · 300×220×40', 300, 220, 40, 90, 3_000),
  carton('BOX-S', 'S · 220×190×90', 220, 190, 90, 120, 5_000),
  carton('BOX-M', 'M · 340×250×180', 340, 250, 180, 240, 10_000),
  carton('BOX-T', 'T · 200×200×400', 200, 200, 400, 230, 10_000),
  carton('BOX-L', 'L · 480×380×320', 480, 380, 320, 520, 20_000),
  carton('BOX-XL', 'XL · 600×480×420', 600, 480, 420, 880, 30_000),
]

/** Five carriers under the names that Korean and English shops write. */
export const DEMO_CARRIERS: readonly DemoCarrier[] = [
  {
    code: 'cj',
    name: 'CJ Logistics',
    koreanName: 'CJ대한통운',
    trackingPattern: '^\\d{12}$',
    trackingExample: '600000000012',
  },
  {
    code: 'hanjin',
    name: 'Hanjin',
    koreanName: '한진택배',
    trackingPattern: '^\\d{10}(\\d{2})?$',
    trackingExample: '510000000024',
  },
  {
    code: 'logen',
    name: 'Logen',
    koreanName: '로젠택배',
    trackingPattern: '^\\d{11}$',
    trackingExample: '90000000036',
  },
  {
    code: 'post',
    name: 'Korea Post',
    koreanName: '우체국택배',
    trackingPattern: '^\\d{13}$',
    trackingExample: '6800000000048',
  },
  { code: 'dhl', name: 'DHL Express', koreanName: 'DHL', trackingPattern: '^\\d{10}$', trackingExample: '1000000060' },
]
