import type { LabelModel, LabelNotice } from '../../domain/label.ts'
import type { PrinterDpi, PrintResolution } from '../../domain/label-code.ts'
import type { LabelTemplate } from '../../domain/template.ts'
import type { TemplateProblem } from '../../domain/template-check.ts'
import { layOutTemplate, type TemplateTools, type TemplateValues } from '../../domain/template-layout.ts'
import { exampleCodes } from '../../domain/template-values.ts'
import { tryEncodeCode } from './bars.ts'
import { textMetrics } from './fonts.ts'
import { type RenderedPdf, renderPdf } from './pdf.ts'
import { symbologyOfItemCode } from './sheets.ts'

/** Encodes what a template's code element holds; undefined when its symbology cannot carry the text. */
export const encodeForTemplate: TemplateTools['encode'] = (symbology, text) =>
  tryEncodeCode(symbology === 'item' ? symbologyOfItemCode(text) : symbology, text)

/** Draws a template with values for a resolution; what a person should know is in the model's notices. */
export function drawTemplate(
  template: LabelTemplate,
  values: TemplateValues,
  options: { language: 'ko' | 'en'; dpi?: PrintResolution },
): LabelModel {
  const tools = { encode: encodeForTemplate, metrics: textMetrics, resolution: options.dpi ?? 'any' }
  return layOutTemplate(template, values, { ...tools, language: options.language })
}

/** Labels of one template before they are drawn: what each says, and in which language; `title` names their file. */
export type TemplateLabels = {
  template: LabelTemplate
  all: readonly TemplateValues[]
  language: 'ko' | 'en'
  title: string
}

/** Labels drawn for a resolution, a page each. */
export function drawTemplateLabels({ template, all, language }: TemplateLabels, dpi: PrintResolution): LabelModel[] {
  return all.map((values) => drawTemplate(template, values, { language, dpi }))
}

/** Labels of one template, a page each, every page as large as the label: for a label printer. */
export async function renderTemplateLabels(
  template: LabelTemplate,
  all: Iterable<TemplateValues>,
  options: { language: 'ko' | 'en'; title: string },
): Promise<RenderedPdf & { notices: readonly LabelNotice[] }> {
  const notices: LabelNotice[] = []
  function* pages(): Generator<LabelModel> {
    for (const values of all) {
      const model = drawTemplate(template, values, options)
      notices.push(...model.notices)
      yield model
    }
  }
  return { ...(await renderPdf(pages(), options.title)), notices }
}

const HEADS: readonly PrinterDpi[] = [203, 300, 600]

/** Codes of a template that are too wide for their box, or cannot be, with values of usual length, on the head of any printer. */
export function codeProblems(template: LabelTemplate): TemplateProblem[] {
  const found = new Map<string, TemplateProblem>()
  for (const values of exampleCodes(template.kind, textMetrics))
    for (const dpi of HEADS)
      for (const problem of codeProblemsAt(template, values, dpi))
        if (!found.has(problem.path)) found.set(problem.path, problem)
  return [...found.values()]
}

function codeProblemsAt(template: LabelTemplate, values: TemplateValues, dpi: PrinterDpi): TemplateProblem[] {
  return template.body.elements.flatMap((element, index): TemplateProblem[] => {
    if (element.kind !== 'code') return []
    const { when: _, ...wanted } = element
    const alone = { ...template, body: { ...template.body, elements: [wanted] } }
    return drawTemplate(alone, values, { language: 'ko', dpi }).notices.flatMap((notice): TemplateProblem[] => {
      if (notice.code === 'CODE_DOES_NOT_FIT')
        return [{ path: `elements[${index}].box`, code: 'E-TPL-012', params: { value: notice.value } }]
      if (notice.code === 'CODE_NOT_ENCODABLE')
        return [{ path: `elements[${index}].value`, code: 'E-TPL-013', params: { value: notice.value } }]
      return []
    })
  })
}
