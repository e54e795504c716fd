import { z } from 'zod'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { present } from '../../domain/assert.ts'
import { isUnderWay } from '../claims/under-way.ts'
import { accept, defineCommand, refuse } from '../command.ts'
import { layUnits, mayLay, Scans } from './confirm-pick.ts'
import { isCollected, shareTote } from './shared-totes.ts'
import { mayTakeBack, takeBack } from './undo-pick.ts'

/** Most orders that are collected together: what one scan writes for all of them stays well within a blink. */
export const MOST_COLLECTED = 100

/** Most pick lines that one scan may be about; a place where more of them wait is more than one stop. */
export const MOST_LINES_OF_STOP = MOST_COLLECTED * 4

/** Units of several pick lines, each line once. */
const Shares = z
  .array(z.object({ pickLineId: z.string(), quantity: z.int().min(1) }))
  .min(1)
  .max(MOST_LINES_OF_STOP)

/**
 * Puts a shared tote on the cart of a collected task; the first one starts it. Refused with `toteInUse` when the tote is not
 * free, and with `commandNotNow` when the task is over, went back, or gives each order its own tote.
 */
export const addTote = defineCommand({
  type: 'picking.add-tote',
  version: 1,
  class: 'FACT',
  args: z.object({ taskId: z.string(), toteId: z.string() }),
  async run(tx, command) {
    const task = present(await tx.get('pick_task', command.args.taskId), 'tasks are never removed')
    const tote = present(await tx.get('tote', command.args.toteId), 'the scanned tote was found')
    if (!isUnderWay(task) || !isCollected(task)) return refuse('commandNotNow')
    const unfit = await shareTote(tx, task, tote)
    if (unfit !== null) return unfit
    if (task.state === 'claimed') await tx.put('pick_task', { ...task, state: 'started', started_at: command.at })
    return accept({ toteName: tote.name })
  },
})

/**
 * Units that were counted together at one place lie in a shared tote, for the lines that are named: all of them or none. A
 * tote that is free goes onto the cart with it. Refused as a single pick is ({@link mayLay}), with `toteInUse` for a tote of
 * something else, and with `codeNotExpectedNow` unless the lines are of one started collected task and one stock row.
 */
export const collectUnits = defineCommand({
  type: 'picking.collect-units',
  version: 1,
  class: 'FACT',
  args: z.object({ toteId: z.string(), lines: Shares, scans: Scans }),
  async run(tx, command) {
    const { args } = command
    const found = await linesOf(tx, args.lines)
    const task = found === null ? undefined : await tx.get('pick_task', found.taskId)
    if (found === null || !found.isOneStop || task === undefined || !isCollected(task) || task.state !== 'started')
      return refuse('codeNotExpectedNow')
    const tote = present(await tx.get('tote', args.toteId), 'the scanned tote was found')
    const shared = { ...tote, order_id: null, pick_task_id: task.id }
    for (const { line, quantity } of found.lines) {
      const unfit = await mayLay(tx, line, shared, { quantity, serials: [] })
      if (unfit !== null) return unfit
    }
    const inUse = await shareTote(tx, task, tote)
    if (inUse !== null) return inUse
    if (task.verify === 1) await tx.put('pick_task', { ...task, verify: 0 })
    for (const { line, quantity } of found.lines)
      await layUnits(tx, command, line, { tote: shared, quantity, serials: [], scans: args.scans })
    return accept({ units: args.lines.reduce((sum, { quantity }) => sum + quantity, 0), orders: found.lines.length })
  },
})

/**
 * Takes units that were laid into a shared tote together out of it again, for all the lines that are named or for none.
 * Refused with `nothingToUndo` as a single pick is ({@link mayTakeBack}).
 */
export const takeBackUnits = defineCommand({
  type: 'picking.take-back-units',
  version: 1,
  class: 'FACT',
  args: z.object({ lines: Shares }),
  async run(tx, command) {
    const found = await linesOf(tx, command.args.lines)
    if (found === null) return refuse('nothingToUndo')
    for (const { line, quantity } of found.lines) {
      const unfit = line.serials === '[]' ? await mayTakeBack(tx, line, quantity) : refuse('nothingToUndo')
      if (unfit !== null) return unfit
    }
    for (const { line, quantity } of found.lines) await takeBack(tx, command, line, { quantity, serials: [] })
    return accept(null)
  },
})

/** The lines of a command, all of one task; null when one is named twice or they are of several tasks. */
async function linesOf(
  tx: Tx,
  named: readonly { pickLineId: string; quantity: number }[],
): Promise<{ taskId: string; isOneStop: boolean; lines: { line: Row<'pick_line'>; quantity: number }[] } | null> {
  const lines: { line: Row<'pick_line'>; quantity: number }[] = []
  for (const { pickLineId, quantity } of named)
    lines.push({ line: present(await tx.get('pick_line', pickLineId), 'pick lines are never removed'), quantity })
  const first = present(lines[0], 'at least one line is named').line
  const isOnce = new Set(lines.map(({ line }) => line.id)).size === lines.length
  if (!isOnce || lines.some(({ line }) => line.pick_task_id !== first.pick_task_id)) return null
  return { taskId: first.pick_task_id, isOneStop: lines.every(({ line }) => line.stock_id === first.stock_id), lines }
}
