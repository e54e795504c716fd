import { z } from 'zod'
import { TEMPLATE_KINDS } from '../../domain/template.ts'
import { TEMPLATE_IDS } from '../../domain/template-built-in.ts'
import { TEMPLATE_PROBLEM_CODES } from '../../domain/template-check.ts'
import { procedure } from '../errors.ts'

/** One saved version; `builtIn`: it went back to the drawing that comes with the program. */
export const TemplateVersion = z.object({
  version: z.number(),
  builtIn: z.boolean(),
  savedAt: z.number(),
  savedBy: z.string().nullable(),
})
export type TemplateVersion = z.infer<typeof TemplateVersion>

/** A label template as it is now: `version` is the newest saved one (0: none), `drawn` the one whose drawing is used. */
export const TemplateView = z.object({
  id: z.enum(TEMPLATE_IDS),
  kind: z.enum(TEMPLATE_KINDS),
  version: z.number(),
  drawn: z.number(),
  widthMm: z.number(),
  heightMm: z.number(),
  /** True for the template that cartons get. */
  used: z.boolean(),
  /** What may stand in braces. */
  bindings: z.array(z.string()),
  /** Newest first. */
  versions: z.array(TemplateVersion),
})
export type TemplateView = z.infer<typeof TemplateView>

/** One fault of a template: where, which, with what. */
export const TemplateFault = z.object({
  path: z.string(),
  code: z.enum(TEMPLATE_PROBLEM_CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type TemplateFault = z.infer<typeof TemplateFault>

/** A template drawn with invented values: null `svg` while it has a fault. `small` are texts that became too small to read. */
export const TemplatePreview = z.object({
  svg: z.string().nullable(),
  widthMm: z.number(),
  heightMm: z.number(),
  faults: z.array(TemplateFault),
  small: z.array(z.string()),
})
export type TemplatePreview = z.infer<typeof TemplatePreview>

const id = z.enum(TEMPLATE_IDS)
const text = z.string().max(200_000)

/** Label templates: what comes with the program, and the site's own versions, which are kept for good. */
export const templates = {
  list: procedure.output(z.array(TemplateView)),
  /** The text of one version (`version` 0: what comes with the program); NOT_FOUND. */
  read: procedure.input(z.object({ id, version: z.int().min(0) })).output(z.object({ text: z.string() })),
  preview: procedure
    .input(
      z.object({
        id,
        text,
        language: z.enum(['ko', 'en']),
        dpi: z.union([z.literal(203), z.literal(300), z.literal(600)]),
      }),
    )
    .output(TemplatePreview),
  /** A new version; null goes back to the program's drawing. REFUSED `templateBad` or `templateChanged`. */
  save: procedure
    .input(z.object({ id, after: z.int().min(0).max(1_000_000), text: text.nullable() }))
    .output(z.array(TemplateView)),
  /** Which of the shipping labels cartons get from now on. */
  use: procedure.input(z.object({ id: z.enum(['shipping-100x150', 'shipping-4x6']) })).output(z.array(TemplateView)),
}
