/**
 * The name of one answer of `find`: its index and the values that were asked for. Half of a character is named as U+FFFD,
 * because that is what both databases make of it.
 */
export function findName(index: string, values: readonly (string | number)[]): string {
  const [first] = values
  return first !== undefined && values.length === 1
    ? `${index} ${typeof first} ${wellFormed(first)}`
    : JSON.stringify([index, values.map(wellFormed)])
}

function wellFormed(value: string | number): string | number {
  return typeof value === 'number' ? value : value.toWellFormed()
}
