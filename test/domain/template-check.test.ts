import { describe, expect, test } from 'vitest'
import { TEMPLATE_KINDS } from '../../domain/template.ts'
import { builtInTemplate, TEMPLATE_IDS } from '../../domain/template-built-in.ts'
import { checkTemplate, checkTemplateText, type TemplateProblem } from '../../domain/template-check.ts'

const text = {
  kind: 'text',
  box: { x: 1, y: 1, widthMm: 40, heightMm: 10 },
  lines: [{ text: '{name}' }],
  size: { maxMm: 4, minMm: 2 },
}
const code = {
  kind: 'code',
  box: { x: 1, y: 12, widthMm: 48, heightMm: 10 },
  symbology: 'code128',
  value: '{code}',
  module: { wantedMm: 0.375, leastMm: 0.25 },
}
const body = (...elements: unknown[]) => ({ widthMm: 50, heightMm: 30, elements })

test.each(TEMPLATE_IDS)('the template %s that comes with the program has nothing wrong with it, also as text', (id) => {
  const { kind, body: drawn } = builtInTemplate(id)
  expect(checkTemplate(kind, drawn).problems).toEqual([])
  expect(checkTemplateText(kind, JSON.stringify(drawn, null, 2)).body).toEqual(drawn)
})

test('every kind of label has a template that comes with the program', () => {
  expect([...new Set(TEMPLATE_IDS.map((id) => builtInTemplate(id).kind))].sort()).toEqual([...TEMPLATE_KINDS].sort())
})

test('what is left out gets its usual value', () => {
  const { body: checked } = checkTemplate('item', body(text, code))
  expect(checked?.elements[0]).toMatchObject({
    fit: 'block',
    align: 'start',
    white: false,
    lines: [{ weight: 'medium', scale: 1 }],
  })
})

describe('a bad template says where', () => {
  const cases: [string, unknown, TemplateProblem][] = [
    [
      'a box over the edge',
      body(text, { ...code, box: { ...code.box, widthMm: 60 } }),
      { path: 'elements[1].box', code: 'E-TPL-008', params: {} },
    ],
    [
      'a width of nothing',
      body({ ...text, box: { ...text.box, widthMm: 0 } }),
      { path: 'elements[0].box.widthMm', code: 'E-TPL-003', params: { least: 0.1 } },
    ],
    [
      'a type that is too large',
      body({ ...text, size: { maxMm: 500, minMm: 2 } }),
      { path: 'elements[0].size.maxMm', code: 'E-TPL-004', params: { most: 100 } },
    ],
    [
      'a size upside down',
      body({ ...text, size: { maxMm: 2, minMm: 4 } }),
      { path: 'elements[0].size.minMm', code: 'E-TPL-009', params: {} },
    ],
    [
      'a binding of another kind',
      body({ ...text, lines: [{ text: '{name} {recipient.name}' }] }),
      { path: 'elements[0].lines[0].text', code: 'E-TPL-007', params: { binding: 'recipient.name' } },
    ],
    [
      'a binding in one language',
      body({ ...text, lines: [{ text: { ko: '{name}', en: '{nam}' } }] }),
      { path: 'elements[0].lines[0].text.en', code: 'E-TPL-007', params: { binding: 'nam' } },
    ],
    [
      'a condition that does not exist',
      body({ ...text, when: '!note' }),
      { path: 'elements[0].when', code: 'E-TPL-007', params: { binding: 'note' } },
    ],
    [
      'a brace without its partner',
      body({ ...text, lines: [{ text: 'Name: {name' }] }),
      { path: 'elements[0].lines[0].text', code: 'E-TPL-010', params: {} },
    ],
    [
      'a symbology that does not exist',
      body({ ...code, symbology: 'code93' }),
      {
        path: 'elements[0].symbology',
        code: 'E-TPL-006',
        params: { choices: 'code128, gs1-128, ean13, ean8, upca, itf14, datamatrix, qr, item' },
      },
    ],
    [
      'an element of another kind',
      body({ kind: 'image' }),
      { path: 'elements[0].kind', code: 'E-TPL-006', params: { choices: 'text, code, line, box' } },
    ],
    [
      'a field too much',
      body({ ...text, colour: 'red' }),
      { path: 'elements[0].colour', code: 'E-TPL-005', params: { field: 'colour' } },
    ],
    [
      'a field too few',
      body({ ...text, box: undefined }),
      { path: 'elements[0].box', code: 'E-TPL-002', params: { expected: 'object' } },
    ],
    [
      'a slanted line',
      body({ kind: 'line', x1: 1, y1: 1, x2: 5, y2: 6, thicknessMm: 0.5 }),
      { path: 'elements[0].x2', code: 'E-TPL-011', params: {} },
    ],
    ['no elements', body(), { path: 'elements', code: 'E-TPL-003', params: { least: 1 } }],
  ]
  test.each(cases)('%s', (_, given, problem) => {
    expect(checkTemplate('item', given)).toEqual({ body: null, problems: [problem] })
  })

  test('all that is wrong at once', () => {
    const { problems } = checkTemplate(
      'item',
      body({ ...text, size: { maxMm: 2, minMm: 4 } }, { ...code, value: '{sscc}' }),
    )
    expect(problems.map(({ path }) => path)).toEqual(['elements[0].size.minMm', 'elements[1].value'])
  })

  test('text that is not JSON, by its line', () => {
    expect(checkTemplateText('item', '{\n  "widthMm": 50,\n  oops\n}').problems).toEqual([
      { path: '', code: 'E-TPL-001', params: { line: 3 } },
    ])
  })
})
