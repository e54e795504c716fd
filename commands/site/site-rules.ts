import type { Tx } from '../../db/port.ts'
import { DEFAULT_POLICIES, Policies } from '../../domain/policies.ts'
import { calendarOf, releasePolicyOf } from '../../domain/release-rules.ts'
import { SITE_ID } from './save-site.ts'

/** What a site decided, and the name of its clock. */
export type SiteRules = { policies: Policies; timeZone: string }

let last: { text: string; policies: Policies } = { text: '{}', policies: DEFAULT_POLICIES }

/** Reads what the site decided; the defaults before set-up, and where it is nothing that can be read. */
export async function readSiteRules(tx: Tx): Promise<SiteRules> {
  const site = await tx.get('site', SITE_ID)
  const text = site?.policies ?? '{}'
  if (text !== last.text) last = { text, policies: Policies.catch(DEFAULT_POLICIES).parse(JSON.parse(text)) }
  return { policies: last.policies, timeZone: site?.time_zone ?? 'UTC' }
}

/** By what a site releases: its policy and its calendar. */
export function releaseSite({ policies, timeZone }: SiteRules): {
  policy: ReturnType<typeof releasePolicyOf>
  calendar: ReturnType<typeof calendarOf>
} {
  return { policy: releasePolicyOf(policies), calendar: calendarOf(policies.release, timeZone) }
}
