import type { Row } from '../../db/tables.ts'
import type { ShippingLabelInput } from '../../domain/shipping-label.ts'
import { isSscc } from '../../domain/sscc.ts'
import type { TemplateValues } from '../../domain/template-layout.ts'
import { parcelValues, returnValues } from '../../domain/template-values.ts'
import type { StationCore } from '../core.ts'
import { textMetrics } from '../documents/fonts.ts'
import type { TemplateLabels } from '../documents/template-label.ts'
import { openTemplates } from '../labels/templates.ts'
import { labelInput } from '../packing/label-input.ts'
import { problem } from '../rpc/problems.ts'

/** Labels beside the shipping label: what is in each closed carton of an order, or the order's return label. */
export function parcelLabels(core: StationCore, kind: 'content' | 'return', orderId: string): TemplateLabels {
  const site = core.site()
  const order = core.store.reader.prepare('SELECT * FROM "order" WHERE id = ?').get(orderId) as Row<'order'> | undefined
  if (site === undefined || order === undefined) throw problem('NOT_FOUND', 'E-ORD-001', { order: orderId })
  const cartons = closedCartons(core, orderId)
  const language = site.label_language === 'en' ? 'en' : 'ko'
  const options = { language, title: order.number } as const
  const template = openTemplates(core).current(kind === 'return' ? 'return-label' : 'carton-content')
  const inputOf = (carton: Row<'carton'> | undefined): ShippingLabelInput => {
    const code = carton?.code ?? ''
    return labelInput({
      site,
      order,
      carton: { number: carton?.number ?? 1, weightGrams: carton?.weight_grams ?? null },
      code: { kind: isSscc(code) ? 'sscc' : 'internal', code: code === '' ? 'NONE' : code },
      cartonCount: order.state === 'packed' || order.state === 'shipped' ? cartons.length : null,
      carrier: carrierOf(core, carton, order),
      template: { id: template.id, version: template.version },
    })
  }
  if (kind === 'return') {
    const { values } = returnValues(inputOf(undefined), textMetrics)
    return { template, all: [values], ...options }
  }
  if (cartons.length === 0) throw problem('REFUSED', 'E-DOC-007', { order: order.number })
  const values = cartons.map((carton) => ({
    ...parcelValues(inputOf(carton), textMetrics).values,
    ...contentOf(core, carton.id),
  }))
  return { template, all: values, ...options }
}

/** Who takes a carton, as its label says. */
function carrierOf(core: StationCore, carton: Row<'carton'> | undefined, order: Row<'order'>): string {
  if (carton?.service_name == null) return order.shipping_method
  const name = core.store.reader.prepare('SELECT name FROM carrier WHERE code = ?').pluck().get(carton.carrier_code)
  return `${(name as string | undefined) ?? carton.carrier_code ?? ''} ${carton.service_name}`.trim()
}

/** Enforced where the rows are: a carton that is still open, or was taken apart, has no label. */
function closedCartons(core: StationCore, orderId: string): Row<'carton'>[] {
  return core.store.reader
    .prepare(`SELECT * FROM carton WHERE order_id = ? AND state IN ('closed', 'labelled', 'loaded') ORDER BY number`)
    .all(orderId) as Row<'carton'>[]
}

function contentOf(core: StationCore, cartonId: string): TemplateValues {
  const lines = core.store.reader
    .prepare(
      `SELECT l.name, l.sku, sum(c.quantity) AS quantity FROM carton_line c JOIN order_line l ON l.id = c.order_line_id
       WHERE c.carton_id = ? GROUP BY l.id ORDER BY l.line_no`,
    )
    .all(cartonId) as { name: string; sku: string; quantity: number }[]
  return {
    contents: lines.map(({ quantity, name, sku }) => `${quantity} × ${name || sku}`).join('\n'),
    units: String(lines.reduce((sum, { quantity }) => sum + quantity, 0)),
    lines: String(lines.length),
  }
}
