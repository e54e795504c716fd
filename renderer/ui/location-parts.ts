/** A part of a location code with the word for it; `isNew` when it changed since the last stop. */
export type LocationPart = { readonly text: string; readonly isNew: boolean }

/**
 * Cuts a location code at its hyphens and marks what changes on the way from `previous`: from the first part that differs on,
 * everything counts as new (bay 2 of another aisle is another bay). Without a previous stop all of it is new.
 */
export function locationParts(code: string, previous: string | null): LocationPart[] {
  const parts = code.split('-')
  const before = previous?.split('-') ?? []
  const first = parts.findIndex((part, index) => before[index] !== part)
  return parts.map((text, index) => ({ text, isNew: first !== -1 && index >= first }))
}
