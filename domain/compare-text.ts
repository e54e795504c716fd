/** Orders texts by their code units, the same on every machine and in every language: below 0, 0 or above 0. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
