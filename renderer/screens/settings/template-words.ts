import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { TemplateView } from '../../../contract/station/templates.ts'
import type { TemplateElement } from '../../../domain/template.ts'

/** What the templates are called. */
export const TEMPLATE_NAMES: Record<TemplateView['id'], MessageDescriptor> = {
  'shipping-100x150': msg`Shipping label, 100 × 150 mm`,
  'shipping-4x6': msg`Shipping label, 4 × 6 inches`,
  'carton-content': msg`Carton content`,
  item: msg({ message: 'Item', context: 'label' }),
  location: msg({ message: 'Location', context: 'label' }),
  tote: msg({ message: 'Tote', context: 'label' }),
  badge: msg({ message: 'Badge', context: 'label' }),
  'return-label': msg`Return label`,
}

/** The parts of a drawing. */
export const ELEMENT_WORDS: Record<TemplateElement['kind'], MessageDescriptor> = {
  text: msg({ message: 'Text', context: 'label' }),
  code: msg({ message: 'Code', context: 'label' }),
  line: msg({ message: 'Rule', context: 'label' }),
  box: msg({ message: 'Box', context: 'label' }),
}
