import type { z } from 'zod'
import { hasValidCheckDigit } from '../../domain/check-digit.ts'
import { CartonTypeInput, ItemInput, LocationInput, OperatorInput, StockInput, ToteInput } from '../../domain/inputs.ts'
import { type Expected, expected } from '../../domain/order-file-problems.ts'
import type { RecordKind, RecordProblemCode } from '../../domain/order-file-refusals.ts'
import { cleanCell, isScientific, parseWhole, parseYesNo } from '../../domain/order-file-values.ts'
import { ownValue } from '../../domain/own-value.ts'
import { GOODS_KINDS, UnClass, UnNumber } from '../../domain/shipping-rules.ts'

/** What each kind of file gives. */
export interface RecordTypes {
  items: ItemInput
  locations: LocationInput
  stock: StockInput
  operators: OperatorInput
  totes: ToteInput
  'carton-types': CartonTypeInput
}

type Value = string | number | boolean | string[] | { code: string; units: number }[] | undefined

/**
 * A column of a record file: its header and other names, whether it must be filled, and how a cell is read. Of one that
 * `keeps` a file without it says nothing, and an empty cell says null.
 */
interface RecordColumn {
  header: string
  also: readonly string[]
  needed: boolean
  keeps?: boolean
  parse: (text: string) => Value | Expected<RecordProblemCode>
}

/** The form of one kind of file; `unique` are fields whose values may not occur twice in it. */
export interface RecordForm<Kind extends RecordKind> {
  columns: Readonly<Record<string, RecordColumn>>
  schema: z.ZodType<RecordTypes[Kind]>
  unique: readonly (readonly string[])[]
}

const refuse = (
  code: RecordProblemCode,
  params: Readonly<Record<string, string | number>> = {},
): Expected<RecordProblemCode> => expected(code, params)

const text = (cell: string): Value | Expected<RecordProblemCode> =>
  isScientific(cell) ? refuse('number-in-scientific-form') : cell
const optional = (cell: string): Value | Expected<RecordProblemCode> => (cell === '' ? undefined : text(cell))
const whole =
  (min: number, max: number, whenEmpty?: number) =>
  (cell: string): Value | Expected<RecordProblemCode> =>
    cell === '' ? whenEmpty : parseWhole(cell, min, max, 'number-not-whole')
const signed = (cell: string): Value | Expected<RecordProblemCode> => {
  if (cell === '') return undefined
  const size = parseWhole(cell.replace(/^-/, ''), 0, 10_000_000, 'number-not-whole')
  return typeof size === 'number' && cell.startsWith('-') ? -size : size
}
const choice =
  (choices: Readonly<Record<string, string>>, whenEmpty?: string) =>
  (cell: string): Value | Expected<RecordProblemCode> =>
    cell === ''
      ? whenEmpty
      : (ownValue(choices, cell.toLowerCase()) ??
        refuse('choice-unknown', {
          choices: Object.keys(choices)
            .filter((key) => choices[key] === key)
            .join(', '),
        }))

function gtin(cell: string): Value | Expected<RecordProblemCode> {
  if (cell === '') return undefined
  if (isScientific(cell)) return refuse('number-in-scientific-form')
  if (!/^(\d{8}|\d{12,14})$/.test(cell)) return refuse('gtin-malformed')
  return hasValidCheckDigit(cell) ? cell : refuse('check-digit-wrong')
}

/** `CODE` or `CODE=UNITS`, several with `|` between them. */
function barcodes(cell: string): Value | Expected<RecordProblemCode> {
  const found: { code: string; units: number }[] = []
  for (const part of cell.split('|').map((piece) => piece.trim())) {
    if (part === '') continue
    const match = /^([^=\s]{1,64})(?:\s*=\s*(\d{1,6}))?$/.exec(part)
    if (match?.[1] === undefined || match[2] === '0') return refuse('barcodes-malformed')
    if (isScientific(match[1])) return refuse('number-in-scientific-form')
    if (/^(\d{13,14})$/.test(match[1]) && !hasValidCheckDigit(match[1])) return refuse('check-digit-wrong')
    found.push({ code: match[1], units: Number(match[2] ?? 1) })
  }
  return found
}

