/** True for text that every database keeps as it is: without U+0000, and without half of a character (a lone surrogate). */
export function isKeepable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
