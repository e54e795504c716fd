import { SITE_ID } from '../commands/site/save-site.ts'
import type { Tx } from '../db/port.ts'
import { businessDate } from '../domain/business-date.ts'

/** The day at the site of an instant, as `YYYY-MM-DD`; that of UTC while there is no site. */
export async function siteDay(tx: Pick<Tx, 'get'>, at: number): Promise<string> {
  return businessDate(at, (await tx.get('site', SITE_ID))?.time_zone ?? 'UTC')
}
