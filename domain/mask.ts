const SYLLABLES = /^[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/u

/** A person's name as it may be read over a shoulder: `김*연`, `이*`, `H. M*****`; an empty name stays empty. */
export function maskName(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
  const joined = words.join('')
  if (joined === '') return ''
  if (SYLLABLES.test(joined)) {
    const letters = Array.from(joined)
    const last = letters.length > 2 ? (letters.at(-1) ?? '') : ''
    return `${letters[0]}${'*'.repeat(Math.max(1, letters.length - 1 - last.length))}${last}`
  }
  const initials = words.slice(0, -1).map((word) => `${Array.from(word)[0]}.`)
  return [...initials, maskWord(words.at(-1) ?? '')].join(' ')
}

/** A phone number of which only the last four digits can be read. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '').length
  let seen = 0
  return phone.replace(/\d/g, (digit) => {
    seen += 1
    return seen > digits - 4 && digits > 4 ? digit : '*'
  })
}

/** Any other text about a person: its first letter, and stars for the rest. */
export function maskText(text: string): string {
  return text === '' ? '' : maskWord(text)
}

function maskWord(word: string): string {
  const letters = Array.from(word)
  return `${letters[0]}${'*'.repeat(Math.max(1, letters.length - 1))}`
}
