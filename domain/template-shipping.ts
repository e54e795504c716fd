import { LEGIBLE_MM } from './label.ts'
import type { TemplateBody, TemplateElement, TemplateText } from './template.ts'

/** Size of the shipping label unless a site chose another one. */
export const SHIPPING_LABEL_MM = { width: 100, height: 150 } as const

/** GS1 General Specifications, logistic labels: module at least 0.495 mm, bars at least 31.75 mm high. */
const LOGISTIC_MODULE = { wantedMm: 0.495, leastMm: 0.25 }

type Place = readonly [x: number, y: number, widthMm: number, heightMm: number]
type Words = string | { ko: string; en: string }
type Style = Partial<Pick<TemplateText, 'fit' | 'align' | 'vertical' | 'white' | 'when'>>

/** A box from four numbers, in millimetres. */
export function place([x, y, widthMm, heightMm]: Place): TemplateText['box'] {
  return { x, y, widthMm, heightMm }
}

/** One line of text in a box, bold unless said otherwise. */
export function words(at: Place, maxMm: number, text: Words, style: Style & { medium?: boolean } = {}): TemplateText {
  const { medium = false, ...rest } = style
  return paragraphs(at, maxMm, [{ text, weight: medium ? 'medium' : 'bold', scale: 1 }], { fit: 'line', ...rest })
}

/** Several paragraphs in a box. */
export function paragraphs(at: Place, maxMm: number, lines: TemplateText['lines'], style: Style = {}): TemplateText {
  return {
    kind: 'text',
    box: place(at),
    lines,
    size: { maxMm, minMm: LEGIBLE_MM },
    fit: 'block',
    align: 'start',
    vertical: 'top',
    white: false,
    ...style,
  }
}

/** A horizontal or vertical rule. */
export function rule(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  thicknessMm = 0.5,
  when?: string,
): TemplateElement {
  return { kind: 'line', x1, y1, x2, y2, thicknessMm, ...(when === undefined ? {} : { when }) }
}

const bold = (text: Words, scale = 1) => ({ text, weight: 'bold' as const, scale })
const medium = (text: Words, scale = 1) => ({ text, weight: 'medium' as const, scale })

function header(): TemplateElement[] {
  return [
    paragraphs([5, 3, 50, 10.4], 5.4, [bold('{carrier}')], { vertical: 'middle', when: 'carrier' }),
    paragraphs([5, 3, 50, 10.4], 5.4, [bold('{sender.name}')], { vertical: 'middle', when: '!carrier' }),
    paragraphs(
      [58, 3.6, 37, 10],
      3.4,
      [medium('{channel}'), medium({ ko: '송장 {tracking}', en: 'Tracking {tracking}' })],
      { align: 'end', vertical: 'middle' },
    ),
    rule(3, 14, 97, 14),
  ]
}

function routing(): TemplateElement[] {
  return [
    words([5, 14, 57, 23.4], 22, '{order.short}', { vertical: 'middle' }),
    rule(65, 14, 65, 38),
    words([68.5, 16.8, 26.5, 2.6], 3.6, { ko: '상자', en: 'Carton' }, { vertical: 'bottom', medium: true }),
    words([68.5, 20.5, 26.5, 13], 15, '{carton}', { vertical: 'bottom' }),
    rule(3, 38, 97, 38),
  ]
}

