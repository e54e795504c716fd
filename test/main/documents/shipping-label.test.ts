import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shippingLabel } from '../../../domain/draw-shipping-label.ts'
import { areaOf, type LabelModel, shapesOf, textsOf } from '../../../domain/label.ts'
import { dotOf, type PrintResolution } from '../../../domain/label-code.ts'
import { NO_GLYPH } from '../../../domain/label-text.ts'
import type { ShippingLabelInput } from '../../../domain/shipping-label.ts'
import { buildCartonCode } from '../../../domain/sscc.ts'
import { builtInTemplate } from '../../../domain/template-built-in.ts'
import { textMetrics } from '../../../main/documents/fonts.ts'
import { renderShippingLabel } from '../../../main/documents/shipping-label.ts'
import { encodeForTemplate } from '../../../main/documents/template-label.ts'
import { decode, pdfFacts, pdfFonts, pdfText, popplerMissing, rasterise } from './raster.ts'
import { britishRecipient, sampleLabel, sampleSscc } from './samples.ts'

function layOut(input: ShippingLabelInput, resolution: PrintResolution = 'any'): LabelModel {
  const tools = { encode: encodeForTemplate, metrics: textMetrics, resolution }
  return shippingLabel(input, builtInTemplate('shipping-100x150'), tools)
}

const wordsOf = (model: LabelModel): string[] => textsOf(model).map((element) => element.text)

describe.skipIf(popplerMissing)('the printed shipping label', () => {
  test.each<[PrintResolution, number]>([
    [203, 203],
    [300, 300],
    ['any', 203],
    ['any', 300],
  ])('made for %s dpi and printed at %i reads as the GS1-128 of its SSCC', async (dpi, printed) => {
    const { pdf } = await renderShippingLabel(sampleLabel, { dpi })
    expect(decode(rasterise(pdf, printed), undefined, { gs1: true })).toEqual({
      format: 'CODE_128',
      text: `]C100${sampleSscc}`,
    })
  })

  test.each([203, 300] as const)('of a site without a GS1 prefix reads as its carton code at %i dpi', async (dpi) => {
    const cartonCode = buildCartonCode({ series: 1, serial: 17 })
    const { pdf } = await renderShippingLabel({ ...sampleLabel, code: { kind: 'internal', code: cartonCode } }, { dpi })
    expect(decode(rasterise(pdf, dpi))).toEqual({ format: 'CODE_128', text: cartonCode })
    expect(pdfText(pdf)).toContain('SSCC 아님')
  })

  test('is exactly 100 × 150 mm with its Hangul as text in embedded, subset fonts', async () => {
    const { pdf } = await renderShippingLabel(sampleLabel)
    const size = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(pdfFacts(pdf))
    expect(Number(size?.[1])).toBeCloseTo((100 / 25.4) * 72, 2)
    expect(Number(size?.[2])).toBeCloseTo((150 / 25.4) * 72, 2)
    for (const text of [
      '받는 분',
      '박서준',
      '서울특별시 성동구 뷁길 12',
      '101동 1204호',
      '04524',
      '한빛택배',
      '바로상점',
    ]) {
      expect(pdfText(pdf)).toContain(text)
    }
    const fonts = pdfFonts(pdf).trim().split('\n').slice(2)
    expect(fonts).toHaveLength(2)
    for (const font of fonts) expect(font).toMatch(/Pretendard.*yes yes yes/)
    expect(pdf.length).toBeLessThan(40_000)
  })

  test('in English for an address abroad has English words whatever the screen speaks', async () => {
    const { pdf } = await renderShippingLabel({ ...sampleLabel, language: 'en', recipient: britishRecipient })
    const text = pdfText(pdf)
    for (const part of ['To', 'From', 'Carton', 'London SW1A 1AA', 'UNITED KINGDOM']) expect(text).toContain(part)
    expect(text).not.toContain('받는 분')
  })
})

test('a label whose template was not given is refused with a code instead of being drawn another way', async () => {
  const template = { id: 'shipping-100x150', version: 3 }
  await expect(renderShippingLabel({ ...sampleLabel, template })).rejects.toMatchObject({ code: 'E-DOC-005' })
})

