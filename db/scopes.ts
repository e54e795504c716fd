import type { TableName } from './tables.ts'

/**
 * Which part of the site a row belongs to. A station asks for scopes; a row that leaves one of them is removed there.
 * Stock is divided by zone (`stock/A`), because a station of one zone need not carry all.
 */
export const SCOPES = ['site', 'items', 'places', 'stock', 'work', 'ledger'] as const

/** The scope of each table; the stock table's rows add their zone. */
export const SCOPE_OF_TABLE: Record<TableName, (typeof SCOPES)[number]> = {
  site: 'site',
  operator: 'site',
  carton_type: 'site',
  carrier: 'site',
  label_template: 'site',
  service_book: 'site',
  station: 'site',
  number_series: 'site',
  item_match: 'site',
  item: 'items',
  item_barcode: 'items',
  location: 'places',
  floor_plan: 'places',
  tote: 'work',
  stock: 'stock',
  stock_move: 'ledger',
  order: 'work',
  order_line: 'work',
  order_event: 'work',
  order_difference: 'work',
  reservation: 'work',
  soft_promise: 'work',
  wave: 'work',
  pick_task: 'work',
  pick_slot: 'work',
  pick_line: 'work',
  pack_session: 'work',
  carton: 'work',
  carton_line: 'work',
  shipment: 'work',
  fact_exception: 'work',
}

/** True when a row of `scope` belongs to what was asked for: `stock` takes in every `stock/<zone>`. */
export function inScopes(scope: string, scopes: readonly string[]): boolean {
  return scopes.includes(scope) || scopes.some((asked) => scope.startsWith(`${asked}/`))
}
