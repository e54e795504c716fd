import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { personName, phoneNumber, pick, randomFrom } from './people.ts'

const HEADERS =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References'.split(
    ',',
  )
const PLACE = new Map(HEADERS.map((header, index) => [header, index]))

/** The SKU of an item of the benchmark's warehouse. */
export function benchmarkSku(index: number): string {
  return `SKU-${String(index).padStart(5, '0')}`
}

function row(values: Record<string, string>): string {
  const cells = new Array<string>(HEADERS.length).fill('')
  for (const [header, value] of Object.entries(values))
    cells[PLACE.get(header) ?? 0] = /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
  return `${cells.join(',')}\n`
}

/** Writes a Shopify export of so many orders, newest first, 2.5 lines each on average; the number of rows of content. */
export async function writeShopifyFile(path: string, orders: number, items: number): Promise<number> {
  const random = randomFrom(7)
  const file = createWriteStream(path)
  let text = `${HEADERS.join(',')}\n`
  let rows = 0
  for (let index = orders; index >= 1; index -= 1) {
    const lines = 1 + ((index * 7) % 4)
    const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString().slice(0, 19).replace('T', ' ')
    for (let line = 0; line < lines; line += 1) {
      const sku = benchmarkSku((Math.floor(random() ** 2 * items) + line) % items)
      const common = {
        Name: `#${100_000 + index}`,
        'Created at': `${at} +0000`,
        'Lineitem quantity': String(1 + Math.floor(random() * 3)),
        'Lineitem name': `Item ${sku}`,
        'Lineitem price': '12.50',
        'Lineitem sku': sku,
        'Lineitem requires shipping': 'true',
        'Lineitem taxable': 'true',
        'Lineitem fulfillment status': 'pending',
        Vendor: 'Baro',
      }
      text += row(line === 0 ? { ...common, ...head(random, index, at) } : common)
      rows += 1
    }
    if (text.length > 1_000_000) {
      if (!file.write(text)) await once(file, 'drain')
      text = ''
    }
  }
  file.end(text)
  await once(file, 'finish')
  return rows
}

function head(random: () => number, index: number, at: string): Record<string, string> {
  const name = personName(random)
  const phone = phoneNumber(random)
  const address = { City: '강남구', Zip: "'06236", Province: 'KR-11', Country: 'KR', Phone: phone, Name: name }
  const both = (field: string, value: string) => ({ [`Billing ${field}`]: value, [`Shipping ${field}`]: value })
  return {
    ...Object.assign({}, ...Object.entries(address).map(([field, value]) => both(field, value))),
    ...both('Address1', `테헤란로 ${index % 500}`),
    ...both('Street', `테헤란로 ${index % 500}`),
    Email: `buyer${index}@shop.example`,
    'Financial Status': 'paid',
    'Paid at': `${at} +0000`,
    Currency: 'USD',
    Subtotal: '37.50',
    Shipping: '0.00',
    Taxes: '0.00',
    Total: '37.50',
    'Shipping Method': pick(random, ['Standard', 'Express']),
    Notes: index % 20 === 0 ? 'Please ring twice,\n"second" floor' : '',
    'Payment Method': 'Shopify Payments',
    Id: String(5_000_000_000 + index),
    'Risk Level': 'Low',
    Source: 'web',
  }
}
