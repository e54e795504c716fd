import type { LabelModel, TextMetrics } from './label.ts'
import type { PrintResolution } from './label-code.ts'
import type { ShippingLabelInput } from './shipping-label.ts'
import type { LabelTemplate } from './template.ts'
import { layOutTemplate, type TemplateTools } from './template-layout.ts'
import { parcelValues } from './template-values.ts'

/** What layout needs from outside: codes, text measures and the printer's resolution. */
export interface ShippingLabelTools {
  encode: TemplateTools['encode']
  metrics: TextMetrics
  resolution: PrintResolution
}

/** Lays out a shipping label by a template: every text complete and inside its field, smaller where it is long. */
export function shippingLabel(
  input: ShippingLabelInput,
  template: LabelTemplate,
  tools: ShippingLabelTools,
): LabelModel {
  const { values, missing } = parcelValues(input, tools.metrics)
  const model = layOutTemplate(template, values, { ...tools, language: input.language })
  if (missing.length === 0) return model
  return { ...model, notices: [...model.notices, { code: 'CHARACTERS_NOT_PRINTABLE', characters: missing }] }
}
