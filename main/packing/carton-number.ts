import type { Row } from '../../db/tables.ts'
import { buildCartonCode, buildSscc } from '../../domain/sscc.ts'
import type { Counters } from '../journal/counters.ts'
import type { Work } from '../journal/executor.ts'

/** The next carton number of this station: an SSCC under the site's GS1 prefix, or an internal number without one. */
export function cartonNumber(
  site: Row<'site'>,
  counters: Counters,
  work: Work,
): { kind: 'sscc' | 'internal'; code: string } {
  if (site.gs1_prefix === null)
    return { kind: 'internal', code: buildCartonCode({ series: 1, serial: counters.next('carton', work) }) }
  const serial = counters.next(`sscc.${site.gs1_prefix}`, work)
  return { kind: 'sscc', code: buildSscc({ extension: 0, companyPrefix: site.gs1_prefix, serial }) }
}
