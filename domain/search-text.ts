/** Shortest fragment of a name that is found: two Hangul syllables or ideographs, or three letters or digits. */
export const SHORTEST_FRAGMENT = { syllables: 2, letters: 3 } as const

const SYLLABLE = /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/**
 * The form in which names are compared: lower case, Latin letters without their accents, runs of letters with one space
 * between them, and none between Hangul syllables, so that `김 수연` finds `김수연`.
 */
export function foldText(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
  let result = ''
  let before = ''
  for (const run of folded.match(splitRuns) ?? []) {
    const kind = SYLLABLE.test(run) ? 'syllables' : 'letters'
    result += result === '' || (before === 'syllables' && kind === 'syllables') ? run : ` ${run}`
    before = kind
  }
  return result
}

// A run of letters stops where a syllable begins: JavaScript's `\p{L}` holds both.
const splitRuns =
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|(?:(?![\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}])+/gu

/** The n-grams of folded text, each once: two syllables, three letters; shorter runs give none. */
export function gramsOf(folded: string): string[] {
  const grams = new Set<string>()
  for (const run of folded.split(' ')) {
    const size = SYLLABLE.test(run) ? SHORTEST_FRAGMENT.syllables : SHORTEST_FRAGMENT.letters
    const letters = Array.from(run)
    for (let at = 0; at + size <= letters.length; at += 1) grams.add(letters.slice(at, at + size).join(''))
  }
  return [...grams]
}
