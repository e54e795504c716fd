import { deflateRawSync } from 'node:zlib'
import { type CellValue, writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { detectDelimiter } from '../../../main/imports/read-csv.ts'
import { openTable, type TableOptions } from '../../../main/imports/read-table.ts'

const HEADERS = '주문번호,수취인명,수량,우편번호,결제일'.split(',')

async function read(bytes: Buffer, options?: TableOptions) {
  const table = await openTable({ bytes, name: 'a' }, options)
  const rows: [number, readonly string[]][] = []
  for await (const batch of table.batches())
    batch.cells.forEach((cells, index) => void rows.push([batch.numbers[index] ?? 0, cells]))
  return { table, rows }
}

const sheet = async (rows: CellValue[][], password?: string): Promise<Buffer> =>
  Buffer.from(
    await writeXlsx({
      sheets: [{ name: 'Sheet1', rows }],
      ...(password === undefined ? {} : { encryption: { password, spinCount: 1_000 } }),
    }),
  )

/** A ZIP archive of one deflated file, which may lie about its size. */
function zip(content: Buffer, declared: number): Buffer {
  const packed = deflateRawSync(content)
  const name = Buffer.from('xl/worksheets/sheet1.xml')
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(8, 4)
  common.writeUInt32LE(packed.length, 14)
  common.writeUInt32LE(declared, 18)
  common.writeUInt16LE(name.length, 22)
  const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), common, name, packed])
  const central = Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, Buffer.alloc(14), name])
  const end = Buffer.alloc(22)
  end.set([0x50, 0x4b, 5, 6])
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}

describe('CSV', () => {
  test.each([',', ';', '\t'] as const)(
    'the delimiter %j is found, line breaks and other delimiters inside quotes aside',
    async (delimiter) => {
      const text = [HEADERS.join(delimiter), ['1', '"김,가온;\n님\t"', '2', '06236', ''].join(delimiter), ''].join(
        '\r\n',
      )
      expect(detectDelimiter(text)).toBe(delimiter)
      const { table, rows } = await read(Buffer.from(text))
      expect(table.headers).toEqual(HEADERS)
      expect(rows).toEqual([[2, ['1', '김,가온;\n님\t', '2', '06236', '']]])
    },
  )

  test('a title row and blank lines stand above the headers, and rows keep the numbers that a spreadsheet shows', async () => {
    const { table, rows } = await read(Buffer.from(`발주 목록\n\n${HEADERS.join(',')}\n1,"가\n나",1,,\n\n2,다,1,,\n`))
    expect([table.headerRow, table.titleRows]).toEqual([3, [['발주 목록'], ['']]])
    expect(rows.map(([row, cells]) => [row, cells[1]])).toEqual([
      [4, '가\n나'],
      [5, undefined],
      [6, '다'],
    ])
  })

  test('a person can point at the header row', async () => {
    const { table, rows } = await read(Buffer.from('a,b\nc,d\n1,2\n'), { headerRow: 2 })
    expect([table.headers, rows]).toEqual([['c', 'd'], [[3, ['1', '2']]]])
  })

  test('rows of uneven length and a quote inside a field are read as they are', async () => {
    const { rows } = await read(Buffer.from('a,b,c\n1,5" pipe\n1,2,3,4\n'))
    expect(rows.map(([, cells]) => cells)).toEqual([
      ['1', '5" pipe'],
      ['1', '2', '3', '4'],
    ])
  })

  test('a quote that is never closed is refused with the row where it began', async () => {
    await expect(read(Buffer.from('a,b\n1,2\n3,"4\n5,6\n'))).rejects.toMatchObject({
      code: 'quotes-broken',
      params: { row: 3 },
    })
  })

  test('all three line ends are read', async () => {
    for (const end of ['\n', '\r\n', '\r'])
      expect((await read(Buffer.from(['a,b', '1,2', '3,4'].join(end)))).rows).toHaveLength(2)
  })

  test('a file without any header row is refused', async () => {
    await expect(read(Buffer.from('\n\n\n'))).rejects.toMatchObject({ code: 'header-row-missing' })
  })
})

