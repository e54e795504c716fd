/** A drawing as an address that an `<img>` shows; nothing in it runs. */
export function svgAddress(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
}
