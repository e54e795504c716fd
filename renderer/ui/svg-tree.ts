/** One element of a drawing, with only what a drawing needs. */
export type SvgNode = {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (SvgNode | string)[]
}

// Shapes and words only: nothing that loads, links, runs or styles.
const elements = new Set(['svg', 'g', 'rect', 'path', 'text', 'tspan', 'line', 'circle', 'polygon', 'polyline'])
const attributes = new Set(
  'viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d points fill stroke stroke-width stroke-linecap stroke-linejoin stroke-dasharray fill-rule transform font-size font-weight letter-spacing text-anchor dominant-baseline textLength lengthAdjust shape-rendering opacity'.split(
    ' ',
  ),
)
const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/([\w:-]+)\s*>|<([\w:-]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|([^<]+)/gy
const attribute = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? whole
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : ''
  })
}

function readAttributes(text: string): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    const value = decode(double ?? single ?? '')
    if (attributes.has(name) && !/url\s*\(/i.test(value)) found[name] = value
  }
  return found
}

type Open = { name: string; attributes: Record<string, string>; children: (SvgNode | string)[]; kept: boolean }

/**
 * Reads an SVG document into a tree of shapes and words; elements and attributes that a drawing does not need are left out with
 * everything in them. Null when the text is not one well-formed SVG element.
 */
export function svgTree(svg: string): SvgNode | null {
  const root: Open = { name: '', attributes: {}, children: [], kept: true }
  const open: Open[] = [root]
  token.lastIndex = 0
  for (let match = token.exec(svg); match !== null; match = token.exec(svg)) {
    const [, closed, opened, text = '', empty, words] = match
    const parent = open.at(-1)
    if (parent === undefined) return null
    if (words !== undefined) {
      if (words.trim() !== '' && (parent.name === 'text' || parent.name === 'tspan'))
        parent.children.push(decode(words))
    } else if (opened !== undefined) {
      const kept = parent.kept && elements.has(opened)
      const node: Open = { name: opened, attributes: readAttributes(text), children: [], kept }
      if (kept) parent.children.push(node)
      if (empty === '') open.push(node)
    } else if (closed !== undefined) {
      if (parent.name !== closed || open.length === 1) return null
      open.pop()
    }
    if (token.lastIndex === svg.length) break
  }
  if (token.lastIndex !== svg.length || open.length !== 1) return null
  const [only, ...others] = root.children
  return typeof only === 'object' && only.name === 'svg' && others.length === 0 ? only : null
}
