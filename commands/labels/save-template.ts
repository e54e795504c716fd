import { z } from 'zod'
import { TemplateBody } from '../../domain/template.ts'
import { builtInTemplate, TEMPLATE_IDS } from '../../domain/template-built-in.ts'
import { checkTemplate } from '../../domain/template-check.ts'
import { accept, defineCommand, refuse } from '../command.ts'

/** Key of one version of a template. */
export function templateKey(templateId: string, version: number): string {
  return `${templateId}/${version}`
}

/**
 * Keeps a new version of a label template; a null body goes back to the drawing that comes with the program. Versions are
 * never changed or removed, so that a reprint finds its own. Refused with `templateChanged` when somebody saved a version after
 * the one that was edited, with `notFound` when that one is not there, and with `templateBad` (path, code) for a drawing with a fault.
 */
export const saveTemplate = defineCommand({
  type: 'labels.save-template',
  version: 1,
  class: 'INTENT',
  args: z.object({
    templateId: z.enum(TEMPLATE_IDS),
    /** The newest version that the editor saw; 0 when the site has none. */
    after: z.int().min(0).max(1_000_000),
    body: TemplateBody.nullable(),
  }),
  async run(tx, command) {
    const { templateId, after, body } = command.args
    const { kind } = builtInTemplate(templateId)
    const version = after + 1
    if ((await tx.get('label_template', templateKey(templateId, version))) !== undefined)
      return refuse('templateChanged')
    if (after > 0 && (await tx.get('label_template', templateKey(templateId, after))) === undefined)
      return refuse('notFound')
    const [fault] = body === null ? [] : checkTemplate(kind, body).problems
    if (fault !== undefined) return refuse('templateBad', { path: fault.path, code: fault.code })
    await tx.put('label_template', {
      id: templateKey(templateId, version),
      template_id: templateId,
      version,
      kind,
      body: body === null ? null : JSON.stringify(body),
      saved_at: command.at,
      saved_by: command.operatorId,
    })
    return accept({ version })
  },
})
