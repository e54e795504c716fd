/** What a table says about a word that came from outside, or undefined; never what every object inherits (`constructor`). */
export function ownValue<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined
}
