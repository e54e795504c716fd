import { type Area, type LabelModel, shapesOf, type TextElement, textsOf } from '../../domain/label.ts'
import { type CodeSymbol, modulesAcross, type Symbology } from '../../domain/label-code.ts'
import { encodeCode } from './bars.ts'

const FONT_FAMILY = 'Pretendard Variable, Pretendard, sans-serif'

/** The same drawing as the PDF, as an SVG text without style attributes or scripts, black on white in every theme. */
export function renderSvg(model: LabelModel): string {
  const { widthMm, heightMm } = model
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthMm} ${heightMm}" width="${widthMm}mm" height="${heightMm}mm" role="img">`,
    `<rect width="${widthMm}" height="${heightMm}" fill="#fff"/>`,
    `<path d="${path(shapesOf(model))}" fill="#000"/>`,
    ...textsOf(model).map(textTag),
    '</svg>',
  ].join('')
}

/**
 * A code alone, for screens: quiet zone included, `pixels` CSS pixels to the module, so that a camera or scanner reads it
 * from the glass. Throws `DocumentError` E-DOC-001 when the symbology cannot carry the text.
 */
export function codeSvg(code: string, symbology: Symbology, pixels = 2): string {
  const symbol = encodeCode(symbology, code)
  const quiet = symbol.quietModules
  const width = modulesAcross(symbol) + 2 * quiet
  const height = symbol.kind === 'matrix' ? symbol.rows.length + 2 * quiet : Math.max(40, Math.round(width * 0.25))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width * pixels}" height="${height * pixels}" role="img" shape-rendering="crispEdges">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<path d="${path(shapesOf(inModules(symbol, width, height)))}" fill="#000"/>`,
    '</svg>',
  ].join('')
}

/** The symbol alone on a page whose unit is the module. */
function inModules(symbol: CodeSymbol, widthMm: number, heightMm: number): LabelModel {
  const at = { x: symbol.quietModules, moduleMm: 1, quietMm: symbol.quietModules }
  const element =
    symbol.kind === 'matrix'
      ? { kind: 'matrix' as const, ...at, y: symbol.quietModules, rows: symbol.rows }
      : { kind: 'bars' as const, ...at, y: 0, heightMm, modules: symbol.modules }
  return { widthMm, heightMm, dotMm: 1, elements: [element], notices: [] }
}

function path(areas: readonly Area[]): string {
  return areas
    .map((area) => `M${n(area.x)} ${n(area.y)}h${n(area.widthMm)}v${n(area.heightMm)}h${n(-area.widthMm)}z`)
    .join('')
}

function textTag(text: TextElement): string {
  const attributes = [
    `x="${n(text.x)}" y="${n(text.y)}" font-size="${n(text.sizeMm)}" font-family="${FONT_FAMILY}"`,
    `font-weight="${text.weight === 'bold' ? 700 : 500}" text-anchor="${text.align}" fill="${text.white ? '#fff' : '#000'}"`,
    // Another font may step in for a missing glyph: the width stays the printed one.
    `textLength="${n(text.widthMm)}" lengthAdjust="spacingAndGlyphs"`,
  ]
  return `<text ${attributes.join(' ')}>${escapeXml(text.text)}</text>`
}

/** Four decimals: a tenth of a micron. */
function n(value: number): string {
  return String(Math.round(value * 10_000) / 10_000)
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
