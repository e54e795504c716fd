import { z } from 'zod'
import { Policies } from '../../domain/policies.ts'
import { SiteForm } from '../../domain/site.ts'
import { accept, defineCommand, refuse } from '../command.ts'

/** Key of the only row of `site`. */
export const SITE_ID = 'site'

/** Sets up the site or changes its name, sender and GS1 prefix. Policies stay as they are. */
export const saveSite = defineCommand({
  type: 'site.save',
  version: 1,
  class: 'INTENT',
  args: SiteForm,
  async run(tx, { args }) {
    const before = await tx.get('site', SITE_ID)
    await tx.put('site', {
      id: SITE_ID,
      name: args.name,
      time_zone: args.timeZone,
      currency: args.currency,
      label_language: args.labelLanguage,
      sender_name: args.senderName,
      sender_phone: args.senderPhone,
      sender_postcode: args.senderPostcode,
      sender_line1: args.senderLine1,
      sender_line2: args.senderLine2,
      gs1_prefix: args.gs1Prefix,
      policies: before?.policies ?? '{}',
    })
    return accept(null)
  },
})

/** Changes what the site decided. Refused with `notFound` before set-up. */
export const savePolicies = defineCommand({
  type: 'site.save-policies',
  version: 1,
  class: 'INTENT',
  args: z.object({ policies: Policies }),
  async run(tx, { args }) {
    const before = await tx.get('site', SITE_ID)
    if (before === undefined) return refuse('notFound')
    await tx.put('site', { ...before, policies: JSON.stringify(args.policies) })
    return accept(null)
  },
})
