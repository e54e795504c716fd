import { describe, expect, test } from 'vitest'
import { RECORD_KINDS, type RecordKind } from '../../../domain/order-file-refusals.ts'
import { detectFileKind, type RecordFileEvent, readRecords } from '../../../main/imports/read-records.ts'
import { demoWarehouse } from '../../../resources/demo/warehouse.ts'

const fixture = (name: string): string => new URL(`../../../resources/fixtures/${name}.csv`, import.meta.url).pathname
const demo = demoWarehouse(1, Date.UTC(2026, 10, 20, 3, 0, 0))

async function read<Kind extends RecordKind>(
  kind: Kind,
  text: string | { path: string },
): Promise<RecordFileEvent<Kind>[]> {
  const events: RecordFileEvent<Kind>[] = []
  const input = typeof text === 'string' ? { bytes: Buffer.from(text), name: 'x.csv' } : text.path
  for await (const event of readRecords(kind, input)) events.push(event)
  return events
}

const records = (events: readonly { kind: string }[]): unknown[] =>
  events.flatMap((event) => ('record' in event ? [event.record] : []))
const problems = <Kind extends RecordKind>(events: readonly RecordFileEvent<Kind>[]): unknown[] =>
  events.flatMap((event) =>
    event.kind === 'problem'
      ? [[event.problem.row, event.problem.column, event.problem.value, event.problem.expected.code]]
      : [],
  )

test('the sample files give exactly the records of the demo warehouse', async () => {
  expect(records(await read('items', { path: fixture('items') }))).toEqual(demo.items)
  expect(records(await read('locations', { path: fixture('locations') }))).toEqual(demo.locations)
  expect(records(await read('stock', { path: fixture('stock') }))).toEqual(demo.stock)
  expect(records(await read('operators', { path: fixture('operators') }))).toEqual(demo.operators)
  expect(records(await read('totes', { path: fixture('totes') }))).toEqual(demo.totes)
  expect(records(await read('carton-types', { path: fixture('carton-types') }))).toEqual(demo.cartonTypes)
})

test('the kind of a file is told by its headers', async () => {
  const { readFile } = await import('node:fs/promises')
  const headers = async (name: string): Promise<string[]> =>
    ((await readFile(fixture(name), 'utf8')).split('\r\n')[0] ?? '').split(',')
  for (const kind of RECORD_KINDS) expect(detectFileKind(await headers(kind))).toBe(kind)
  expect(detectFileKind(await headers('orders-shopify'))).toBe('orders')
  expect(detectFileKind(['colour', 'taste'])).toBeNull()
})

describe('items', () => {
  test('a wrong check digit, a rounded GTIN and one of a wrong length are refused', async () => {
    const events = await read(
      'items',
      'sku,name,gtin\nA,Tea,8801040101335\nB,Tea,8801040101336\nC,Tea,8.80104E+12\nD,Tea,88010\n',
    )
    expect(records(events)).toMatchObject([
      { sku: 'A', gtin: '8801040101335', tracking: 'none', fragile: false, barcodes: [] },
    ])
    expect(problems(events)).toEqual([
      [3, 'gtin', '8801040101336', 'check-digit-wrong'],
      [4, 'gtin', '8.80104E+12', 'number-in-scientific-form'],
      [5, 'gtin', '88010', 'gtin-malformed'],
    ])
    expect(events.at(-1)).toEqual({ kind: 'summary', rows: 4, records: 1, problems: 3 })
  })

  test('further barcodes have units, one each where none are given', async () => {
    const [event] = await read('items', 'sku,name,barcodes\nA,Tea,18801040101332=10 | INNER-6=6|X\n')
    expect(event).toMatchObject({
      record: {
        barcodes: [
          { code: '18801040101332', units: 10 },
          { code: 'INNER-6', units: 6 },
          { code: 'X', units: 1 },
        ],
      },
    })
    expect(problems(await read('items', 'sku,name,barcodes\nA,Tea,B=0\nB,Tea,18801040101333=10\n'))).toEqual([
      [2, 'barcodes', 'B=0', 'barcodes-malformed'],
      [3, 'barcodes', '18801040101333=10', 'check-digit-wrong'],
    ])
  })

  test('one code on two items is refused at the second, even as GTIN-12 and GTIN-13 of the same number', async () => {
    expect(problems(await read('items', 'sku,name,gtin\nA,Tea,012345678905\nA,Tea,\nB,Mug,0012345678905\n'))).toEqual([
      [3, 'sku', 'A', 'value-twice'],
      [4, 'gtin', '0012345678905', 'value-twice'],
    ])
  })

  test('Korean headers and words are read', async () => {
    const [event] = await read('items', '품목코드,품명,바코드,추적,파손주의\nA,녹차,8801040101335,로트,예\n')
    expect(event).toMatchObject({ record: { sku: 'A', name: '녹차', tracking: 'lot', fragile: true } })
  })

  test('say how they are packed, in English and in Korean columns', async () => {
    const english = await read('items', 'sku,name,keep_upright,mix_class\nA,Oil,yes,food\nB,Soap,,\nC,Tea,perhaps,\n')
    expect(records(english)).toMatchObject([{ sku: 'A', keepUpright: true, mixClass: 'food' }, { keepUpright: false }])
    expect(records(english)[1]).not.toHaveProperty('mixClass')
    expect(problems(english)).toEqual([[4, 'keep_upright', 'perhaps', 'yes-or-no-expected']])
    const korean = await read('items', '품목코드,품명,세워서보관,혼적구분\nA,참기름,예,식품\n')
    expect(records(korean)).toMatchObject([{ keepUpright: true, mixClass: '식품' }])
  })

  test('sizes that are not whole millimetres and pictures from nowhere are refused', async () => {
    expect(
      problems(await read('items', 'sku,name,length_mm,picture\nA,Tea,12.5,\nB,Tea,,file:///etc/passwd\nC,,1,\n')),
    ).toEqual([
      [2, 'length_mm', '12.5', 'number-not-whole'],
      [3, 'picture', 'file:///etc/passwd', 'picture-malformed'],
      [4, 'name', '', 'value-missing'],
    ])
  })
})

