import type { Row } from '../../db/tables.ts'
import { buildCartonCode, buildSscc, largestSsccSerial } from '../../domain/sscc.ts'
import type { Counters } from '../journal/counters.ts'
import type { Work } from '../journal/executor.ts'

/**
 * The next carton number of this station that no carton has: an SSCC under the site's GS1 prefix (the extension digit
 * counts on when the serials are used up), or an internal number without one. Throws SsccError when none is left.
 */
export async function cartonNumber(
  site: Row<'site'>,
  counters: Counters,
  work: Work,
): Promise<{ kind: 'sscc' | 'internal'; code: string }> {
  for (;;) {
    const number = nextNumber(site.gs1_prefix, counters, work)
    // A site that had a shorter prefix before (8801234, then 8801234000) may have used the same digits.
    if ((await work.tx.find('carton', 'code', number.code)).length === 0) return number
  }
}

function nextNumber(
  companyPrefix: string | null,
  counters: Counters,
  work: Work,
): { kind: 'sscc' | 'internal'; code: string } {
  if (companyPrefix === null)
    return { kind: 'internal', code: buildCartonCode({ series: 1, serial: counters.next('carton', work) }) }
  const serials = Number(largestSsccSerial(companyPrefix)) + 1
  const count = counters.next(`sscc.${companyPrefix}`, work)
  return {
    kind: 'sscc',
    code: buildSscc({ extension: Math.floor(count / serials), companyPrefix, serial: count % serials }),
  }
}
