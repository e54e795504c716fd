import type { Row } from '../../db/tables.ts'
import type { AddressInput } from '../../domain/inputs.ts'
import type { ShippingLabelInput } from '../../domain/shipping-label.ts'
import type { TemplateRef } from '../../domain/template.ts'
import { senderOf } from './sender.ts'

/** What a carton's shipping label says, from its rows. `cartonCount` is given once the last carton is closed. */
export function labelInput(rows: {
  site: Row<'site'>
  order: Row<'order'>
  carton: { number: number; weightGrams: number | null }
  code: { kind: 'sscc' | 'internal'; code: string }
  cartonCount: number | null
  /** Who takes it, as the label says; empty where nobody knows. */
  carrier: string
  /** What is drawn now; kept with the label, so that a reprint looks the same. */
  template: TemplateRef
}): ShippingLabelInput {
  const { site, order, carton, code } = rows
  return {
    language: site.label_language === 'en' ? 'en' : 'ko',
    sender: senderOf(site),
    recipient: JSON.parse(order.ship_to) as AddressInput,
    orderNumber: order.number,
    channel: order.channel,
    cartonNumber: carton.number,
    ...(rows.cartonCount === null ? {} : { cartonCount: rows.cartonCount }),
    code:
      code.kind === 'sscc'
        ? {
            kind: 'sscc',
            sscc: code.code,
            ...(site.gs1_prefix === null ? {} : { companyPrefixLength: site.gs1_prefix.length }),
          }
        : { kind: 'internal', code: code.code },
    ...(rows.carrier === '' ? {} : { carrier: rows.carrier.slice(0, 80) }),
    ...(carton.weightGrams === null ? {} : { weightGrams: carton.weightGrams }),
    copy: 1,
    template: { id: rows.template.id, version: rows.template.version },
    ...(order.note === '' ? {} : { note: order.note.slice(0, 200) }),
  }
}
