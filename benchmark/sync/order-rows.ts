import type { Row } from '../../db/tables.ts'

/** Lines of each order that is fetched. */
export const LINES = 3

/** The rows of the n-th order (from 1), the same every time: what every engine here has to bring over. */
export function orderRows(number: number): { order: Row<'order'>; lines: Row<'order_line'>[] } {
  const id = `019b0000-0000-7000-8000-${String(number).padStart(12, '0')}.order`
  const name = `${NAMES[number % NAMES.length]} ${number % 977}`
  const phone = `010-${String(1_000 + (number % 9_000))}-${String(1_000 + ((number * 7) % 9_000))}`
  const order: Row<'order'> = {
    id,
    channel: 'shop',
    external_id: String(5_000_000_000 + number),
    number: `#${number}`,
    state: 'new',
    hold_reason: null,
    priority: 1 + (number % 9),
    ordered_at: 1_767_000_000_000 + number * 1_000,
    ship_by: 1_767_100_000_000 + (number % 10) * 86_400_000,
    payment: 'paid',
    payment_method: 'card',
    currency: 'KRW',
    total_minor: 10_000 + (number % 500) * 100,
    shipping_method: '택배',
    carrier_code: null,
    customer_name: name,
    customer_phone: phone,
    email: `buyer${number}@shop.example`,
    recipient_name: name,
    recipient_phone: phone,
    phone_tail: phone.slice(-4),
    ship_to: JSON.stringify({
      ...{ name, phone, country: 'KR', postcode: String(10_000 + (number % 50_000)).padStart(5, '0') },
      ...{
        province: '서울특별시',
        city: '강남구',
        line1: `테헤란로 ${number % 500}`,
        line2: `${number % 40}0${number % 9}호`,
      },
    }),
    note: number % 20 === 0 ? '문 앞에 놓아 주세요' : '',
    note_seen: 0,
    line_count: LINES,
    unit_count: LINES,
    content_hash: `hash-${number}`,
    source_row: null,
    imported_at: 1_767_000_000_000 + number * 1_000,
    released_at: null,
    shipped_at: null,
    available_from: null,
    all_or_nothing: null,
  }
  const lines = Array.from({ length: LINES }, (_, index): Row<'order_line'> => {
    const sku = `SKU-${String((number * 31 + index * 7_919) % 20_000).padStart(5, '0')}`
    return {
      id: `${id}.line.${index + 1}`,
      order_id: id,
      line_no: index + 1,
      external_id: String(index + 1),
      item_id: null,
      sku,
      name: `Item ${sku}`,
      option: null,
      quantity: 1,
      price_minor: 1_000 + (number % 90) * 100,
      requires_shipping: 1,
      available_from: null,
      ...{ fulfilled: 0, allocated: 0, picked: 0, packed: 0, shipped: 0, cancelled: 0 },
    }
  })
  return { order, lines }
}

const NAMES = ['김하늘', '이서연', '박지훈', '최민서', '정다은', 'Grace Miller', 'Owen Clark', 'Mia Turner']
