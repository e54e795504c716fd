import type { LabelElement, LabelModel } from '../../domain/label.ts'
import { dotOf, placeSymbol } from '../../domain/label-code.ts'
import { fitLine } from '../../domain/label-text.ts'
import { encodeCode } from '../documents/bars.ts'
import { textMetrics } from '../documents/fonts.ts'
import { pageSizeOf } from './printer-book.ts'
import type { Printer } from './printer-setup.ts'

const RULER_FROM_MM = 4

/**
 * The calibration page of a printer, as large as its medium: rulers in millimetres from the upper left corner, a code of its
 * own in each corner, a frame 1 mm inside the edge. What the rulers show at the paper's edges are the offsets to set.
 */
export function calibrationPage(printer: Printer): LabelModel {
  const { widthMm, heightMm } = pageSizeOf(printer)
  const elements = [
    {
      kind: 'box',
      x: 1,
      y: 1,
      widthMm: widthMm - 2,
      heightMm: heightMm - 2,
      thicknessMm: 0.25,
      filled: false,
    } as const,
    ...ruler(widthMm, 'across'),
    ...ruler(heightMm, 'down'),
    ...corners(widthMm, heightMm, dotOf(printer.dpi)),
    ...words([printer.name, sizeOf(printer), offsetOf(printer)], widthMm, heightMm / 2),
  ]
  return { widthMm, heightMm, dotMm: dotOf(printer.dpi), elements, notices: [] }
}

/** A short test of a printer: its name and size in both scripts, and one code to scan. */
export function testPage(printer: Printer): LabelModel {
  const { widthMm, heightMm } = pageSizeOf(printer)
  const dotMm = dotOf(printer.dpi)
  const symbol = encodeCode('code128', 'BARO-TEST')
  const barsMm = Math.min(15, heightMm / 4)
  const moduleMm = Math.max(1, Math.floor((widthMm * 0.6) / 150 / dotMm)) * dotMm
  return {
    widthMm,
    heightMm,
    dotMm,
    elements: [
      ...words(['시험 인쇄 · Test print', printer.name, sizeOf(printer)], widthMm, heightMm * 0.3),
      placeSymbol(symbol, { centreX: widthMm / 2, y: heightMm * 0.6, moduleMm, heightMm: barsMm, dotMm }),
    ],
    notices: [],
  }
}

const sizeOf = (printer: Printer): string => {
  const { widthMm, heightMm } = pageSizeOf(printer)
  return `${widthMm} × ${heightMm} mm · ${printer.dpi} dpi`
}

const offsetOf = ({ offset }: Printer): string => `x ${offset.xMm} mm · y ${offset.yMm} mm`

/** Ticks each millimetre, longer at five and ten, with the number at ten. */
function ruler(lengthMm: number, along: 'across' | 'down'): LabelElement[] {
  const elements: LabelElement[] = []
  for (let at = 1; at < lengthMm - 1; at += 1) {
    const length = at % 10 === 0 ? 4 : at % 5 === 0 ? 3 : 1.5
    const end = RULER_FROM_MM + length
    elements.push(
      along === 'across'
        ? { kind: 'line', x1: at, y1: RULER_FROM_MM, x2: at, y2: end, thicknessMm: 0.25 }
        : { kind: 'line', x1: RULER_FROM_MM, y1: at, x2: end, y2: at, thicknessMm: 0.25 },
    )
    if (at % 10 !== 0 || at > lengthMm - 4) continue
    const place = along === 'across' ? { x: at, y: 11 } : { x: 9.5, y: at + 1 }
    const align = along === 'across' ? 'middle' : 'start'
    elements.push(...fitLine(String(at), { ...place, widthMm: 8, maxMm: 2.6, weight: 'medium', align }, textMetrics))
  }
  return elements
}

/** A Data Matrix in each corner that says which corner it is, 14 mm from the edges. */
function corners(widthMm: number, heightMm: number, dotMm: number): LabelElement[] {
  if (widthMm < 45 || heightMm < 45) return []
  const moduleMm = Math.ceil(0.5 / dotMm) * dotMm
  return (['TL', 'TR', 'BL', 'BR'] as const).map((corner) => {
    const symbol = encodeCode('datamatrix', `BARO-${corner}`)
    const sizeMm = (symbol.kind === 'matrix' ? symbol.rows.length : 0) * moduleMm
    const centreX = corner.endsWith('L') ? 14 + sizeMm / 2 : widthMm - 14 - sizeMm / 2
    const y = Math.round((corner.startsWith('T') ? 14 : heightMm - 14 - sizeMm) / dotMm) * dotMm
    return placeSymbol(symbol, { centreX, y, moduleMm, heightMm: sizeMm, dotMm })
  })
}

function words(lines: readonly string[], widthMm: number, middleMm: number): LabelElement[] {
  const sizeMm = Math.min(5, widthMm / 14)
  return lines.flatMap((line, index) =>
    fitLine(
      line,
      {
        x: widthMm / 2,
        y: middleMm + index * sizeMm * 1.5,
        widthMm: widthMm * 0.6,
        maxMm: sizeMm,
        weight: index === 0 ? 'bold' : 'medium',
        align: 'middle',
      },
      textMetrics,
    ),
  )
}
