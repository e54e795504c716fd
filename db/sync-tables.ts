import { integer, integerOrNull, type Table, text, textOrNull } from './column.ts'

/** What stations of one site share beside the work itself: who they are, numbers that count up, facts that need a person. */
export const SYNC_TABLES = {
  station: {
    columns: { id: text, number: integer, name: text, public_key: text, state: text, enrolled_at: integer },
    key: 'id',
    indexes: { number: { columns: ['number'], unique: true }, state: { columns: ['state'] } },
  },
  number_series: {
    columns: { id: text, value: integer },
    key: 'id',
    indexes: {},
    checks: ['value >= 0'],
  },
  fact_exception: {
    columns: {
      id: text,
      station_id: text,
      seq: integer,
      command_id: text,
      type: text,
      version: integer,
      args: text,
      claim: textOrNull,
      reason: text,
      params: text,
      at: integer,
      business_date: text,
      operator_id: textOrNull,
      order_id: textOrNull,
      tote_id: textOrNull,
      pick_task_id: textOrNull,
      caused_by: textOrNull,
      state: text,
      resolution: textOrNull,
      resolved_by: textOrNull,
      resolved_at: integerOrNull,
    },
    key: 'id',
    indexes: {
      state: { columns: ['state', 'at'] },
      order: { columns: ['order_id', 'state'] },
      tote: { columns: ['tote_id', 'state'] },
      pick_task: { columns: ['pick_task_id', 'state'] },
      command: { columns: ['command_id'], unique: true },
    },
  },
} as const satisfies Record<string, Table>
