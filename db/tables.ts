/**
 * The shared tables as data: the one place that names columns, keys and the indexes that commands may look through.
 * Lengths are millimetres, weights grams, money minor units, instants UTC milliseconds, flags 0 or 1.
 */
type Column = { type: 'text' | 'integer'; nullable: boolean }
const text = { type: 'text', nullable: false } as const
const textOrNull = { type: 'text', nullable: true } as const
const integer = { type: 'integer', nullable: false } as const
const integerOrNull = { type: 'integer', nullable: true } as const

type Table = {
  columns: Record<string, Column>
  key: string
  /** Declared indexes; `unique` ones also guard. */
  indexes: Record<string, { columns: readonly string[]; unique?: boolean }>
  checks?: readonly string[]
}

/** Every shared table. */
export const TABLES = {
  site: {
    columns: {
      id: text,
      name: text,
      time_zone: text,
      currency: text,
      label_language: text,
      sender_name: text,
      sender_phone: text,
      sender_postcode: text,
      sender_line1: text,
      sender_line2: text,
      gs1_prefix: textOrNull,
      policies: text,
    },
    key: 'id',
    indexes: {},
  },
  operator: {
    columns: { id: text, badge: text, name: text, role: text, pin_hash: text, language: textOrNull, active: integer },
    key: 'id',
    indexes: { badge: { columns: ['badge'], unique: true } },
  },
  item: {
    columns: {
      id: text,
      sku: text,
      name: text,
      gtin: textOrNull,
      length_mm: integerOrNull,
      width_mm: integerOrNull,
      height_mm: integerOrNull,
      weight_grams: integerOrNull,
      picture: textOrNull,
      tracking: text,
      fragile: integer,
    },
    key: 'id',
    indexes: { sku: { columns: ['sku'], unique: true }, name: { columns: ['name'] } },
  },
  item_barcode: {
    columns: { code: text, item_id: text, units: integer },
    key: 'code',
    indexes: { item: { columns: ['item_id'] } },
    checks: ['units > 0'],
  },
  item_match: {
    columns: { id: text, channel: text, name: text, item_id: text },
    key: 'id',
    indexes: {},
  },
  location: {
    columns: {
      id: text,
      code: text,
      zone: text,
      aisle: text,
      bay: text,
      level: text,
      position: text,
      x_mm: integerOrNull,
      y_mm: integerOrNull,
      kind: text,
    },
    key: 'id',
    indexes: { code: { columns: ['code'], unique: true } },
  },
  tote: {
    columns: { id: text, code: text, name: text, state: text, order_id: textOrNull, pick_task_id: textOrNull },
    key: 'id',
    indexes: {
      code: { columns: ['code'], unique: true },
      order: { columns: ['order_id'] },
      pick_task: { columns: ['pick_task_id'] },
    },
  },
  carton_type: {
    columns: {
      id: text,
      code: text,
      name: text,
      inner_length_mm: integer,
      inner_width_mm: integer,
      inner_height_mm: integer,
      tare_grams: integer,
      max_grams: integer,
      active: integer,
    },
    key: 'id',
    indexes: { code: { columns: ['code'], unique: true } },
  },
  carrier: {
    columns: { id: text, code: text, name: text, tracking_pattern: textOrNull, active: integer },
    key: 'id',
    indexes: { code: { columns: ['code'], unique: true } },
  },
  order: {
    columns: {
      id: text,
      channel: text,
      external_id: text,
      number: text,
      state: text,
      hold_reason: textOrNull,
      priority: integer,
      ordered_at: integer,
      ship_by: integerOrNull,
      payment: text,
      payment_method: text,
      currency: text,
      total_minor: integer,
      shipping_method: text,
      carrier_code: textOrNull,
      customer_name: text,
      customer_phone: text,
      email: textOrNull,
      recipient_name: text,
      recipient_phone: text,
      phone_tail: text,
      ship_to: text,
      note: text,
      note_seen: integer,
      line_count: integer,
      unit_count: integer,
      content_hash: text,
      source_row: textOrNull,
      imported_at: integer,
      released_at: integerOrNull,
      shipped_at: integerOrNull,
    },
    key: 'id',
    indexes: {
      channel_key: { columns: ['channel', 'external_id'], unique: true },
      number: { columns: ['number'] },
      state: { columns: ['state', 'priority', 'ship_by', 'ordered_at'] },
      phone_tail: { columns: ['phone_tail'] },
      ordered_at: { columns: ['ordered_at'] },
      ship_by: { columns: ['ship_by', 'ordered_at'] },
    },
  },
  order_line: {
    columns: {
      id: text,
      order_id: text,
      line_no: integer,
      external_id: text,
      item_id: textOrNull,
      sku: text,
      name: text,
      option: textOrNull,
      quantity: integer,
      price_minor: integer,
      requires_shipping: integer,
      fulfilled: integer,
      allocated: integer,
      picked: integer,
      packed: integer,
      shipped: integer,
      cancelled: integer,
    },
    key: 'id',
    indexes: { order: { columns: ['order_id'] }, sku: { columns: ['sku'] } },
    checks: [
      'quantity > 0',
      'allocated >= 0 AND picked >= 0 AND packed >= 0 AND shipped >= 0 AND cancelled >= 0',
      'packed <= picked AND shipped <= packed AND picked + cancelled + fulfilled <= quantity',
    ],
  },
  order_event: {
    columns: {
      id: text,
      order_id: text,
      at: integer,
      command_id: text,
      type: text,
      operator_id: textOrNull,
      station: text,
      detail: text,
    },
    key: 'id',
    indexes: { order: { columns: ['order_id'] } },
  },
  order_difference: {
    columns: { id: text, order_id: text, incoming: text, content_hash: text, found_at: integer, state: text },
    key: 'id',
    indexes: { order: { columns: ['order_id'] }, state: { columns: ['state'] } },
  },
  stock: {
    columns: {
      id: text,
      item_id: text,
      location_id: text,
      lot: text,
      serial: text,
      expires_on: text,
      on_hand: integer,
      reserved: integer,
    },
    key: 'id',
    indexes: {
      place: { columns: ['item_id', 'location_id', 'lot', 'serial'], unique: true },
      location: { columns: ['location_id'] },
    },
    checks: ['reserved >= 0 AND reserved <= on_hand'],
  },
  stock_move: {
    columns: {
      id: text,
      command_id: text,
      at: integer,
      item_id: text,
      from_stock_id: textOrNull,
      to_stock_id: textOrNull,
      lot: text,
      serial: text,
      quantity: integer,
      reason: text,
      order_line_id: textOrNull,
      operator_id: textOrNull,
    },
    key: 'id',
    indexes: {
      from_stock: { columns: ['from_stock_id'] },
      to_stock: { columns: ['to_stock_id'] },
      order_line: { columns: ['order_line_id'] },
    },
    checks: ['quantity > 0'],
  },
  reservation: {
    columns: {
      id: text,
      order_id: text,
      order_line_id: text,
      stock_id: text,
      quantity: integer,
      state: text,
    },
    key: 'id',
    indexes: {
      order: { columns: ['order_id'] },
      stock: { columns: ['stock_id'] },
      order_line: { columns: ['order_line_id'] },
    },
    checks: ['quantity > 0'],
  },
  pick_task: {
    columns: {
      id: text,
      number: text,
      state: text,
      operator_id: textOrNull,
      epoch: integer,
      created_at: integer,
      started_at: integerOrNull,
      done_at: integerOrNull,
    },
    key: 'id',
    indexes: { operator: { columns: ['operator_id', 'state'] }, state: { columns: ['state'] } },
  },
  pick_slot: {
    columns: { id: text, pick_task_id: text, slot: integer, order_id: text, tote_id: textOrNull },
    key: 'id',
    indexes: { pick_task: { columns: ['pick_task_id'] }, order: { columns: ['order_id'] } },
  },
  pick_line: {
    columns: {
      id: text,
      pick_task_id: text,
      order_id: text,
      order_line_id: text,
      reservation_id: text,
      stock_id: text,
      item_id: text,
      location_id: text,
      lot: text,
      serial: text,
      expires_on: text,
      sequence: integer,
      slot: integer,
      quantity: integer,
      picked: integer,
      short: integer,
      serials: text,
      state: text,
    },
    key: 'id',
    indexes: {
      pick_task: { columns: ['pick_task_id'] },
      order: { columns: ['order_id'] },
      order_line: { columns: ['order_line_id'] },
      stock: { columns: ['stock_id'] },
    },
    checks: ['quantity > 0', 'picked >= 0 AND short >= 0 AND picked + short <= quantity'],
  },
  pack_session: {
    columns: {
      id: text,
      order_id: text,
      tote_id: text,
      state: text,
      operator_id: textOrNull,
      opened_at: integer,
      done_at: integerOrNull,
    },
    key: 'id',
    indexes: { order: { columns: ['order_id'] }, state: { columns: ['state'] } },
  },
  carton: {
    columns: {
      id: text,
      order_id: text,
      number: integer,
      carton_type_id: text,
      state: text,
      code: textOrNull,
      code_kind: textOrNull,
      weight_grams: integerOrNull,
      carrier_code: textOrNull,
      tracking_number: textOrNull,
      shipment_id: textOrNull,
      closed_at: integerOrNull,
    },
    key: 'id',
    indexes: {
      order: { columns: ['order_id'] },
      code: { columns: ['code'], unique: true },
      tracking: { columns: ['carrier_code', 'tracking_number'], unique: true },
    },
  },
  carton_line: {
    columns: {
      id: text,
      carton_id: text,
      order_id: text,
      order_line_id: text,
      item_id: text,
      lot: text,
      serial: text,
      quantity: integer,
    },
    key: 'id',
    indexes: { carton: { columns: ['carton_id'] }, order_line: { columns: ['order_line_id'] } },
    checks: ['quantity > 0'],
  },
  shipment: {
    columns: {
      id: text,
      order_id: text,
      state: text,
      carrier_code: text,
      dispatched_at: integerOrNull,
      unit_count: integer,
    },
    key: 'id',
    indexes: { order: { columns: ['order_id'] } },
  },
} as const satisfies Record<string, Table>

/** Name of a shared table. */
export type TableName = keyof typeof TABLES

type Value<C extends Column> = C['type'] extends 'text'
  ? C['nullable'] extends true
    ? string | null
    : string
  : C['nullable'] extends true
    ? number | null
    : number

/** A row of a shared table, typed by {@link TABLES}. */
export type Row<T extends TableName> = {
  -readonly [K in keyof (typeof TABLES)[T]['columns']]: (typeof TABLES)[T]['columns'][K] extends Column
    ? Value<(typeof TABLES)[T]['columns'][K]>
    : never
}

/** Name of a declared index of a table. */
export type IndexName<T extends TableName> = keyof (typeof TABLES)[T]['indexes'] & string
