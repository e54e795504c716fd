import { describe, expect, test } from 'vitest'
import { areaOf, textsOf } from '../../../domain/label.ts'
import { dotOf } from '../../../domain/label-code.ts'
import type { LabelTemplate } from '../../../domain/template.ts'
import { builtInTemplate, TEMPLATE_IDS } from '../../../domain/template-built-in.ts'
import { exampleValues } from '../../../domain/template-values.ts'
import { textMetrics } from '../../../main/documents/fonts.ts'
import { codeProblems, drawTemplate, renderTemplateLabels } from '../../../main/documents/template-label.ts'
import { renderZpl } from '../../../main/documents/zpl.ts'
import { printZpl } from '../../support/zpl-raster.ts'
import { decode, pdfFacts, pdfText, popplerMissing, rasterise } from './raster.ts'

const CASES = TEMPLATE_IDS.flatMap((id) => (['ko', 'en'] as const).map((language) => [id, language] as const))
const printed = { darkness: null, speed: null, offset: { xMm: 0, yMm: 0 } }

describe.each(CASES)('the template %s in %s', (id, language) => {
  const template = builtInTemplate(id)
  const values = exampleValues(template.kind, textMetrics)

  test.each([203, 300] as const)('has every text whole, inside the label and clear of the others at %i dpi', (dpi) => {
    const model = drawTemplate(template, values, { language, dpi })
    expect(model.notices).toEqual([])
    const areas = model.elements
      .filter((element) => element.kind === 'text' || element.kind === 'bars')
      .map((element) => {
        const { x, y, widthMm, heightMm } = areaOf(element)
        return element.kind === 'text'
          ? { x, y: element.y - 0.75 * element.sizeMm, widthMm, heightMm: element.sizeMm * 0.85 }
          : { x, y, widthMm, heightMm }
      })
    for (const [index, one] of areas.entries()) {
      expect(one.x).toBeGreaterThanOrEqual(0)
      expect(one.x + one.widthMm).toBeLessThanOrEqual(model.widthMm)
      expect(one.y + one.heightMm).toBeLessThanOrEqual(model.heightMm)
      for (const two of areas.slice(index + 1)) {
        const apart =
          one.x + one.widthMm <= two.x + 0.05 ||
          two.x + two.widthMm <= one.x + 0.05 ||
          one.y + one.heightMm <= two.y + 0.05 ||
          two.y + two.heightMm <= one.y + 0.05
        expect([one, two, apart]).toEqual([one, two, true])
      }
    }
  })

  test.each([203, 300, 600] as const)('reads as its code from ZPL at %i dpi', (dpi) => {
    const model = drawTemplate(template, values, { language, dpi })
    const { raster } = printZpl(renderZpl(model, { dpi, ...printed }), dpi)
    expect(decode(raster)?.text).toBe(values.code)
    expect(raster.width).toBe(Math.round(template.body.widthMm / dotOf(dpi)))
  })

  test.skipIf(popplerMissing)('reads as its code from PDF, on a page as large as the label', async () => {
    const { pdf } = await renderTemplateLabels(template, [values, values], { language, title: id })
    expect(decode(rasterise(pdf, 300, 2))?.text).toBe(values.code)
    const [, width, height] = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(pdfFacts(pdf)) ?? []
    expect(Number(width)).toBeCloseTo((template.body.widthMm / 25.4) * 72, 1)
    expect(Number(height)).toBeCloseTo((template.body.heightMm / 25.4) * 72, 1)
    expect(pdfFacts(pdf)).toMatch(/Pages:\s+2/)
  })

  test('has no code that is too wide for its box', () => {
    expect(codeProblems(template)).toEqual([])
  })
})

describe.skipIf(popplerMissing)('a template of a site', () => {
  const elements: LabelTemplate['body']['elements'] = [
    {
      kind: 'text',
      box: { x: 2, y: 2, widthMm: 46, heightMm: 8 },
      lines: [
        { text: { ko: '자리 {level}', en: 'Level {level}' }, weight: 'bold', scale: 1 },
        { text: '{code} · {zone}', weight: 'medium', scale: 1 },
      ],
      size: { maxMm: 3, minMm: 2 },
      fit: 'block',
      align: 'start',
      vertical: 'top',
      white: false,
    },
    {
      kind: 'code',
      box: { x: 2, y: 12, widthMm: 16, heightMm: 16 },
      symbology: 'qr',
      value: 'L:{code}',
      module: { wantedMm: 0.5, leastMm: 0.25 },
    },
    {
      kind: 'code',
      box: { x: 24, y: 12, widthMm: 16, heightMm: 16 },
      symbology: 'datamatrix',
      value: '{code}',
      module: { wantedMm: 0.5, leastMm: 0.25 },
    },
  ]
  const template: LabelTemplate = {
    id: 'location',
    version: 2,
    kind: 'location',
    body: { widthMm: 50, heightMm: 30, elements },
  }
  const values = { code: 'A-01', zone: 'A', level: '' }

  test('draws two-dimensional codes that fit their boxes, and leaves out lines whose values are empty', async () => {
    const { pdf, notices } = await renderTemplateLabels(template, [values], { language: 'en', title: 'x' })
    const page = rasterise(pdf, 300)
    const read = elements
      .slice(1)
      .map((element) => decode(page, element.kind === 'code' ? element.box : undefined, { matrix: true })?.text)
    expect(read).toEqual(['L:A-01', 'A-01'])
    expect(pdfText(pdf)).toContain('A-01 · A')
    expect(pdfText(pdf)).not.toContain('Level')
    expect(notices).toEqual([])
  })

  test('says which text became too small and which code does not fit, and cuts neither', () => {
    const long = { ...values, code: 'Wa7+'.repeat(90), level: 'M'.repeat(300) }
    const model = drawTemplate(template, long, { language: 'en', dpi: 203 })
    expect(
      textsOf(model)
        .map(({ text }) => text)
        .join(''),
    ).toContain('M'.repeat(20))
    expect(new Set(model.notices.map(({ code }) => code))).toEqual(new Set(['TEXT_BELOW_LEGIBLE', 'CODE_DOES_NOT_FIT']))
    expect(model.elements.some((element) => element.kind === 'matrix')).toBe(false)
  })
})
