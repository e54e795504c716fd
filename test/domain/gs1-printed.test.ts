import { createRequire } from 'node:module'
import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library'
import { describe, expect, test } from 'vitest'
import { buildElementString, parseGs1 } from '../../domain/gs1.ts'
import { gs1Definition } from '../../domain/gs1-definitions.ts'
import { buildGs1Link } from '../../domain/gs1-link.ts'
import { findGs1Conflict } from '../../domain/gs1-pairs.ts'
import type { Gs1Element } from '../../domain/gs1-value.ts'
import { type CodeSymbol, dotOf, moduleFor } from '../../domain/label-code.ts'
import { dice, rightElement } from './gs1-samples.ts'

type Raster = { width: number; height: number; pixels: Uint8ClampedArray }
type Raw = { sbs: number[] } | { pixs: number[]; pixx: number }
const bwip = createRequire(import.meta.url)('bwip-js') as { raw(options: object): Raw[] }

const EACH = 60
/** What stands together on the labels of a warehouse: goods, cartons, places, parcels, weights, prices, parts. */
const LABELS: readonly (readonly string[])[] = [
  ['01', '17', '10'],
  ['01', '10', '21'],
  ['01', '15', '3103'],
  ['01', '21', '250'],
  ['01', '11', '10', '240'],
  ['00', '02', '37'],
  ['00', '403'],
  ['00', '4307', '420'],
  ['414', '254'],
  ['8006', '10'],
  ['8004'],
  ['8018', '8019'],
  ['01', '422', '7003'],
  ['01', '3922', '30'],
  ['253'],
  ['8010', '8011'],
  ['01', '8200'],
  ['90', '91'],
]

function symbolOf(bcid: string, text: string): CodeSymbol {
  const [raw] = bwip.raw({ bcid, text, parse: true })
  if (raw === undefined) throw new Error('Nothing was encoded')
  if ('sbs' in raw) return { kind: 'linear', symbology: 'gs1-128', modules: raw.sbs, quietModules: 10 }
  const rows: boolean[][] = []
  for (let at = 0; at < raw.pixs.length; at += raw.pixx)
    rows.push(raw.pixs.slice(at, at + raw.pixx).map((cell) => cell === 1))
  return { kind: 'matrix', symbology: 'qr', rows, quietModules: 4 }
}

/** The symbol as a printer of 203 or 300 dpi burns it: every module so many whole dots, nothing in between. */
function print(symbol: CodeSymbol, dpi: 203 | 300): Raster {
  const dotMm = dotOf(dpi)
  const wantedMm = symbol.kind === 'linear' ? 0.25 : 0.38
  const moduleMm = moduleFor(symbol, 1_000, dotMm, { wantedMm, leastMm: wantedMm })
  const dots = (moduleMm ?? 0) / dotMm
  expect(Math.abs(dots - Math.round(dots))).toBeLessThan(1e-9)
  const rows =
    symbol.kind === 'matrix'
      ? symbol.rows
      : Array.from({ length: 40 }, () => symbol.modules.flatMap((width, at) => Array(width).fill(at % 2 === 0)))
  const [quiet, scale] = [symbol.quietModules, Math.round(dots)]
  const width = ((rows[0]?.length ?? 0) + 2 * quiet) * scale
  const height = (rows.length + 2 * quiet) * scale
  const pixels = new Uint8ClampedArray(width * height).fill(255)
  for (const [y, row] of rows.entries())
    for (const [x, isDark] of row.entries())
      for (let line = 0; isDark && line < scale; line += 1) {
        const start = ((y + quiet) * scale + line) * width + (x + quiet) * scale
        pixels.fill(0, start, start + scale)
      }
  return { width, height, pixels }
}

/** What another reader reads, FNC1 shown; it throws when it finds nothing. */
function read({ width, height, pixels }: Raster, format: BarcodeFormat): string {
  const hints = new Map<DecodeHintType, unknown>([
    [DecodeHintType.TRY_HARDER, true],
    [DecodeHintType.POSSIBLE_FORMATS, [format]],
    [DecodeHintType.ASSUME_GS1, true],
    // Its search for a QR code in a photograph gives up on some sizes; the picture here is the code and nothing else.
    ...(format === BarcodeFormat.QR_CODE ? [[DecodeHintType.PURE_BARCODE, true] as const] : []),
  ])
  const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(pixels, width, height)))
  return new MultiFormatReader().decode(bitmap, hints).getText()
}

/** Elements that go together, with values that fit into a symbol of so many characters. */
function labels(limit: number): Gs1Element[][] {
  const from = dice(limit)
  const found: Gs1Element[][] = []
  while (found.length < EACH) {
    const elements = from.pick(LABELS).map((ai) => rightElement(ai, from))
    if (buildElementString(elements).length <= limit && findGs1Conflict(elements) === null) found.push(elements)
  }
  return found
}

const bracketed = (elements: readonly Gs1Element[]) =>
  elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '^040')}`).join('')

describe.each([203, 300] as const)('printed at %i dpi and read by another reader', (dpi) => {
  test.each([
    ['GS1-128', 'gs1-128', BarcodeFormat.CODE_128, 48],
    ['GS1 DataMatrix', 'gs1datamatrix', BarcodeFormat.DATA_MATRIX, 90],
    ['GS1 QR', 'gs1qrcode', BarcodeFormat.QR_CODE, 90],
  ] as const)('%s says the same elements', (_, bcid, format, limit) => {
    // Among small letters the encoder writes % twice into a QR code, which readers take as two: left out there.
    const isWritten = ({ value }: Gs1Element) => bcid !== 'gs1qrcode' || !value.includes('%')
    for (const elements of labels(limit).filter((list) => list.every(isWritten))) {
      const text = bracketed(elements)
      const heard = read(print(symbolOf(bcid, text), dpi), format)
      expect(parseGs1(heard), `${text}: ${JSON.stringify(heard)}`).toEqual({ ok: true, elements })
    }
  })

  test('a Digital Link in QR says the same elements', () => {
    let links = 0
    for (const elements of labels(60)) {
      const [key] = elements
      if (key === undefined || gs1Definition(key.ai)?.linkKey == null) continue
      if (elements.slice(1).some(({ ai }) => gs1Definition(ai)?.linkAttribute !== true)) continue
      const link = buildGs1Link(elements)
      const heard = read(print(symbolOf('gs1dlqrcode', link), dpi), BarcodeFormat.QR_CODE)
      expect(heard).toBe(link)
      expect(parseGs1(heard), link).toMatchObject({ ok: true })
      links += 1
    }
    expect(links).toBeGreaterThan(10)
  })
})
