import { createRequire } from 'node:module'
import type { Picture } from '../../../renderer/scan/decode-picture.ts'

type Raw = { sbs: number[] } | { pixs: number[]; pixx: number }
const bwip = createRequire(import.meta.url)('bwip-js') as { raw(options: object): Raw[] }

/** The five symbologies of the floor: how each is drawn, how large, and what a scanner would send. */
export const SYMBOLOGIES = [
  { name: 'EAN-13', bcid: 'ean13', text: '8801234000017', sent: ']E08801234000017', width: 0.45 },
  { name: 'Code 128', bcid: 'code128', text: 'A-03-2-05', sent: ']C0A-03-2-05', width: 0.7 },
  {
    name: 'GS1-128',
    bcid: 'gs1-128',
    text: '(01)08801234000017(10)LOT7(21)42',
    sent: ']C1010880123400001710LOT7\u001d2142',
    width: 0.95,
  },
  {
    name: 'DataMatrix',
    bcid: 'gs1datamatrix',
    text: '(01)08801234000017(10)LOT7(21)42',
    sent: ']d2010880123400001710LOT7\u001d2142',
    width: 0.25,
  },
  { name: 'QR', bcid: 'qrcode', text: 'TOTE-07', sent: ']Q1TOTE-07', width: 0.25 },
] as const

/** A code as rows of dark (true) and light modules, its quiet zone included. */
export function modulesOf(bcid: string, text: string): boolean[][] {
  const [raw] = bwip.raw({ bcid, text, parse: bcid.startsWith('gs1') })
  if (raw === undefined) throw new Error(`${bcid} cannot say ${text}`)
  if ('sbs' in raw) {
    const bars = raw.sbs.flatMap((width, at) => Array<boolean>(width).fill(at % 2 === 0))
    const quiet = Array<boolean>(11).fill(false)
    const row = [...quiet, ...bars, ...quiet]
    const height = Math.round(row.length * 0.35)
    return [...Array<boolean[]>(4).fill(row.map(() => false)), ...Array<boolean[]>(height).fill(row)]
  }
  const rows: boolean[][] = []
  for (let at = 0; at < raw.pixs.length; at += raw.pixx) {
    rows.push([
      false,
      false,
      false,
      ...raw.pixs.slice(at, at + raw.pixx).map((cell) => cell === 1),
      false,
      false,
      false,
    ])
  }
  const empty = (rows[0] ?? []).map(() => false)
  return [empty, empty, empty, ...rows, empty, empty, empty]
}

/** How a code lies before the camera. `contrast` 1 is black on white, `blur` is a radius in pixels. */
export type Look = { angle?: number; contrast?: number; blur?: number; width?: number; x?: number; y?: number }

/** A grey table with codes on white paper lying on it, as a camera would see them. */
export function pictureOf(
  codes: readonly (Look & { modules: readonly (readonly boolean[])[] })[],
  size: { width: number; height: number } = { width: 960, height: 720 },
): Picture {
  const { width, height } = size
  const pixels = new Uint8ClampedArray(width * height).fill(150)
  for (const { modules, angle = 0, contrast = 1, x = 0.5, y = 0.5, width: wide = 0.6 } of codes) {
    const columns = modules[0]?.length ?? 1
    const scale = (wide * width) / columns
    const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        // Four points of every pixel, as a lens would gather them.
        let [sum, hits] = [0, 0]
        for (const dy of [-0.25, 0.25]) {
          for (const dx of [-0.25, 0.25]) {
            const [px, py] = [column + 0.5 + dx - x * width, row + 0.5 + dy - y * height]
            const u = Math.floor((px * cos + py * sin) / scale + columns / 2)
            const v = Math.floor((py * cos - px * sin) / scale + modules.length / 2)
            const dark = modules[v]?.[u]
            if (dark === undefined) continue
            hits += 1
            sum += 127.5 + (dark ? -1 : 1) * 110 * contrast
          }
        }
        if (hits > 0) pixels[row * width + column] = (sum + (4 - hits) * 150) / 4
      }
    }
  }
  const blur = Math.max(0, ...codes.map(({ blur: radius = 0 }) => radius))
  return blur === 0 ? { width, height, pixels } : blurred({ width, height, pixels }, blur)
}

function blurred({ width, height, pixels }: Picture, radius: number): Picture {
  const pass = (from: Uint8ClampedArray, stepX: number, stepY: number): Uint8ClampedArray => {
    const to = new Uint8ClampedArray(from.length)
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        let [sum, weights] = [0, 0]
        for (let at = -Math.ceil(radius * 2); at <= Math.ceil(radius * 2); at += 1) {
          const [px, py] = [x + at * stepX, y + at * stepY]
          if (px < 0 || py < 0 || px >= width || py >= height) continue
          const weight = Math.exp(-(at * at) / (2 * radius * radius))
          sum += weight * (from[py * width + px] ?? 0)
          weights += weight
        }
        to[y * width + x] = sum / weights
      }
    }
    return to
  }
  return { width, height, pixels: pass(pass(pixels, 1, 0), 0, 1) }
}

/** The picture as one frame of a raw video (YUV4MPEG2, 4:2:0), which Chromium's fake camera plays in a loop. */
export function asVideo({ width, height, pixels }: Picture, frames = 5): Uint8Array {
  const head = new TextEncoder().encode(`YUV4MPEG2 W${width} H${height} F20:1 Ip A1:1 C420\n`)
  const frame = new TextEncoder().encode('FRAME\n')
  const grey = new Uint8Array(pixels)
  const chroma = new Uint8Array((width * height) / 2).fill(128)
  return Buffer.concat([head, ...Array.from({ length: frames }, () => [frame, grey, chroma]).flat()])
}
