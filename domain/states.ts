/** State machines as tables: what may follow what. Nothing else in Baro decides which transition is legal. */
export const ORDER_TRANSITIONS = {
  needs_match: ['ready', 'on_hold', 'cancelled'],
  received: ['ready', 'on_hold', 'needs_match', 'cancelled'],
  ready: ['released', 'on_hold', 'backordered', 'needs_match', 'cancelled'],
  on_hold: ['ready', 'needs_match', 'cancelled'],
  backordered: ['released', 'on_hold', 'cancelled'],
  released: ['picking', 'ready', 'on_hold', 'cancelled'],
  picking: ['picked', 'released', 'cancelling', 'backordered'],
  picked: ['packing', 'cancelling'],
  packing: ['packed', 'backordered', 'cancelling'],
  packed: ['packing', 'shipped', 'backordered', 'cancelling'],
  shipped: ['delivered'],
  delivered: [],
  cancelling: ['cancelled', 'picking', 'picked', 'packing', 'packed'],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>
/** Where an order stands; see {@link ORDER_TRANSITIONS}. */
export type OrderState = keyof typeof ORDER_TRANSITIONS

/** wave: `released` until its last task is over (`done`), or `cancelled` when what nobody had begun was taken back. */
export const WAVE_TRANSITIONS = {
  released: ['done', 'cancelled'],
  done: [],
  cancelled: [],
} as const satisfies Record<string, readonly string[]>
/** Where a wave stands; see {@link WAVE_TRANSITIONS}. */
export type WaveState = keyof typeof WAVE_TRANSITIONS

/**
 * pick task: `open → claimed → started → done`, or `short` when it ended with less than asked. Before it is started, the
 * task of a wave may go back to `open`, and any task may be `returned`: its orders are free then.
 */
export const PICK_TASK_TRANSITIONS = {
  open: ['claimed', 'returned'],
  claimed: ['open', 'started', 'done', 'short', 'returned'],
  started: ['done', 'short'],
  done: [],
  short: [],
  returned: [],
} as const satisfies Record<string, readonly string[]>
/** pick line: `open` until its units are in the tote (`done`) or known to be missing (`short`); undo opens it again. */
export const PICK_LINE_TRANSITIONS = {
  open: ['done', 'short'],
  done: ['open'],
  short: ['open'],
} as const satisfies Record<string, readonly string[]>
/** Where a pick line stands; see {@link PICK_LINE_TRANSITIONS}. */
export type PickLineState = keyof typeof PICK_LINE_TRANSITIONS

/** tote: `empty → filling → at_bench → emptied`, and an emptied tote may be filled again. */
export const TOTE_TRANSITIONS = {
  empty: ['filling'],
  filling: ['at_bench', 'empty'],
  at_bench: ['emptied'],
  emptied: ['filling'],
} as const satisfies Record<string, readonly string[]>
/** Where a tote stands; see {@link TOTE_TRANSITIONS}. */
export type ToteState = keyof typeof TOTE_TRANSITIONS

/** carton: `open → closed → labelled → loaded`; `undone` when its units went back before a label was stuck on. */
export const CARTON_TRANSITIONS = {
  open: ['closed', 'undone'],
  closed: ['labelled', 'undone'],
  labelled: ['loaded'],
  loaded: [],
  undone: [],
} as const satisfies Record<string, readonly string[]>
/** Where a carton stands; see {@link CARTON_TRANSITIONS}. */
export type CartonState = keyof typeof CARTON_TRANSITIONS

/** shipment: `planned → packed → dispatched → delivered | lost | returned`. */
export const SHIPMENT_TRANSITIONS = {
  planned: ['packed'],
  packed: ['dispatched'],
  dispatched: ['delivered', 'lost', 'returned'],
  delivered: ['returned'],
  lost: [],
  returned: [],
} as const satisfies Record<string, readonly string[]>

/**
 * print job: a row before any I/O. `unknown` means that bytes may have reached paper and a person has to look;
 * `verified` means that the printed label was scanned.
 */
export const PRINT_JOB_TRANSITIONS = {
  requested: ['rendered', 'voided'],
  rendered: ['sending', 'voided'],
  sending: ['sent', 'failed', 'unknown'],
  sent: ['verified', 'failed', 'unknown', 'voided'],
  unknown: ['verified', 'failed', 'voided'],
  failed: ['sending', 'voided'],
  verified: ['voided'],
  voided: [],
} as const satisfies Record<string, readonly string[]>
/** Where a print job stands; see {@link PRINT_JOB_TRANSITIONS}. */
export type PrintJobState = keyof typeof PRINT_JOB_TRANSITIONS

/**
 * attempt to bring one page to one printer: a row before any I/O. `failed` and `withdrawn` left provably nothing; after
 * `unknown` only a person can tell.
 */
export const PRINT_ATTEMPT_TRANSITIONS = {
  waiting: ['sending', 'failed', 'withdrawn'],
  sending: ['sent', 'failed', 'unknown'],
  sent: [],
  failed: [],
  unknown: [],
  withdrawn: [],
} as const satisfies Record<string, readonly string[]>
/** Where an attempt to print stands; see {@link PRINT_ATTEMPT_TRANSITIONS}. */
export type PrintAttemptState = keyof typeof PRINT_ATTEMPT_TRANSITIONS

/** station: `active`; `quarantined` when its journal forked, until a person lets it in again; `revoked` for good. */
export const STATION_TRANSITIONS = {
  active: ['quarantined', 'revoked'],
  quarantined: ['active', 'revoked'],
  revoked: [],
} as const satisfies Record<string, readonly string[]>
/** Where a station stands; see {@link STATION_TRANSITIONS}. */
export type StationState = keyof typeof STATION_TRANSITIONS

/** True when the table allows `from → to`; staying where one is counts as no transition and is allowed. */
export function mayFollow<T extends Record<string, readonly string[]>>(
  table: T,
  from: keyof T & string,
  to: keyof T & string,
): boolean {
  return from === to || (table[from]?.includes(to) ?? false)
}
