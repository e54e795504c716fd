// The part of fontkit (it carries no types) that measuring and drawing text and handing a parsed font to pdfkit needs.
declare module 'fontkit' {
  export interface Glyph {
    readonly id: number
    /** In font units, y upwards. */
    readonly path: { readonly commands: readonly { command: string; args: readonly number[] }[] }
  }
  export interface GlyphRun {
    readonly advanceWidth: number
    readonly glyphs: readonly Glyph[]
    readonly positions: readonly { xAdvance: number; xOffset: number; yOffset: number }[]
  }
  export interface Font {
    readonly unitsPerEm: number
    layout(text: string): GlyphRun
    hasGlyphForCodePoint(codePoint: number): boolean
  }
  export function create(bytes: Uint8Array): Font
}
