import type Database from 'better-sqlite3'

/**
 * A connection whose file can be changed beneath it: `database` is used like any other, and what was prepared on it goes
 * on after `reopen`, on the file that is there then. Between `close` and `reopen` nothing can be asked.
 */
export type LastingDatabase = { readonly database: Database.Database; close(): void; reopen(): void }

type Asked = readonly unknown[]

/** Opens it; `open` is called again at each `reopen`. */
export function lastingDatabase(open: () => Database.Database): LastingDatabase {
  const place = { connection: open(), count: 0 }
  return {
    database: new Facade(place) as unknown as Database.Database,
    close: () => void place.connection.close(),
    reopen: () => {
      place.connection = open()
      place.count += 1
    },
  }
}

type Place = { connection: Database.Database; count: number }

/** What this code asks of a connection; the rest of better-sqlite3's is not here. */
class Facade {
  readonly #place: Place
  constructor(place: Place) {
    this.#place = place
  }
  get open() {
    return this.#place.connection.open
  }
  get inTransaction() {
    return this.#place.connection.inTransaction
  }
  get name() {
    return this.#place.connection.name
  }
  get readonly() {
    return this.#place.connection.readonly
  }
  prepare(sql: string) {
    return new LastingStatement(this.#place, sql)
  }
  exec(sql: string) {
    this.#place.connection.exec(sql)
    return this
  }
  pragma(sql: string, options?: Database.PragmaOptions) {
    return this.#place.connection.pragma(sql, options)
  }
  transaction(run: (...given: unknown[]) => unknown) {
    return (...given: unknown[]) => this.#place.connection.transaction(run)(...given)
  }
  backup(path: string, options?: Database.BackupOptions) {
    return this.#place.connection.backup(path, options)
  }
  close() {
    this.#place.connection.close()
    return this
  }
}

/** A statement that is prepared again on each new connection. */
class LastingStatement {
  readonly #place: Place
  readonly #sql: string
  readonly #shape: { pluck?: boolean; raw?: boolean } = {}
  #statement: Database.Statement
  #count: number

  constructor(place: Place, sql: string) {
    this.#place = place
    this.#sql = sql
    this.#statement = place.connection.prepare(sql)
    this.#count = place.count
  }
  #current(): Database.Statement {
    if (this.#count === this.#place.count) return this.#statement
    const statement = this.#place.connection.prepare(this.#sql)
    const { pluck, raw } = this.#shape
    if (pluck !== undefined) statement.pluck(pluck)
    if (raw !== undefined) statement.raw(raw)
    this.#statement = statement
    this.#count = this.#place.count
    return statement
  }
  get reader() {
    return this.#current().reader
  }
  get readonly() {
    return this.#current().readonly
  }
  pluck(isOn = true) {
    this.#current().pluck(isOn)
    this.#shape.pluck = isOn
    return this
  }
  raw(isOn = true) {
    this.#current().raw(isOn)
    this.#shape.raw = isOn
    return this
  }
  get(...asked: Asked) {
    return this.#current().get(...asked)
  }
  all(...asked: Asked) {
    return this.#current().all(...asked)
  }
  run(...asked: Asked) {
    return this.#current().run(...asked)
  }
  iterate(...asked: Asked) {
    return this.#current().iterate(...asked)
  }
}
