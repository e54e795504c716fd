import type { Row } from '../../db/tables.ts'

/** A location in a zone. */
export const locationRow = (id: string, zone: string): Row<'location'> => ({
  id,
  code: `L-${id}`,
  zone,
  aisle: '01',
  bay: '1',
  level: '1',
  position: '1',
  x_mm: null,
  y_mm: 5,
  kind: 'pick',
})

/** Stock of an item at a location. */
export const stockRow = (id: string, location: string, change: Partial<Row<'stock'>> = {}): Row<'stock'> => ({
  id,
  item_id: 'item',
  location_id: location,
  lot: id,
  serial: '',
  expires_on: '',
  on_hand: 5,
  reserved: 0,
  received_on: '',
  ...change,
})

/** A tote, empty unless said otherwise. */
export const toteRow = (id: string, change: Partial<Row<'tote'>> = {}): Row<'tote'> => ({
  id,
  code: `C-${id}`,
  name: id,
  state: 'empty',
  order_id: null,
  pick_task_id: null,
  ...change,
})

/** An item with a Korean name. */
export const itemRow = (id: string, change: Partial<Row<'item'>> = {}): Row<'item'> => ({
  id,
  sku: `SKU-${id}`,
  name: `머그컵 "큰" ${id}`,
  gtin: null,
  length_mm: 1,
  width_mm: null,
  height_mm: null,
  weight_grams: 250,
  picture: null,
  tracking: 'none',
  fragile: 0,
  keep_upright: 0,
  mix_class: null,
  goods_kinds: '',
  un_class: null,
  un_number: null,
  battery_wh: null,
  ...change,
})

/** A ready order of one line. */
export const orderRow = (id: string, change: Partial<Row<'order'>> = {}): Row<'order'> => ({
  id,
  channel: 'shopify',
  external_id: id,
  number: `#${id}`,
  state: 'ready',
  hold_reason: null,
  priority: 0,
  ordered_at: 1_790_000_000_000,
  ship_by: null,
  payment: 'paid',
  payment_method: '',
  currency: 'KRW',
  total_minor: 9_000,
  shipping_method: '',
  carrier_code: null,
  customer_name: '',
  customer_phone: '',
  email: null,
  recipient_name: `김서연 ${id}`,
  recipient_phone: '',
  phone_tail: '',
  ship_to: '{}',
  note: '',
  note_seen: 0,
  line_count: 1,
  unit_count: 1,
  content_hash: '',
  source_row: null,
  imported_at: 1_790_000_000_001,
  released_at: null,
  shipped_at: null,
  available_from: null,
  all_or_nothing: null,
  ...change,
})

/** A stock move that belongs to the ledger. */
export const moveRow = (id: string, to: string): Row<'stock_move'> => ({
  id,
  command_id: `c-${id}`,
  at: 1,
  item_id: 'item',
  from_stock_id: null,
  to_stock_id: to,
  lot: '',
  serial: '',
  quantity: 5,
  reason: 'received',
  order_line_id: null,
  operator_id: null,
})
