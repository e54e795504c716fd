import { cartonSeries } from '../../commands/numbers/take-block.ts'
import type { Row } from '../../db/tables.ts'
import { buildCartonCode, buildSscc, largestSsccSerial } from '../../domain/sscc.ts'
import type { Counters } from '../journal/counters.ts'
import type { Work } from '../journal/executor.ts'
import type { CartonBlocks } from './carton-blocks.ts'

/** A carton's number: an SSCC, or an internal one. */
export type CartonNumber = { kind: 'sscc' | 'internal'; code: string }

/** Where numbers come from: the station's own counter while it works alone, else the blocks that its centre set aside. */
export type NumberSource = { counters: Counters; blocks: CartonBlocks | null }

/**
 * The next carton number that no carton has: an SSCC under the site's GS1 prefix (the extension digit counts on when the
 * serials are used up), or an internal number without one. Null when the station's blocks are used up. Throws SsccError
 * when the prefix has none left.
 */
export async function cartonNumber(site: Row<'site'>, source: NumberSource, work: Work): Promise<CartonNumber | null> {
  const series = cartonSeries(site.gs1_prefix)
  for (;;) {
    const count = source.blocks === null ? source.counters.next(series, work) : source.blocks.next(work)
    if (count === null) return null
    const number = numberOf(site.gs1_prefix, count)
    // A site that had a shorter prefix before (8801234, then 8801234000) may have used the same digits.
    if ((await work.tx.find('carton', 'code', number.code)).length === 0) return number
  }
}

function numberOf(companyPrefix: string | null, count: number): CartonNumber {
  if (companyPrefix === null) return { kind: 'internal', code: buildCartonCode({ series: 1, serial: count }) }
  const serials = Number(largestSsccSerial(companyPrefix)) + 1
  return {
    kind: 'sscc',
    code: buildSscc({ extension: Math.floor(count / serials), companyPrefix, serial: count % serials }),
  }
}
