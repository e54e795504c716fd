import { describe, expect, it } from 'vitest'
import { COMMAND_CODES } from '../../../domain/command-code.ts'
import { buildCartonCode } from '../../../domain/sscc.ts'
import { hasHangul, recoverHangul } from '../../../renderer/scan/recover-hangul.ts'

const toHangul: Readonly<Record<string, string>> = {
  B: 'ㅠ',
  R: 'ㄲ',
  U: 'ㅕ',
  N: 'ㅜ',
  C: 'ㅊ',
  M: 'ㅡ',
  A: 'ㅁ',
  T: 'ㅆ',
  O: 'ㅒ',
  E: 'ㄸ',
}
const garble = (code: string): string => [...code].map((character) => toHangul[character] ?? character).join('')

describe('recovering a code that an input method turned into Hangul', () => {
  it.each([
    ['a location', 'ㅁ-03-2-05', 'A-03-2-05'],
    ['a tote', garble('TOTE-07'), 'TOTE-07'],
    ['a command', garble(COMMAND_CODES.undo), COMMAND_CODES.undo],
    ['a carton code', garble(buildCartonCode({ series: 1, serial: 17 })), buildCartonCode({ series: 1, serial: 17 })],
    ['a badge', 'ㅠㅇㅎ-0001', 'BDG-0001'],
  ])('gives back %s', (_, garbled, code) => {
    expect(hasHangul(garbled)).toBe(true)
    expect(recoverHangul(garbled)).toBe(code)
  })

  it('takes letters that fell together into syllables apart', () => {
    expect(recoverHangul('가-03-2-05')).toBeNull()
    expect(recoverHangul('가-03-2-05', (candidate) => candidate === 'RK-03-2-05')).toBe('RK-03-2-05')
  })

  it('gives nothing for text without Hangul, and nothing that no check digit or prefix vouches for', () => {
    expect(recoverHangul('A-03-2-05')).toBeNull()
    expect(recoverHangul('주문-12')).toBeNull()
    expect(recoverHangul(garble('BR-UN0'))).toBeNull()
    expect(hasHangul('8801234000017')).toBe(false)
  })
})
