import type { Tx } from '../../db/port.ts'

/** What people call a carrier; null for none, its code for one that the site does not have. */
export async function carrierName(tx: Tx, code: string | null): Promise<string | null> {
  if (code === null) return null
  return (await tx.find('carrier', 'code', code))[0]?.name ?? code
}
