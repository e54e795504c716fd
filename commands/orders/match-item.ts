import type { Tx } from '../../db/port.ts'
import { matchId, matchName } from '../../domain/order-intake.ts'

/** The item that a line means: by its code, else by a match that a person saved, else by an item of exactly that name; or null. */
export async function matchItem(
  tx: Tx,
  channel: string,
  line: { sku: string; name: string; option?: string | null | undefined },
): Promise<string | null> {
  if (line.sku !== '') {
    const [bySku] = await tx.find('item', 'sku', line.sku)
    if (bySku !== undefined) return bySku.id
  }
  const name = matchName(line)
  if (name === '') return null
  const saved = await tx.get('item_match', matchId(channel, name))
  if (saved !== undefined) return saved.item_id
  const named = await tx.find('item', 'name', name)
  return named.length === 1 ? (named[0]?.id ?? null) : null
}
