import bwipjs from 'bwip-js/node'
import type { CodeSymbol, Symbology } from '../../domain/label-code.ts'
import { DocumentError } from './document-error.ts'

/** Quiet zones in modules, by the symbologies' standards; EAN and UPC take the wider side on both. */
const QUIET_MODULES: Record<Symbology, number> = {
  code128: 10,
  'gs1-128': 10,
  ean13: 11,
  ean8: 7,
  upca: 9,
  itf14: 10,
  datamatrix: 1,
  qr: 4,
}

const ENCODERS: Record<Symbology, string> = {
  code128: 'code128',
  'gs1-128': 'gs1-128',
  ean13: 'ean13',
  ean8: 'ean8',
  upca: 'upca',
  itf14: 'itf14',
  datamatrix: 'datamatrix',
  qr: 'qrcode',
}

const SCANNED_SSCC = /^00\d{18}$/
const CODE128_TEXT = /^[\x20-\x7e]{1,80}$/

/**
 * Encodes a text as a symbol in modules. For `gs1-128` the AIs stand in parentheses; an SSCC may also come as scanned (`00…`). Check digits are verified, never repaired.
 * Throws `DocumentError` E-DOC-001 when the symbology cannot carry the text (wrong check digit, characters, length).
 */
export function encodeCode(symbology: Symbology, text: string): CodeSymbol {
  // bwip-js would add a missing check digit in silence, and Code 128 with bytes above ASCII is not what a scanner types.
  if (!acceptable(symbology, text)) throw notEncodable(symbology, text)
  const scannedSscc = symbology === 'gs1-128' && SCANNED_SSCC.test(text)
  const [symbol] = rawSymbol(symbology, scannedSscc ? `(00)${text.slice(2)}` : text)
  const quietModules = QUIET_MODULES[symbology]
  if (symbol === undefined) throw notEncodable(symbology, text)
  if ('sbs' in symbol) return { kind: 'linear', symbology, modules: symbol.sbs, quietModules }
  const rows: boolean[][] = []
  for (let start = 0; start < symbol.pixs.length; start += symbol.pixx) {
    rows.push(symbol.pixs.slice(start, start + symbol.pixx).map((cell) => cell === 1))
  }
  return { kind: 'matrix', symbology, rows, quietModules }
}

/** Like `encodeCode`, but undefined instead of an error: for codes that people made up. */
export function tryEncodeCode(symbology: Symbology, text: string): CodeSymbol | undefined {
  try {
    return encodeCode(symbology, text)
  } catch (error) {
    if (error instanceof DocumentError) return undefined
    throw error
  }
}

function acceptable(symbology: Symbology, text: string): boolean {
  switch (symbology) {
    case 'code128':
      return CODE128_TEXT.test(text)
    case 'gs1-128':
      return SCANNED_SSCC.test(text) || /^\(\d{2,4}\)[\x20-\x7e]+$/.test(text)
    case 'ean13':
      return /^\d{13}$/.test(text)
    case 'ean8':
      return /^\d{8}$/.test(text)
    case 'upca':
      return /^\d{12}$/.test(text)
    case 'itf14':
      return /^\d{14}$/.test(text)
    case 'datamatrix':
    case 'qr':
      return text.length > 0 && text.length <= 500
  }
}

type RawSymbol = { sbs: number[] } | { pixs: number[]; pixx: number }

function rawSymbol(symbology: Symbology, text: string): RawSymbol[] {
  try {
    return bwipjs.raw({ bcid: ENCODERS[symbology], text })
  } catch (error) {
    throw notEncodable(symbology, text, error)
  }
}

function notEncodable(symbology: Symbology, text: string, cause?: unknown): DocumentError {
  return new DocumentError('E-DOC-001', `${JSON.stringify(text)} cannot be a ${symbology} code`, { cause })
}
