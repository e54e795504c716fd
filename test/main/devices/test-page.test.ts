import { describe, expect, test } from 'vitest'
import type { PrinterForm } from '../../../contract/station/devices.ts'
import { areaOf } from '../../../domain/label.ts'
import { movedBy, pageForPrinter } from '../../../main/devices/page-for-printer.ts'
import { fitsMedium, type Printer } from '../../../main/devices/printer-setup.ts'
import { calibrationPage, testPage } from '../../../main/devices/test-page.ts'
import { zplPrinter } from '../../support/print-floor.ts'
import { printZpl } from '../../support/zpl-raster.ts'
import { decode, type Raster } from '../documents/raster.ts'

const printer = (change: Partial<PrinterForm> = {}): Printer => ({ ...zplPrinter('127.0.0.1', change), id: 'one' })
const media = [
  { widthMm: 100, heightMm: 150 },
  { widthMm: 101.6, heightMm: 152.4 },
  { widthMm: 50, heightMm: 30 },
  { widthMm: 210, heightMm: 297 },
]

async function onPaper(model: ReturnType<typeof testPage>, one: Printer): Promise<Raster> {
  const { bytes } = await pageForPrinter(model, one, 'test')
  return printZpl(Buffer.from(bytes).toString('utf8'), one.dpi).raster as Raster
}

describe('the pages that try a printer', () => {
  test.each(media)('fill its paper and stay on it (%o)', (medium) => {
    for (const dpi of [203, 300, 600] as const)
      for (const draw of [testPage, calibrationPage]) {
        const page = draw(printer({ media: medium, dpi }))
        expect(page).toMatchObject(medium)
        for (const element of page.elements) {
          const { x, y, widthMm, heightMm } = areaOf(element)
          expect(x, JSON.stringify(element)).toBeGreaterThanOrEqual(-0.01)
          expect(y).toBeGreaterThanOrEqual(-0.01)
          expect(x + widthMm, JSON.stringify(element)).toBeLessThanOrEqual(medium.widthMm + 0.01)
          expect(y + heightMm).toBeLessThanOrEqual(medium.heightMm + 0.01)
        }
      }
  })

  test('say in each corner which one it is, where the printer puts it', async () => {
    for (const dpi of [203, 300] as const) {
      const one = printer({ dpi })
      const raster = await onPaper(calibrationPage(one), one)
      for (const [corner, x, y] of [
        ['TL', 11, 11],
        ['TR', 77, 11],
        ['BL', 11, 125],
        ['BR', 77, 125],
      ] as const)
        expect(decode(raster, { x, y, widthMm: 12, heightMm: 14 }, { matrix: true })?.text, corner).toBe(
          `BARO-${corner}`,
        )
    }
  })

  test('are moved by the offset of the printer, in ZPL and in PDF', async () => {
    const one = printer({ offset: { xMm: 2, yMm: 3 } })
    const [plain, moved] = [
      await onPaper(calibrationPage(printer()), printer()),
      await onPaper(calibrationPage(one), one),
    ]
    const first = ({ pixels, width }: Raster) => {
      const at = pixels.indexOf(0)
      return [at % width, Math.floor(at / width)]
    }
    const dots = (mm: number) => Math.round(mm * 8)
    const [x = 0, y = 0] = first(plain)
    expect(first(moved)).toEqual([x + dots(2), y + dots(3)])
    const [frame] = movedBy(calibrationPage(one), one.offset).elements
    expect(frame).toMatchObject({ x: 3, y: 4 })
  })
})

test('a page fits a medium of its own size to half a millimetre, turned when the page is turned', () => {
  const page = { widthMm: 100, heightMm: 150 }
  expect(fitsMedium(printer(), page)).toBe(true)
  expect(fitsMedium(printer({ media: { widthMm: 101.6, heightMm: 152.4 } }), page)).toBe(false)
  expect(fitsMedium(printer({ media: { widthMm: 150, heightMm: 100 } }), page)).toBe(false)
  expect(fitsMedium(printer({ media: { widthMm: 150, heightMm: 100 }, orientation: 'landscape' }), page)).toBe(true)
  expect(fitsMedium(printer({ media: null, kind: 'pdf-folder' }), page)).toBe(true)
})