test('a template whose box is too narrow for the code prints no label without it', async () => {
  const built = builtInTemplate('shipping-100x150')
  const elements = built.body.elements.map((element) =>
    element.kind === 'code' ? { ...element, box: { ...element.box, widthMm: 30 } } : element,
  )
  const template = { ...built, version: 1, body: { ...built.body, elements } }
  await expect(renderShippingLabel(sampleLabel, { template })).rejects.toMatchObject({ code: 'E-DOC-001' })
  // Nor is one that was saved without any place for the code.
  const bare = {
    ...template,
    body: { ...template.body, elements: built.body.elements.filter(({ kind }) => kind !== 'code') },
  }
  await expect(renderShippingLabel(sampleLabel, { template: bare })).rejects.toMatchObject({ code: 'E-DOC-001' })
})

test('the label for 4 × 6 inches is as large as its medium and has the same words', async () => {
  const large = await renderShippingLabel({ ...sampleLabel, template: { id: 'shipping-4x6', version: 0 } })
  expect([large.widthMm, large.heightMm]).toEqual([101.6, 152.4])
  expect(pdfText(large.pdf)).toEqual(pdfText((await renderShippingLabel(sampleLabel)).pdf))
})

test('equal input gives equal bytes and hash, other input another hash', async () => {
  const first = await renderShippingLabel(sampleLabel)
  const other = await renderShippingLabel({ ...sampleLabel, copy: 2 })
  const again = await renderShippingLabel(sampleLabel)
  expect(again.pdf.equals(first.pdf)).toBe(true)
  expect(again.sha256).toBe(first.sha256)
  expect(again.svg).toBe(first.svg)
  expect(other.sha256).not.toBe(first.sha256)
})

test('the preview draws the same bars and texts as the model and carries no style or script', async () => {
  const { svg } = await renderShippingLabel({ ...sampleLabel, channel: 'A&B <shop> "1"' })
  const model = layOut(sampleLabel)
  expect(svg.match(/M[\d.]+ [\d.]+h/g)).toHaveLength(shapesOf(model).length)
  expect(svg.match(/<text /g)).toHaveLength(textsOf(model).length)
  expect(svg).toContain('A&#38;B &#60;shop&#62; &#34;1&#34;')
  expect(svg).not.toMatch(/style=|<script|<style/)
})

test.each<PrintResolution>([203, 300, 'any'])(
  'every edge of every shape lies on a whole dot at %s dpi',
  (resolution) => {
    const model = layOut({ ...sampleLabel, copy: 2 }, resolution)
    const dots = shapesOf(model)
      .flatMap(({ x, y, widthMm, heightMm }) => [x, y, x + widthMm, y + heightMm])
      .map((edge) => edge / dotOf(resolution))
    for (const dot of dots) expect(Math.abs(dot - Math.round(dot))).toBeLessThan(1e-6)
  },
)

test('the SSCC keeps the size that GS1 asks of logistic labels, with at least ten modules of quiet', () => {
  for (const resolution of [203, 300, 'any'] as const) {
    const bars = layOut(sampleLabel, resolution).elements.find((element) => element.kind === 'bars')
    expect(bars?.moduleMm).toBeGreaterThanOrEqual(0.495)
    expect(bars?.heightMm).toBeGreaterThanOrEqual(31.75)
    expect(bars?.quietMm).toBeGreaterThanOrEqual(10 * (bars?.moduleMm ?? 0) - 1e-9)
  }
})

test('a carton says n alone until the number of cartons is known', () => {
  const { cartonCount: _, ...unknown } = sampleLabel
  expect(wordsOf(layOut(unknown))).toContain('1')
  expect(wordsOf(layOut(sampleLabel))).toContain('1 / 2')
})

test('a reprint is marked with its copy number, the first print is not', () => {
  expect(wordsOf(layOut({ ...sampleLabel, copy: 2 }))).toContain('사본 2')
  expect(wordsOf(layOut({ ...sampleLabel, language: 'en', copy: 3 }))).toContain('COPY 3')
  expect(wordsOf(layOut(sampleLabel)).join()).not.toContain('사본')
})

test('characters that the fonts lack are visible as boxes and named in a notice', () => {
  const model = layOut({ ...sampleLabel, recipient: { ...sampleLabel.recipient, name: '山田 태준 😀' } })
  expect(wordsOf(model).join()).toContain(`${NO_GLYPH}${NO_GLYPH} 태준 ${NO_GLYPH}`)
  expect(model.notices).toEqual([{ code: 'CHARACTERS_NOT_PRINTABLE', characters: ['山', '田', '😀'] }])
})

