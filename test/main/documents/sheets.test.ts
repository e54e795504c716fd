import { describe, expect, test } from 'vitest'
import { COMMAND_CODES } from '../../../domain/command-code.ts'
import { areaOf } from '../../../domain/label.ts'
import { commandSheet } from '../../../main/documents/command-sheet.ts'
import { renderPdf } from '../../../main/documents/pdf.ts'
import {
  type CodeSheetEntry,
  type CodeSheetInput,
  codeSheetPages,
  renderCodeSheet,
  sheetOf,
  symbologyOfItemCode,
} from '../../../main/documents/sheets.ts'
import { decode, pdfText, popplerMissing, rasterise } from './raster.ts'

const entry = (code: string, more: Partial<CodeSheetEntry> = {}): CodeSheetEntry => ({
  code,
  symbology: 'code128',
  title: code,
  subtitle: '',
  ...more,
})

/** Reads every code of a sheet from its printed pages, each from its own place. */
async function readSheet(input: CodeSheetInput, dpi: number): Promise<(string | undefined)[]> {
  const pages = [...codeSheetPages(input, 'ko').pages]
  const { pdf } = await renderPdf(pages, input.title)
  return pages.flatMap((page, index) => {
    const raster = rasterise(pdf, dpi, index + 1)
    return page.elements
      .filter((element) => element.kind === 'bars' || element.kind === 'matrix')
      .map((element) => decode(raster, areaOf(element), { matrix: element.kind === 'matrix' })?.text)
  })
}

describe.skipIf(popplerMissing)('a printed sheet of codes', () => {
  test('has every command, readable, in Korean and English', async () => {
    const sheet = commandSheet('ko')
    const codes = sheet.groups.flatMap((group) => group.entries.map((command) => command.code))
    expect([...codes].sort()).toEqual(Object.values(COMMAND_CODES).sort())
    expect(await readSheet(sheet, 203)).toEqual(codes)
    const text = pdfText((await renderCodeSheet(sheet, 'ko')).pdf)
    for (const word of ['어디서나', '확인', 'Confirm', '새 상자', 'New carton']) expect(text).toContain(word)
  })

  test.each([203, 300])('reads back items, long codes and two-dimensional codes at %i dpi', async (dpi) => {
    const codes: CodeSheetEntry[] = ['8801234567893', '96385074', '18801234567890', '8801234567890', 'SKU-1']
      .map((code) => entry(code, { symbology: symbologyOfItemCode(code) }))
      .concat(entry('https', { symbology: 'qr' }), entry('HELLO-1', { symbology: 'datamatrix' }))
    const read = await readSheet({ title: '상품', groups: [{ title: '녹차', entries: codes }], columns: 3 }, dpi)
    expect(read).toEqual(codes.map((code) => code.code))
  })

  test('gives a code of 64 letters the room that it needs', async () => {
    const long = 'ABCDEFGH'.repeat(8)
    expect(await readSheet(sheetOf('locations', [entry(long), entry('A-01')], 'ko'), 300)).toEqual([long, 'A-01'])
  })

  test('keeps a text that no barcode can carry, and says so on paper and in a notice', async () => {
    const rendered = await renderCodeSheet(sheetOf('locations', [entry('가-01'), entry('A-01')], 'ko'), 'ko')
    expect(rendered.notices).toEqual([{ code: 'CODE_NOT_ENCODABLE', value: '가-01' }])
    expect(pdfText(rendered.pdf)).toContain('바코드로 만들 수 없는 코드입니다')
  })
})

test('a heading is never the last thing on a page, and codes never leave it', () => {
  const groups = Array.from({ length: 30 }, (_, index) => ({
    title: `Group ${index}`,
    entries: Array.from({ length: (index % 5) + 1 }, (__, code) => entry(`G${index}-${code}`)),
  }))
  const pages = [...codeSheetPages({ title: 'All', groups, columns: 3 }, 'en').pages]
  expect(pages.length).toBeGreaterThan(3)
  for (const page of pages) {
    const frames = page.elements.filter((element) => element.kind === 'box')
    const lowestFrame = Math.max(...frames.map((frame) => frame.y + frame.heightMm))
    const headings = page.elements.filter((element) => element.kind === 'text' && element.text.startsWith('Group'))
    for (const heading of headings) expect(areaOf(heading).y).toBeLessThan(lowestFrame)
    expect(lowestFrame).toBeLessThanOrEqual(284)
  }
})

test('a sheet of nothing says so instead of being blank', async () => {
  const { pages } = codeSheetPages(sheetOf('totes', [], 'en'), 'en')
  const [page] = [...pages]
  expect(page?.elements.some((element) => element.kind === 'text' && element.text === 'Nothing to print')).toBe(true)
})

test('equal sheets are equal bytes', async () => {
  const sheet = sheetOf('badges', [entry('B-1', { title: '이도윤', subtitle: '피커' })], 'ko')
  expect((await renderCodeSheet(sheet, 'ko')).sha256).toBe((await renderCodeSheet(sheet, 'ko')).sha256)
})
