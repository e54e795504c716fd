import { writeFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import type { ItemInput, OrderInput, OrderLineInput } from '../../domain/inputs.ts'
import { csvText } from '../../domain/order-file-csv.ts'
import { type DemoWarehouse, demoWarehouse } from './warehouse.ts'

type Rows = (readonly string[])[]

const two = (value: number): string => String(value).padStart(2, '0')

function localTime(at: number): string {
  const local = new Date(at + 9 * 3_600_000)
  const day = `${local.getUTCFullYear()}-${two(local.getUTCMonth() + 1)}-${two(local.getUTCDate())}`
  return `${day} ${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`
}

const pick = (headers: readonly string[], cells: Readonly<Record<string, string>>): string[] =>
  headers.map((header) => cells[header] ?? '')

const SHOPIFY = (
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,' +
  'Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Phone,' +
  'Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,' +
  'Cancelled at,Payment Method,Vendor,Id,Tags,Lineitem discount,Phone,Shipping Province Name'
).split(',')

function shopifyOrder(order: OrderInput): Rows {
  const to = order.shipTo
  const time = `${localTime(order.orderedAt)} +0900`
  const head = {
    Email: order.email ?? '',
    'Financial Status': order.payment === 'cod' ? 'pending' : order.payment,
    'Paid at': order.payment === 'paid' ? time : '',
    'Fulfillment Status': 'unfulfilled',
    'Accepts Marketing': 'no',
    Currency: order.currency,
    Total: String(order.totalMinor),
    'Shipping Method': order.shippingMethod,
    'Billing Name': order.customerName,
    'Billing Phone': order.customerPhone,
    'Shipping Name': to.name,
    'Shipping Street': [to.line1, to.line2].filter(Boolean).join(', '),
    'Shipping Address1': to.line1,
    'Shipping Address2': to.line2,
    'Shipping City': to.city,
    'Shipping Zip': to.postcode === '' ? '-' : `${to.postcode.startsWith('0') ? "'" : ''}${to.postcode}`,
    'Shipping Country': to.country,
    'Shipping Phone': to.phone,
    'Shipping Province Name': to.province,
    Notes: order.note,
    'Note Attributes': order.note === '' ? '' : 'gift: no\nbag: "paper"',
    'Cancelled at': order.cancelledAt === undefined ? '' : `${localTime(order.cancelledAt)} +0900`,
    'Payment Method': order.paymentMethod,
    Id: order.externalId,
  }
  const line = (item: OrderLineInput): Record<string, string> => ({
    Name: order.number,
    'Created at': time,
    'Lineitem quantity': String(item.quantity),
    'Lineitem name': item.name,
    'Lineitem price': String(item.priceMinor),
    'Lineitem sku': item.sku,
    'Lineitem requires shipping': 'true',
    'Lineitem taxable': 'true',
    'Lineitem fulfillment status': 'pending',
    Vendor: 'Baro Demo',
    'Lineitem discount': '0',
  })
  return order.lines.map((item, index) => pick(SHOPIFY, index === 0 ? { ...head, ...line(item) } : line(item)))
}

const MARKETPLACE =
  '상품주문번호,주문번호,주문상태,결제일,구매자명,구매자연락처,수취인명,수취인연락처1,우편번호,기본배송지,상세배송지,배송메세지,상품번호,상품명,옵션정보,판매자 상품코드,수량,상품가격,배송방법,택배사,송장번호,발송일'.split(
    ',',
  )

const comma = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ',')

function marketplaceOrder(order: OrderInput): Rows {
  const to = order.shipTo
  return order.lines.map((line, index) =>
    pick(MARKETPLACE, {
      상품주문번호: line.externalId,
      주문번호: order.externalId,
      주문상태: order.cancelledAt === undefined ? (order.payment === 'pending' ? '결제대기' : '발주확인') : '취소완료',
      결제일: localTime(order.orderedAt),
      구매자명: order.customerName,
      구매자연락처: order.customerPhone,
      수취인명: to.name,
      수취인연락처1: to.phone,
      우편번호: to.postcode,
      기본배송지: `${to.province} ${to.city} ${to.line1}`,
      상세배송지: to.line2,
      배송메세지: order.note,
      상품번호: String(7_000_000 + index),
      상품명: line.name,
      '판매자 상품코드': line.sku,
      수량: String(line.quantity),
      상품가격: comma(line.priceMinor),
      배송방법: '택배',
    }),
  )
}

const PLAIN =
  'order_id,order_number,ordered_at,payment,payment_method,currency,total,shipping_method,customer_name,customer_phone,email,recipient,phone,country,postcode,province,city,address1,address2,note,ship_by,priority,line_id,sku,item_name,quantity,price'.split(
    ',',
  )