describe('spreadsheets', () => {
  test('cells are text: leading zeros kept, dates written out, whole numbers without a point', async () => {
    const { table, rows } = await read(
      await sheet([
        ['발주 목록'],
        HEADERS,
        ['2026112012345610', '김가온', 2, '06236', new Date(Date.UTC(2026, 0, 2, 10, 0, 0))],
        [],
        [2026112012345611, '이든', 1.5, 6236, '2026-01-03'],
      ]),
    )
    expect([table.kind, table.headerRow, table.headers]).toEqual(['sheet', 2, HEADERS])
    expect(rows.filter(([, cells]) => cells.length > 0)).toEqual([
      [3, ['2026112012345610', '김가온', '2', '06236', '2026-01-02 10:00:00']],
      [5, ['2026112012345611', '이든', '1.5', '6236', '2026-01-03']],
    ])
  })

  test('a password is asked for, checked, and opens the file', async () => {
    const bytes = await sheet([HEADERS, ['1', '김가온', 1, '06236', '2026-01-02']], '비밀1')
    await expect(read(bytes)).rejects.toMatchObject({ code: 'password-needed' })
    await expect(read(bytes, { password: 'no' })).rejects.toMatchObject({ code: 'password-wrong' })
    expect((await read(bytes, { password: '비밀1' })).rows).toHaveLength(1)
  })

  test("a file that only Excel's own default password closes opens without asking", async () => {
    expect((await read(await sheet([HEADERS, ['1', '김가온', 1, '', '']], 'VelvetSweatshop'))).rows).toHaveLength(1)
  })

  test.each(['agile', 'standard'])(
    'a workbook locked with %s encryption by another program opens with its password',
    async (kind) => {
      const file = new URL(`../../../resources/fixtures/orders-locked-${kind}.xlsx`, import.meta.url).pathname
      const table = await openTable(file, { password: '바로1234' })
      expect([table.headerRow, table.titleRows[0]?.[0], table.headers.length]).toEqual([2, '발주 목록', 17])
      await table.batches().return()
      await expect(openTable(file)).rejects.toMatchObject({ code: 'password-needed' })
    },
  )

  test('a zip bomb is refused by the sizes that it declares', async () => {
    const bomb = zip(Buffer.alloc(100 * 2 ** 20), 100 * 2 ** 20)
    expect(bomb.length).toBeLessThan(200_000)
    await expect(read(bomb)).rejects.toMatchObject({ code: 'sheet-expands-too-far' })
  })

  test('a zip bomb that lies about its size is refused as soon as it grows beyond it', async () => {
    await expect(read(zip(Buffer.alloc(100 * 2 ** 20), 1_000))).rejects.toMatchObject({
      code: 'sheet-expands-too-far',
      params: { declared: 1_000 },
    })
  })

  test('a sheet that needs more memory than it may have is refused, and the program lives on', async () => {
    const rows = Array.from({ length: 40_000 }, (_, index) => [
      `row ${index} ${'x'.repeat(60)}`,
      `second ${index * 7}`,
      index,
      String(index * 3),
    ])
    const bytes = await sheet([['주문번호', '수취인명', '수량', '주소'], ...rows])
    await expect(read(bytes, { limits: { heapMb: 12 } })).rejects.toMatchObject({ code: 'reader-out-of-memory' })
  })

  test('a broken sheet and a file of another kind are refused by their codes', async () => {
    const bytes = await sheet([HEADERS, ['1', '김가온', 1, '', '']])
    await expect(read(bytes.subarray(0, bytes.length - 200))).rejects.toMatchObject({ code: 'sheet-broken' })
    await expect(read(zip(Buffer.from('hello'), 5))).rejects.toMatchObject({ code: 'sheet-broken' })
    await expect(read(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, ...Buffer.alloc(600)]))).rejects.toMatchObject({
      code: 'sheet-broken',
    })
  })

  test('rows formatted to the edge of the sheet are as long as what they hold, and wide rows come in small batches', async () => {
    const edge = Array.from({ length: 2_000 }, () => null)
    const { rows } = await read(await sheet([HEADERS, ['1', '김', 1, ...edge.map(() => '')], [null, ...edge, 'far']]))
    expect(rows.map(([, cells]) => cells.length)).toEqual([3, 2_002])
    const wide = Array.from({ length: 400 }, (_, index) => [index, ...edge, 'far'])
    const table = await openTable({ bytes: await sheet([HEADERS, ...wide]), name: 'a' })
    let count = 0
    for await (const batch of table.batches()) {
      count += batch.cells.length
      expect(batch.cells.reduce((sum, cells) => sum + cells.length, 0)).toBeLessThanOrEqual(60_000)
    }
    expect(count).toBe(400)
  })

  test('a row longer than any order is refused with its number', async () => {
    const long = Array.from({ length: 40 }, () => 'x'.repeat(30_000))
    await expect(sheet([HEADERS, long]).then((bytes) => read(bytes))).rejects.toMatchObject({
      code: 'record-too-long',
      params: { row: 2 },
    })
  })

  test('reading stops when it is aborted', async () => {
    const bytes = await sheet([HEADERS, ...Array.from({ length: 30_000 }, (_, index) => [index, '김', 1, '', ''])])
    const abort = new AbortController()
    const table = await openTable({ bytes, name: 'a' }, { signal: abort.signal })
    const batches = table.batches()
    await batches.next()
    abort.abort(new Error('enough'))
    await expect(batches.next().then(() => batches.next())).rejects.toThrow('enough')
  })
})
