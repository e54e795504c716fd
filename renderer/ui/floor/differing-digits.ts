/** A run of characters that is the same as, or differs from, the characters at the same place of the other code. */
export type CodePiece = { readonly text: string; readonly differs: boolean }

/**
 * Cuts `code` into runs, marked where it differs from `other`. Codes of unequal length are compared from the right, as people
 * compare the ends of codes; characters without a counterpart differ.
 */
export function differingDigits(code: string, other: string): CodePiece[] {
  const mine = [...code]
  const theirs = [...other]
  const shift = theirs.length - mine.length
  const pieces: { text: string; differs: boolean }[] = []
  for (const [index, character] of mine.entries()) {
    const differs = theirs[index + shift] !== character
    const last = pieces.at(-1)
    if (last !== undefined && last.differs === differs) last.text += character
    else pieces.push({ text: character, differs })
  }
  return pieces
}
