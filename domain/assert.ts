/** Marks a branch as unreachable; the compiler proves it, and a value that slips through at run time is thrown. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}

/** Returns `value` when it is there, and throws with the reason it must be there when it is not. */
export function present<T>(value: T | null | undefined, because: string): T {
  if (value === null || value === undefined) throw new Error(`Missing: ${because}`)
  return value
}
