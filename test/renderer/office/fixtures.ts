import type {
  OrderEventView,
  OrderLineView,
  OrderPage,
  OrderRow,
  OrderStateView,
} from '../../../contract/station/orders.ts'
import type { PrintJobView } from '../../../contract/station/packing.ts'
import type { ScanLogRow, SiteView } from '../../../contract/station/site.ts'
import { DEFAULT_POLICIES } from '../../../domain/policies.ts'

/** The moment at which the fixture warehouse stands: 14:12 in Seoul on 20 November 2026. */
export const NOW = Date.UTC(2026, 10, 20, 5, 12)

const MINUTE = 60_000
const states: readonly OrderStateView[] = [
  'received',
  'ready',
  'ready',
  'needs_match',
  'ready',
  'released',
  'released',
  'on_hold',
  'released',
  'picking',
  'picking',
  'picking',
  'picked',
  'backordered',
  'packing',
  'packing',
  'packed',
  'packing',
  'cancelling',
  'shipped',
]
const customers = ['김*연', 'H. M*****', '이*준', '박*', '최*영', '정*아', '강*호', 'J. C*****', '조*민', '윤*서']
const channels = ['shopify', 'smartstore', 'coupang', 'plain']
const cutOffs = [108, 78, 108, 108, 138, 108, -12, 78, 168, 108]

/** The order at one place of the fixture list; the same index is always the same order. */
export function orderRow(index: number): OrderRow {
  const state = states[index % states.length] ?? 'received'
  const late = state === 'shipped' ? null : NOW + (cutOffs[index % cutOffs.length] ?? 0) * MINUTE
  return {
    id: `order-${index}`,
    number: index % 4 === 1 ? String(2026112000000 + index) : `#${1_010_500 - index}`,
    channel: channels[index % channels.length] ?? 'plain',
    customer: customers[index % customers.length] ?? '',
    lines: 1 + (index % 5),
    units: 1 + (index % 5) + (index % 3),
    state,
    holdReason: state === 'on_hold' ? '주소 확인 전화' : null,
    priority: index % 9 === 4 ? 5 : 0,
    shipBy: late,
    availableFrom: state === 'ready' && index % 4 === 0 ? '2026-12-01' : null,
    orderedAt: NOW - index * 2 * MINUTE,
    carrier: index % 3 === 0 ? 'CJ대한통운' : index % 3 === 1 ? null : '한진택배',
    hasDifference: index === 9 || index === 26,
    short: index === 10 ? 1 : 0,
  }
}

const names = [
  ['CC-050', '시카 크림 50 ml'],
  ['SN-SPF50', '선크림 SPF50'],
  ['CS-010', 'Cooling sheet, 10'],
  ['PR-400', 'Pouch refill 400 ml'],
  ['TN-200', 'Rice toner 200 ml'],
] as const

function line(row: OrderRow, index: number): OrderLineView {
  const [sku, name] = names[index % names.length] ?? names[0]
  const ordered = [6, 4, 2, 2, 40][index % 5] ?? 1
  const reached = (from: readonly OrderStateView[]): number => (from.includes(row.state) ? ordered : 0)
  const unmatched = row.state === 'needs_match' && index === 0
  return {
    id: `${row.id}-line-${index}`,
    lineNo: index + 1,
    itemId: unmatched ? null : `item-${index}`,
    sku: unmatched ? '' : sku,
    name: unmatched ? '[사은품] 파우치' : name,
    option: index === 1 ? '색상: 베이지' : null,
    ordered,
    allocated: reached(['released', 'picking', 'picked', 'packing', 'packed', 'shipped']),
    picked: row.state === 'picking' ? (index < 2 ? ordered : 0) : reached(['picked', 'packing', 'packed', 'shipped']),
    packed: reached(['packed', 'shipped']),
    shipped: reached(['shipped']),
    cancelled: 0,
    fulfilled: 0,
    priceMinor: 12_900,
    locations:
      row.state === 'needs_match'
        ? []
        : [['A-03-2-05', 'A-07-2-11', 'B-11-1-03', 'B-12-1-01', 'C-02-3-04'][index % 5] ?? ''],
    picture: null,
    availableFrom: row.availableFrom,
    stock: unmatched ? null : { onHand: 40, reserved: 12, promised: 8, available: 20 },
  }
}

