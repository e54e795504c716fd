import { describe, expect, test } from 'vitest'
import { areaOf, shapesOf } from '../../../domain/label.ts'
import { builtInTemplate, type TemplateId } from '../../../domain/template-built-in.ts'
import { LABEL_SHEETS, type LabelSheet, renderLabelSheet } from '../../../main/documents/label-sheet.ts'
import { drawTemplate } from '../../../main/documents/template-label.ts'
import { decode, pdfFacts, pdfText, popplerMissing, rasterise } from './raster.ts'

const VALUES: Partial<Record<TemplateId, (number: number) => Record<string, string>>> = {
  badge: (number) => ({ code: `B-10${number}`, name: `이도윤 ${number}`, role: '피커' }),
  tote: (number) => ({ code: `TOTE-00${number}`, name: `T${number}` }),
  location: (number) => ({ code: `A-03-2-0${number}`, zone: 'A' }),
  item: (number) => ({ code: '8801234567893', name: `제주 녹차 ${number}`, sku: `TEA-${number}`, 'unit.count': '1' }),
}
const CASES = (Object.keys(LABEL_SHEETS) as LabelSheet[]).flatMap((sheet) =>
  (Object.keys(VALUES) as TemplateId[]).map((id) => [sheet, id] as const),
)

describe.skipIf(popplerMissing)('a sheet of labels', () => {
  test.each(CASES)('%s of %s has each label whole in its place, and its code reads', async (sheet, id) => {
    const grid = LABEL_SHEETS[sheet]
    const perPage = grid.columns * grid.rows
    const all = Array.from({ length: perPage + 1 }, (_, index) => VALUES[id]?.(index % 10) ?? {})
    const { pdf, pages, notices } = await renderLabelSheet(builtInTemplate(id), all, {
      language: 'ko',
      title: id,
      sheet,
    })
    expect([pages, notices]).toEqual([2, []])
    expect(pdfFacts(pdf)).toContain('(A4)')
    const raster = rasterise(pdf, 300)
    for (const index of [0, perPage - 1]) {
      const x = grid.leftMm + (index % grid.columns) * (grid.widthMm + grid.gapMm)
      const y = grid.topMm + Math.floor(index / grid.columns) * grid.heightMm
      const area = { x, y, widthMm: grid.widthMm, heightMm: grid.heightMm }
      expect(decode(raster, area)?.text).toBe(all[index]?.code)
    }
    expect(pdfText(pdf)).toContain(id === 'location' ? 'A-03-2-00' : (all[0]?.name ?? ''))
  })
})

test('a label that is moved to its place keeps its bars on whole dots', () => {
  const model = drawTemplate(builtInTemplate('badge'), VALUES.badge?.(1) ?? {}, { language: 'ko' })
  const bars = model.elements.find((element) => element.kind === 'bars')
  if (bars === undefined) throw new Error('no bars')
  const there = { ...model, elements: [{ ...bars, x: bars.x + 7.3, y: bars.y + 15.15 }] }
  expect(areaOf(bars).widthMm).toBeGreaterThan(10)
  for (const { x, widthMm } of shapesOf(there)) {
    for (const edge of [x, x + widthMm]) expect(Math.abs(edge / 0.125 - Math.round(edge / 0.125))).toBeLessThan(1e-6)
  }
})
