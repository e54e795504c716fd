import { templateKey } from '../../commands/labels/save-template.ts'
import type { Row } from '../../db/tables.ts'
import { type LabelTemplate, TemplateBody, type TemplateRef } from '../../domain/template.ts'
import { builtInTemplate, isTemplateId, type TemplateId } from '../../domain/template-built-in.ts'
import type { StationCore } from '../core.ts'

/** The site's label templates beside those that come with the program. */
export type Templates = {
  /** What is drawn now: the newest version, or version 0 when the site has none or went back to it. */
  current(id: TemplateId): LabelTemplate
  /** The drawing of a print; undefined for one that this store does not have. */
  find(ref: TemplateRef): LabelTemplate | undefined
  /** All versions that the site saved, newest first. */
  versions(id: TemplateId): Row<'label_template'>[]
}

/** Opens the templates of a store. */
export function openTemplates(core: StationCore): Templates {
  const byKey = core.store.reader.prepare('SELECT * FROM label_template WHERE id = ?')
  const all = core.store.reader.prepare('SELECT * FROM label_template WHERE template_id = ? ORDER BY version DESC')
  // A version is parsed once; only a restored centre gives its number to another drawing.
  const known = new Map<string, { body: string | null; template: LabelTemplate }>()
  const versions = (id: TemplateId) => all.all(id) as Row<'label_template'>[]
  const read = (row: Row<'label_template'>): LabelTemplate | undefined => {
    const before = known.get(row.id)
    if (before?.body === row.body) return before.template
    const template = drawnBy(row)
    if (template !== undefined) known.set(row.id, { body: row.body, template })
    return template
  }
  return {
    versions,
    current: (id) => {
      const [newest] = versions(id)
      return (newest && read(newest)) ?? builtInTemplate(id)
    },
    find: ({ id, version }) => {
      if (!isTemplateId(id)) return undefined
      if (version === 0) return builtInTemplate(id)
      const row = byKey.get(templateKey(id, version)) as Row<'label_template'> | undefined
      return row && read(row)
    },
  }
}

/** A version that went back to the program's drawing has none of its own. */
function drawnBy(row: Row<'label_template'>): LabelTemplate | undefined {
  if (row.body === null || !isTemplateId(row.template_id)) return undefined
  const { kind } = builtInTemplate(row.template_id)
  return { id: row.template_id, version: row.version, kind, body: TemplateBody.parse(JSON.parse(row.body)) }
}
