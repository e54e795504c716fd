import { isKeepable } from '../../domain/keepable-text.ts'
import { ApiRefusal } from './api-problem.ts'

/** A cursor: the list with its filters, and the keys of the last record of a page. Opaque to whoever gets it. */
export function writeCursor(list: readonly unknown[], keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, keys])).toString('base64url')
}

/** The keys in a cursor of this list, of the same kinds as `first`, which are those of its start. Throws `cursorWrong`. */
export function readCursor<K extends readonly (string | number)[]>(
  list: readonly unknown[],
  cursor: string | undefined,
  first: K,
): K {
  if (cursor === undefined) return first
  const keys = keysOf(cursor, JSON.stringify(list))
  const alike =
    Array.isArray(keys) && keys.length === first.length && first.every((key, index) => isLike(keys[index], key))
  if (!alike) throw new ApiRefusal('cursorWrong')
  return keys as unknown as K
}

function keysOf(cursor: string, list: string): unknown {
  try {
    const [of, keys] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown]
    return JSON.stringify(of) === list ? keys : null
  } catch {
    return null
  }
}

function isLike(value: unknown, key: string | number): boolean {
  if (typeof key === 'number') return Number.isSafeInteger(value) && (value as number) >= 0
  return typeof value === 'string' && value.length <= 300 && isKeepable(value)
}

/** One page of rows that were asked for with one more than the limit. */
export function pageOf<R>(
  rows: readonly R[],
  limit: number,
  cursorOf: (last: R) => string,
): { page: R[]; next: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { page, next: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}

/** As many question marks as values, for `IN (…)`. */
export function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}
