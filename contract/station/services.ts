import { z } from 'zod'
import { Day } from '../../domain/calendar.ts'
import { RULE_PROBLEM_CODES } from '../../domain/rule-problem.ts'
import { ServiceBook } from '../../domain/service-book.ts'
import { GOODS_KINDS, UnClass, UnNumber } from '../../domain/shipping-rules.ts'
import { procedure } from '../errors.ts'
import { ServiceOfferView, ServiceRefusedView } from './packing.ts'

/** One fault of a service book: where, which, with what. */
export const ServiceFault = z.object({
  path: z.string(),
  code: z.enum(RULE_PROBLEM_CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type ServiceFault = z.infer<typeof ServiceFault>

/** One saved version; `isNone`: from then on the site had no services. */
export const ServiceVersion = z.object({
  version: z.number(),
  isNone: z.boolean(),
  savedAt: z.number(),
  savedBy: z.string().nullable(),
})
export type ServiceVersion = z.infer<typeof ServiceVersion>

/** The services of the site: `version` is the newest saved one (0: none), `book` what holds now, `text` what is edited. */
export const ServicesView = z.object({
  version: z.number(),
  book: ServiceBook.nullable(),
  text: z.string(),
  carriers: z.array(z.object({ code: z.string(), name: z.string() })),
  /** Newest first. */
  versions: z.array(ServiceVersion),
})
export type ServicesView = z.infer<typeof ServicesView>

/** A pretended carton: where it goes, what it is, what is in it, and when (UTC milliseconds; null: now). */
export const ServiceTrial = z.object({
  country: z.string().regex(/^[A-Z]{2}$/),
  postcode: z.string().trim().max(16),
  grams: z.int().min(1).max(1_000_000),
  lengthMm: z.int().min(1).max(20_000),
  widthMm: z.int().min(1).max(20_000),
  heightMm: z.int().min(1).max(20_000),
  kinds: z.array(z.enum(GOODS_KINDS)),
  unClass: UnClass.nullable(),
  unNumber: UnNumber.nullable(),
  batteryWh: z.int().min(0).max(1_000_000).nullable(),
  units: z.int().min(1).max(100_000),
  valueMinor: z.int().min(0).max(100_000_000_000),
  cashMinor: z.int().min(0).max(100_000_000_000),
  /** Code of the carrier that the order asks for; null: any. */
  carrierCode: z.string().nullable(),
  shipBy: Day.nullable(),
  at: z.int().min(0).nullable(),
})
export type ServiceTrial = z.infer<typeof ServiceTrial>

/** What a pretended carton could go with, the chosen one first, and what does not take it; `needs` is what it takes for the first. */
export const ServiceTrialResult = z.object({
  currency: z.string(),
  offers: z.array(ServiceOfferView),
  refused: z.array(ServiceRefusedView),
  needs: z.array(z.string()),
})
export type ServiceTrialResult = z.infer<typeof ServiceTrialResult>

const text = z.string().max(500_000)

/** The site's services, rate cards, calendar and shipping rules: kept by version, judged as one. */
export const services = {
  view: procedure.output(ServicesView),
  /** The text of one version; NOT_FOUND. */
  read: procedure.input(z.object({ version: z.int().min(1) })).output(z.object({ text: z.string() })),
  check: procedure.input(z.object({ text })).output(z.object({ faults: z.array(ServiceFault) })),
  /** A new version; null: the site has no services any more. REFUSED `servicesBad` or `servicesChanged`. */
  save: procedure.input(z.object({ after: z.int().min(0).max(1_000_000), text: text.nullable() })).output(ServicesView),
  /** What would be chosen by a text that may not be saved yet; null: by what holds now. Faults in it are REFUSED. */
  tryOut: procedure.input(z.object({ text: text.nullable(), trial: ServiceTrial })).output(ServiceTrialResult),
}