/** Recipient above sender; a note takes its room from the recipient. */
function parties(): TemplateElement[] {
  const recipient = [
    bold('{recipient.name} · {recipient.phone}', 1.25),
    bold('{recipient.company}'),
    medium('{recipient.address}'),
  ]
  const sender = [bold('{sender.name} · {sender.phone}'), medium('{sender.address}')]
  const from = { ko: '보내는 분', en: 'From' }
  const last = { vertical: 'bottom', medium: true } as const
  return [
    words([5, 40.8, 40, 2.6], 3.6, { ko: '받는 분', en: 'To' }, last),
    words([47, 40.1, 48, 4.3], 6, '{recipient.postcode}', { align: 'end', vertical: 'bottom' }),
    paragraphs([5, 45.8, 90, 34.7], 5.2, recipient, { when: '!note' }),
    paragraphs([5, 45.8, 90, 24.2], 5.2, recipient, { when: 'note' }),
    rule(5, 70.6, 95, 70.6, 0.25, 'note'),
    words([5, 72.4, 40, 2.2], 3, { ko: '배송 메모', en: 'Delivery note' }, { ...last, when: 'note' }),
    paragraphs([5, 75.4, 90, 7], 4, [bold('{note}')], { when: 'note' }),
    rule(3, 82, 97, 82, 0.5, '!note'),
    rule(3, 83, 97, 83, 0.5, 'note'),
    words([5, 84.3, 16, 2.3], 3.2, from, { ...last, when: '!note' }),
    words([5, 85.3, 16, 2.3], 3.2, from, { ...last, when: 'note' }),
    paragraphs([22, 83.3, 73, 12.8], 3.4, sender, { when: '!note' }),
    paragraphs([22, 84.3, 73, 11.8], 3.4, sender, { when: 'note' }),
    rule(3, 97, 97, 97),
  ]
}

function codes(): TemplateElement[] {
  const readable = { align: 'middle', vertical: 'bottom' } as const
  const internal = { ko: '사내 상자 번호 · SSCC 아님', en: 'Internal carton number, not an SSCC' }
  const barcode = { kind: 'code', module: LOGISTIC_MODULE } as const
  return [
    { ...barcode, box: place([1, 100.5, 98, 32]), symbology: 'gs1-128', value: '00{code.sscc}', when: 'code.sscc' },
    {
      ...barcode,
      box: place([1, 100.5, 98, 28]),
      symbology: 'code128',
      value: '{code.internal}',
      when: 'code.internal',
    },
    words([5, 134, 90, 3.6], 4.8, '{code.readable}', { ...readable, when: 'code.sscc' }),
    words([5, 129.8, 90, 3.6], 4.8, '{code.readable}', { ...readable, when: 'code.internal' }),
    words([5, 135.8, 90, 2.4], 3.2, internal, { ...readable, medium: true, when: 'code.internal' }),
  ]
}

function footer(): TemplateElement[] {
  const last = { vertical: 'bottom', medium: true } as const
  return [
    words([5, 143, 50, 2.6], 3.6, { ko: '주문 {order.number}', en: 'Order {order.number}' }, last),
    words([61, 143, 34, 2.6], 3.6, '{weight}', { ...last, align: 'end', when: '!copy' }),
    words([56, 143, 19, 2.6], 3.6, '{weight}', { ...last, align: 'end', when: 'copy' }),
    { kind: 'box', box: place([77, 141.6, 18, 5.8]), thicknessMm: 0, filled: true, when: 'copy' },
    words(
      [78, 141.6, 16, 5.8],
      3.4,
      { ko: '사본 {copy}', en: 'COPY {copy}' },
      { align: 'middle', vertical: 'middle', white: true, when: 'copy' },
    ),
  ]
}

/** The 100 × 150 mm shipping label. */
export const SHIPPING_100_150: TemplateBody = {
  widthMm: SHIPPING_LABEL_MM.width,
  heightMm: SHIPPING_LABEL_MM.height,
  elements: [...header(), ...routing(), ...parties(), ...codes(), ...footer()],
}

/** The same drawing in the middle of a medium of 4 × 6 inches. */
export const SHIPPING_4_6: TemplateBody = {
  widthMm: 101.6,
  heightMm: 152.4,
  elements: SHIPPING_100_150.elements.map((element) => moved(element, 0.8, 1.2)),
}

function moved(element: TemplateElement, right: number, down: number): TemplateElement {
  const by = (value: number, step: number) => Math.round((value + step) * 100) / 100
  if (element.kind === 'line') {
    const { x1, y1, x2, y2 } = element
    return { ...element, x1: by(x1, right), y1: by(y1, down), x2: by(x2, right), y2: by(y2, down) }
  }
  return { ...element, box: { ...element.box, x: by(element.box.x, right), y: by(element.box.y, down) } }
}
