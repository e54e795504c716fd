import type { FileView, ImportRun, PreviewTick } from '../../../contract/station/imports.ts'
import { type ColumnMapping, mappingFor } from '../../../domain/column-mapping.ts'

const headers = [
  'Name',
  'Email',
  'Financial Status',
  'Created at',
  'Lineitem quantity',
  'Lineitem name',
  'Lineitem sku',
  'Shipping Name',
  'Shipping Address1',
  'Shipping Address2',
  'Shipping Zip',
  'Shipping City',
  'Shipping Country',
  'Shipping Phone',
  'Shipping Method',
  'Notes',
  'Id',
  'Currency',
  'Total',
]
const sample = [
  [
    '#10498',
    'a@example.com',
    'paid',
    '2026-11-20 10:00:00 +0900',
    '2',
    '시카 크림 50 ml',
    'CC-050',
    '김서연',
    '테헤란로 123',
    '4층',
    "'06236",
    '서울',
    'KR',
    '010-2233-8821',
    '국내 택배',
    '',
    '612044810001',
    'KRW',
    '25800',
  ],
  [
    '#10498',
    '',
    '',
    '2026-11-20 10:00:00 +0900',
    '1',
    '선크림 SPF50',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
  ],
  [
    '#10499',
    'b@example.com',
    'paid',
    '2026-11-20 10:04:00 +0900',
    '1',
    'Rice toner 200 ml',
    'TN-200',
    'Hannah Moore',
    '을지로 45',
    '',
    '04524',
    '서울',
    'KR',
    '010-7788-1307',
    '국내 택배',
    '',
    '612044810002',
    'KRW',
    '18900',
  ],
]

/** The order file of the fixtures as the station would describe it. */
export function fileView(uploadId: string, name: string): FileView {
  const locked = name.includes('locked')
  const items = name.includes('item')
  return {
    uploadId,
    name,
    bytes: 421_888,
    kind: items ? 'items' : 'orders',
    encoding: name.endsWith('.xlsx') ? 'xlsx' : 'utf-8',
    delimiter: name.endsWith('.xlsx') ? null : ',',
    headers: locked ? [] : items ? ['sku', 'name', 'gtin'] : headers,
    sample: locked ? [] : items ? [['CC-050', '시카 크림 50 ml', '8801234500015']] : sample,
    mapping:
      items || locked
        ? null
        : name.includes('strange')
          ? { ...mappingFor('custom', headers), name: 'strange' }
          : mappingFor('shopify', headers),
    needsPassword: locked,
  }
}

/** Mappings that a person saved before. */
export const savedMappings: ColumnMapping[] = [
  { ...mappingFor('shopify', headers), name: '쇼피파이 인천', preset: 'custom', channel: 'shopify-kr' },
]

const problems: ImportRun['problems'] = [
  {
    row: 48,
    column: 'Lineitem quantity',
    value: '0',
    expected: 'quantity-not-whole',
    params: { least: 1 },
    key: '#10515',
  },
  {
    row: 109,
    column: 'Shipping Zip',
    value: '-',
    expected: 'postcode-malformed',
    params: { country: 'KR' },
    key: '#10539',
  },
  { row: 112, column: 'Lineitem quantity', value: '2개', expected: 'quantity-not-whole', params: {}, key: '#10540' },
  { row: 256, column: 'Shipping Address1', value: '', expected: 'address-missing', params: {}, key: '#10594' },
  { row: 322, column: 'Created at', value: '2026-13-02', expected: 'time-malformed', params: {}, key: '#10618' },
  { row: 330, column: 'Email', value: 'x'.repeat(300), expected: 'something-new', params: { max: 200 }, key: '#10620' },
]

const ticks: PreviewTick[] = Array.from({ length: 128 }, (_, index) =>
  index < 4
    ? 'same'
    : [17, 40, 41, 75, 93, 116].includes(index)
      ? 'problem'
      : [60, 61].includes(index)
        ? 'match'
        : index === 30
          ? 'difference'
          : index === 31
            ? 'update'
            : 'good',
)

const count = (kind: PreviewTick): number => ticks.filter((tick) => tick === kind).length

/** A run at `share` (0–1) of its way through the fixture file. */
export function importRun(runId: string, kind: ImportRun['kind'], taking: boolean, share: number): ImportRun {
  const read = Math.floor(342 * (taking ? 1 : share))
  const shown = ticks.slice(0, Math.floor(ticks.length * (taking ? 1 : share)))
  return {
    runId,
    uploadId: 'upload-1',
    kind,
    phase: share >= 1 ? (taking ? 'taken' : 'checked') : taking ? 'taking' : 'checking',
    rowsRead: read,
    bytesRead: Math.floor(421_888 * (taking ? 1 : share)),
    bytesTotal: 421_888,
    counts: {
      good: count('good'),
      problem: count('problem'),
      same: count('same'),
      difference: count('difference'),
      update: count('update'),
      match: count('match'),
    },
    taken: taking ? Math.floor(114 * share) : 0,
    changed: taking && share >= 1 ? 1 : 0,
    ticks: shown,
    problems: share >= 1 ? problems : [],
    problemCount: share >= 1 ? problems.length : 0,
    preview:
      kind === 'orders'
        ? [
            {
              number: '#10498',
              item: '시카 크림 50 ml',
              quantity: 2,
              recipient: '김*연',
              postcode: '06236',
              phone: '010 **** 8821',
              payment: 'paid',
              sameOrder: false,
            },
            {
              number: '#10498',
              item: '선크림 SPF50',
              quantity: 1,
              recipient: '김*연',
              postcode: '06236',
              phone: '010 **** 8821',
              payment: 'paid',
              sameOrder: true,
            },
            {
              number: '#10499',
              item: 'Rice toner 200 ml',
              quantity: 1,
              recipient: 'H. M*****',
              postcode: '04524',
              phone: '010 **** 1307',
              payment: 'cod',
              sameOrder: false,
            },
          ]
        : [],
    failure: null,
  }
}