const picture = (cell: string): Value | Expected<RecordProblemCode> =>
  cell === '' ? undefined : /^(https:\/\/\S+|drawn:[a-z]+\/.+)$/.test(cell) ? cell : refuse('picture-malformed')
const pin = (cell: string): Value | Expected<RecordProblemCode> =>
  /^\d{4,8}$/.test(cell) ? cell : refuse('pin-malformed')
const yesNo = (cell: string): Value | Expected<RecordProblemCode> => parseYesNo(cell, false)
const day = (cell: string): Value | Expected<RecordProblemCode> => {
  if (cell === '') return undefined
  const match = /^(\d{4})[-./]?(\d{2})[-./]?(\d{2})$/.exec(cell)
  return match === null ? refuse('value-malformed', { form: 'YYYY-MM-DD' }) : `${match[1]}-${match[2]}-${match[3]}`
}

/** Kinds with `|` between them. */
const goodsKinds = (cell: string): Value | Expected<RecordProblemCode> => {
  if (cell === '') return undefined
  const words = cell.split('|').flatMap((word) => (word.trim() === '' ? [] : [word.trim().toLowerCase()]))
  const kinds = words.flatMap((word) => ownValue(GOODS, word) ?? [])
  return kinds.length === words.length
    ? [...new Set(kinds)]
    : refuse('choice-unknown', { choices: GOODS_KINDS.join(', ') })
}
const unClass = (cell: string): Value | Expected<RecordProblemCode> =>
  cell === '' || UnClass.safeParse(cell).success
    ? cell || undefined
    : refuse('value-malformed', { form: '3, 2.1, 1.4S' })
const unNumber = (cell: string): Value | Expected<RecordProblemCode> => {
  if (cell === '') return undefined
  const plain = cell.toUpperCase().replace(/\s/g, '')
  const number = /^\d{4}$/.test(plain) ? `UN${plain}` : plain
  return UnNumber.safeParse(number).success ? number : refuse('value-malformed', { form: 'UN3480' })
}

const column = (
  header: string,
  parse: RecordColumn['parse'],
  also: readonly string[] = [],
  needed = false,
): RecordColumn => ({ header, also, needed, parse })

const keeping = (header: string, parse: RecordColumn['parse'], also: readonly string[]): RecordColumn => ({
  ...column(header, parse, also),
  keeps: true,
})

const same = (...words: string[]): Record<string, string> => Object.fromEntries(words.map((word) => [word, word]))

const TRACKING = { ...same('none', 'lot', 'serial'), 없음: 'none', 로트: 'lot', 시리얼: 'serial' }
/** Kinds of goods that rules are about, in the words of a file. */
const GOODS: Readonly<Record<string, string>> = {
  ...same(...GOODS_KINDS),
  리튬배터리: 'lithium-battery',
  배터리: 'lithium-battery',
  액체: 'liquid',
  스프레이: 'aerosol',
  에어로졸: 'aerosol',
  주류: 'alcohol',
  자석: 'magnet',
}
const PLACES = { ...same('pick', 'reserve'), 피킹: 'pick', 보관: 'reserve' }
const ROLES = same('picker', 'packer', 'receiver', 'lead', 'service', 'manager', 'administrator')

