import { describe, expect, test } from 'vitest'
import {
  countSheetPaper,
  invoicePaper,
  manifestPaper,
  paperMoney,
  pickListPaper,
  renderPapers,
} from '../../../main/documents/papers.ts'
import type { TablePaper } from '../../../main/documents/table-paper.ts'
import { pdfFacts, pdfFonts, pdfText, popplerMissing } from './raster.ts'
import { britishRecipient, koreanRecipient, sender } from './samples.ts'

const many = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const goods = (count: number) =>
  many(count).map((number) => ({
    sku: `SKU-${number}`,
    name: `제주 녹차 ${number}호`,
    option: number % 3 === 0 ? 'Gift box, 선물 포장' : null,
    quantity: number,
    priceMinor: 1_250,
  }))

const papers = (language: 'ko' | 'en', count: number): Record<string, TablePaper> => ({
  invoice: invoicePaper({
    language,
    sender,
    recipient: language === 'ko' ? koreanRecipient : britishRecipient,
    number: 'S-000042',
    date: '2026-11-22',
    orderNumber: '2024-8841',
    currency: 'KRW',
    lines: goods(count),
  }),
  pickList: pickListPaper({
    language,
    site: '김포',
    number: 'P-7',
    date: '2026-11-22',
    lines: goods(count).map((line, index) => ({ ...line, location: `A-${index + 1}`, lot: 'L1', slot: 2 })),
  }),
  manifest: manifestPaper({
    language,
    sender,
    carrier: '한빛택배',
    date: '2026-11-22',
    cartons: many(count).map((number) => ({
      tracking: `${600_000 + number}`,
      orderNumber: `O-${number}`,
      carton: 1,
      postcode: '04524',
      weightGrams: 1_500,
    })),
  }),
  countSheet: countSheetPaper({
    language,
    site: '김포',
    zone: 'A',
    date: '2026-11-22',
    lines: goods(count).map((line, index) => ({ ...line, location: `A-${index + 1}`, lot: '' })),
  }),
})

const HEADS = {
  invoice: { ko: ['거래명세서', '단가'], en: ['Commercial invoice', 'Unit price'] },
  pickList: { ko: ['피킹 목록', '위치'], en: ['Pick list', 'Location'] },
  manifest: { ko: ['인계 목록', '송장번호'], en: ['Manifest', 'Tracking number'] },
  countSheet: { ko: ['재고 실사표', '센 수량'], en: ['Count sheet', 'Counted'] },
} as const

const CASES = (Object.keys(HEADS) as (keyof typeof HEADS)[]).flatMap((kind) =>
  (['ko', 'en'] as const).map((language) => [kind, language] as const),
)

describe.skipIf(popplerMissing).each(CASES)('the %s in %s', (kind, language) => {
  test('has its header and its number on every page, every row once, and fonts embedded and subset', async () => {
    const paper = papers(language, 90)[kind]
    if (paper === undefined) throw new Error('no such paper')
    const { pdf, pages } = await renderPapers([paper], kind)
    expect(pages).toBeGreaterThan(2)
    expect(pdfFacts(pdf)).toMatch(/Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/)
    const texts = pdfText(pdf).split('\f').slice(0, pages)
    texts.forEach((text, index) => {
      for (const word of HEADS[kind][language]) expect(text).toContain(word)
      expect(text).toMatch(new RegExp(`(?<!\\d)${index + 1} ?/ ?${pages}(?!\\d)`))
    })
    const all = texts.join('\n')
    const rows = kind === 'manifest' ? many(90).map((n) => String(600_000 + n)) : many(90).map((n) => `SKU-${n}`)
    for (const row of rows) expect(all.match(new RegExp(`${row}(?!\\d)`, 'g'))).toHaveLength(1)
    if (kind !== 'manifest') expect(all).toContain('제주 녹차')
    for (const font of pdfFonts(pdf).trim().split('\n').slice(2)) expect(font).toMatch(/Pretendard.*yes yes yes/)
  })

  test('says so when there is nothing on it', async () => {
    const paper = papers(language, 0)[kind]
    if (paper === undefined) throw new Error('no such paper')
    const { pdf, pages } = await renderPapers([paper], kind)
    expect(pages).toBe(1)
    expect(pdfText(pdf)).toContain(language === 'ko' ? '해당하는 것이 없습니다' : 'Nothing here')
  })
})

describe.skipIf(popplerMissing)('a commercial invoice', () => {
  test('adds its lines up to the total, in the digits of its currency', async () => {
    const { pdf } = await renderPapers([papers('en', 4).invoice as TablePaper], 'x')
    const text = pdfText(pdf)
    for (const amount of ['1,250', '2,500', '3,750', '5,000', '12,500']) expect(text).toContain(amount)
    expect(text).toMatch(/Total KRW\s+12,500/)
    expect(text).toContain('S-000042')
  })

  test('of several shipments counts the pages of each by itself', async () => {
    const { invoice } = papers('ko', 3)
    if (invoice === undefined) throw new Error('no such paper')
    const { pdf, pages } = await renderPapers([invoice, invoice], 'x')
    expect(pages).toBe(2)
    expect(pdfText(pdf).match(/1 ?\/ ?1(?!\d)/g)).toHaveLength(2)
  })
})

test('money has no decimals where its currency has none', () => {
  expect([paperMoney(1_234_567, 'KRW'), paperMoney(1_234_567, 'USD'), paperMoney(1_234_567, 'KWD')]).toEqual([
    '1,234,567',
    '12,345.67',
    '1,234.567',
  ])
})

test('a count sheet does not tell how many are expected', () => {
  expect(JSON.stringify(papers('en', 1).countSheet?.columns)).not.toContain('uantity')
})

test('equal papers are equal bytes', async () => {
  const once = await renderPapers(Object.values(papers('ko', 5)), 'x')
  expect((await renderPapers(Object.values(papers('ko', 5)), 'x')).sha256).toBe(once.sha256)
})
