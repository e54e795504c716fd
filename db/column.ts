/** What a column holds. */
export type Column = { type: 'text' | 'integer'; nullable: boolean }

/** A table as data: its columns, its key, and the indexes that may be looked through. */
export type Table = {
  columns: Record<string, Column>
  key: string
  /** Declared indexes; `unique` ones also guard. */
  indexes: Record<string, { columns: readonly string[]; unique?: boolean }>
  checks?: readonly string[]
}

/** A text that is always there. */
export const text = { type: 'text', nullable: false } as const
/** A text that may be missing. */
export const textOrNull = { type: 'text', nullable: true } as const
/** A whole number that is always there. */
export const integer = { type: 'integer', nullable: false } as const
/** A whole number that may be missing. */
export const integerOrNull = { type: 'integer', nullable: true } as const

type Value<C extends Column> = C['type'] extends 'text'
  ? C['nullable'] extends true
    ? string | null
    : string
  : C['nullable'] extends true
    ? number | null
    : number

/** The row of a table, typed by its columns. */
export type RowOf<T extends Table> = {
  -readonly [K in keyof T['columns']]: T['columns'][K] extends Column ? Value<T['columns'][K]> : never
}