/** The forms of all record files; docs/files.md describes each column. */
export const RECORD_FORMS: { readonly [Kind in RecordKind]: RecordForm<Kind> } = {
  items: {
    schema: ItemInput,
    unique: [['sku'], ['gtin']],
    columns: {
      sku: column('sku', text, ['상품코드', '품목코드'], true),
      name: column('name', text, ['상품명', '품명'], true),
      gtin: column('gtin', gtin, ['바코드', 'ean', 'upc']),
      barcodes: column('barcodes', barcodes, ['추가바코드']),
      lengthMm: column('length_mm', whole(1, 20_000), ['가로mm']),
      widthMm: column('width_mm', whole(1, 20_000), ['세로mm']),
      heightMm: column('height_mm', whole(1, 20_000), ['높이mm']),
      weightGrams: column('weight_g', whole(0, 1_000_000), ['중량g', '무게g']),
      picture: column('picture', picture, ['이미지', '사진']),
      tracking: column('tracking', choice(TRACKING, 'none'), ['추적']),
      fragile: column('fragile', yesNo, ['파손주의']),
      keepUpright: column('keep_upright', yesNo, ['세워서보관', '눕힘금지']),
      goodsKinds: keeping('goods_kinds', goodsKinds, ['취급구분', '위험구분']),
      unClass: keeping('un_class', unClass, ['위험물등급', '위험물클래스']),
      unNumber: keeping('un_number', unNumber, ['un번호']),
      batteryWh: keeping('battery_wh', whole(0, 1_000_000), ['배터리wh']),
      mixClass: column('mix_class', optional, ['혼적구분', '혼적그룹']),
    },
  },
  locations: {
    schema: LocationInput,
    unique: [['code']],
    columns: {
      code: column('code', text, ['로케이션', '위치'], true),
      zone: column('zone', text, ['구역']),
      aisle: column('aisle', text, ['통로']),
      bay: column('bay', text, ['베이', '열']),
      level: column('level', text, ['단']),
      position: column('position', text, ['칸']),
      xMm: column('x_mm', signed),
      yMm: column('y_mm', signed),
      kind: column('kind', choice(PLACES, 'pick'), ['종류']),
    },
  },
  stock: {
    schema: StockInput,
    unique: [['sku', 'location', 'lot', 'serial', 'expiresOn']],
    columns: {
      sku: column('sku', text, ['상품코드', '품목코드'], true),
      location: column('location', text, ['로케이션', '위치'], true),
      lot: column('lot', optional, ['로트']),
      serial: column('serial', optional, ['시리얼', '일련번호']),
      expiresOn: column('expires_on', day, ['유통기한', '소비기한']),
      receivedOn: column('received_on', day, ['입고일']),
      quantity: column('quantity', whole(0, 10_000_000), ['수량'], true),
    },
  },
  operators: {
    schema: OperatorInput,
    unique: [['badge']],
    columns: {
      badge: column('badge', text, ['배지', '사번'], true),
      name: column('name', text, ['이름', '성명'], true),
      role: column('role', choice(ROLES), ['역할'], true),
      pin: column('pin', pin, [], true),
      language: column('language', choice({ ...same('ko', 'en'), 한국어: 'ko', 영어: 'en' }), ['언어']),
    },
  },
  totes: {
    schema: ToteInput,
    unique: [['code']],
    columns: { code: column('code', text, ['토트'], true), name: column('name', optional, ['이름']) },
  },
  'carton-types': {
    schema: CartonTypeInput,
    unique: [['code']],
    columns: {
      code: column('code', text, ['박스코드'], true),
      name: column('name', text, ['박스명', '이름'], true),
      innerLengthMm: column('inner_length_mm', whole(1, 20_000), ['내경가로mm'], true),
      innerWidthMm: column('inner_width_mm', whole(1, 20_000), ['내경세로mm'], true),
      innerHeightMm: column('inner_height_mm', whole(1, 20_000), ['내경높이mm'], true),
      tareGrams: column('tare_g', whole(0, 100_000, 0), ['자체중량g']),
      maxGrams: column('max_g', whole(1, 1_000_000, 30_000), ['최대중량g']),
    },
  },
}

/** A cell ready to be parsed. */
export const recordCell = (cell: string | undefined): string => cleanCell(cell ?? '')
