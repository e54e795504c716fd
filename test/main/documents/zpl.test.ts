import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { areaOf, type LabelModel, shapesOf } from '../../../domain/label.ts'
import { dotOf, type PrinterDpi, placeSymbol } from '../../../domain/label-code.ts'
import { encodeCode } from '../../../main/documents/bars.ts'
import { renderPdf } from '../../../main/documents/pdf.ts'
import { drawShippingLabel } from '../../../main/documents/shipping-label.ts'
import { renderSvg } from '../../../main/documents/svg.ts'
import { renderZpl, type ZplOptions } from '../../../main/documents/zpl.ts'
import { printZpl } from '../../support/zpl-raster.ts'
import { decode, popplerMissing, type Raster, rasterise } from './raster.ts'
import { sampleLabel, sampleSscc } from './samples.ts'
import { chromiumTool, openPainter } from './svg-raster.ts'

const plain = (dpi: PrinterDpi): ZplOptions => ({ dpi, darkness: null, speed: null, offset: { xMm: 0, yMm: 0 } })

/** The shipping label with a copy mark (white on black), and two-dimensional codes in its empty corner. */
function everything(dpi: PrinterDpi): LabelModel {
  const label = drawShippingLabel({ ...sampleLabel, copy: 2 }, { dpi })
  const dotMm = dotOf(dpi)
  const moduleMm = Math.round(0.5 / dotMm) * dotMm
  const matrix = (symbology: 'qr' | 'datamatrix', centreX: number) =>
    placeSymbol(encodeCode(symbology, `M-${symbology}`), { centreX, y: 64, moduleMm, heightMm: 0, dotMm })
  return { ...label, elements: [...label.elements, matrix('qr', 60), matrix('datamatrix', 85)] }
}

function blackAt(raster: Raster, x: number, y: number): boolean {
  return (raster.pixels[y * raster.width + x] ?? 255) < 128
}

const AROUND = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => [right, down] as const))

/** Share of the black dots of `of` that have no black dot of `within` at most one dot away. */
function strayShare(of: Raster, within: Raster): number {
  let black = 0
  let stray = 0
  for (let y = 0; y < of.height; y++) {
    for (let x = 0; x < of.width; x++) {
      if (!blackAt(of, x, y)) continue
      black++
      if (!blackAt(within, x, y) && !AROUND.some(([right, down]) => blackAt(within, x + right, y + down))) stray++
    }
  }
  expect(black).toBeGreaterThan(10_000)
  return stray / black
}

/** True when every dot of every shape has the colour that the drawing gives it, to the very dot. */
function wrongDots(raster: Raster, model: LabelModel): number {
  let wrong = 0
  for (const element of model.elements) {
    if (element.kind !== 'bars' && element.kind !== 'matrix') continue
    const dots = (mm: number) => Math.round(mm / model.dotMm)
    const area = areaOf(element)
    const inked = new Set<number>()
    for (const shape of shapesOf({ ...model, elements: [element] })) {
      for (let y = dots(shape.y); y < dots(shape.y + shape.heightMm); y++)
        for (let x = dots(shape.x); x < dots(shape.x + shape.widthMm); x++) inked.add(y * raster.width + x)
    }
    for (let y = dots(area.y); y < dots(area.y + area.heightMm); y++) {
      for (let x = Math.max(0, dots(area.x)); x < Math.min(raster.width, dots(area.x + area.widthMm)); x++)
        if (blackAt(raster, x, y) !== inked.has(y * raster.width + x)) wrong++
    }
  }
  return wrong
}

const CODES = [`]C100${sampleSscc}`, 'M-qr', 'M-datamatrix']

function codesOf(raster: Raster, model: LabelModel): (string | undefined)[] {
  return model.elements
    .filter((element) => element.kind === 'bars' || element.kind === 'matrix')
    .map((element) => {
      const linear = element.kind === 'bars'
      return decode(raster, areaOf(element), { gs1: linear, matrix: !linear })?.text
    })
}

