import { importCarriers } from '../../commands/carriers/import-carriers.ts'
import { importCartonTypes } from '../../commands/carton-types/import-carton-types.ts'
import { importItems } from '../../commands/items/import-items.ts'
import { importLocations } from '../../commands/locations/import-locations.ts'
import { importOrders } from '../../commands/orders/import-orders.ts'
import { releaseOrder } from '../../commands/orders/release-order.ts'
import { saveOperator } from '../../commands/site/save-operator.ts'
import { saveSite } from '../../commands/site/save-site.ts'
import { importStock } from '../../commands/stock/import-stock.ts'
import { importTotes } from '../../commands/totes/import-totes.ts'
import { gs1CheckDigit } from '../../domain/check-digit.ts'
import type { ItemInput, OrderInput } from '../../domain/inputs.ts'
import type { StationCore } from '../../main/core.ts'
import { hashPin } from '../../main/sessions/pin.ts'

/** The PIN of every operator of the small warehouse. */
export const PIN = '1234'
const nobody = { operatorId: null, station: 'TEST' }

/** A valid GTIN-13 for a number. */
export function gtin13(number: number): string {
  const body = `880123${String(number).padStart(6, '0')}`
  return body + gs1CheckDigit(body)
}

/** An order with the given lines of [sku, quantity]. */
export function order(number: number, lines: [string, number][], change: Partial<OrderInput> = {}): OrderInput {
  return {
    channel: 'plain',
    externalId: String(number),
    number: `#${number}`,
    orderedAt: 1_700_000_000_000 + number,
    payment: 'paid',
    paymentMethod: 'card',
    currency: 'KRW',
    totalMinor: 10_000,
    shippingMethod: '택배',
    customerName: '김하늘',
    customerPhone: '010-1234-5678',
    shipTo: {
      name: '김하늘',
      phone: '010-1234-5678',
      country: 'KR',
      postcode: '06236',
      province: '서울특별시',
      city: '강남구',
      line1: '테헤란로 1',
      line2: '101호',
    },
    note: '',
    priority: 5,
    lines: lines.map(([sku, quantity], index) => ({
      externalId: String(index + 1),
      sku,
      name: `item ${sku}`,
      quantity,
      fulfilled: 0,
      priceMinor: 1_000,
      requiresShipping: true,
    })),
    ...change,
  }
}

/** What the small warehouse holds: SKUs A1…A9 (A8 by lot, A9 by serial), totes T-1…T-8, boxes S and L, one carrier. */
export async function fillSmallWarehouse(core: StationCore, orders: OrderInput[], release = true): Promise<string[]> {
  const item = (sku: string, number: number, change: Partial<ItemInput> = {}): ItemInput => ({
    sku,
    name: `item ${sku}`,
    gtin: gtin13(number),
    barcodes: [],
    lengthMm: 100,
    widthMm: 80,
    heightMm: 50,
    weightGrams: 200,
    tracking: 'none',
    fragile: false,
    ...change,
  })
  const skus = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7']
  const items = [
    ...skus.map((sku, index) =>
      item(sku, index + 1, sku === 'A1' ? { barcodes: [{ code: 'CASE-A1', units: 6 }] } : {}),
    ),
    item('A8', 8, { tracking: 'lot' }),
    item('A9', 9, { tracking: 'serial' }),
  ]
  const places = items.map((_, index) => ({
    code: `A-0${(index % 3) + 1}-${(index % 4) + 1}-0${index + 1}`,
    zone: 'A',
    aisle: `0${(index % 3) + 1}`,
    bay: String((index % 4) + 1),
    level: '1',
    position: `0${index + 1}`,
    kind: 'pick' as const,
  }))
  const code = (index: number) => places[index]?.code ?? ''
  await core.run(
    saveSite,
    {
      name: 'Test site',
      timeZone: 'Asia/Seoul',
      currency: 'KRW',
      labelLanguage: 'ko',
      senderName: '바로상점',
      senderPhone: '02-0000-0000',
      senderPostcode: '04524',
      senderLine1: '세종대로 1',
      senderLine2: '',
      gs1Prefix: '8801234',
    },
    nobody,
  )
  const pinHash = await hashPin(PIN)
  for (const [badge, name, role] of [
    ['BDG-1', '관리자', 'administrator'],
    ['BDG-2', 'Picker Two', 'picker'],
    ['BDG-3', '포장 셋', 'packer'],
  ] as const)
    await core.run(
      saveOperator,
      { id: null, badge, name, role, pinHash, language: null, active: true, otherAdministrators: 1 },
      nobody,
    )
  await core.run(importItems, { items }, nobody)
  await core.run(importLocations, { locations: places }, nobody)
  await core.run(
    importTotes,
    { totes: Array.from({ length: 8 }, (_, index) => ({ code: `T-${index + 1}`, name: `Tote ${index + 1}` })) },
    nobody,
  )
  await core.run(
    importCartonTypes,
    {
      cartonTypes: [
        {
          code: 'BOX-S',
          name: 'Box S',
          innerLengthMm: 250,
          innerWidthMm: 200,
          innerHeightMm: 150,
          tareGrams: 100,
          maxGrams: 10_000,
        },
        {
          code: 'BOX-L',
          name: 'Box L',
          innerLengthMm: 500,
          innerWidthMm: 400,
          innerHeightMm: 300,
          tareGrams: 300,
          maxGrams: 25_000,
        },
      ],
    },
    nobody,
  )
  await core.run(
    importCarriers,
    {
      carriers: [
        { code: 'CJ', name: 'CJ', trackingPattern: '\\d{12}' },
        { code: 'X', name: 'Other' },
      ],
    },
    nobody,
  )
  await core.run(
    importStock,
    {
      stock: [
        ...skus.map((sku, index) => ({ sku, location: code(index), quantity: 100 })),
        { sku: 'A8', location: code(7), lot: 'L1', expiresOn: '2099-01-31', quantity: 50 },
        { sku: 'A9', location: code(8), serial: 'SN-1', quantity: 1 },
        { sku: 'A9', location: code(8), serial: 'SN-2', quantity: 1 },
        { sku: 'A9', location: code(8), serial: 'SN-3', quantity: 1 },
      ],
    },
    nobody,
  )
  if (orders.length === 0) return []
  for (let index = 0; index < orders.length; index += 100)
    await core.run(
      importOrders,
      {
        orders: orders
          .slice(index, index + 100)
          .map((input) => ({ ...input, contentHash: JSON.stringify(input).length.toString() + input.externalId })),
        pickablePayments: [...core.policies().pickablePayments],
      },
      nobody,
    )
  const ids = core.store.reader.prepare('SELECT id FROM "order" ORDER BY ordered_at').pluck().all() as string[]
  if (release) for (const orderId of ids) await core.run(releaseOrder, releaseArgs(core, orderId), nobody)
  return ids
}

function releaseArgs(core: StationCore, orderId: string): Parameters<typeof releaseOrder.run>[1]['args'] {
  const { pickablePayments, allOrNothing } = core.policies()
  return { orderId, pickablePayments: [...pickablePayments], allOrNothing } as Parameters<
    typeof releaseOrder.run
  >[1]['args']
}
