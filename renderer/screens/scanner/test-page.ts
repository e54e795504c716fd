import type { TestCode } from '../../../contract/station/scanners.ts'
import type { PaperPage } from '../../print.ts'

const WIDTH_MM = 100
const HEIGHT_MM = 150
/** Wide enough for any scanner; the longest of the codes still fits the page. */
const MODULE_MM = 0.3

/** The test codes on one page of label size, one below the other, bars of 0.3 mm. */
export function testPage(codes: readonly TestCode[]): PaperPage {
  let top = 12
  const parts = codes.map(({ svg }, index) => {
    const [, width = 100, height = 40] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number)
    const inner = svg.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '')
    const module = Math.min(MODULE_MM, (WIDTH_MM - 6) / width)
    const left = (WIDTH_MM - width * module) / 2
    const part = [
      `<text x="${WIDTH_MM / 2}" y="${top - 3}" font-size="5" text-anchor="middle">${index + 1}</text>`,
      `<g transform="translate(${left} ${top}) scale(${module})">${inner}</g>`,
    ].join('')
    top += height * module + 20
    return part
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH_MM} ${HEIGHT_MM}" width="${WIDTH_MM}mm" height="${HEIGHT_MM}mm">${parts.join('')}</svg>`
  return { svg, widthMm: WIDTH_MM, heightMm: HEIGHT_MM }
}