test.each([203, 300, 600] as const)(
  'the ZPL of a label reads as its codes, every module on whole dots, at %i dpi',
  (dpi) => {
    const model = everything(dpi)
    const { raster, copies } = printZpl(renderZpl(model, plain(dpi)), dpi)
    expect(raster.width).toBe(Math.round(100 / model.dotMm))
    expect(raster.height).toBe(Math.round(150 / model.dotMm))
    expect(codesOf(raster, model)).toEqual(CODES)
    expect(wrongDots(raster, model)).toBe(0)
    expect(copies).toBe(1)
  },
)

describe.skipIf(popplerMissing ?? chromiumTool.path === null)('the preview, the PDF and the ZPL of a label', () => {
  let painter: Awaited<ReturnType<typeof openPainter>>
  beforeAll(async () => {
    painter = await openPainter()
  })
  afterAll(() => painter?.close())

  test.each([203, 300] as const)(
    'are the same drawing and read as the same codes at %i dpi',
    { timeout: 60_000 },
    async (dpi) => {
      const model = everything(dpi)
      const zpl = printZpl(renderZpl(model, plain(dpi)), dpi).raster
      const pdf = sized(rasterise((await renderPdf([model], 'label')).pdf, dpi === 203 ? 203.2 : 300), zpl)
      const svg = sized(await painter.paint(renderSvg(model), dpi === 203 ? 203.2 : 300), zpl)
      for (const drawing of [zpl, pdf, svg]) expect(codesOf(drawing, model)).toEqual(CODES)
      for (const drawing of [pdf, svg]) {
        expect(strayShare(zpl, drawing)).toBeLessThan(0.002)
        expect(strayShare(drawing, zpl)).toBeLessThan(0.002)
      }
      const other = { ...model, elements: model.elements.filter((element) => element.kind !== 'text') }
      expect(strayShare(zpl, printZpl(renderZpl(other, plain(dpi)), dpi).raster)).toBeGreaterThan(0.05)
    },
  )
})

/** Poppler rounds a page up to whole pixels: a column or row more is not another drawing. */
function sized(raster: Raster, like: Raster): Raster {
  expect(Math.abs(raster.width - like.width) + Math.abs(raster.height - like.height)).toBeLessThanOrEqual(2)
  const pixels = new Uint8ClampedArray(like.width * like.height).fill(255)
  for (let y = 0; y < Math.min(raster.height, like.height); y++) {
    const width = Math.min(raster.width, like.width)
    pixels.set(raster.pixels.subarray(y * raster.width, y * raster.width + width), y * like.width)
  }
  return { ...like, pixels }
}

test('a printer is set as its options say, within what ZPL knows', () => {
  const model = everything(203)
  const set = printZpl(renderZpl(model, { ...plain(203), darkness: 40, speed: 4 }), 203)
  expect([set.darkness, set.speed]).toEqual([30, 4])
  const unset = printZpl(renderZpl(model, plain(203)), 203)
  expect([unset.darkness, unset.speed]).toEqual([null, null])
})

test('an offset moves the whole print by whole dots, and what leaves the paper is cut', () => {
  const model = everything(203)
  const still = printZpl(renderZpl(model, plain(203)), 203).raster
  for (const [xMm, yMm] of [
    [1, 2],
    [-1.01, 0.5],
    [-60, -20],
  ] as const) {
    const moved = printZpl(renderZpl(model, { ...plain(203), offset: { xMm, yMm } }), 203).raster
    const [right, down] = [Math.round(xMm / 0.125), Math.round(yMm / 0.125)]
    let different = 0
    for (let y = Math.max(0, down); y < Math.min(still.height, still.height + down); y++)
      for (let x = Math.max(0, right); x < Math.min(still.width, still.width + right); x++)
        if (blackAt(moved, x, y) !== blackAt(still, x - right, y - down)) different++
    expect(different).toBe(0)
  }
})

test('a page for another resolution is refused with a code', () => {
  expect(() => renderZpl(everything(203), plain(300))).toThrow(expect.objectContaining({ code: 'E-DOC-004' }))
})

test('a label with much Hangul stays below forty kilobytes at 203 dpi', () => {
  expect(renderZpl(everything(203), plain(203)).length).toBeLessThan(40_000)
})
