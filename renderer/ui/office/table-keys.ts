/** The row that a key leads to from `active`; null when the key does not move. Without an active row arrows start at an end. */
export function nextKey(keys: readonly string[], active: string | null, key: string, page: number): string | null {
  const last = keys.length - 1
  if (last < 0) return null
  const at = active === null ? -1 : keys.indexOf(active)
  const clamp = (index: number): string | null => keys[Math.min(last, Math.max(0, index))] ?? null
  switch (key) {
    case 'ArrowDown':
      return clamp(at + 1)
    case 'ArrowUp':
      return at === -1 ? clamp(last) : clamp(at - 1)
    case 'PageDown':
      return clamp(at + page)
    case 'PageUp':
      return clamp(at - page)
    case 'Home':
      return clamp(0)
    case 'End':
      return clamp(last)
    default:
      return null
  }
}

/** All keys from one to the other, both included, in list order; empty when one of them is gone. */
export function rangeBetween(keys: readonly string[], from: string, to: string): readonly string[] {
  const a = keys.indexOf(from)
  const b = keys.indexOf(to)
  return a === -1 || b === -1 ? [] : keys.slice(Math.min(a, b), Math.max(a, b) + 1)
}
