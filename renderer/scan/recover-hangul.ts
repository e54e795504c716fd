import { convertHangulToQwerty } from 'es-hangul'
import { classifyCode, conventionalKind } from '../../domain/barcode.ts'

const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]/

/** True when a text contains Hangul letters or syllables. */
export function hasHangul(text: string): boolean {
  return HANGUL.test(text)
}

/**
 * The code that was meant when a Korean input method turned its letters into Hangul, in upper case; null when the text has no
 * Hangul or when neither a check digit, a known prefix nor `isKnown` vouches for the result.
 */
export function recoverHangul(text: string, isKnown: (candidate: string) => boolean = () => false): string | null {
  if (!hasHangul(text)) return null
  const candidate = convertHangulToQwerty(text.normalize('NFC')).toUpperCase()
  if (hasHangul(candidate)) return null
  const code = classifyCode(candidate)
  const checked = code.kind === 'text' ? code.note === 'carton' : code.kind !== 'invalid'
  return checked || conventionalKind(candidate) !== null || isKnown(candidate) ? candidate : null
}
