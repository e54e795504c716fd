import { z } from 'zod'
import { accept, defineCommand } from '../command.ts'

/** The series that cartons of a site are numbered from: serials of its GS1 prefix, or its own where it has none. */
export function cartonSeries(companyPrefix: string | null): string {
  return companyPrefix === null ? 'carton' : `sscc.${companyPrefix}`
}

/**
 * Sets numbers of a carton series aside for the station that asks, both ends included: no other station gets them, so that
 * it can number cartons without the network. What it does not use is lost.
 */
export const takeBlock = defineCommand({
  type: 'numbers.take-block',
  version: 1,
  class: 'INTENT',
  args: z.object({ series: z.string().regex(/^(carton|sscc\.\d{4,12})$/), size: z.int().min(1).max(10_000) }),
  async run(tx, command) {
    const { series, size } = command.args
    const used = (await tx.get('number_series', series))?.value ?? 0
    await tx.put('number_series', { id: series, value: used + size })
    return accept({ from: used + 1, to: used + size })
  },
})
