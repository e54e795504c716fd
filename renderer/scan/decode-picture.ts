import {
  BarcodeFormat,
  BinaryBitmap,
  DataMatrixReader,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatOneDReader,
  QRCodeReader,
  type Reader,
  type Result,
  RGBLuminanceSource,
} from '@zxing/library'
import type { CameraFormat } from './camera-formats.ts'

/** A picture of grey values, row by row. */
export type Picture = { width: number; height: number; pixels: Uint8ClampedArray }

/** A code that was seen: its text without the AIM identifier, which is `aim`, and where its middle is (0–1 of the picture). */
export type SeenCode = { text: string; aim: string; format: CameraFormat; x: number; y: number }

const FORMATS: Readonly<Record<CameraFormat, BarcodeFormat>> = {
  ean13: BarcodeFormat.EAN_13,
  upca: BarcodeFormat.UPC_A,
  code128: BarcodeFormat.CODE_128,
  itf: BarcodeFormat.ITF,
  datamatrix: BarcodeFormat.DATA_MATRIX,
  qr: BarcodeFormat.QR_CODE,
}
const LINEAR: ReadonlySet<CameraFormat> = new Set(['ean13', 'upca', 'code128', 'itf'])
const GS = '\u001d'
const AIMS: Readonly<Record<CameraFormat, string>> = {
  ean13: ']E0',
  upca: ']E0',
  code128: ']C0',
  itf: ']I0',
  datamatrix: ']d1',
  qr: ']Q1',
}
/** More codes than this in one view are not told apart. */
const MOST_CODES = 4

/** zxing takes a check character of value 102 for one more separator. */
function withoutLastSeparator(text: string): string {
  return text.endsWith(GS) ? text.slice(0, -1) : text
}

/** The text as a scanner would send it, and its identifier. */
function asScanned(text: string, format: CameraFormat): { text: string; aim: string } {
  if (format === 'code128' && text.startsWith(']C1')) {
    return { text: withoutLastSeparator(text.slice(3)), aim: ']C1' }
  }
  if (format === 'code128') return { text: withoutLastSeparator(text), aim: ']C0' }
  if (format === 'datamatrix' && text.startsWith(GS)) return { text: text.slice(1), aim: ']d2' }
  if (format === 'qr' && text.includes(GS)) return { text, aim: ']Q3' }
  if (format === 'upca' && text.length === 12) return { text: `0${text}`, aim: ']E0' }
  return { text, aim: AIMS[format] }
}

function turned({ width, height, pixels }: Picture): Picture {
  const turnedPixels = new Uint8ClampedArray(pixels.length)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) turnedPixels[(width - 1 - x) * height + y] = pixels[y * width + x] ?? 255
  }
  return { width: height, height: width, pixels: turnedPixels }
}

type Found = { result: Result; isTurned: boolean }

/** One way of looking at a picture. Bars are read line by line: `thorough` looks at many more lines. */
type Way = { linear: 'quick' | 'thorough' | 'turned'; square: boolean }

/** The ways that follow each other from picture to picture: what is held well is read by the first. */
const WAYS: readonly Way[] = [
  { linear: 'quick', square: true },
  { linear: 'turned', square: false },
  { linear: 'thorough', square: false },
]
/** How many pictures it takes until every way was tried. */
export const DECODE_WAYS: number = WAYS.length

function bitmapOf({ pixels, width, height }: Picture, Binarizer: typeof HybridBinarizer): BinaryBitmap {
  return new BinaryBitmap(new Binarizer(new RGBLuminanceSource(pixels, width, height)))
}

function attempt(reader: Reader, bitmap: BinaryBitmap, hints: Map<DecodeHintType, unknown>): Result | null {
  try {
    return reader.decode(bitmap, hints)
  } catch {
    // Nothing was found, or what was found is damaged: for a camera these are the same.
    return null
  }
}

/** Every line as black and white by the middle between its darkest and its brightest: keeps narrow bars apart. */
function halved({ width, height, pixels }: Picture): Picture {
  const out = new Uint8ClampedArray(pixels.length)
  for (let y = 0; y < height; y += 1) {
    const line = pixels.subarray(y * width, (y + 1) * width)
    let [low, high] = [255, 0]
    for (const value of line) {
      if (value < low) low = value
      if (value > high) high = value
    }
    const middle = (low + high) / 2
    for (let x = 0; x < width; x += 1) out[y * width + x] = (line[x] ?? 0) > middle ? 255 : 0
  }
  return { width, height, pixels: out }
}

