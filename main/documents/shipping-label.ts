import type { LabelModel, LabelNotice } from '../../domain/label.ts'
import type { PrintResolution } from '../../domain/label-code.ts'
import { ShippingLabelInput, shippingLabel } from '../../domain/shipping-label.ts'
import { encodeCode } from './bars.ts'
import { DocumentError } from './document-error.ts'
import { textMetrics } from './fonts.ts'
import { type RenderedPdf, renderPdf } from './pdf.ts'
import { renderSvg } from './svg.ts'

/** A label ready for paper: PDF, its hash for the print job, the same drawing for the screen, and what a person should know. */
export interface RenderedLabel extends RenderedPdf {
  svg: string
  notices: readonly LabelNotice[]
}

/**
 * Renders the 100 × 150 mm shipping label with bars on whole dots of the resolution; equal input gives equal bytes.
 * Throws `DocumentError` E-DOC-002 for input of the wrong shape, an SSCC with a wrong check digit included.
 */
export async function renderShippingLabel(
  input: ShippingLabelInput,
  options: { dpi?: PrintResolution } = {},
): Promise<RenderedLabel> {
  const model = drawShippingLabel(input, options)
  const rendered = await renderPdf([model], input.orderNumber)
  return { ...rendered, svg: renderSvg(model), notices: model.notices }
}

/** Draws the shipping label for a resolution, ready to be rendered as PDF, SVG or ZPL. Throws like `renderShippingLabel`. */
export function drawShippingLabel(input: ShippingLabelInput, options: { dpi?: PrintResolution } = {}): LabelModel {
  const checked = ShippingLabelInput.safeParse(input)
  if (!checked.success) throw new DocumentError('E-DOC-002', checked.error.message, { cause: checked.error })
  const { code } = checked.data
  const symbol = code.kind === 'sscc' ? encodeCode('gs1-128', `(00)${code.sscc}`) : encodeCode('code128', code.code)
  return shippingLabel(checked.data, { symbol, metrics: textMetrics, resolution: options.dpi ?? 'any' })
}
