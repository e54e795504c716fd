import type { Role } from '../../domain/inputs.ts'
import type { PrintLanguage } from '../../domain/shipping-label.ts'
import type { TemplateValues } from '../../domain/template-layout.ts'
import type { StationCore } from '../core.ts'
import { commandSheet } from '../documents/command-sheet.ts'
import { isLabelSheet, type LabelSheet, renderLabelSheet } from '../documents/label-sheet.ts'
import { type CodeSheetEntry, renderCodeSheet, sheetOf, symbologyOfItemCode } from '../documents/sheets.ts'
import { renderTemplateLabels, type TemplateLabels } from '../documents/template-label.ts'
import { openTemplates } from '../labels/templates.ts'
import { problem } from '../rpc/problems.ts'

const SOURCES = {
  badges: {
    kind: 'badges',
    sql: 'SELECT badge AS code, name AS title, role AS subtitle FROM operator WHERE active = 1 ORDER BY badge',
  },
  totes: { kind: 'totes', sql: `SELECT code, name AS title, '' AS subtitle FROM tote ORDER BY code` },
  locations: {
    kind: 'locations',
    sql: `SELECT code, code AS title, zone AS subtitle, zone, aisle, bay, level, position FROM location ORDER BY code LIMIT 5000`,
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

/** How a sheet is printed: in which language and on what; `label` is one label a page, `a4-…` a sheet of labels, A6 for commands. */
export type SheetOptions = { language: PrintLanguage; paper: 'a4' | 'a6' | 'label' | LabelSheet }

/** Reads the options of a sheet from its address; what is not known counts as A4 in Korean. */
export function sheetOptions(search: URLSearchParams): SheetOptions {
  const paper = search.get('paper') ?? 'a4'
  return {
    language: search.get('language') === 'en' ? 'en' : 'ko',
    paper: paper === 'a6' || paper === 'label' || isLabelSheet(paper) ? paper : 'a4',
  }
}

const TEMPLATE_OF = { badges: 'badge', totes: 'tote', locations: 'location', items: 'item' } as const

/** A printable sheet of codes as PDF, or labels of the site's template; NOT_FOUND for a kind that does not exist. */
export async function sheetPdf(core: StationCore, kind: string, options: SheetOptions): Promise<Buffer> {
  const { language, paper } = options
  if (kind === 'commands')
    return (await renderCodeSheet(commandSheet(language), language, paper === 'a6' ? 'a6' : 'a4')).pdf
  if (!Object.hasOwn(SOURCES, kind)) throw problem('NOT_FOUND', 'E-DOC-003', { kind })
  const labels = sheetLabels(core, kind, options)
  if (labels !== null) {
    if (isLabelSheet(paper))
      return (await renderLabelSheet(labels.template, labels.all, { ...labels, sheet: paper })).pdf
    return (await renderTemplateLabels(labels.template, labels.all, labels)).pdf
  }
  const source = SOURCES[kind as keyof typeof SOURCES]
  const rows = core.store.reader.prepare(source.sql).all() as SourceRow[]
  const entries: CodeSheetEntry[] = rows.map((row) => {
    const code = codeOf(kind, row)
    const { title, subtitle } = row
    return { code, title, subtitle, symbology: kind === 'items' ? symbologyOfItemCode(code) : 'code128' }
  })
  return (await renderCodeSheet(sheetOf(source.kind, entries, language), language)).pdf
}

/** The labels of the site's template that a sheet consists of, for a label printer; null for a sheet of another kind or paper. */
export function sheetLabels(core: StationCore, kind: string, { language, paper }: SheetOptions): TemplateLabels | null {
  if (!Object.hasOwn(TEMPLATE_OF, kind) || (paper !== 'label' && !isLabelSheet(paper))) return null
  const rows = core.store.reader.prepare(SOURCES[kind as keyof typeof SOURCES].sql).all() as SourceRow[]
  if (rows.length === 0 && paper === 'label') throw problem('NOT_FOUND', 'E-DOC-003', { kind })
  const template = openTemplates(core).current(TEMPLATE_OF[kind as keyof typeof TEMPLATE_OF])
  const all = rows.map((row) => ({ ...labelValues(kind, row, language), code: codeOf(kind, row) }))
  return { template, all, language, title: kind }
}

function codeOf(kind: string, { code }: SourceRow): string {
  return kind === 'items' ? code.replace(/^0(?=\d{13}$)/, '') : code
}

type SourceRow = { code: string; title: string; subtitle: string } & Partial<
  Record<'zone' | 'aisle' | 'bay' | 'level' | 'position', string>
>

const ROLES: Record<Role, readonly [ko: string, en: string]> = {
  picker: ['피커', 'Picker'],
  packer: ['포장', 'Packer'],
  receiver: ['입고', 'Receiver'],
  lead: ['반장', 'Lead'],
  service: ['고객 응대', 'Service'],
  manager: ['관리자', 'Manager'],
  administrator: ['시스템 관리자', 'Administrator'],
}

/** What the bindings of a label stand for, by the kind of its sheet. */
function labelValues(kind: string, row: SourceRow, language: PrintLanguage): TemplateValues {
  if (kind === 'items') return { name: row.title, sku: row.subtitle, 'unit.count': '1' }
  if (kind === 'totes') return { name: row.title }
  if (kind === 'badges')
    return { name: row.title, role: ROLES[row.subtitle as Role]?.[language === 'ko' ? 0 : 1] ?? '' }
  const { zone = '', aisle = '', bay = '', level = '', position = '' } = row
  return { zone, aisle, bay, level, position }
}
