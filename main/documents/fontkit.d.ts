// The part of fontkit (it carries no types) that measuring text and handing a parsed font to pdfkit needs.
declare module 'fontkit' {
  export interface Font {
    readonly unitsPerEm: number
    layout(text: string): { advanceWidth: number }
    hasGlyphForCodePoint(codePoint: number): boolean
  }
  export function create(bytes: Uint8Array): Font
}
