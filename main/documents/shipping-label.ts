import { shippingLabel } from '../../domain/draw-shipping-label.ts'
import type { LabelModel, LabelNotice } from '../../domain/label.ts'
import type { PrintResolution } from '../../domain/label-code.ts'
import { ShippingLabelInput } from '../../domain/shipping-label.ts'
import type { LabelTemplate } from '../../domain/template.ts'
import { builtInTemplate, isTemplateId } from '../../domain/template-built-in.ts'
import { DocumentError } from './document-error.ts'
import { textMetrics } from './fonts.ts'
import { type RenderedPdf, renderPdf } from './pdf.ts'
import { renderSvg } from './svg.ts'
import { encodeForTemplate } from './template-label.ts'

/** A label ready for paper: PDF, its hash for the print job, the same drawing for the screen, its size, and what a person should know. */
export interface RenderedLabel extends RenderedPdf {
  svg: string
  widthMm: number
  heightMm: number
  notices: readonly LabelNotice[]
}

/** How a shipping label is drawn: for which resolution, and with the site's template when its input names one of the site's. */
export interface ShippingLabelOptions {
  dpi?: PrintResolution
  template?: LabelTemplate | undefined
}

/**
 * Renders a shipping label with bars on whole dots of the resolution; equal input gives equal bytes.
 * Throws `DocumentError` E-DOC-002 for input of the wrong shape, an SSCC with a wrong check digit included, E-DOC-001 when its
 * code would be missing on the paper, and E-DOC-005 when the template that it names was not given.
 */
export async function renderShippingLabel(
  input: ShippingLabelInput,
  options: ShippingLabelOptions = {},
): Promise<RenderedLabel> {
  const model = drawShippingLabel(input, options)
  const { widthMm, heightMm, notices } = model
  return { ...(await renderPdf([model], input.orderNumber)), svg: renderSvg(model), widthMm, heightMm, notices }
}

/** Draws the shipping label for a resolution, ready to be rendered as PDF, SVG or ZPL. Throws like `renderShippingLabel`. */
export function drawShippingLabel(input: ShippingLabelInput, options: ShippingLabelOptions = {}): LabelModel {
  const checked = ShippingLabelInput.safeParse(input)
  if (!checked.success) throw new DocumentError('E-DOC-002', checked.error.message, { cause: checked.error })
  const template = options.template ?? builtInOf(checked.data)
  const encoded: string[] = []
  const encode: typeof encodeForTemplate = (symbology, text) => {
    encoded.push(text)
    return encodeForTemplate(symbology, text)
  }
  const tools = { encode, metrics: textMetrics, resolution: options.dpi ?? 'any' }
  const model = shippingLabel(checked.data, template, tools)
  const absent = model.notices.find(({ code }) => code === 'CODE_NOT_ENCODABLE' || code === 'CODE_DOES_NOT_FIT')
  if (absent) throw new DocumentError('E-DOC-001', `a label without its code: ${JSON.stringify(absent)}`)
  const { code } = checked.data
  const number = code.kind === 'sscc' ? code.sscc : code.code
  if (!encoded.some((text) => text.includes(number)))
    throw new DocumentError('E-DOC-001', `a label without its code: ${number}`)
  return model
}

function builtInOf({ template = { id: 'shipping-100x150', version: 0 } }: ShippingLabelInput): LabelTemplate {
  if (template.version === 0 && isTemplateId(template.id)) return builtInTemplate(template.id)
  throw new DocumentError('E-DOC-005', `template ${template.id}, version ${template.version}, was not given`)
}
