import { z } from 'zod'

const short = (max: number) => z.string().trim().max(max)

/** The site: who sends, in which time zone and currency, and under which GS1 company prefix (null: internal numbers). */
export const SiteForm = z.object({
  name: short(60).min(1),
  timeZone: z.string().min(1).max(60),
  currency: z.string().regex(/^[A-Z]{3}$/),
  labelLanguage: z.enum(['ko', 'en']),
  senderName: short(80).min(1),
  senderPhone: short(40),
  senderPostcode: short(16),
  senderLine1: short(200).min(1),
  senderLine2: short(200),
  gs1Prefix: z
    .string()
    .regex(/^\d{7,10}$/)
    .nullable(),
})
export type SiteForm = z.infer<typeof SiteForm>
