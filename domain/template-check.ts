import type { z } from 'zod'
import { BINDINGS, TemplateBody, type TemplateElement, type TemplateKind } from './template.ts'
import { pathOf } from './value-path.ts'

/** What can be wrong with a template; identical in every language. */
export const TEMPLATE_PROBLEM_CODES = [
  'E-TPL-001', // not JSON; position
  'E-TPL-002', // missing, or of another type; expected
  'E-TPL-003', // too small or too short; least
  'E-TPL-004', // too large or too long; most
  'E-TPL-005', // a field that does not exist; field
  'E-TPL-006', // not one of the choices; choices
  'E-TPL-007', // a binding that this kind does not have; binding
  'E-TPL-008', // stands out of the label
  'E-TPL-009', // the least is larger than the most
  'E-TPL-010', // a brace without its partner
  'E-TPL-011', // a line that is neither horizontal nor vertical
  'E-TPL-012', // the code does not fit its box even at the least module; value
  'E-TPL-013', // the symbology cannot carry the value; value
  'E-TPL-015', // the parcel's number stands in no code
] as const
/** One of `TEMPLATE_PROBLEM_CODES`. */
export type TemplateProblemCode = (typeof TEMPLATE_PROBLEM_CODES)[number]

/** One thing that is wrong and where: `elements[3].box.widthMm`, empty for the whole template. */
export interface TemplateProblem {
  path: string
  code: TemplateProblemCode
  params: Record<string, string | number>
}

/** A template that may be saved, or all that is wrong with it. */
export type CheckedTemplate = { body: TemplateBody; problems: [] } | { body: null; problems: TemplateProblem[] }

/** Checks a template of a kind given as a value. */
export function checkTemplate(kind: TemplateKind, value: unknown): CheckedTemplate {
  const parsed = TemplateBody.safeParse(value)
  const problems = parsed.success
    ? parsed.data.elements.flatMap((element, index) => checkElement(element, `elements[${index}]`, kind, parsed.data))
    : parsed.error.issues.flatMap((issue) => problemsOf(issue))
  if (!parsed.success || problems.length > 0) return { body: null, problems: unique(problems) }
  return { body: parsed.data, problems: [] }
}

/** Checks a template of a kind given as JSON text. */
export function checkTemplateText(kind: TemplateKind, text: string): CheckedTemplate {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const [, position = ''] = /position (\d+)/.exec(String(error)) ?? []
    const params: TemplateProblem['params'] = position === '' ? {} : { line: lineOf(text, Number(position)) }
    return { body: null, problems: [{ path: '', code: 'E-TPL-001', params }] }
  }
  return checkTemplate(kind, value)
}

function lineOf(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

function unique(problems: readonly TemplateProblem[]): TemplateProblem[] {
  const seen = new Map(problems.map((problem) => [`${problem.path} ${problem.code}`, problem]))
  return [...seen.values()]
}

function problemsOf(issue: z.core.$ZodIssue): TemplateProblem[] {
  const path = pathOf(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((field) => ({
        path: path === '' ? field : `${path}.${field}`,
        code: 'E-TPL-005',
        params: { field },
      }))
    case 'too_small':
      return [{ path, code: 'E-TPL-003', params: { least: Number(issue.minimum) } }]
    case 'too_big':
      return [{ path, code: 'E-TPL-004', params: { most: Number(issue.maximum) } }]
    case 'invalid_value':
      return [{ path, code: 'E-TPL-006', params: { choices: issue.values.map(String).join(', ') } }]
    case 'invalid_union':
      return issue.errors.length === 0
        ? [{ path, code: 'E-TPL-006', params: { choices: 'text, code, line, box' } }]
        : [{ path, code: 'E-TPL-002', params: { expected: 'text, { ko, en }' } }]
    case 'invalid_type':
      return [{ path, code: 'E-TPL-002', params: { expected: issue.expected } }]
    default:
      return [{ path, code: 'E-TPL-002', params: { expected: '' } }]
  }
}

function checkElement(
  element: TemplateElement,
  path: string,
  kind: TemplateKind,
  body: TemplateBody,
): TemplateProblem[] {
  const problems: TemplateProblem[] = []
  const report = (where: string, code: TemplateProblemCode, params: TemplateProblem['params'] = {}): void => {
    problems.push({ path: `${path}.${where}`, code, params })
  }
  const bound = (where: string, text: string): void => {
    for (const found of faultsOf(text, kind)) {
      if (found.binding === null) report(where, 'E-TPL-010')
      else report(where, 'E-TPL-007', { binding: found.binding })
    }
  }
  const condition = element.when?.replace(/^!/, '')
  if (condition !== undefined && !BINDINGS[kind].includes(condition))
    report('when', 'E-TPL-007', { binding: condition })
  if (element.kind === 'line') {
    if (element.x1 !== element.x2 && element.y1 !== element.y2) report('x2', 'E-TPL-011')
    if (Math.max(element.x1, element.x2) > body.widthMm) report('x2', 'E-TPL-008')
    if (Math.max(element.y1, element.y2) > body.heightMm) report('y2', 'E-TPL-008')
    return problems
  }
  const { x, y, widthMm, heightMm } = element.box
  const slack = 1e-6
  if (x + widthMm > body.widthMm + slack || y + heightMm > body.heightMm + slack) report('box', 'E-TPL-008')
  if (element.kind === 'text') {
    if (element.size.minMm > element.size.maxMm) report('size.minMm', 'E-TPL-009')
    element.lines.forEach((line, index) => {
      const texts = typeof line.text === 'string' ? { '': line.text } : { '.ko': line.text.ko, '.en': line.text.en }
      for (const [language, text] of Object.entries(texts)) bound(`lines[${index}].text${language}`, text)
    })
  }
  if (element.kind === 'code') {
    if (element.module.leastMm > element.module.wantedMm) report('module.leastMm', 'E-TPL-009')
    bound('value', element.value)
  }
  return problems
}

/** Bindings that a kind does not have, and null for a brace that stands alone. */
function faultsOf(text: string, kind: TemplateKind): { binding: string | null }[] {
  const faults: { binding: string | null }[] = []
  const rest = text.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    if (!BINDINGS[kind].includes(name)) faults.push({ binding: name })
    return ''
  })
  if (/[{}]/.test(rest)) faults.push({ binding: null })
  return faults
}
