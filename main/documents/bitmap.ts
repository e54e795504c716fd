/** Black and white dots; `x` and `y` are the place of the upper left one on the page, `dots` holds 1 for black, row by row. */
export interface Bitmap {
  x: number
  y: number
  width: number
  height: number
  dots: Uint8Array
}

/** A bitmap without a black dot. */
export function blankBitmap(area: { x: number; y: number; width: number; height: number }): Bitmap {
  return { ...area, dots: new Uint8Array(area.width * area.height) }
}

/** Writes `value` (1 black, 0 white) into the dots of `on` wherever `stencil` is black. */
export function stampBitmap(on: Bitmap, stencil: Bitmap, value: 0 | 1): void {
  for (let row = 0; row < stencil.height; row++) {
    const y = stencil.y + row - on.y
    if (y < 0 || y >= on.height) continue
    for (let column = 0; column < stencil.width; column++) {
      const x = stencil.x + column - on.x
      if (x >= 0 && x < on.width && stencil.dots[row * stencil.width + column] === 1) on.dots[y * on.width + x] = value
    }
  }
}

/** The part of a bitmap at positions of zero and above; undefined when nothing is left of it. */
export function clipAtOrigin(bitmap: Bitmap): Bitmap | undefined {
  const left = Math.max(0, -bitmap.x)
  const top = Math.max(0, -bitmap.y)
  if (left === 0 && top === 0) return bitmap
  if (left >= bitmap.width || top >= bitmap.height) return undefined
  const [width, height] = [bitmap.width - left, bitmap.height - top]
  const part = blankBitmap({ x: bitmap.x + left, y: bitmap.y + top, width, height })
  stampBitmap(part, bitmap, 1)
  return part
}
