import { saveTemplate } from '../../commands/labels/save-template.ts'
import { savePolicies } from '../../commands/site/save-site.ts'
import type { TemplateFault, TemplatePreview, TemplateView } from '../../contract/station/templates.ts'
import type { PrinterDpi } from '../../domain/label-code.ts'
import type { Policies } from '../../domain/policies.ts'
import { BINDINGS, type LabelTemplate } from '../../domain/template.ts'
import { builtInTemplate, TEMPLATE_IDS, type TemplateId } from '../../domain/template-built-in.ts'
import { checkTemplateText } from '../../domain/template-check.ts'
import { templateText } from '../../domain/template-text.ts'
import { exampleParcel, exampleValues } from '../../domain/template-values.ts'
import type { StationCore } from '../core.ts'
import { DocumentError } from '../documents/document-error.ts'
import { textMetrics } from '../documents/fonts.ts'
import { drawShippingLabel } from '../documents/shipping-label.ts'
import { renderSvg } from '../documents/svg.ts'
import { codeProblems, drawTemplate } from '../documents/template-label.ts'
import type { Actor } from '../journal/executor.ts'
import { accepted, problem } from '../rpc/problems.ts'
import type { Templates } from './templates.ts'

/** Label templates as the office edits them. */
export type TemplateService = {
  list(): TemplateView[]
  read(id: TemplateId, version: number): { text: string }
  preview(asked: { id: TemplateId; text: string; language: 'ko' | 'en'; dpi: PrinterDpi }): TemplatePreview
  save(asked: { id: TemplateId; after: number; text: string | null }, by: Actor): Promise<TemplateView[]>
  use(id: Policies['shippingTemplate'], by: Actor): Promise<TemplateView[]>
}

/** Builds the template service. */
export function openTemplateService(core: StationCore, templates: Templates): TemplateService {
  const operatorById = core.store.reader.prepare('SELECT name FROM operator WHERE id = ?').pluck()
  const nameOf = (id: string | null) => (id === null ? null : ((operatorById.get(id) as string | undefined) ?? null))
  const view = (id: TemplateId): TemplateView => {
    const versions = templates.versions(id)
    const { kind, version, body } = templates.current(id)
    return {
      id,
      kind,
      version: versions[0]?.version ?? 0,
      drawn: version,
      widthMm: body.widthMm,
      heightMm: body.heightMm,
      used: core.policies().shippingTemplate === id,
      bindings: [...BINDINGS[kind]],
      versions: versions.map((row) => ({
        version: row.version,
        builtIn: row.body === null,
        savedAt: row.saved_at,
        savedBy: nameOf(row.saved_by),
      })),
    }
  }
  const numbered = (): Numbered => (core.site()?.gs1_prefix == null ? 'internal' : 'sscc')
  const list = (): TemplateView[] => TEMPLATE_IDS.map(view)
  return {
    list,
    read: (id, version) => {
      const template = templates.find({ id, version })
      if (template === undefined) throw problem('NOT_FOUND', 'E-TPL-014', { id, version })
      return { text: templateText(template.body) }
    },
    preview: ({ id, text, language, dpi }) => {
      const { kind } = builtInTemplate(id)
      const { body, problems } = checkTemplateText(kind, text)
      if (body === null) return { svg: null, widthMm: 0, heightMm: 0, faults: problems, small: [] }
      const template = { id, version: 0, kind, body }
      const model = drawTemplate(template, exampleValues(kind, textMetrics), { language, dpi })
      const small = model.notices.flatMap((notice) => (notice.code === 'TEXT_BELOW_LEGIBLE' ? [notice.text] : []))
      const { widthMm, heightMm } = body
      return { svg: renderSvg(model), widthMm, heightMm, faults: faultsOf(template, numbered()), small }
    },
    save: async ({ id, after, text }, by) => {
      accepted(
        await core.run(
          saveTemplate,
          { templateId: id, after, body: text === null ? null : bodyOf(id, text, numbered()) },
          by,
        ),
      )
      return list()
    },
    use: async (id, by) => {
      accepted(await core.run(savePolicies, { policies: { ...core.policies(), shippingTemplate: id } }, by))
      return list()
    },
  }
}

/** How a site numbers its cartons. */
type Numbered = 'sscc' | 'internal'

/** What no printer could print of a template, or would print without the parcel's number. */
function faultsOf(template: LabelTemplate, numbered: Numbered): TemplateFault[] {
  const faults = codeProblems(template)
  if (template.kind !== 'shipping' || faults.length > 0) return faults
  try {
    drawShippingLabel(exampleParcel(numbered), { template })
    return []
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    return [{ path: '', code: 'E-TPL-015', params: {} }]
  }
}

/** The drawing that a text says; REFUSED with its first fault, a code that cannot be read among them. */
function bodyOf(id: TemplateId, text: string, numbered: Numbered) {
  const { kind } = builtInTemplate(id)
  const { body, problems } = checkTemplateText(kind, text)
  const [fault] = body === null ? problems : faultsOf({ id, version: 0, kind, body }, numbered)
  if (body !== null && fault === undefined) return body
  throw problem('REFUSED', fault?.code ?? 'E-TPL-001', { name: 'templateBad', path: fault?.path ?? '' })
}
