import { createElement, type ReactNode, useMemo } from 'react'
import { type SvgNode, svgTree } from './svg-tree.ts'

const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

function draw(node: SvgNode | string, key: number): ReactNode {
  if (typeof node === 'string') return node
  const props: Record<string, string | number> = { key }
  for (const [name, value] of Object.entries(node.attributes)) props[camel(name)] = value
  return createElement(node.name, props, ...node.children.map(draw))
}

/**
 * Draws an SVG document as part of the page, so that its words use the bundled font (an `img` would fall back to the machine's).
 * Only shapes and words come through. Draws nothing when the text is not an SVG document.
 */
export function InlineSvg({ svg, label }: { svg: string; label: string }) {
  const tree = useMemo(() => svgTree(svg), [svg])
  if (tree === null) return null
  const { viewBox, ...rest } = tree.attributes
  return (
    <svg
      role="img"
      aria-label={label}
      {...(viewBox === undefined ? {} : { viewBox })}
      {...(rest['shape-rendering'] === undefined ? {} : { shapeRendering: rest['shape-rendering'] })}
    >
      {tree.children.map(draw)}
    </svg>
  )
}
