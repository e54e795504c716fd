import type Database from 'better-sqlite3'

type Handle = Database.Database
type Prepare = (sql: string) => Database.Statement
/** How rows are seen: as objects, as arrays, or as their first column. */
type Shape = 'rows' | 'raw' | 'plucked'
type Kept = { prepare: Prepare; shapes: Map<Shape, Database.Statement> }

const kept = new WeakMap<Handle, Map<string, Kept | null>>()

/**
 * Prepares SQL for a handle. What a handle asks for again and again is prepared once: worlds are short, and preparing is
 * much of what SQLite would do in them. Rows that are written by their keys are prepared when they are first written.
 */
export function prepareOnce(handle: Handle, sql: string, prepare: Prepare): Database.Statement {
  const known = kept.get(handle) ?? new Map<string, Kept | null>()
  kept.set(handle, known)
  let found = known.get(sql)
  const isLate = sql.startsWith('INSERT INTO "') || sql.startsWith('DELETE FROM "')
  if (found === undefined && !isLate) {
    known.set(sql, null)
    return prepare(sql)
  }
  if (found == null) {
    found = { prepare, shapes: new Map() }
    known.set(sql, found)
  }
  return new SharedStatement(sql, found) as unknown as Database.Statement
}

/** A statement that several hold; each sees the rows in its own way. */
class SharedStatement {
  readonly source: string
  readonly #kept: Kept
  #shape: Shape = 'rows'

  constructor(source: string, shared: Kept) {
    this.source = source
    this.#kept = shared
  }

  get reader(): boolean {
    return this.#statement().reader
  }

  get readonly(): boolean {
    return this.#statement().readonly
  }

  run(...values: unknown[]): Database.RunResult {
    return this.#statement().run(...values)
  }

  get(...values: unknown[]): unknown {
    return this.#statement().get(...values)
  }

  all(...values: unknown[]): unknown[] {
    return this.#statement().all(...values)
  }

  /** On a statement of its own: another one may be asked meanwhile. */
  iterate(...values: unknown[]): Iterable<unknown> {
    return this.#prepared().iterate(...values)
  }

  pluck(isOn = true): this {
    this.#shape = isOn ? 'plucked' : 'rows'
    return this
  }

  raw(isOn = true): this {
    this.#shape = isOn ? 'raw' : 'rows'
    return this
  }

  #prepared(): Database.Statement {
    const statement = this.#kept.prepare(this.source)
    if (this.#shape === 'rows') return statement
    return this.#shape === 'raw' ? statement.raw() : statement.pluck()
  }

  #statement(): Database.Statement {
    const { shapes } = this.#kept
    const found = shapes.get(this.#shape)
    if (found !== undefined) return found
    const made = this.#prepared()
    shapes.set(this.#shape, made)
    return made
  }
}
