/// <reference path="./fontkit.d.ts" />
import type { Glyph } from 'fontkit'

/** Straight pieces of an outline, four numbers each: x and y of both ends, in font units, y upwards. */
export type Outline = Float64Array

/** Pieces that a curve is divided into: at 600 dpi and the largest type of a label the error stays below a tenth of a dot. */
const CURVE_PIECES = 8

/** A glyph's outline as straight pieces, every contour closed. */
export function outlineOf(glyph: Glyph): Outline {
  const pieces: number[] = []
  let [startX, startY, x, y] = [0, 0, 0, 0]
  const lineTo = (toX: number, toY: number): void => {
    if (toX !== x || toY !== y) pieces.push(x, y, toX, toY)
    x = toX
    y = toY
  }
  const curveTo = (points: readonly number[]): void => {
    const [fromX, fromY] = [x, y]
    for (let step = 1; step <= CURVE_PIECES; step++) {
      const t = step / CURVE_PIECES
      lineTo(
        bezier([fromX, ...points.filter((_, index) => index % 2 === 0)], t),
        bezier([fromY, ...points.filter((_, index) => index % 2 === 1)], t),
      )
    }
  }
  for (const { command, args } of glyph.path.commands) {
    const [toX = 0, toY = 0] = args
    if (command === 'moveTo') {
      lineTo(startX, startY)
      startX = x = toX
      startY = y = toY
    } else if (command === 'lineTo') lineTo(toX, toY)
    else if (command === 'closePath') lineTo(startX, startY)
    else curveTo(args)
  }
  lineTo(startX, startY)
  return new Float64Array(pieces)
}

/** De Casteljau: the point of a curve of any degree at `t`, one coordinate. */
function bezier(points: readonly number[], t: number): number {
  let left = [...points]
  while (left.length > 1) left = left.slice(1).map((point, index) => (left[index] ?? 0) * (1 - t) + point * t)
  return left[0] ?? 0
}
