import { expect, test } from 'vitest'
import { contentColumns } from '../../../commands/orders/order-rows.ts'
import type { Row } from '../../../db/tables.ts'
import { OrderInput } from '../../../domain/inputs.ts'
import { ShippingLabelInput } from '../../../domain/shipping-label.ts'
import { SiteForm } from '../../../domain/site.ts'
import { buildSscc } from '../../../domain/sscc.ts'
import { labelInput } from '../../../main/packing/label-input.ts'
import { order } from '../../support/warehouse.ts'

test('the longest site and order that may be saved still give a label', () => {
  const long = (length: number) => '가'.repeat(length)
  const site = SiteForm.parse({
    name: long(60),
    timeZone: 'Asia/Seoul',
    currency: 'KRW',
    labelLanguage: 'ko',
    senderName: long(80),
    senderPhone: '1'.repeat(40),
    senderPostcode: '1'.repeat(16),
    senderLine1: long(200),
    senderLine2: long(200),
    gs1Prefix: '8801234567',
  })
  const base = order(1, [['A1', 1]])
  const longest = OrderInput.parse({
    ...base,
    channel: long(64),
    number: long(40),
    shippingMethod: long(120),
    note: long(2_000),
    shipTo: { ...base.shipTo, name: long(120), company: long(120), line1: long(200), line2: long(200) },
  })
  const input = labelInput({
    site: {
      label_language: site.labelLanguage,
      sender_name: site.senderName,
      sender_phone: site.senderPhone,
      sender_postcode: site.senderPostcode,
      sender_line1: site.senderLine1,
      sender_line2: site.senderLine2,
      gs1_prefix: site.gs1Prefix,
    } as Row<'site'>,
    order: contentColumns({ ...longest, contentHash: 'x' }) as Row<'order'>,
    carrier: long(120),
    carton: { number: 500, weightGrams: 1_000_000 },
    code: { kind: 'sscc', code: buildSscc({ extension: 9, companyPrefix: '8801234567', serial: 1 }) },
    cartonCount: null,
    template: { id: 'shipping-100x150', version: 3 },
  })
  expect(ShippingLabelInput.parse(input).sender.lines[0]).toHaveLength(217)
  expect(ShippingLabelInput.parse(input).template).toEqual({ id: 'shipping-100x150', version: 3 })
})
