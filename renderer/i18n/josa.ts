import { josa as hangulJosa } from 'es-hangul'

/** A pair of particles: the form after a final consonant first. */
export type Particles = '을/를' | '이/가' | '은/는' | '와/과' | '과/와' | '으로/로' | '아/야' | '이나/나' | '이랑/랑'

type Final = 'none' | 'rieul' | 'other'

// How each digit and letter is spoken in Korean: 영 일 이 삼 사 오 육 칠 팔 구; 엘 엠 엔 알, the other letters end in a vowel.
const digitFinals: readonly Final[] = [
  'other',
  'rieul',
  'none',
  'other',
  'none',
  'none',
  'other',
  'rieul',
  'rieul',
  'none',
]
const letterFinals: Readonly<Record<string, Final>> = { L: 'rieul', R: 'rieul', M: 'other', N: 'other' }
const unitFinals: Readonly<Record<string, Final>> = { g: 'other', kg: 'other', mg: 'other', t: 'none', ml: 'none' }

const hangul = /[가-힣]$/u

/** The final sound of a code, number or foreign word as a Korean reads it aloud; undefined when it ends in Hangul. */
function spokenFinal(word: string): Final | undefined {
  const bare = word.replace(/[\s)\]}"'”’»」』.,:;!?]+$/u, '')
  if (bare === '' || hangul.test(bare)) return undefined
  const digit = /(\d)$/.exec(bare)?.[1]
  if (digit !== undefined) return digitFinals[Number(digit)] ?? 'none'
  const unit = /\d\s?([a-z]{1,2})$/.exec(bare)?.[1]
  if (unit !== undefined) return unitFinals[unit] ?? 'none'
  const tail = /([A-Za-z]+)$/.exec(bare)?.[1]
  if (tail === undefined) return 'none'
  if (tail === tail.toUpperCase()) return letterFinals[tail.slice(-1)] ?? 'none'
  // A word in lower case is read as a word, not letter by letter: only l, m, n and ng leave a final consonant for sure.
  if (/l$/i.test(tail)) return 'rieul'
  return /(m|n|ng)$/i.test(tail) ? 'other' : 'none'
}

/** The particle that follows `word`, e.g. `particle('A-03', '을/를')` is '을' because 03 is spoken 공삼. */
export function particle(word: string, pair: Particles): string {
  const [first = '', second = ''] = pair === '와/과' ? ['과', '와'] : pair.split('/')
  const final = spokenFinal(word)
  if (final === undefined) {
    const bare = word.replace(/[\s)\]}"'”’»」』.,:;!?]+$/u, '')
    return bare === '' ? second : hangulJosa.pick(bare, pair === '과/와' ? '와/과' : pair)
  }
  if (pair === '으로/로') return final === 'other' ? '으로' : '로'
  return final === 'none' ? second : first
}

/** `word` followed by its particle: `josa('A-03', '을/를')` is 'A-03을'. */
export function josa(word: string, pair: Particles): string {
  return word + particle(word, pair)
}

const written = /(을\(를\)|이\(가\)|은\(는\)|와\(과\)|과\(와\)|으로\(로\)|\(으\)로|이\(나\))/gu
const pairs: Readonly<Record<string, Particles>> = {
  '을(를)': '을/를',
  '이(가)': '이/가',
  '은(는)': '은/는',
  '와(과)': '와/과',
  '과(와)': '와/과',
  '으로(로)': '으로/로',
  '(으)로': '으로/로',
  '이(나)': '이나/나',
}

/**
 * Settles the particles that a Korean message leaves open after a value: '{item}을(를) 스캔하세요' with item 'A-03' becomes
 * 'A-03을 스캔하세요'. Tags of rich messages ('</0>') between the value and its particle are looked through.
 */
export function settleParticles(message: string): string {
  if (!message.includes('(')) return message
  return message.replace(written, (open, _group, offset: number) => {
    const before = message.slice(0, offset).replace(/<\/?\d+\/?>/g, '')
    const pair = pairs[open]
    return pair === undefined || before === '' ? open : particle(before, pair)
  })
}
