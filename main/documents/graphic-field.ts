import type { Bitmap } from './bitmap.ts'

/** A bitmap as the parameters and data of `^GFA`: hexadecimal, compressed by ZPL's own run lengths and line repeats. */
export function graphicField(bitmap: Bitmap): string {
  const bytesPerRow = Math.ceil(bitmap.width / 8)
  const total = bytesPerRow * bitmap.height
  let data = ''
  let before = ''
  for (let row = 0; row < bitmap.height; row++) {
    const hex = hexRow(bitmap, row, bytesPerRow)
    data += hex === before ? ':' : compressRow(hex)
    before = hex
  }
  return `^GFA,${total},${total},${bytesPerRow},${data}`
}

function hexRow(bitmap: Bitmap, row: number, bytesPerRow: number): string {
  let hex = ''
  const start = row * bitmap.width
  for (let nibble = 0; nibble < bytesPerRow * 2; nibble++) {
    let value = 0
    for (let bit = 0; bit < 4; bit++) {
      const column = nibble * 4 + bit
      value = value * 2 + (column < bitmap.width ? (bitmap.dots[start + column] ?? 0) : 0)
    }
    hex += value.toString(16).toUpperCase()
  }
  return hex
}

/** `,` and `!` fill the rest of a line with 0 or F; `G`–`Y` repeat the next digit 1–19 times, `g`–`z` 20–400 times. */
function compressRow(hex: string): string {
  const last = hex.at(-1)
  if (last === '0') return `${compressRuns(hex.replace(/0+$/, ''))},`
  if (last === 'F') return `${compressRuns(hex.replace(/F+$/, ''))}!`
  return compressRuns(hex)
}

function compressRuns(hex: string): string {
  return hex.replace(/(.)\1{2,}/g, (run, digit: string) => repeats(run.length) + digit)
}

function repeats(count: number): string {
  const most = 'z'.repeat(Math.floor(count / 400))
  const twenties = Math.floor((count % 400) / 20)
  const ones = count % 20
  return (
    most +
    (twenties === 0 ? '' : String.fromCharCode('f'.charCodeAt(0) + twenties)) +
    (ones === 0 ? '' : String.fromCharCode('F'.charCodeAt(0) + ones))
  )
}
