/**
 * Where a path such as `cards[0].zones[1].code` stands in a JSON text: its first and last character and its line from 1.
 * Null when the text is no JSON, or has no such place; then the closest place above it counts.
 */
export function lineOfPath(text: string, path: string): { from: number; to: number; line: number } | null {
  const steps = path.match(/[^.[\]]+/g) ?? []
  const found = place(text, steps)
  if (found === null) return null
  return { ...found, line: text.slice(0, found.from).split('\n').length }
}

type Span = { from: number; to: number }

/** Walks the text value by value; strings are skipped whole, so that what stands in them is no bracket. */
function place(text: string, steps: readonly string[]): Span | null {
  let at = 0
  let best: Span | null = null
  const blank = (): void => {
    while (/\s/.test(text[at] ?? '')) at += 1
  }
  const string = (): string => {
    const from = at
    at += 1
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    at += 1
    return text.slice(from + 1, at - 1)
  }
  // `depth` is how many steps of the path lead to this value; -1 is beside it.
  const value = (depth: number): void => {
    blank()
    const from = at
    const open = text[at]
    if (open === '{' || open === '[') members(open, depth)
    else if (open === '"') string()
    else while (at < text.length && !/[\s,\]}]/.test(text[at] ?? '')) at += 1
    if (depth > 0 && (best === null || depth > bestDepth)) {
      best = { from, to: at }
      bestDepth = depth
    }
  }
  let bestDepth = 0
  const members = (open: string, depth: number): void => {
    const close = open === '{' ? '}' : ']'
    at += 1
    for (let index = 0; at < text.length; index += 1) {
      blank()
      if (text[at] === close) break
      const key = open === '{' ? string() : String(index)
      if (open === '{') {
        blank()
        at += 1
      }
      value(depth >= 0 && steps[depth] === key ? depth + 1 : -1)
      blank()
      if (text[at] !== ',') break
      at += 1
    }
    at += 1
  }
  value(0)
  return best
}