const event = (
  id: string,
  minutes: number,
  type: string,
  params: OrderEventView['params'] = {},
  scans = 0,
): OrderEventView => ({
  id,
  at: NOW - minutes * MINUTE,
  type,
  operatorName: scans > 0 ? '박서연' : '김민지',
  station: scans > 0 ? 'Cart 4' : 'Office 1',
  params,
  scans: Array.from({ length: scans }, (_, scan) => ({
    at: NOW - minutes * MINUTE + scan * 1000,
    code: scan === 0 ? 'A-03-2-05' : '8801234500015',
    kind: scan === 0 ? 'location' : 'item',
  })),
})

/** The whole record of a fixture order. */
export function orderPage(orderId: string, reveal: boolean): OrderPage {
  const row = orderRow(Number(orderId.replace('order-', '')))
  const input = {
    channel: row.channel,
    externalId: row.id,
    number: row.number,
    orderedAt: row.orderedAt,
    payment: 'paid' as const,
    paymentMethod: '신용카드',
    currency: 'KRW',
    totalMinor: 51_600,
    shippingMethod: '국내 택배',
    customerName: '윤은서',
    customerPhone: '010-2233-8821',
    note: '',
    priority: 0,
    shipTo: {
      name: '윤은서',
      phone: '010-2233-8821',
      country: 'KR',
      postcode: '06236',
      province: '',
      city: '서울특별시',
      line1: '강남구 테헤란로 123',
      line2: '4층',
    },
    lines: [
      {
        externalId: '1',
        sku: 'CC-050',
        name: '시카 크림 50 ml',
        quantity: 6,
        fulfilled: 0,
        priceMinor: 12_900,
        requiresShipping: true,
      },
    ],
  }
  const packed = row.state === 'packed' || row.state === 'shipped'
  return {
    row,
    paymentMethod: '신용카드',
    payment: 'paid',
    currency: 'KRW',
    totalMinor: 51_600,
    shippingMethod: '국내 택배',
    note: row.id === 'order-9' ? '부재 시 경비실에 맡겨 주세요' : '',
    person: reveal
      ? { customerName: input.customerName, customerPhone: input.customerPhone, email: null, shipTo: input.shipTo }
      : null,
    lines: Array.from({ length: row.lines }, (_, index) => line(row, index)),
    events: [
      event('e1', 22, 'received', { channel: row.channel }),
      event('e2', 19, 'released'),
      event('e3', 17, 'pick-claimed', { task: 'P-0418', slot: 3 }, 2),
      event('e4', 12, 'picked', { sku: 'CC-050', quantity: 6, tote: 'T-003' }, 6),
      event('e5', 9, 'pick-short', { sku: 'CS-010', quantity: 1, reason: 'not-there', elsewhere: 8 }),
      event('e6', 3, 'somethingNew', { amount: 3 }),
    ],
    cartons: packed
      ? [
          {
            id: 'carton-1',
            number: 1,
            typeName: '소형 상자 2',
            state: row.state,
            code: '008801234000000012',
            units: 12,
            weightGrams: 1_624,
            carrier: row.carrier,
            service: null,
            tracking: row.state === 'shipped' ? '601234567890' : null,
            printJobId: 'job-1',
          },
        ]
      : [],
    difference: row.hasDifference
      ? {
          id: `difference-${row.id}`,
          foundAt: NOW - 8 * MINUTE,
          current: input,
          incoming: {
            ...input,
            note: '문 앞에 놓아 주세요',
            shipTo: { ...input.shipTo, line2: '5층 502호' },
            lines: input.lines.map((one) => ({ ...one, quantity: 4 })),
          },
        }
      : null,
    exceptions: 0,
    can: {
      release: row.state === 'ready' || row.state === 'backordered',
      hold: ['received', 'ready', 'backordered', 'released', 'picking'].includes(row.state),
      unhold: row.state === 'on_hold',
      cancel: !['shipped', 'cancelling', 'cancelled'].includes(row.state),
      slip: packed,
    },
  }
}

