import type { AddressInput } from './inputs.ts'
import { printable } from './label-text.ts'

const HANGUL = /\p{Script=Hangul}/u

/** An address as it is written on paper, largest part first in Korea, smallest first elsewhere. */
export interface WrittenAddress {
  /** Shown apart and large; only where the country writes it apart from the city. */
  postcode: string
  lines: string[]
}

/** Writes an address by its own country's custom; a part is left out only when the next one already begins with it. */
export function writeAddress(address: AddressInput): WrittenAddress {
  const [province, city, line1, line2, postcode] = [
    printable(address.province),
    printable(address.city),
    printable(address.line1),
    printable(address.line2),
    printable(address.postcode),
  ]
  if (address.country === 'KR' && HANGUL.test(province + city + line1)) {
    return { postcode, lines: [withoutRepeats(province, city, line1), line2].filter(Boolean) }
  }
  const place = [[city, province].filter(Boolean).join(', '), postcode].filter(Boolean).join(' ')
  return { postcode: '', lines: [line1, line2, place, countryName(address.country)].filter(Boolean) }
}

function withoutRepeats(province: string, city: string, line1: string): string {
  const words = line1.split(' ')
  const hasProvince = province !== '' && startsWithPlace(words, province)
  const hasCity = startsWithPlace(words, city) || (hasProvince && startsWithPlace(words.slice(1), city))
  return [hasProvince ? '' : province, hasCity ? '' : city, line1].filter(Boolean).join(' ')
}

/** Whether the words begin with the place, in full or by its short form (서울 for 서울특별시). */
function startsWithPlace(words: readonly string[], place: string): boolean {
  const first = words[0] ?? ''
  if (place === '') return false
  return `${words.join(' ')} `.startsWith(`${place} `) || (first.length >= 2 && place.startsWith(first))
}

/** English name of a country in capitals, as the Universal Postal Union asks for; the code itself where there is none. */
function countryName(country: string): string {
  return (new Intl.DisplayNames('en', { type: 'region', fallback: 'code' }).of(country) ?? country).toUpperCase()
}
