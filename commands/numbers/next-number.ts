import type { Tx } from '../../db/port.ts'

/** The next number of a series of the site, from 1: without gaps, because it is counted in the transaction that uses it. */
export async function nextNumber(tx: Tx, series: string): Promise<number> {
  const value = ((await tx.get('number_series', series))?.value ?? 0) + 1
  await tx.put('number_series', { id: series, value })
  return value
}
