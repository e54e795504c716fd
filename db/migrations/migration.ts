/** One step of the schema, forward only: portable SQL, one purpose, never edited after it was released. */
export type Migration = { number: number; name: string; statements: readonly string[] }