function findBars(picture: Picture, formats: readonly CameraFormat[], { linear }: Way): Found | null {
  const wanted = formats.filter((format) => LINEAR.has(format))
  if (wanted.length === 0) return null
  const hints = new Map<DecodeHintType, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, wanted.map((format) => FORMATS[format])],
    [DecodeHintType.ASSUME_GS1, true],
    // Shorter ones are found in anything that has stripes.
    [DecodeHintType.ALLOWED_LENGTHS, Int32Array.from([14])],
    ...(linear === 'thorough' ? [[DecodeHintType.TRY_HARDER, true] as const] : []),
  ])
  const isTurned = linear === 'turned'
  const shown = isTurned ? turned(picture) : picture
  for (const tried of [shown, halved(shown)]) {
    const result = attempt(new MultiFormatOneDReader(hints), bitmapOf(tried, HybridBinarizer), hints)
    if (result !== null) return { result, isTurned }
  }
  return null
}

function findSquare(picture: Picture, formats: readonly CameraFormat[]): Found | null {
  const hints = new Map<DecodeHintType, unknown>([[DecodeHintType.TRY_HARDER, true]])
  const bitmap = bitmapOf(picture, HybridBinarizer)
  for (const [format, reader] of [
    ['qr', new QRCodeReader()],
    ['datamatrix', new DataMatrixReader()],
  ] as const) {
    const result = formats.includes(format) ? attempt(reader, bitmap, hints) : null
    if (result !== null) return { result, isTurned: false }
  }
  return null
}

function findOne(picture: Picture, formats: readonly CameraFormat[], way: Way): Found | null {
  return findBars(picture, formats, way) ?? (way.square ? findSquare(picture, formats) : null)
}

type Box = { left: number; top: number; right: number; bottom: number }

/** Where a found code lies in the picture, with the room around it that belongs to it. */
function boxOf({ result, isTurned }: Found, { width }: Picture, isLinear: boolean): Box {
  const points = (result.getResultPoints() ?? []).filter((point) => point !== null)
  const xs = points.map((point) => (isTurned ? width - 1 - point.getY() : point.getX()))
  const ys = points.map((point) => (isTurned ? point.getX() : point.getY()))
  const box = { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
  const long = Math.max(box.right - box.left, box.bottom - box.top)
  const along = long * 0.12 + 8
  // Of bars only one line is known: they are rarely higher than half their length.
  const across = isLinear ? long * 0.5 : along
  return isTurned
    ? { left: box.left - across, right: box.right + across, top: box.top - along, bottom: box.bottom + along }
    : { left: box.left - along, right: box.right + along, top: box.top - across, bottom: box.bottom + across }
}

function cover({ width, height, pixels }: Picture, box: Box): void {
  const left = Math.max(0, Math.floor(box.left))
  const right = Math.min(width, Math.ceil(box.right))
  for (let y = Math.max(0, Math.floor(box.top)); y < Math.min(height, box.bottom); y += 1) {
    pixels.fill(200, y * width + left, y * width + right)
  }
}

/**
 * All codes of these symbologies in a picture that one way of looking finds, at most four; `turn` counts pictures and chooses
 * the way. The picture's pixels are used up.
 */
export function decodePicture(picture: Picture, formats: readonly CameraFormat[], turn = 0): SeenCode[] {
  const way = WAYS[turn % WAYS.length]
  if (way === undefined) return []
  const seen: SeenCode[] = []
  while (seen.length < MOST_CODES) {
    const found = findOne(picture, formats, way)
    if (found === null) break
    const number = found.result.getBarcodeFormat()
    const format = formats.find((one) => FORMATS[one] === number)
    if (format === undefined) break
    const box = boxOf(found, picture, LINEAR.has(format))
    const place = {
      x: (box.left + box.right) / 2 / picture.width,
      y: (box.top + box.bottom) / 2 / picture.height,
    }
    const code = { ...asScanned(found.result.getText(), format), format, ...place }
    if (!seen.some(({ text }) => text === code.text)) seen.push(code)
    if (!Number.isFinite(box.left)) break
    cover(picture, box)
  }
  return seen
}

/** Grey values of a picture's colours. */
export function greyOf({ data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>): Picture {
  const pixels = new Uint8ClampedArray(width * height)
  for (let at = 0; at < pixels.length; at += 1) {
    const byte = at * 4
    pixels[at] = ((data[byte] ?? 0) * 77 + (data[byte + 1] ?? 0) * 150 + (data[byte + 2] ?? 0) * 29) >> 8
  }
  return { width, height, pixels }
}
