import type { Migration } from '../migrations/migration.ts'

/**
 * The statements of a migration as PostgreSQL takes them: texts compare by their bytes, whole numbers have 64 bits, and
 * unique indexes are checked at the end of a transaction, because its rows are written together and in no certain order.
 * Statements on tables that `wanted` does not name (a station's own) are left out.
 */
export function postgresStatements(migration: Migration, wanted: (table: string) => boolean): string[] {
  return migration.statements.flatMap((statement) => {
    const table = tableOf(statement)
    return wanted(table) ? [translate(statement)] : []
  })
}

function tableOf(statement: string): string {
  const found =
    /^\s*(?:CREATE\s+TABLE|CREATE\s+(?:UNIQUE\s+)?INDEX\s+\w+\s+ON|DROP\s+TABLE|ALTER\s+TABLE|INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?/i.exec(
      statement,
    )
  if (found?.[1] === undefined) throw new Error(`Cannot tell which table this is about: ${statement}`)
  return found[1]
}

function translate(statement: string): string {
  const unique = /^\s*CREATE\s+UNIQUE\s+INDEX\s+(\w+)\s+ON\s+("?\w+"?)\s*(\([^()]*\))\s*$/i.exec(statement)
  if (unique !== null)
    return `ALTER TABLE ${unique[2]} ADD CONSTRAINT ${unique[1]} UNIQUE ${unique[3]} DEFERRABLE INITIALLY DEFERRED`
  if (!/^\s*(CREATE|ALTER)\s+TABLE/i.test(statement)) return statement
  return statement
    .replace(/\bTEXT\b/g, 'text COLLATE "C"')
    .replace(/\bINTEGER\b/g, 'bigint')
    .replace(/\)\s*STRICT\s*$/i, ')')
}

/** A question with `?` parameters as PostgreSQL takes it, with `$1`, `$2` and so on; quoted text stays as it is. */
export function numberParameters(sql: string): string {
  let number = 0
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\?/g, (found) => {
    if (found !== '?') return found
    number += 1
    return `$${number}`
  })
}
