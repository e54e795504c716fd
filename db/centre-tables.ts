import { integer, integerOrNull, type RowOf, type Table, text, textOrNull } from './column.ts'

/**
 * The tables that only a centre has: its position, what each station sent and was answered, who may ask, and the copies
 * that stations start from. Never replicated. Instants are UTC milliseconds, hashes SHA-256 in hex.
 */
export const CENTRE_TABLES = {
  /** One row, `id` 'centre'. `revision` counts the commits that changed shared tables; `floor` is the oldest one the log can go on from. */
  centre_state: {
    columns: {
      id: text,
      revision: integer,
      floor: integer,
      timeline: text,
      created_at: integer,
      durable_revision: integer,
    },
    key: 'id',
    indexes: {},
  },
  /** How far a station's journal was taken: the key is the station's id; `hash` is the chain hash of `applied_seq`. */
  station_position: {
    columns: {
      id: text,
      incarnation: text,
      applied_seq: integer,
      hash: text,
      seen_at: integer,
      cursor: integer,
      boot_id: text,
    },
    key: 'id',
    indexes: {},
  },
  /** The one outcome of a journaled command; the key is `station/incarnation/seq`. */
  outcome: {
    columns: {
      id: text,
      station_id: text,
      incarnation: text,
      seq: integer,
      command_id: text,
      hash: text,
      status: text,
      code: text,
      params: text,
      revision: integer,
      at: integer,
    },
    key: 'id',
    indexes: {
      station: { columns: ['station_id', 'incarnation', 'seq'] },
      command: { columns: ['command_id'], unique: true },
      at: { columns: ['at'] },
    },
  },
  /** The one answer to a request (an INTENT), by the command's id. */
  answer: {
    columns: { id: text, station_id: text, hash: text, decision: text, revision: integer, at: integer },
    key: 'id',
    indexes: { at: { columns: ['at'] } },
  },
  /** One-time codes by their hash. */
  enrolment: {
    columns: { id: text, name: text, created_at: integer, expires_at: integer, used_by: textOrNull },
    key: 'id',
    indexes: { expires: { columns: ['expires_at'] } },
  },
  /**
   * One row, `id` 'adoption', once a station began to bring the tables of its time alone. `state`: `open` (nothing else is
   * answered until the last page) or `done`. `last_seq` and `hash`: where its journal stood with those tables.
   */
  adoption: {
    columns: {
      id: text,
      station_id: text,
      incarnation: text,
      state: text,
      next_page: integer,
      last_seq: integer,
      hash: text,
      at: integer,
    },
    key: 'id',
    indexes: {},
  },
  /**
   * One row for each history (the `timeline`) that a restore began, in the order of `number`: `revision` is the last one
   * that it shares with the history before. What was decided above that is forgotten.
   */
  restored: {
    columns: { id: text, number: integer, revision: integer },
    key: 'id',
    indexes: {},
  },
  /** Tokens by their hash. */
  station_session: {
    columns: { id: text, station_id: text, incarnation: text, created_at: integer, expires_at: integer },
    key: 'id',
    indexes: { station: { columns: ['station_id'] }, expires: { columns: ['expires_at'] } },
  },
  /** Nonces that were used, `session/nonce`; they go when the session's life is over. */
  nonce: {
    columns: { id: text, expires_at: integer },
    key: 'id',
    indexes: { expires: { columns: ['expires_at'] } },
  },
  /** Commands of a station that is not trusted (revoked, or whose journal forked), kept whole for a person. */
  quarantine: {
    columns: {
      id: text,
      station_id: text,
      incarnation: text,
      seq: integer,
      command: text,
      reason: text,
      received_at: integer,
      state: text,
    },
    key: 'id',
    indexes: { station: { columns: ['station_id', 'state'] } },
  },
  /** Keys of integrators by their hash; `scopes` are words with one space between. */
  api_key: {
    columns: {
      id: text,
      name: text,
      scopes: text,
      created_at: integer,
      revoked_at: integerOrNull,
      used_at: integerOrNull,
    },
    key: 'id',
    indexes: {},
  },
  /** What an integrator's `Idempotency-Key` was answered; the key is `api key/idempotency key`. */
  idempotency: {
    columns: { id: text, hash: text, status: integer, body: text, at: integer },
    key: 'id',
    indexes: { at: { columns: ['at'] } },
  },
} as const satisfies Record<string, Table>

/** Name of a table that only a centre has. */
export type CentreTableName = keyof typeof CENTRE_TABLES

/** A row of a table that only a centre has. */
export type CentreRow<T extends CentreTableName> = RowOf<(typeof CENTRE_TABLES)[T]>

/** Name of a declared index of such a table. */
export type CentreIndexName<T extends CentreTableName> = keyof (typeof CENTRE_TABLES)[T]['indexes'] & string
