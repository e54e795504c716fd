import { gs1Definition, matchesIdentifier } from './gs1-definitions.ts'
import type { Gs1Element } from './gs1-value.ts'

/** An element that lacks one of the others it needs (`with`: the dictionary's alternatives) or stands beside one it excludes. */
export type Gs1Conflict = { code: 'MISSING_AI' | 'EXCLUDED_AI'; ai: string; with: string }

/**
 * The first element that needs another or excludes one, over all that is known of one physical thing: a label often
 * spreads its elements over several codes. Null when the elements go together.
 */
export function findGs1Conflict(elements: readonly Gs1Element[]): Gs1Conflict | null {
  for (const { ai } of elements) {
    const definition = gs1Definition(ai)
    if (definition === undefined) continue
    const isThere = (pattern: string) =>
      elements.some((other) => other.ai !== ai && matchesIdentifier(pattern, other.ai))
    const excluded = definition.excluded.find(isThere)
    if (excluded !== undefined) return { code: 'EXCLUDED_AI', ai, with: excluded }
    const missing = definition.required.find((groups) => !groups.some((group) => group.every(isThere)))
    if (missing !== undefined)
      return { code: 'MISSING_AI', ai, with: missing.map((group) => group.join('+')).join(',') }
  }
  return null
}
