import type { LabelTemplate, TemplateBody, TemplateCode, TemplateKind } from './template.ts'
import { paragraphs, place, rule, SHIPPING_4_6, SHIPPING_100_150, words } from './template-shipping.ts'

/** Two dots of a 203 dpi head at least: what hand scanners read from thermal paper. */
const MODULE = { wantedMm: 0.375, leastMm: 0.166 }

function code(
  at: Parameters<typeof place>[0],
  value = '{code}',
  symbology: TemplateCode['symbology'] = 'code128',
): TemplateCode {
  return { kind: 'code', box: place(at), symbology, value, module: MODULE }
}

const middle = { align: 'middle', vertical: 'middle' } as const
const small = { medium: true } as const

const RETURN_LABEL: TemplateBody = {
  widthMm: 100,
  heightMm: 150,
  elements: [
    { kind: 'box', box: place([3, 3, 94, 16]), thicknessMm: 0, filled: true },
    words([5, 3, 60, 16], 9, { ko: '반품', en: 'RETURN' }, { vertical: 'middle', white: true }),
    words([65, 3, 29, 16], 5, '{channel}', { align: 'end', vertical: 'middle', white: true }),
    words([5, 23, 40, 3], 3.6, { ko: '받는 분', en: 'To' }, small),
    words([47, 22, 48, 5], 6, '{recipient.postcode}', { align: 'end' }),
    paragraphs([5, 28, 90, 34], 5.2, [
      { text: '{recipient.name} · {recipient.phone}', weight: 'bold', scale: 1.25 },
      { text: '{recipient.address}', weight: 'medium', scale: 1 },
    ]),
    rule(3, 64, 97, 64),
    words([5, 67, 40, 3], 3.6, { ko: '보내는 분', en: 'From' }, small),
    paragraphs([5, 71.5, 90, 24], 4, [
      { text: '{sender.name} · {sender.phone}', weight: 'bold', scale: 1.1 },
      { text: '{sender.address}', weight: 'medium', scale: 1 },
      { text: '{sender.postcode}', weight: 'medium', scale: 1 },
    ]),
    rule(3, 98, 97, 98),
    words([5, 101, 60, 3], 3.6, { ko: '반품할 주문', en: 'Order to return' }, small),
    code([2, 106, 96, 28]),
    words([5, 137, 90, 5], 5.4, '{code.readable}', middle),
  ],
}

const CARTON_LABEL: TemplateBody = {
  widthMm: 100,
  heightMm: 100,
  elements: [
    words([5, 4, 57, 14], 14, '{order.short}', { vertical: 'middle' }),
    words([65, 4, 30, 14], 11, '{carton}', { align: 'end', vertical: 'middle' }),
    rule(3, 20, 97, 20),
    words([5, 22, 50, 3.4], 3.4, { ko: '상자 내용', en: 'In this carton' }, small),
    words(
      [57, 22, 38, 3.4],
      3.4,
      { ko: '{lines}종 · {units}개', en: '{lines} items · {units} units' },
      { align: 'end', medium: true },
    ),
    paragraphs([5, 27, 90, 41], 4, [{ text: '{contents}', weight: 'medium', scale: 1 }]),
    rule(3, 70, 97, 70),
    code([2, 72, 96, 15]),
    words([5, 88.5, 90, 4], 4, '{code.readable}', middle),
    words([5, 94, 60, 3], 3.2, { ko: '주문 {order.number}', en: 'Order {order.number}' }, small),
    words([67, 94, 28, 3], 3.2, '{weight}', { ...small, align: 'end' }),
  ],
}

const ITEM_LABEL: TemplateBody = {
  widthMm: 50,
  heightMm: 30,
  elements: [
    paragraphs([2, 1.5, 46, 8.5], 3.4, [{ text: '{name}', weight: 'bold', scale: 1 }], middle),
    code([0.5, 10.5, 49, 12], '{code}', 'item'),
    words([2, 23.2, 46, 2.6], 3, '{code}', middle),
    words([2, 26.4, 46, 2.2], 2.4, '{sku}', { ...middle, medium: true }),
  ],
}

const LOCATION_LABEL: TemplateBody = {
  widthMm: 100,
  heightMm: 50,
  elements: [
    words([4, 2, 92, 19], 18, '{code}', middle),
    code([1, 22.5, 98, 21]),
    words([4, 45, 60, 3], 3.2, { ko: '구역 {zone}', en: 'Zone {zone}' }, small),
  ],
}

const TOTE_LABEL: TemplateBody = {
  widthMm: 100,
  heightMm: 50,
  elements: [
    words([4, 2, 92, 19], 16, '{name}', { ...middle, when: 'name' }),
    words([4, 2, 92, 19], 16, '{code}', { ...middle, when: '!name' }),
    code([1, 22.5, 98, 19]),
    words([4, 43.5, 92, 4], 4, '{code}', middle),
  ],
}

const BADGE_LABEL: TemplateBody = {
  widthMm: 85.6,
  heightMm: 54,
  elements: [
    words([4, 4, 77.6, 14], 10, '{name}', middle),
    words([4, 19, 77.6, 5], 4, '{role}', { ...middle, medium: true }),
    code([1, 26, 83.6, 18]),
    words([4, 46, 77.6, 4], 4, '{code}', middle),
  ],
}

/** Ids of the templates that come with the program; sites keep their own versions under the same ids. */
export const TEMPLATE_IDS = [
  'shipping-100x150',
  'shipping-4x6',
  'carton-content',
  'item',
  'location',
  'tote',
  'badge',
  'return-label',
] as const
/** One of `TEMPLATE_IDS`. */
export type TemplateId = (typeof TEMPLATE_IDS)[number]

const DRAWN: Record<TemplateId, { kind: TemplateKind; body: TemplateBody }> = {
  'shipping-100x150': { kind: 'shipping', body: SHIPPING_100_150 },
  'shipping-4x6': { kind: 'shipping', body: SHIPPING_4_6 },
  'carton-content': { kind: 'carton', body: CARTON_LABEL },
  item: { kind: 'item', body: ITEM_LABEL },
  location: { kind: 'location', body: LOCATION_LABEL },
  tote: { kind: 'tote', body: TOTE_LABEL },
  badge: { kind: 'badge', body: BADGE_LABEL },
  'return-label': { kind: 'return', body: RETURN_LABEL },
}

/** True for an id of a template that comes with the program. */
export function isTemplateId(id: string): id is TemplateId {
  return Object.hasOwn(DRAWN, id)
}

/** The drawing that comes with the program, version 0 of its id. */
export function builtInTemplate(id: TemplateId): LabelTemplate {
  return { id, version: 0, ...DRAWN[id] }
}