/** A site that is set up and works. */
export const siteView: SiteView = {
  site: {
    name: '인천 1',
    timeZone: 'Asia/Seoul',
    currency: 'KRW',
    labelLanguage: 'ko',
    senderName: '바로상회',
    senderPhone: '032-555-0100',
    senderPostcode: '22004',
    senderLine1: '인천광역시 연수구 아트센터대로 175',
    senderLine2: '2층',
    gs1Prefix: '8801234',
  },
  policies: DEFAULT_POLICIES,
  operators: [
    { id: 'operator-1', badge: 'B-0001', name: '김민지', role: 'administrator', language: 'ko', active: true },
    { id: 'operator-2', badge: 'B-0002', name: 'Seoyeon Park', role: 'picker', language: 'en', active: true },
    { id: 'operator-3', badge: 'B-0003', name: '이도윤', role: 'packer', language: null, active: false },
  ],
  carriers: [
    { id: 'carrier-1', code: 'cj', name: 'CJ대한통운', trackingPattern: '\\d{12}', active: true },
    { id: 'carrier-2', code: 'hanjin', name: '한진택배', trackingPattern: null, active: true },
  ],
  counts: { items: 500, locations: 2_688, totes: 60, cartonTypes: 6, orders: 1_000_000 },
  station: { name: 'Office 1', dataDirectory: '/var/lib/baro', version: '0.1.0', prefetchTasks: null },
}

/** A store that nobody has set up. */
export const emptySite: SiteView = {
  ...siteView,
  site: null,
  operators: [],
  carriers: [],
  counts: { items: 0, locations: 0, totes: 0, cartonTypes: 0, orders: 0 },
}

const job = (index: number, state: PrintJobView['state'], more: Partial<PrintJobView> = {}): PrintJobView => ({
  id: `job-${index}`,
  kind: 'shipping-label',
  state,
  copy: 1,
  reason: null,
  orderId: `order-${index}`,
  orderNumber: `#${10_500 - index}`,
  cartonId: `carton-${index}`,
  cartonNumber: 1,
  code: `00880123400000${String(index).padStart(4, '0')}`,
  requestedAt: NOW - index * 4 * MINUTE,
  sentAt: state === 'requested' ? null : NOW - index * 4 * MINUTE + 2_000,
  operatorName: '박서연',
  printer: null,
  ...more,
})

/** A print journal with every state in it. */
export const printJobs: readonly PrintJobView[] = [
  job(1, 'sent'),
  job(2, 'unknown'),
  job(3, 'verified'),
  job(4, 'verified', { copy: 2, reason: 'damaged' }),
  job(5, 'failed'),
  job(6, 'voided'),
  job(7, 'requested'),
  job(8, 'unknown'),
]

const scan = (index: number, accepted: boolean, name: string, messageCode: string): ScanLogRow => ({
  id: `scan-${index}`,
  at: NOW - index * 11_000,
  screen: index % 2 === 0 ? 'picking' : 'packing',
  code: accepted ? 'A-03-2-05' : '8801234500015',
  source: index % 5 === 0 ? 'typed' : 'wedge',
  accepted,
  name,
  messageCode,
  operatorName: '박서연',
  orderNumber: accepted ? '#10493' : null,
})

/** A scan log of accepted and refused scans. */
export const scanLog: readonly ScanLogRow[] = Array.from({ length: 240 }, (_, index) =>
  index % 6 === 2
    ? scan(index, false, 'wrongItem', 'E-PCK-009')
    : index % 6 === 4
      ? scan(index, false, 'unknownCode', 'E-SCN-001')
      : scan(index, true, 'itemCounted', 'I-PCK-007'),
)
