import { describe, expect, it } from 'vitest'
import {
  altCharacter,
  controlCharacter,
  numpadDigit,
  scannerCharacter,
} from '../../../renderer/scan/scanner-character.ts'
import { usKeyOf } from './scanner-keys.ts'

const base = { key: '', shiftKey: false, capsLock: false }

describe('the character a scanner meant', () => {
  it('is told by the physical key for every printable ASCII character', () => {
    for (let value = 32; value < 127; value++) {
      const character = String.fromCharCode(value)
      expect(scannerCharacter({ ...base, ...usKeyOf(character) })).toBe(character)
    }
  })

  it.each([
    ['a Korean input method', { code: 'KeyA', key: 'Process', shiftKey: true, capsLock: false }, 'A'],
    ['a Hangul letter', { code: 'KeyT', key: 'ㅅ', shiftKey: false, capsLock: false }, 't'],
    ['a German layout turning - into ß', { code: 'Minus', key: 'ß', shiftKey: false, capsLock: false }, '-'],
    ["a Spanish layout turning - into '", { code: 'Minus', key: "'", shiftKey: false, capsLock: false }, '-'],
    ['a French layout turning 1 into &', { code: 'Digit1', key: '&', shiftKey: false, capsLock: false }, '1'],
    ['a German layout swapping y and z', { code: 'KeyZ', key: 'Y', shiftKey: true, capsLock: false }, 'Z'],
    ['Caps Lock', { code: 'KeyA', key: 'A', shiftKey: false, capsLock: true }, 'a'],
    ['Caps Lock with Shift', { code: 'KeyA', key: 'a', shiftKey: true, capsLock: true }, 'A'],
    ['a test driver typing A without Shift', { code: 'KeyA', key: 'A', shiftKey: false, capsLock: false }, 'A'],
    [
      'a test driver typing ] of an AIM identifier',
      { code: 'BracketRight', key: ']', shiftKey: false, capsLock: false },
      ']',
    ],
    ['a numpad without Num Lock', { code: 'Numpad7', key: 'Home', shiftKey: false, capsLock: false }, '7'],
    ['a virtual keyboard without physical keys', { code: '', key: 'ㅁ', shiftKey: false, capsLock: false }, 'ㅁ'],
    ['a function key', { code: 'F5', key: 'F5', shiftKey: false, capsLock: false }, null],
    ['a named key of a virtual keyboard', { code: '', key: 'Unidentified', shiftKey: false, capsLock: false }, null],
  ])('survives %s', (_, event, character) => {
    expect(scannerCharacter(event)).toBe(character)
  })

  it('is a control character with Ctrl', () => {
    expect(controlCharacter({ code: 'BracketRight', shiftKey: false })).toBe('\u001d')
    expect(controlCharacter({ code: 'KeyM', shiftKey: false })).toBe('\r')
    expect(controlCharacter({ code: 'Digit6', shiftKey: true })).toBe('\u001e')
    expect(controlCharacter({ code: 'Digit6', shiftKey: false })).toBeNull()
  })

  it('is ASCII by Alt+numpad, and unreadable beyond it', () => {
    expect(altCharacter('029')).toBe('\u001d')
    expect(altCharacter('0065')).toBe('A')
    expect(altCharacter('65')).toBe('A')
    expect(altCharacter('0233')).toBe('\ufffd')
    expect(altCharacter('')).toBe('')
    expect(numpadDigit('Numpad4')).toBe('4')
    expect(numpadDigit('NumpadEnter')).toBeNull()
  })
})
