import { integer, type Table, text, textOrNull } from './column.ts'

/** Stock by place, the ledger of its moves, what is reserved of it, and what is promised to lines of orders that wait. */
export const STOCK_TABLES = {
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
      received_on: text,
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
  soft_promise: {
    columns: { id: text, order_id: text, item_id: text, units: integer },
    key: 'id',
    indexes: { order: { columns: ['order_id'] }, item: { columns: ['item_id'] } },
    checks: ['units > 0'],
  },
} as const satisfies Record<string, Table>
