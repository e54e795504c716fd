import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { RESOLUTIONS, resolutionsOf } from '../../domain/exceptions.ts'
import { accept, type CommandContext, type Decision, defineCommand, refuse } from '../command.ts'
import { recordEvent } from '../orders/record-event.ts'
import { acceptFollowers, acceptTogether, followersOf, settle } from './followers.ts'
import { recount, shelfOf } from './recount.ts'
import { runKept } from './run-kept.ts'

/**
 * A person settles a fact that could not be applied, with all that its station did on top of it. `accept`: it is run with
 * authority, then what follows in order, as far as it can be; what it builds on goes before it. `return`: what was moved went
 * back, nothing is posted. `recount`: the same, and `quantity` units were counted on its shelf. What other stations did
 * meanwhile is run then, as far as it can be. Its value: how many facts were applied, and how many that followed are still
 * open. Refused: `notFound`, `alreadyResolved`, `underReserved`, and `resolutionNotPossible` with the reason.
 */
export const resolveException = defineCommand({
  type: 'exceptions.resolve',
  version: 1,
  class: 'INTENT',
  args: z.object({
    exceptionId: z.string(),
    resolution: z.enum(RESOLUTIONS),
    quantity: z.int().min(0).max(1_000_000).nullable(),
  }),
  async run(tx, command): Promise<Decision<{ applied: number; left: number }>> {
    const { exceptionId, resolution, quantity } = command.args
    const row = await tx.get('fact_exception', exceptionId)
    if (row === undefined) return refuse('notFound')
    if (row.state !== 'open') return refuse('alreadyResolved')
    const legal = resolutionsOf({ type: row.type, reason: row.reason, causedBy: row.caused_by })
    if (!legal.includes(resolution))
      return refuse('resolutionNotPossible', { reason: row.caused_by === null ? row.reason : 'follows' })
    if (resolution === 'accept') return acceptIt(tx, command, row)
    if (resolution === 'recount') {
      const shelf = await shelfOf(tx, JSON.parse(row.args))
      if (shelf === null || quantity === null)
        return refuse('resolutionNotPossible', { reason: shelf === null ? 'noShelf' : 'noQuantity' })
      const refused = await recount(tx, command, shelf, quantity)
      if (refused !== null) return refused
    }
    const followers = await followersOf(tx, row.id)
    const rows = [row, ...followers.filter((one) => one.station_id === row.station_id)]
    for (const one of rows) await settle(tx, command, one, resolution)
    const story = resolution === 'return' ? 'exception-returned' : 'exception-recounted'
    await tell(tx, command, rows, story, quantity === null ? {} : { quantity })
    // What others did meanwhile is no part of what went back: it waited for this decision, and is done now as far as it can be.
    return accept(await acceptFollowers(tx, command, row.id))
  },
})

async function acceptIt(
  tx: Tx,
  command: CommandContext,
  row: Row<'fact_exception'>,
): Promise<Decision<{ applied: number; left: number }>> {
  const trouble = await runKept(tx, row)
  if (trouble === null) {
    await settle(tx, command, row, 'accept')
    await tell(tx, command, [row], 'exception-accepted', {})
    const { applied, left } = await acceptFollowers(tx, command, row.id)
    return accept({ applied: applied + 1, left })
  }
  const together = await acceptTogether(tx, command, row)
  if (together === null) return refuse('resolutionNotPossible', { ...trouble.params, reason: trouble.reason })
  await tell(tx, command, [row], 'exception-accepted', {})
  return accept(together)
}

/** Each order that was concerned gets one entry in its story. */
async function tell(
  tx: Tx,
  command: CommandContext,
  rows: readonly Row<'fact_exception'>[],
  story: string,
  params: Record<string, string | number>,
): Promise<void> {
  const orderIds = new Set(rows.flatMap(({ order_id }) => (order_id === null ? [] : [order_id])))
  for (const orderId of orderIds)
    await recordEvent(tx, command, orderId, story, { ...params, fact: rows[0]?.type ?? '', facts: rows.length })
}
