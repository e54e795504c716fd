import type { BarsElement, MatrixElement } from './label.ts'

/** Symbologies that Baro prints or shows. `gs1-128` takes its text with AIs in parentheses, `(00)3…`. */
export const SYMBOLOGIES = ['code128', 'gs1-128', 'ean13', 'ean8', 'upca', 'itf14', 'datamatrix', 'qr'] as const
/** One of `SYMBOLOGIES`. */
export type Symbology = (typeof SYMBOLOGIES)[number]

/** An encoded code before it has a size: bar and space widths (first a bar) or rows of cells, in modules. */
export type CodeSymbol =
  | { kind: 'linear'; symbology: Symbology; modules: readonly number[]; quietModules: number }
  | { kind: 'matrix'; symbology: Symbology; rows: readonly (readonly boolean[])[]; quietModules: number }

/** Dots per inch of the label printers' heads. */
export type PrinterDpi = 203 | 300 | 600
/** Print resolutions with whole dots; `any` is for a printer that nobody named: its grid is that of 203 dpi, and 300 dpi reads it too. */
export type PrintResolution = PrinterDpi | 'any'

/** Edge of a printer dot in millimetres: 8 dots/mm for 203 dpi heads, 300 or 600 dots per inch exactly. */
export function dotOf(resolution: PrintResolution): number {
  return resolution === 300 || resolution === 600 ? 25.4 / resolution : 0.125
}

/** Quiet zone that stays free on every side, whatever the symbology asks for. */
export const QUIET_MM = 3

/** Modules from the first dark module to the last, quiet zones not counted. */
export function modulesAcross(symbol: CodeSymbol): number {
  if (symbol.kind === 'matrix') return symbol.rows[0]?.length ?? 0
  return symbol.modules.reduce((sum, width) => sum + width, 0)
}

/** Width of the symbol with both quiet zones at a module width. */
export function symbolWidthMm(symbol: CodeSymbol, moduleMm: number): number {
  return modulesAcross(symbol) * moduleMm + 2 * quietOf(symbol, moduleMm)
}

function quietOf(symbol: CodeSymbol, moduleMm: number): number {
  return Math.max(QUIET_MM, symbol.quietModules * moduleMm)
}

/** Module width wanted for a code and the smallest that is still printed. */
export interface ModuleRange {
  wantedMm: number
  leastMm: number
}

/**
 * The widest module, in whole dots and up to the wanted width (rounded up to a dot), with which the symbol and its quiet
 * zones fit; undefined when even the least does not fit.
 */
export function moduleFor(symbol: CodeSymbol, widthMm: number, dotMm: number, range: ModuleRange): number | undefined {
  const least = Math.max(1, Math.ceil(range.leastMm / dotMm - 1e-9))
  for (let dots = Math.ceil(range.wantedMm / dotMm - 1e-9); dots >= least; dots--) {
    if (symbolWidthMm(symbol, dots * dotMm) <= widthMm) return dots * dotMm
  }
  return undefined
}

/** The symbol as an element, centred on `centreX`; a linear one `heightMm` high, a matrix as high as it is. */
export function placeSymbol(
  symbol: CodeSymbol,
  place: { centreX: number; y: number; moduleMm: number; heightMm: number; dotMm: number },
): BarsElement | MatrixElement {
  const { y, moduleMm, heightMm, dotMm } = place
  const start = place.centreX - (modulesAcross(symbol) * moduleMm) / 2
  const x = Math.round(start / dotMm) * dotMm
  const quietMm = quietOf(symbol, moduleMm)
  return symbol.kind === 'linear'
    ? { kind: 'bars', x, y, moduleMm, heightMm, modules: symbol.modules, quietMm }
    : { kind: 'matrix', x, y, moduleMm, rows: symbol.rows, quietMm }
}

/** Height of the dark part of a symbol: a linear one is as high as asked for, a matrix as its rows. */
export function symbolHeightMm(symbol: CodeSymbol, moduleMm: number, linearMm: number): number {
  return symbol.kind === 'linear' ? linearMm : symbol.rows.length * moduleMm
}
