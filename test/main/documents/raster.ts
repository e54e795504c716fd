import { execFileSync, spawnSync } from 'node:child_process'
import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatReader,
  NotFoundException,
  RGBLuminanceSource,
} from '@zxing/library'
import type { Area } from '../../../domain/label.ts'

/** Why the tests that need poppler are skipped, or undefined when it is there. */
export const popplerMissing: string | undefined =
  spawnSync('pdftoppm', ['-v']).error === undefined ? undefined : 'pdftoppm is missing (apt install poppler-utils)'

if (popplerMissing) console.warn(`SKIPPED: ${popplerMissing}`)

const { CODE_128, EAN_13, EAN_8, UPC_A, ITF, QR_CODE, DATA_MATRIX } = BarcodeFormat
const LINEAR = [CODE_128, EAN_13, EAN_8, UPC_A, ITF]
const MATRIX = [QR_CODE, DATA_MATRIX]

export interface Raster {
  width: number
  height: number
  pixels: Uint8ClampedArray
  dpi: number
}

/** One page as poppler paints it, one byte of grey per pixel. */
export function rasterise(pdf: Buffer, dpi: number, page = 1): Raster {
  const args = ['-r', String(dpi), '-gray', '-f', String(page), '-l', String(page), '-']
  const pgm = execFileSync('pdftoppm', args, { input: pdf, maxBuffer: 200_000_000 })
  const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 40).toString('latin1'))
  if (!header) throw new Error('pdftoppm gave no grey picture')
  const [head, width, height] = header
  return { width: Number(width), height: Number(height), pixels: new Uint8ClampedArray(pgm.subarray(head.length)), dpi }
}

/**
 * What a reader sees in a part of the page (all of it without an area): format and text, undefined when it sees nothing.
 * `gs1` shows FNC1, first as `]C1`; it is off otherwise because zxing then takes a check character of value 102 for one.
 */
export function decode(
  raster: Raster,
  area?: Area,
  { gs1 = false, matrix = false }: { gs1?: boolean; matrix?: boolean } = {},
): { format: string; text: string } | undefined {
  const { width, height, pixels } = area ? crop(raster, area) : raster
  const hints = new Map<DecodeHintType, unknown>([
    [DecodeHintType.TRY_HARDER, true],
    [DecodeHintType.POSSIBLE_FORMATS, matrix ? MATRIX : LINEAR],
    ...(gs1 ? [[DecodeHintType.ASSUME_GS1, true] as const] : []),
  ])
  const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(pixels, width, height)))
  try {
    const result = new MultiFormatReader().decode(bitmap, hints)
    return { format: BarcodeFormat[result.getBarcodeFormat()] ?? '', text: result.getText() }
  } catch (error) {
    if (error instanceof NotFoundException) return undefined
    throw error
  }
}

function crop({ width, height, pixels, dpi }: Raster, area: Area): Omit<Raster, 'dpi'> {
  const toPixels = (mm: number) => Math.round((mm / 25.4) * dpi)
  const left = Math.max(0, toPixels(area.x))
  const top = Math.max(0, toPixels(area.y))
  const right = Math.min(width, toPixels(area.x + area.widthMm))
  const bottom = Math.min(height, toPixels(area.y + area.heightMm))
  const part = new Uint8ClampedArray((right - left) * (bottom - top))
  for (let y = top; y < bottom; y++) {
    part.set(pixels.subarray(y * width + left, y * width + right), (y - top) * (right - left))
  }
  return { width: right - left, height: bottom - top, pixels: part }
}

export function pdfText(pdf: Buffer): string {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8', maxBuffer: 50_000_000 })
}

export function pdfFacts(pdf: Buffer): string {
  return execFileSync('pdfinfo', ['-'], { input: pdf, encoding: 'utf8' })
}

export function pdfFonts(pdf: Buffer): string {
  return execFileSync('pdffonts', ['-'], { input: pdf, encoding: 'utf8' })
}
