import { GS } from '../../domain/gs1.ts'
import { type KeyboardLayout, layoutKeys } from './keyboard-layout.ts'

/** The part of a keyboard event that says which character a scanner meant. */
export type CharacterKey = {
  code: string
  key: string
  shiftKey: boolean
  capsLock: boolean
  /** AltGr, which German and French keyboards need for brackets. */
  altGraph?: boolean
}

/**
 * The character that a scanner set to `layout` (US where nobody said otherwise) meant by a key, whatever layout, input method
 * or Caps Lock the computer has; null for a key that carries none. Without a physical code (virtual keyboards) the event's own
 * character counts.
 */
export function scannerCharacter(event: CharacterKey, layout: KeyboardLayout = 'us'): string | null {
  const { keys, altGraph } = layoutKeys(layout)
  if (event.altGraph === true) return altGraph[event.code] ?? null
  const pair = keys[event.code]
  if (pair === undefined) return event.code === '' && [...event.key].length === 1 ? event.key : null
  // Remote desktops and test drivers send "A" without holding Shift; no real keyboard does so with Caps Lock off.
  const impliedShift = (layout === 'us' || layout === 'kr') && !event.capsLock && event.key === pair[1]
  const character = event.shiftKey || impliedShift ? pair[1] : pair[0]
  return character === '' ? null : character
}

/** True when a scanner of this layout sends a space after the character, which is no part of the code. */
export function isDeadCharacter(character: string, layout: KeyboardLayout): boolean {
  return layoutKeys(layout).dead.has(character)
}

/** The control character that Ctrl with a key stands for (Ctrl+] = GS, Ctrl+M = CR …), or null. */
export function controlCharacter(event: { code: string; shiftKey: boolean }): string | null {
  if (event.code === 'BracketRight') return GS
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1]
  if (letter !== undefined) return String.fromCharCode(letter.charCodeAt(0) - 64)
  if (event.code === 'BracketLeft') return '\u001b'
  if (event.code === 'Backslash') return '\u001c'
  if (event.code === 'Digit6' && event.shiftKey) return '\u001e'
  if (event.code === 'Minus' && event.shiftKey) return '\u001f'
  return null
}

/** The character of an Alt+numpad number: ASCII as it is, everything else U+FFFD (unreadable); '' for no digits at all. */
export function altCharacter(digits: string): string {
  if (digits === '') return ''
  const value = Number(digits)
  return value >= 1 && value <= 126 ? String.fromCharCode(value) : '\ufffd'
}

/** The digit of a numpad key by its physical code, or null. */
export function numpadDigit(code: string): string | null {
  return /^Numpad(\d)$/.exec(code)?.[1] ?? null
}
