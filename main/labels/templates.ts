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
  const versions = (id: TemplateId) => all.all(id) as Row<'label_template'>[]
  return {
    versions,
    current: (id) => {
      const [newest] = versions(id)
      return (newest && drawnBy(newest)) ?? builtInTemplate(id)
    },
    find: ({ id, version }) => {
      if (!isTemplateId(id)) return undefined
      if (version === 0) return builtInTemplate(id)
      const row = byKey.get(templateKey(id, version)) as Row<'label_template'> | undefined
      return row && drawnBy(row)
    },
  }
}

/** A version that went back to the program's drawing has none of its own. */
function drawnBy(row: Row<'label_template'>): LabelTemplate | undefined {
  if (row.body === null || !isTemplateId(row.template_id)) return undefined
  const { kind } = builtInTemplate(row.template_id)
  return { id: row.template_id, version: row.version, kind, body: TemplateBody.parse(JSON.parse(row.body)) }
}
