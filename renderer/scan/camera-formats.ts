import type { AcceptedKind } from '../../contract/station/floor.ts'
import { classifyCode, conventionalKind } from '../../domain/barcode.ts'

/** The symbologies that the camera looks for; EAN-8 is none of them: it is found in anything that has stripes. */
export type CameraFormat = 'ean13' | 'upca' | 'code128' | 'itf' | 'datamatrix' | 'qr'

const PAPER: readonly CameraFormat[] = ['code128', 'qr']
const GOODS: readonly CameraFormat[] = ['ean13', 'code128', 'datamatrix', 'qr', 'upca', 'itf']

/** What each kind of code is printed as. Baro's own papers are Code 128 and QR. */
const FORMATS: Readonly<Partial<Record<AcceptedKind, readonly CameraFormat[]>>> = {
  item: GOODS,
  serial: GOODS,
  lot: GOODS,
  tracking: ['code128', 'qr', 'itf', 'datamatrix'],
}

/** The symbologies worth looking for while these kinds of code are accepted: fewer are faster, and misread less. */
export function cameraFormats(accepts: readonly AcceptedKind[]): CameraFormat[] {
  return [...new Set([...accepts.flatMap((kind) => FORMATS[kind] ?? PAPER), ...PAPER])]
}

/** How well a code fits what is accepted: 2 it is of such a kind by its form, 1 it may be, 0 it is of another kind. */
export function fitOf(code: string, accepts: readonly AcceptedKind[]): 0 | 1 | 2 {
  const accepted = (...kinds: AcceptedKind[]): 0 | 2 => (kinds.some((kind) => accepts.includes(kind)) ? 2 : 0)
  const classified = classifyCode(code)
  switch (classified.kind) {
    case 'invalid':
      return 0
    case 'command':
      return 2
    case 'sscc':
      return accepted('label')
    case 'gs1':
    case 'gtin':
    case 'store':
      return accepted('item', 'serial', 'lot')
    case 'text': {
      const kind = conventionalKind(classified.text)
      if (kind !== null) return accepted(kind)
      return classified.note === 'carton' ? accepted('label') : 1
    }
  }
}

/** The one of several codes in view that is meant; null when that must be asked. */
export function chooseCode<Seen extends { code: string }>(
  seen: readonly Seen[],
  accepts: readonly AcceptedKind[],
): Seen | null {
  for (const fit of [2, 1] as const) {
    const fitting = seen.filter(({ code }) => fitOf(code, accepts) === fit)
    if (fitting.length > 0) return fitting.length === 1 ? (fitting[0] ?? null) : null
  }
  return seen.length === 1 ? (seen[0] ?? null) : null
}
