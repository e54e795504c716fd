import { z } from 'zod'
import { Role } from '../../domain/inputs.ts'
import { isKeepable } from '../../domain/keepable-text.ts'
import { Policies } from '../../domain/policies.ts'
import { MOST_PREFETCHED } from '../../domain/prefetch.ts'
import { SiteForm } from '../../domain/site.ts'
import { procedure } from '../errors.ts'

/** The site's own form; kept beside the rule that saves it. */
export { SiteForm } from '../../domain/site.ts'

const short = (max: number) => z.string().trim().max(max)

/** An operator as settings edit one; a null id adds one. */
export const OperatorForm = z.object({
  id: z.string().nullable(),
  badge: z.string().trim().min(1).max(64),
  name: short(80).min(1),
  role: Role,
  /** Null keeps the PIN of an operator who has one. */
  pin: z
    .string()
    .regex(/^\d{4,8}$/)
    .nullable(),
  language: z.enum(['ko', 'en']).nullable(),
  active: z.boolean(),
})
export type OperatorForm = z.infer<typeof OperatorForm>

/** A carrier as settings edit one; a null id adds one. */
export const CarrierForm = z.object({
  id: z.string().nullable(),
  code: short(40).min(1),
  name: short(60).min(1),
  /** A regular expression that the carrier's tracking numbers match as a whole, or null. */
  trackingPattern: z.string().max(200).nullable(),
  active: z.boolean(),
})
export type CarrierForm = z.infer<typeof CarrierForm>

/** All that set-up and settings show; null site before set-up. */
export const SiteView = z.object({
  site: SiteForm.nullable(),
  policies: Policies,
  operators: z.array(OperatorForm.omit({ pin: true }).extend({ id: z.string() })),
  carriers: z.array(CarrierForm.extend({ id: z.string() })),
  counts: z.object({
    items: z.number(),
    locations: z.number(),
    totes: z.number(),
    cartonTypes: z.number(),
    orders: z.number(),
  }),
  station: z.object({
    name: z.string(),
    dataDirectory: z.string(),
    version: z.string(),
    /** How many tasks it keeps ready for work without the network; null: as many as is usual. */
    prefetchTasks: z.number().nullable(),
  }),
})
export type SiteView = z.infer<typeof SiteView>

/** A line of the station's scan log; refused scans live only here. */
export const ScanLogRow = z.object({
  id: z.string(),
  at: z.number(),
  screen: z.string(),
  code: z.string(),
  source: z.string(),
  accepted: z.boolean(),
  name: z.string(),
  messageCode: z.string(),
  operatorName: z.string().nullable(),
  orderNumber: z.string().nullable(),
})
export type ScanLogRow = z.infer<typeof ScanLogRow>

/** Something that could sensibly be scanned now, right or wrong, for practice without a scanner. */
export const Suggestion = z.object({
  code: z.string(),
  symbology: z.enum(['code128', 'ean13', 'gs1-128']),
  kind: z.string(),
  title: z.string(),
  right: z.boolean(),
  svg: z.string(),
})
export type Suggestion = z.infer<typeof Suggestion>

/** Set-up and settings, the scan log, the training panel and printable sheets (`GET /files/sheets/<kind>.pdf`). */
export const site = {
  view: procedure.output(SiteView),
  /** First set-up of an empty store: site and first administrator at once; CONFLICT when a site exists. Signs in. */
  setUp: procedure.input(z.object({ site: SiteForm, administrator: OperatorForm })).output(SiteView),
  save: procedure.input(SiteForm).output(SiteView),
  savePolicies: procedure.input(Policies).output(SiteView),
  saveOperator: procedure.input(OperatorForm).output(SiteView),
  saveCarrier: procedure.input(CarrierForm).output(SiteView),
  /** Without `prefetchTasks` that stays as it is. */
  saveStation: procedure
    .input(
      z.object({
        name: short(20).min(1).refine(isKeepable),
        prefetchTasks: z.int().min(0).max(MOST_PREFETCHED).optional(),
      }),
    )
    .output(SiteView),
  /** The first carton number that a prefix would give, and its bars. */
  prefixPreview: procedure.input(z.object({ gs1Prefix: z.string().max(12) })).output(
    z.object({
      valid: z.boolean(),
      parts: z.array(z.object({ part: z.enum(['ai', 'extension', 'prefix', 'serial', 'check']), text: z.string() })),
      svg: z.string().nullable(),
    }),
  ),
  scanLog: procedure
    .input(
      z.object({
        onlyRefused: z.boolean().default(false),
        before: z.number().optional(),
        limit: z.int().min(1).max(200).default(100),
      }),
    )
    .output(z.array(ScanLogRow)),
  suggestions: procedure
    .input(z.object({ screen: z.enum(['sign-in', 'picking', 'packing', 'shipping']) }))
    .output(z.array(Suggestion)),
}
