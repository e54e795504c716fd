import type { LineShare } from './collect.ts'
import type { CommandName } from './command-code.ts'
import type { FeedbackName } from './feedback.ts'

/**
 * What the picker takes at one place, as the decision needs it: one line, or those of several orders that are collected
 * together. Then `id` is that of their stock row, and order and slot are those of the most urgent one.
 */
export type PickLine = {
  id: string
  orderId: string
  orderNumber: string
  orderStopped: boolean
  itemId: string
  itemName: string
  tracking: 'none' | 'lot' | 'serial'
  locationId: string
  locationCode: string
  lot: string
  serial: string
  /** Serials that may be taken here: the planned one and those that lie free beside it. */
  serialsHere: readonly string[]
  /** Last day on which the planned lot may be sold, `YYYY-MM-DD`; empty when it does not expire. */
  expiresOn: string
  slotId: string
  slot: number
  toteId: string | null
  toteCode: string | null
  /** Units still to take from here. */
  open: number
  /** The lines that wait for these units, the most urgent order's first; null unless they are collected together. */
  shares: readonly LineShare[] | null
}

/** The task as the decision needs it; lines in walking order, only the open ones. */
export type PickTask = {
  id: string
  /** Each order into its own tote, or all of them into `totes` until the bench. */
  sortedAt: 'tote' | 'bench'
  /** The totes that all orders share. */
  totes: { id: string; name: string }[]
  /** `handed`: the tote that another zone handed over for the slot and that was not shown here yet. */
  slots: {
    id: string
    slot: number
    orderId: string
    toteId: string | null
    handed: { id: string; name: string } | null
  }[]
  openLines: PickLine[]
  /** The zone to which the cart goes on; null when it goes to the packing bench. */
  nextZone: string | null
}

/** What the picker has shown so far of the current line; kept with the session, so that a crash loses no confirmed scan. */
export type PickProgress = {
  lineId: string | null
  locationConfirmed: boolean
  counted: number
  serials: string[]
  /** What was shown of the line's lot: that many units wait for it (their own code did not name it), or it was right. */
  lot?: { awaited: number } | 'shown'
  mode: 'work' | 'problem' | 'quantity'
  typed: string
  scans: { at: number; code: string; kind: string }[]
  /** The last thing that undo would reverse beyond the current line. */
  lastPick: {
    lineId: string
    quantity: number
    serials: string[]
    /** Where units of several orders were laid together: for which lines, and into which tote. */
    shared?: { lines: readonly LineShare[]; toteId: string }
  } | null
}

/** Nothing shown yet. */
export const FRESH_PICK: PickProgress = {
  lineId: null,
  locationConfirmed: false,
  counted: 0,
  serials: [],
  mode: 'work',
  typed: '',
  scans: [],
  lastPick: null,
}

/** Where the picker stands; follows from task and progress alone. */
export type PickStep =
  | 'idle'
  | 'totes'
  | 'location'
  | 'item'
  | 'lot'
  | 'serial'
  | 'put'
  | 'problem'
  | 'quantity'
  | 'drop'

/** Why units could not be taken. */
type ShortReason = 'short' | 'nothing-there' | 'damaged' | 'wrong-lot' | 'expired'

/** A command that the decision asks for; its arguments are complete but for ids and time. */
export type PickRequest =
  | { type: 'claim' }
  | { type: 'assign-tote'; slotId: string; toteId: string }
  | { type: 'add-tote'; taskId: string; toteId: string }
  | { type: 'confirm'; pickLineId: string; quantity: number; toteId: string; serials: string[] }
  | { type: 'undo'; pickLineId: string; quantity: number; serials: string[] }
  | { type: 'short'; pickLineId: string; reason: ShortReason }
  | { type: 'skip'; pickLineId: string }
  | { type: 'collect'; toteId: string; lines: readonly LineShare[] }
  | { type: 'take-back'; lines: readonly LineShare[] }
  | { type: 'short-stop'; lines: readonly LineShare[]; reason: ShortReason }
  | { type: 'skip-stop'; lines: readonly LineShare[] }
  | { type: 'drop'; taskId: string }

/** What one scan leads to: words, and either new progress or a command to run (which then sets the progress). */
export type PickOutcome = {
  say: FeedbackName
  params: Record<string, string | number>
  progress: PickProgress
  request: PickRequest | null
}

/** What a site decided about picking, and the business date, `YYYY-MM-DD`, by which goods expire. */
export type PickPolicy = { itemSettlesLocation: boolean; countEachUnit: boolean; today: string }

/** The line that is worked on: the one begun, else the first open one. */
export function currentLine(task: PickTask | null, progress: PickProgress): PickLine | null {
  if (task === null) return null
  return task.openLines.find((line) => line.id === progress.lineId) ?? task.openLines[0] ?? null
}

/** idle → totes → location → item (↔ lot, serial) → put → location … → drop → idle; problem and quantity come back to item. */
export function pickStep(task: PickTask | null, progress: PickProgress): PickStep {
  if (task === null) return 'idle'
  if (lacksTote(task)) return 'totes'
  const line = currentLine(task, progress)
  if (line === null) return 'drop'
  if (progress.mode !== 'work') return progress.mode
  const mine = line.id === progress.lineId
  if (!mine || !progress.locationConfirmed) return 'location'
  if (progress.counted >= line.open) return 'put'
  if (typeof progress.lot === 'object') return 'lot'
  return line.tracking === 'serial' ? 'serial' : 'item'
}

function lacksTote({ sortedAt, slots, totes }: PickTask): boolean {
  return sortedAt === 'bench' ? totes.length === 0 : slots.some((slot) => slot.toteId === null)
}

/** The commands that make sense in a step, in the order of the action bar. */
export const PICK_ACTIONS: Readonly<Record<PickStep, readonly CommandName[]>> = {
  idle: ['giveWork'],
  totes: [],
  location: ['undo', 'problem', 'skip'],
  item: ['undo', 'problem', 'skip'],
  lot: ['undo', 'problem', 'skip'],
  serial: ['undo', 'problem', 'skip'],
  put: ['undo', 'problem'],
  problem: ['back'],
  quantity: ['back', 'quantityClear', 'quantityEnter'],
  drop: ['done', 'undo'],
}

/** What can be wrong at a shelf, as commands. */
export const PICK_PROBLEMS = ['short', 'nothingThere', 'damagedItem', 'wrongLot', 'expired'] as const
