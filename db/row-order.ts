/**
 * Compares two texts by their UTF-8 bytes, as SQLite and the collation "C" do. JavaScript compares UTF-16 units, which
 * puts characters above U+FFFF before those from U+E000 on.
 */
export function compareBytes(one: string, other: string): number {
  const length = Math.min(one.length, other.length)
  for (let at = 0; at < length; at += 1) {
    const a = one.charCodeAt(at)
    const b = other.charCodeAt(at)
    if (a === b) continue
    if (a < 0xd800 || b < 0xd800) return a - b
    const surrogateA = a < 0xe000
    const surrogateB = b < 0xe000
    if (surrogateA !== surrogateB) return surrogateA ? 1 : -1
    return a - b
  }
  return one.length - other.length
}

/** Compares rows by these columns, one after the other: null first, numbers as such, texts by their bytes. */
export function rowOrder<R extends Readonly<Record<string, string | number | null>>>(
  columns: readonly string[],
): (a: R, b: R) => number {
  return (a, b) => {
    for (const column of columns) {
      const order = compareValues(a[column] ?? null, b[column] ?? null)
      if (order !== 0) return order
    }
    return 0
  }
}

function compareValues(a: string | number | null, b: string | number | null): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return typeof a === 'string' ? compareBytes(a, b as string) : a - (b as number)
}
