import type { Bitmap } from './bitmap.ts'

/** A bitmap as the parameters and data of `^GFA`: hexadecimal, compressed by ZPL's own run lengths and line repeats. */
export function graphicField(bitmap: Bitmap): string {
  const bytesPerRow = Math.ceil(bitmap.width / 8)
  const hex = packed(bitmap, bytesPerRow).toString('hex').toUpperCase()
  const digits = bytesPerRow * 2
  let data = ''
  let before = ''
  for (let start = 0; start < hex.length; start += digits) {
    const row = hex.slice(start, start + digits)
    data += row === before ? ':' : compressRow(row)
    before = row
  }
  const total = bytesPerRow * bitmap.height
  return `^GFA,${total},${total},${bytesPerRow},${data}`
}

function packed({ width, height, dots }: Bitmap, bytesPerRow: number): Buffer {
  const bytes = Buffer.alloc(bytesPerRow * height)
  for (let row = 0; row < height; row++) {
    const [from, to] = [row * width, row * bytesPerRow]
    for (let column = 0; column < width; column++) {
      const byte = to + (column >> 3)
      if (dots[from + column] === 1) bytes[byte] = (bytes[byte] ?? 0) | (128 >> (column & 7))
    }
  }
  return bytes
}

/** `,` and `!` fill the rest of a line with 0 or F; `G`–`Y` repeat the next digit 1–19 times, `g`–`z` 20–400 times. */
function compressRow(hex: string): string {
  const last = hex.at(-1) ?? ''
  if (last !== '0' && last !== 'F') return compressRuns(hex, hex.length)
  let end = hex.length
  while (end > 0 && hex[end - 1] === last) end--
  return compressRuns(hex, end) + (last === '0' ? ',' : '!')
}

function compressRuns(hex: string, end: number): string {
  let result = ''
  for (let start = 0; start < end; ) {
    const digit = hex[start] ?? ''
    let next = start + 1
    while (next < end && hex[next] === digit) next++
    result += next - start > 2 ? repeats(next - start) + digit : hex.slice(start, next)
    start = next
  }
  return result
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
