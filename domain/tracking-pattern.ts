type Character = (character: string) => boolean
type Part =
  | { kind: 'character'; fits: Character }
  | { kind: 'edge'; at: 'start' | 'end' }
  | { kind: 'sequence'; parts: Part[] }
  | { kind: 'choice'; parts: Part[] }
  | { kind: 'repeat'; part: Part; least: number; most: number }

/** Longest text that is tried; no tracking number is as long. */
const MAX_TEXT = 128
const MAX_DEPTH = 20

/**
 * The test of a carrier's pattern: whether a whole text fits it. Understood are the parts of regular expressions that
 * tracking numbers need (characters, `.`, classes, `\d \w \s`, groups, `|`, `* + ? {n,m}`, `^ $`); null for anything else.
 * Unlike RegExp it never backtracks: no pattern takes longer than pattern × text² steps, so none can hold the station up.
 */
export function trackingPattern(pattern: string): ((text: string) => boolean) | null {
  const root = new Reader(pattern).read()
  if (root === null) return null
  return (text) => text.length <= MAX_TEXT && endsOf(root, text, 0, new Map()).has(text.length)
}

/** Where the part may end when it begins at `from`; each answer is worked out once. */
function endsOf(part: Part, text: string, from: number, known: Map<Part, Set<number>[]>): ReadonlySet<number> {
  const mine = known.get(part) ?? []
  known.set(part, mine)
  const before = mine[from]
  if (before !== undefined) return before
  const ends = new Set<number>()
  const after = (next: Part, starts: Iterable<number>): Set<number> => {
    const all = new Set<number>()
    for (const start of starts) for (const end of endsOf(next, text, start, known)) all.add(end)
    return all
  }
  if (part.kind === 'character') {
    if (from < text.length && part.fits(text.charAt(from))) ends.add(from + 1)
  } else if (part.kind === 'edge') {
    if (from === (part.at === 'start' ? 0 : text.length)) ends.add(from)
  } else if (part.kind === 'choice') {
    for (const one of part.parts) for (const end of endsOf(one, text, from, known)) ends.add(end)
  } else if (part.kind === 'sequence') {
    let starts = new Set([from])
    for (const one of part.parts) starts = after(one, starts)
    for (const end of starts) ends.add(end)
  } else {
    let starts = new Set([from])
    // What repeats nothing stands still: as many rounds as there are characters tell all that can be told.
    for (let round = 0; round < Math.min(part.least, text.length + 1); round += 1) starts = after(part.part, starts)
    for (let round = part.least; starts.size > 0; round += 1) {
      for (const end of starts) ends.add(end)
      if (round >= part.most) break
      starts = after(part.part, starts)
      for (const end of ends) starts.delete(end)
    }
  }
  mine[from] = ends
  return ends
}

const CLASSES: Readonly<Record<string, Character>> = {
  d: (character) => character >= '0' && character <= '9',
  w: (character) => /^[A-Za-z0-9_]$/.test(character),
  s: (character) => /^\s$/.test(character),
}

/** Reads a pattern from left to right. */
class Reader {
  readonly pattern: string
  at = 0
  depth = 0

  constructor(pattern: string) {
    this.pattern = pattern
  }

  read(): Part | null {
    const root = this.choice()
    return root !== null && this.at === this.pattern.length ? root : null
  }

  private take(text: string): boolean {
    if (!this.pattern.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  private choice(): Part | null {
    const parts: Part[] = []
    do {
      const next = this.sequence()
      if (next === null) return null
      parts.push(next)
    } while (this.take('|'))
    return { kind: 'choice', parts }
  }

  private sequence(): Part | null {
    const parts: Part[] = []
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern.charAt(this.at))) {
      const next = this.repeated()
      if (next === null) return null
      parts.push(next)
    }
    return { kind: 'sequence', parts }
  }

  private repeated(): Part | null {
    const part = this.one()
    if (part === null) return null
    const times = this.times()
    if (times === null) return part
    // Nothing stands where a number of times could be said again.
    if (part.kind === 'edge' || times.least > times.most || /[*+?{]/.test(this.pattern.charAt(this.at))) return null
    return { kind: 'repeat', part, ...times }
  }

  private times(): { least: number; most: number } | null {
    const said = /^(?:([*+?])|\{(\d{1,3})(,?)(\d{0,3})\})\??/.exec(this.pattern.slice(this.at))
    if (said === null) return null
    this.at += said[0].length
    const [, sign, least = '0', comma, most = ''] = said
    if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY }
    if (comma === '') return { least: Number(least), most: Number(least + most) }
    return { least: Number(least), most: most === '' ? Number.POSITIVE_INFINITY : Number(most) }
  }

  private one(): Part | null {
    const character = this.pattern.charAt(this.at)
    if ('*+?{}]'.includes(character)) return null
    this.at += 1
    switch (character) {
      case '(':
        return this.group()
      case '[':
        return this.set()
      case '^':
        return { kind: 'edge', at: 'start' }
      case '$':
        return { kind: 'edge', at: 'end' }
      case '.':
        return { kind: 'character', fits: (other) => other !== '\n' && other !== '\r' }
      case '\\':
        return this.fitting(this.escaped())
      default:
        return this.fitting((other) => other === character)
    }
  }

  private fitting(fits: Character | null): Part | null {
    return fits === null ? null : { kind: 'character', fits }
  }

  private group(): Part | null {
    if (!this.take('?:') && this.pattern.charAt(this.at) === '?') return null
    this.depth += 1
    const part = this.depth > MAX_DEPTH ? null : this.choice()
    this.depth -= 1
    return part !== null && this.take(')') ? part : null
  }

  /** What a backslash and the character behind it stand for; letters and digits only where they are known. */
  private escaped(): Character | null {
    const character = this.pattern.charAt(this.at)
    this.at += 1
    const named = Object.hasOwn(CLASSES, character.toLowerCase()) ? CLASSES[character.toLowerCase()] : undefined
    if (named !== undefined) return character === character.toLowerCase() ? named : (other) => named(other) === false
    return character === '' || /[\p{L}\p{N}]/u.test(character) ? null : (other) => other === character
  }

  private set(): Part | null {
    const negated = this.take('^')
    const members: Character[] = []
    while (!this.take(']')) {
      const member = this.at < this.pattern.length ? this.member() : null
      if (member === null) return null
      members.push(member)
    }
    if (members.length === 0) return null
    return { kind: 'character', fits: (other) => members.some((member) => member(other)) !== negated }
  }

  private member(): Character | null {
    if (this.take('\\')) return this.escaped()
    const first = this.pattern.charAt(this.at)
    const last = this.pattern.charAt(this.at + 2)
    const isRange = this.pattern.charAt(this.at + 1) === '-' && last !== ']' && last !== ''
    this.at += isRange ? 3 : 1
    if (!isRange) return (other) => other === first
    return first > last || last === '\\' ? null : (other) => other >= first && other <= last
  }
}