test('a wrong check digit is refused with a code, not printed', async () => {
  const wrong = sampleSscc.slice(0, 17) + ((Number(sampleSscc.at(-1)) + 1) % 10)
  await expect(renderShippingLabel({ ...sampleLabel, code: { kind: 'sscc', sscc: wrong } })).rejects.toMatchObject({
    code: 'E-DOC-002',
  })
})

const anyText = (maxLength: number, minLength = 0) =>
  fc.oneof(
    fc.string({ unit: 'grapheme', minLength, maxLength: Math.floor(maxLength / 12) }),
    fc.string({
      unit: fc.constantFrom('W', '힣', '가 ', 'm', '-', ' ', '7'),
      minLength,
      maxLength: Math.floor(maxLength / 2),
    }),
    fc.constantFrom('W', '뷁', 'M').map((character) => character.repeat(maxLength)),
  )

const anyLabel: fc.Arbitrary<ShippingLabelInput> = fc.record({
  language: fc.constantFrom('ko', 'en'),
  sender: fc.record({ name: anyText(120, 1), phone: anyText(40), lines: fc.array(anyText(200), { maxLength: 4 }) }),
  recipient: fc.record({
    name: anyText(120, 1),
    company: anyText(120),
    phone: anyText(40),
    country: fc.constantFrom('KR', 'US', 'GB', 'ZZ'),
    postcode: anyText(16),
    province: anyText(80),
    city: anyText(80),
    line1: anyText(200, 1),
    line2: anyText(200),
  }),
  orderNumber: anyText(40, 1),
  channel: anyText(64),
  cartonNumber: fc.integer({ min: 1, max: 9_999 }),
  cartonCount: fc.integer({ min: 1, max: 9_999 }),
  code: fc.constantFrom<ShippingLabelInput['code'][]>(sampleLabel.code, { kind: 'internal', code: 'W'.repeat(24) }),
  carrier: anyText(80),
  trackingNumber: anyText(40),
  weightGrams: fc.integer({ min: 0, max: 1_000_000 }),
  copy: fc.integer({ min: 1, max: 999 }),
  note: anyText(200),
})

test('whatever the texts, each lies inside the label, clear of the others and of the code', () => {
  fc.assert(
    fc.property(anyLabel, (input) => {
      const model = layOut(input)
      const code = model.elements.find((element) => element.kind === 'bars')
      const boxes = textsOf(model).map((element) => {
        const { x, widthMm } = areaOf(element)
        return { x, y: element.y - 0.88 * element.sizeMm, widthMm, heightMm: 1.08 * element.sizeMm, text: element.text }
      })
      for (const box of [...boxes, ...model.elements.map(areaOf)]) {
        expect(box.x).toBeGreaterThanOrEqual(1)
        expect(box.y).toBeGreaterThanOrEqual(1)
        expect(box.x + box.widthMm).toBeLessThanOrEqual(99)
        expect(box.y + box.heightMm).toBeLessThanOrEqual(149)
      }
      const clear = [...boxes, ...(code ? [{ ...areaOf(code), text: 'the code' }] : [])]
      for (const [index, one] of clear.entries()) {
        for (const two of clear.slice(index + 1)) expect([one, two, overlap(one, two)]).toEqual([one, two, false])
      }
    }),
    { numRuns: 100 },
  )
})

test('no character of a long address is cut off', () => {
  const recipient = {
    ...sampleLabel.recipient,
    line1: '가나다라'.repeat(50),
    line2: 'W'.repeat(200),
    city: '하'.repeat(80),
  }
  const model = layOut({ ...sampleLabel, recipient })
  const printed = wordsOf(model).join('').replaceAll(' ', '')
  for (const part of [recipient.line1, recipient.line2, recipient.city]) expect(printed).toContain(part)
  expect(model.notices.every((notice) => notice.code === 'TEXT_BELOW_LEGIBLE')).toBe(true)
})

interface Box {
  x: number
  y: number
  widthMm: number
  heightMm: number
}

function overlap(a: Box, b: Box): boolean {
  const slack = 0.05
  return (
    a.x + a.widthMm > b.x + slack &&
    b.x + b.widthMm > a.x + slack &&
    a.y + a.heightMm > b.y + slack &&
    b.y + b.heightMm > a.y + slack
  )
}
