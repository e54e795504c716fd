const shapes = ['box', 'bottle', 'jar', 'pouch', 'tube', 'can', 'cup', 'book', 'whisk'] as const

/** The shapes that a drawn picture may have. */
export type Shape = (typeof shapes)[number]

/** Reads 'drawn:<shape>/<colour hex>/<short label>'; null when it is not such a picture. */
export function drawnPicture(picture: string): { shape: Shape; colour: string; label: string } | null {
  const match = /^drawn:([a-z]+)\/#?([0-9a-fA-F]{6})\/(.*)$/s.exec(picture)
  const shape = shapes.find((known) => known === match?.[1])
  const [, , hex, label] = match ?? []
  return shape === undefined || hex === undefined
    ? null
    : { shape, colour: `#${hex}`, label: [...(label ?? '')].slice(0, 6).join('') }
}

/** A lighter side (every part raised by `amount` of 255) or a darker one (amount < 0: scaled down); `colour` is '#rrggbb'. */
export function shade(colour: string, amount: number): string {
  const turn = (part: number): number => (amount > 0 ? Math.min(255, part + 255 * amount) : part * (1 + amount))
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  return `#${parts.map((part) => Math.round(turn(part)).toString(16).padStart(2, '0')).join('')}`
}

/** Up to two characters that stand for a name without a picture: two initials, or the first two syllables of a Hangul name. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s,·/()[\]]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  const first = words[0] ?? ''
  if (/^[가-힣]/u.test(first)) return [...first].slice(0, 2).join('')
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase()
}
