import { describe, expect, test } from 'vitest'
import { areaOf } from '../../../domain/label.ts'
import { type PackingSlipInput, packingSlipPages, renderPackingSlip } from '../../../main/documents/packing-slip.ts'
import { pdfFacts, pdfText, popplerMissing } from './raster.ts'
import { koreanRecipient, sender } from './samples.ts'

function slip(lines: number, more: Partial<PackingSlipInput> = {}): PackingSlipInput {
  return {
    language: 'ko',
    sender,
    recipient: koreanRecipient,
    orderNumber: '2024 8841 2207',
    channel: '스마트스토어',
    date: '2025-03-04',
    cartonCount: 2,
    lines: Array.from({ length: lines }, (_, index) => ({
      sku: `TEA-${String(index + 1).padStart(4, '0')}`,
      name:
        index % 7 === 3
          ? '유기농 제주 녹차 티백 선물 세트 대용량 (100개입) 특별 한정판 봄 시즌 패키지'
          : '우전 녹차 50 g',
      option: '색상: 초록',
      quantity: (index % 5) + 1,
      cartonNumber: (index % 2) + 1,
    })),
    ...more,
  }
}

describe.skipIf(popplerMissing)('a packing slip of 120 lines', () => {
  test('has the table header and its page number on every page and every line once', async () => {
    const rendered = await renderPackingSlip(slip(120))
    const pages = pdfText(rendered.pdf).split('\f').slice(0, -1)
    expect(rendered.pages).toBeGreaterThan(2)
    expect(pages).toHaveLength(rendered.pages)
    pages.forEach((page, index) => {
      expect(page).toMatch(/상품코드\s+상품\s+수량\s+상자/)
      expect(page).toMatch(new RegExp(`\\b${index + 1} ?/ ?${rendered.pages}\\b`))
    })
    const skus = pages.join('\n').match(/TEA-\d{4}/g) ?? []
    expect(skus).toEqual(slip(120).lines.map((line) => line.sku))
    expect(pages.at(-1)).toContain('합계 120줄 · 360개')
  })

  test('is A4', async () => {
    expect(pdfFacts((await renderPackingSlip(slip(1))).pdf)).toMatch(/595\.27\d* x 841\.89 pts \(A4\)/)
  })

  test('speaks English when asked, and says who sends, who receives and what was asked for', async () => {
    const text = pdfText((await renderPackingSlip(slip(1, { language: 'en', note: '선물 포장' }))).pdf)
    for (const part of ['Packing slip', '2025-03-04', '박서준', '바로상점', '선물 포장', 'Total: 1 line · 1 unit']) {
      expect(text).toContain(part)
    }
  })
})

test('the longest texts that are allowed stay on their pages', () => {
  const wide = (length: number) => 'W'.repeat(length)
  const input = slip(3, {
    sender: { name: wide(120), phone: wide(40), lines: [wide(200), wide(200), wide(200), wide(200)] },
    recipient: { ...koreanRecipient, name: wide(120), line1: wide(200), line2: wide(200), city: wide(80) },
    note: wide(2000),
    lines: [{ sku: wide(64), name: wide(300), option: wide(300), quantity: 1_000_000, cartonNumber: 9_999 }],
  })
  const { pages } = packingSlipPages(input)
  for (const area of pages.flatMap((page) => page.elements.map(areaOf))) {
    expect(area.x).toBeGreaterThanOrEqual(14)
    expect(area.x + area.widthMm).toBeLessThanOrEqual(196)
    expect(area.y + area.heightMm).toBeLessThanOrEqual(288)
  }
})

test('equal input gives equal bytes', async () => {
  expect((await renderPackingSlip(slip(9))).sha256).toBe((await renderPackingSlip(slip(9))).sha256)
})

test('a date that is none is refused with a code', async () => {
  await expect(renderPackingSlip(slip(1, { date: '2025-02-30' }))).rejects.toMatchObject({ code: 'E-DOC-002' })
})
