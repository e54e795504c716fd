import type { PrintLanguage } from '../../domain/shipping-label.ts'
import type { StationCore } from '../core.ts'
import { commandSheet } from '../documents/command-sheet.ts'
import { type CodeSheetEntry, renderCodeSheet, sheetOf, symbologyOfItemCode } from '../documents/sheets.ts'
import { problem } from '../rpc/problems.ts'

const SOURCES = {
  badges: {
    kind: 'badges',
    sql: 'SELECT badge AS code, name AS title, role AS subtitle FROM operator WHERE active = 1 ORDER BY badge',
  },
  totes: { kind: 'totes', sql: `SELECT code, name AS title, '' AS subtitle FROM tote ORDER BY code` },
  locations: {
    kind: 'locations',
    sql: `SELECT code, code AS title, zone AS subtitle FROM location ORDER BY code LIMIT 5000`,
  },
  'carton-types': {
    kind: 'cartonTypes',
    sql: `SELECT code, name AS title, inner_length_mm || ' × ' || inner_width_mm || ' × ' || inner_height_mm || ' mm' AS subtitle
          FROM carton_type WHERE active = 1 ORDER BY code`,
  },
  items: {
    kind: 'items',
    sql: 'SELECT coalesce(gtin, sku) AS code, name AS title, sku AS subtitle FROM item ORDER BY sku LIMIT 2000',
  },
} as const

/** A printable A4 sheet of codes as PDF; NOT_FOUND for a kind that does not exist. */
export async function sheetPdf(core: StationCore, kind: string, language: PrintLanguage): Promise<Buffer> {
  if (kind === 'commands') return (await renderCodeSheet(commandSheet(language), language)).pdf
  if (!Object.hasOwn(SOURCES, kind)) throw problem('NOT_FOUND', 'E-DOC-003', { kind })
  const source = SOURCES[kind as keyof typeof SOURCES]
  const rows = core.store.reader.prepare(source.sql).all() as { code: string; title: string; subtitle: string }[]
  const entries: CodeSheetEntry[] = rows.map((row) => {
    const code = kind === 'items' ? row.code.replace(/^0(?=\d{13}$)/, '') : row.code
    return { ...row, code, symbology: kind === 'items' ? symbologyOfItemCode(code) : 'code128' }
  })
  return (await renderCodeSheet(sheetOf(source.kind, entries, language), language)).pdf
}
