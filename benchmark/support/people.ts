const FAMILY = [
  '김',
  '이',
  '박',
  '최',
  '정',
  '강',
  '조',
  '윤',
  '장',
  '임',
  '한',
  '오',
  '서',
  '신',
  '권',
  '황',
  '안',
  '송',
  '류',
  '홍',
]
const SYLLABLES = Array.from('서연민준지우하은도윤시현수아예주원채영건호진태승재유빈나라다온새봄별솔찬결')
const FIRST = [
  'Harold',
  'Maria',
  'Yuki',
  'James',
  'Sofia',
  'Omar',
  'Ingrid',
  'Liam',
  'Amelia',
  'Noah',
  'Priya',
  'Lukas',
]
const LAST = [
  'Martinez',
  'Smith',
  'Johansson',
  'Tanaka',
  'Okafor',
  'Lindqvist',
  'Brown',
  'Nguyen',
  'Rossi',
  'Novak',
  'Fischer',
  'Silva',
]

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One of a list. */
export function pick<T>(random: () => number, list: readonly T[]): T {
  return list[Math.floor(random() * list.length)] as T
}

/** An invented name: four of five Korean, one of five Latin; common ones come often, as people's names do. */
export function personName(random: () => number): string {
  if (random() < 0.2) return `${pick(random, FIRST)} ${pick(random, LAST)}`
  const family = FAMILY[Math.floor(random() ** 2 * FAMILY.length)] as string
  const syllable = (): string => SYLLABLES[Math.floor(random() ** 1.5 * SYLLABLES.length)] as string
  return family + syllable() + syllable()
}

/** An invented mobile number. */
export function phoneNumber(random: () => number): string {
  const four = (): string => String(Math.floor(random() * 10_000)).padStart(4, '0')
  return `010-${four()}-${four()}`
}