function plainOrder(order: OrderInput): Rows {
  const to = order.shipTo
  const iso = (at: number): string => new Date(at).toISOString()
  return order.lines.map((line) =>
    pick(PLAIN, {
      order_id: order.externalId,
      order_number: order.number,
      ordered_at: iso(order.orderedAt),
      payment: order.payment,
      payment_method: order.paymentMethod,
      currency: order.currency,
      total: String(order.totalMinor),
      shipping_method: order.shippingMethod,
      customer_name: order.customerName,
      customer_phone: order.customerPhone,
      email: order.email ?? '',
      recipient: to.name,
      phone: to.phone,
      country: to.country,
      postcode: to.postcode === '' ? '-' : to.postcode,
      province: to.province,
      city: to.city,
      address1: to.line1,
      address2: to.line2,
      note: order.note,
      ship_by: order.shipBy === undefined ? '' : iso(order.shipBy),
      priority: String(order.priority),
      line_id: line.externalId,
      sku: line.sku,
      item_name: line.name,
      quantity: String(line.quantity),
      price: String(line.priceMinor),
    }),
  )
}

const show = (value: unknown): string =>
  value === undefined || value === null ? '' : value === true ? 'yes' : value === false ? 'no' : String(value)

const itemRow = (item: ItemInput): string[] => [
  ...[item.sku, item.name, item.gtin, item.barcodes.map((barcode) => `${barcode.code}=${barcode.units}`).join('|')].map(
    show,
  ),
  ...[item.lengthMm, item.widthMm, item.heightMm, item.weightGrams, item.picture, item.tracking].map(show),
  ...[item.fragile, item.keepUpright, item.mixClass].map(show),
  ...[item.goodsKinds?.join('|'), item.unClass, item.unNumber, item.batteryWh].map(show),
]

function recordFiles(demo: DemoWarehouse): { name: string; rows: Rows }[] {
  const { items, locations, stock, operators, totes, cartonTypes } = demo
  const table = (name: string, headers: string, rows: readonly (readonly unknown[])[]) => ({
    name,
    rows: [headers.split(','), ...rows.map((row) => row.map(show))],
  })
  return [
    table(
      'items.csv',
      'sku,name,gtin,barcodes,length_mm,width_mm,height_mm,weight_g,picture,tracking,fragile,keep_upright,mix_class,goods_kinds,un_class,un_number,battery_wh',
      items.map(itemRow),
    ),
    table(
      'locations.csv',
      'code,zone,aisle,bay,level,position,x_mm,y_mm,kind',
      locations.map((l) => [l.code, l.zone, l.aisle, l.bay, l.level, l.position, l.xMm, l.yMm, l.kind]),
    ),
    table(
      'stock.csv',
      'sku,location,lot,serial,expires_on,quantity',
      stock.map((s) => [s.sku, s.location, s.lot, s.serial, s.expiresOn, s.quantity]),
    ),
    table(
      'operators.csv',
      'badge,name,role,pin,language',
      operators.map((o) => [o.badge, o.name, o.role, o.pin, o.language]),
    ),
    table(
      'totes.csv',
      'code,name',
      totes.map((t) => [t.code, t.name]),
    ),
    table(
      'carton-types.csv',
      'code,name,inner_length_mm,inner_width_mm,inner_height_mm,tare_g,max_g',
      cartonTypes.map((c) => [
        c.code,
        c.name,
        c.innerLengthMm,
        c.innerWidthMm,
        c.innerHeightMm,
        c.tareGrams,
        c.maxGrams,
      ]),
    ),
  ]
}

/** The sample files of resources/fixtures, byte for byte, made of the demo warehouse with seed 1 on 20 November 2026. */
export function sampleFiles(): { name: string; bytes: Buffer }[] {
  const demo = demoWarehouse(1, Date.UTC(2026, 10, 20, 3, 0, 0))
  const of = (channel: string, count: number): OrderInput[] =>
    demo.orders.filter((order) => order.channel === channel).slice(0, count)
  const utf8 = (rows: Rows): Buffer => Buffer.from(csvText(rows, ','), 'utf8')
  const marketplace = [['발주발송관리 2026-11-20'], MARKETPLACE, ...of('smartstore', 25).flatMap(marketplaceOrder)]
  return [
    { name: 'orders-shopify.csv', bytes: utf8([SHOPIFY, ...of('shopify', 25).flatMap(shopifyOrder)]) },
    { name: 'orders-marketplace.csv', bytes: iconv.encode(csvText(marketplace, ','), 'cp949') },
    { name: 'orders-plain.csv', bytes: utf8([PLAIN, ...of('coupang', 25).flatMap(plainOrder)]) },
    ...recordFiles(demo).map(({ name, rows }) => ({ name, bytes: utf8(rows) })),
  ]
}

if (import.meta.main) {
  for (const { name, bytes } of sampleFiles()) writeFileSync(new URL(`../fixtures/${name}`, import.meta.url), bytes)
}