test('stock: a serial stands for one unit, dates must exist, and one place is listed once', async () => {
  const text =
    'sku,location,lot,serial,expires_on,quantity\nA,L1,,S1,,1\nA,L1,,S2,,2\nA,L2,B1,,2026-02-30,5\nA,L2,B1,,20260301,5\nA,L2,B1,,2026-03-01,6\nA,L3,,,,-1\n'
  const events = await read('stock', text)
  expect(records(events)).toEqual([
    { sku: 'A', location: 'L1', serial: 'S1', quantity: 1 },
    { sku: 'A', location: 'L2', lot: 'B1', expiresOn: '2026-03-01', quantity: 5 },
  ])
  expect(problems(events)).toEqual([
    [3, 'quantity', '2', 'serial-quantity-not-one'],
    [4, 'expires_on', '2026-02-30', 'value-malformed'],
    [6, 'sku', 'A · L2 · B1 ·  · 2026-03-01', 'value-twice'],
    [7, 'quantity', '-1', 'number-not-whole'],
  ])
})

test('operators: PINs are digits, roles are of the list, badges are used once', async () => {
  const text =
    'badge,name,role,pin,language\nB1,김바로,picker,1234,ko\nB2,Tom,boss,1234,\nB3,Tom,picker,12,\nB1,Tom,picker,1234,en\n'
  expect(problems(await read('operators', text))).toEqual([
    [3, 'role', 'boss', 'choice-unknown'],
    [4, 'pin', '12', 'pin-malformed'],
    [5, 'badge', 'B1', 'value-twice'],
  ])
})

test('locations may lie left of the origin, and totes are called by their code when they have no name', async () => {
  expect(records(await read('locations', 'code,x_mm,y_mm,kind\nA-1,-900,"1,200",reserve\n'))).toMatchObject([
    { xMm: -900, yMm: 1200, kind: 'reserve', zone: '' },
  ])
  expect(records(await read('totes', 'code\nT1\n'))).toEqual([{ code: 'T1', name: 'T1' }])
})

test('a file that lacks a needed column is refused as a whole', async () => {
  await expect(read('carton-types', 'code,name\nS,small\n')).rejects.toMatchObject({
    code: 'mapping-incomplete',
    params: { column: 'inner_length_mm' },
  })
})

test('items say in Korean or English what shipping rules ask about them', async () => {
  const text = [
    '상품코드,상품명,취급구분,위험물등급,UN번호,배터리Wh',
    'B-1,보조배터리,리튬배터리 | magnet,9,3480,74',
    'B-2,참기름,액체,,,',
    'B-3,무엇,폭발물,,,',
    'B-4,무엇,,12,,',
  ].join('\n')
  const events = await read('items', text)
  expect(records(events)).toMatchObject([
    { sku: 'B-1', goodsKinds: ['lithium-battery', 'magnet'], unClass: '9', unNumber: 'UN3480', batteryWh: 74 },
    { sku: 'B-2', goodsKinds: ['liquid'], unClass: null, unNumber: null, batteryWh: null },
  ])
  const [silent] = records(await read('items', 'sku,name\nB-1,보조배터리\n'))
  expect(silent).not.toHaveProperty('goodsKinds')
  expect(silent).not.toHaveProperty('unClass')
  expect(problems(events)).toEqual([
    [4, '취급구분', '폭발물', 'choice-unknown'],
    [5, '위험물등급', '12', 'value-malformed'],
  ])
})
