import { describe, expect, it } from 'vitest'
import { toGtin14 } from '../../domain/check-digit.ts'
import { COMMAND_CODES, COMMAND_NAMES, parseCommandCode, quantityKey } from '../../domain/command-code.ts'
import { isSscc } from '../../domain/sscc.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-'

describe('command codes', () => {
  it.each(COMMAND_NAMES)('of %s reads back as the same command, in either case', (name) => {
    expect(parseCommandCode(COMMAND_CODES[name])).toEqual({ ok: true, name })
    expect(parseCommandCode(` ${COMMAND_CODES[name].toLowerCase()} `)).toEqual({ ok: true, name })
  })

  it('are distinct, and carried by Code 39 and Code 128 alike', () => {
    const codes = Object.values(COMMAND_CODES)
    expect(new Set(codes).size).toBe(codes.length)
    for (const code of codes) expect(code).toMatch(/^BR-[A-Z0-9]{3}$/)
  })

  it('never become another command by one wrong character or by swapped neighbours', () => {
    for (const [name, code] of Object.entries(COMMAND_CODES)) {
      for (let index = 0; index < code.length; index++) {
        const swapped =
          code.slice(0, index) +
          code
            .slice(index, index + 2)
            .split('')
            .reverse()
            .join('') +
          code.slice(index + 2)
        const others = [...ALPHABET].map((other) => code.slice(0, index) + other + code.slice(index + 1))
        for (const damaged of [swapped, ...others].filter((text) => text !== code)) {
          const read = parseCommandCode(damaged)
          expect(read?.ok, `${name}: ${code} damaged to ${damaged}`).not.toBe(true)
        }
      }
    }
  })

  it('tell a wrong check character from an unknown command and from anything else', () => {
    expect(parseCommandCode('BR-UN0')).toEqual({ ok: false, code: 'CHECKSUM' })
    expect(parseCommandCode('BR-ZZ1')).toEqual({ ok: false, code: 'CHECKSUM' })
    const unknown = [...ALPHABET].map((check) => parseCommandCode(`BR-ZZ${check}`)).filter((read) => read !== null)
    expect(unknown).toContainEqual({ ok: false, code: 'UNKNOWN_COMMAND' })
    expect(parseCommandCode('8801234000017')).toBeNull()
    expect(parseCommandCode('BR-C01000000017')).toBeNull()
    expect(parseCommandCode('')).toBeNull()
  })

  it('are no GTIN and no SSCC', () => {
    for (const code of Object.values(COMMAND_CODES)) {
      expect(toGtin14(code)).toBeNull()
      expect(isSscc(code)).toBe(false)
    }
  })

  it('carry a keypad for quantities', () => {
    const keys = COMMAND_NAMES.map(quantityKey).filter((key) => key !== null)
    expect(keys).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 'enter', 'clear'])
    expect(quantityKey('undo')).toBeNull()
  })
})
