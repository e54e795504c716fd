import type { CommandName } from './command-code.ts'
import type { FeedbackName } from './feedback.ts'

/** An order line at the bench. */
export type PackLine = {
  id: string
  itemId: string
  itemName: string
  tracking: 'none' | 'lot' | 'serial'
  /** Lots of which more was picked for it than lies in cartons; empty when the item has none. */
  lots: string[]
  /** True where units of other lots lie in the same shared totes, so that the lot is asked for although this line has one. */
  lotsMixed?: boolean
  /** Serials that were picked for it and lie in no carton yet. */
  serials: string[]
  picked: number
  packed: number
  shipped: number
}

/** A carton that still has to be dealt with at the bench. */
export type PackCarton = {
  id: string
  number: number
  state: 'open' | 'closed'
  code: string | null
  units: number
  tareGrams: number
  maxGrams: number
  /** Computed weight with the carton's own, or null when an item has no weight. */
  theoryGrams: number | null
  /** True where a service has to be chosen for it and nothing says what it weighs. */
  mustWeigh: boolean
  /** The services that it may go with while one is being chosen, the best first; null where the site has none. */
  offers: readonly { code: string; name: string }[] | null
  /** What lies in it, first what was put in first. */
  lines: { id: string; orderLineId: string; lot: string; serial: string; quantity: number }[]
  printJob: {
    id: string
    state: 'requested' | 'rendered' | 'sending' | 'sent' | 'verified' | 'failed' | 'unknown' | 'voided'
  } | null
}

/** The order on the bench as the decision needs it. */
export type PackOrder = {
  packSessionId: string
  orderId: string
  orderNumber: string
  cancelled: boolean
  noteToSee: boolean
  lines: PackLine[]
  carton: PackCarton | null
  /** Cartons that carry their verified label and have not left yet. */
  cartonsReady: number
  /** Units ordered that are not coming: they were not picked. */
  unitsMissing: number
}

/** Where the packer stands beyond the rows. */
export type PackProgress = {
  packSessionId: string | null
  mode: 'work' | 'weigh' | 'partial' | 'label-problem' | 'service'
  lastLineId: string | null
  /** Units that wait for their lot: their own code did not name it, and several lots were picked. */
  lotAwaited?: number | null
  /** Scans of units since the carton was opened, newest last; undo takes them back one by one. */
  packed?: PackedUnits[]
  /** The order finished last, shown until the next tote. */
  finished: { orderNumber: string } | null
  weightGrams: number | null
  weighed: boolean
  /** What the carton is closed with once its service is settled; `code` waits for something to be attached. */
  service?: { code: string | null; weightGrams: number | null; partial: boolean } | null
  /** The tote on the bench that several orders share: where one comes back to after each of them. */
  shared?: {
    toteId: string
    taskId: string /** Totes of the task that were said to be empty. */
    empty?: string[]
  } | null
  /** Units of the order that were scanned out of the shared tote and wait for its carton. */
  inHand?: UnitsInHand | null
  /** Goods out of the shared tote whose lot or serial number is asked for. */
  sortAwaits?: { itemId: string; units: number } | null
}

/** The units of one scan. */
export type PackedUnits = { orderLineId: string; lot: string; serial: string; quantity: number }

/** Units out of a shared tote in the packer's hand; `left`: how many of their line lay in no carton when they were scanned. */
export type UnitsInHand = PackedUnits & { left: number }

/** What is in hand for an order, with its line; null when nothing is, or when something of that line was packed elsewhere since. */
export function unitsInHand(
  order: PackOrder,
  { inHand = null }: PackProgress,
): { line: PackLine; units: UnitsInHand } | null {
  const line = order.lines.find(({ id }) => id === inHand?.orderLineId)
  if (inHand === null || line === undefined || line.picked - line.packed !== inHand.left) return null
  return { line, units: inHand }
}

/** Nothing on the bench. */
export const FRESH_PACK: PackProgress = {
  packSessionId: null,
  mode: 'work',
  lastLineId: null,
  finished: null,
  weightGrams: null,
  weighed: false,
}

/** Where the packer stands; follows from order and progress alone. */
export type PackStep =
  | 'tote'
  | 'sort'
  | 'note'
  | 'carton'
  | 'unit'
  | 'weigh'
  | 'service'
  | 'print'
  | 'label'
  | 'label-problem'
  | 'partial'
  | 'finished'

/** A command that the decision asks for. */
export type PackRequest =
  | { type: 'open'; toteId: string }
  | { type: 'open-waiting'; toteId: string; orderId: string; inHand: UnitsInHand | null; partial: boolean }
  | { type: 'park' }
  | { type: 'see-note' }
  | { type: 'open-carton'; cartonTypeId: string }
  | { type: 'pack'; orderLineId: string; quantity: number; lot: string; serial: string; close: boolean }
  | { type: 'unpack'; cartonLineId: string; quantity: number }
  | { type: 'undo-carton'; cartonId: string }
  | { type: 'close'; cartonId: string; weightGrams: number | null }
  | { type: 'choose-service'; cartonId: string; code: string; attached: boolean; weightGrams: number | null }
  | { type: 'verify-label'; cartonId: string; printJobId: string }
  | { type: 'label-failed'; printJobId: string; reason: 'not-printed' | 'damaged' | 'wrong-printer' }
  | { type: 'finish'; partial: boolean }

/** What one scan leads to. */
export type PackOutcome = {
  say: FeedbackName
  params: Record<string, string | number>
  progress: PackProgress
  request: PackRequest | null
}

/** What a site decided about packing. */
export type PackPolicy = { weighCartons: boolean; weightToleranceGrams: number }

/** Units picked but not yet in a carton. */
export function unitsLeft(order: PackOrder): number {
  return order.lines.reduce((sum, line) => sum + line.picked - line.packed, 0)
}

/** Allowed difference between weighed and computed weight: the policy's grams plus 3 % of the computed weight. */
export function weightTolerance(theoryGrams: number, policy: PackPolicy): number {
  return policy.weightToleranceGrams + Math.round(theoryGrams * 0.03)
}

/** True when a carton's weight is asked for before it is closed. */
export function isWeighed(carton: PackCarton, policy: PackPolicy): boolean {
  return policy.weighCartons || carton.mustWeigh
}

/** tote → (sort →) note → carton → unit … → weigh → (service) → print → label → carton … → partial → finished, or sort again. */
export function packStep(order: PackOrder | null, progress: PackProgress, policy: PackPolicy): PackStep {
  if (order === null && progress.shared != null) return 'sort'
  if (order === null) return progress.finished === null ? 'tote' : 'finished'
  if (order.noteToSee) return 'note'
  const { carton } = order
  if (progress.mode === 'service' && carton !== null && carton.units > 0) return 'service'
  if (carton?.state === 'closed') {
    if (progress.mode === 'label-problem') return 'label-problem'
    const state = carton.printJob?.state
    return state === 'sending' || state === 'sent' || state === 'unknown' ? 'label' : 'print'
  }
  if (carton?.state === 'open' && carton.units > 0 && isWeighed(carton, policy))
    if (unitsLeft(order) === 0 || progress.mode === 'weigh' || progress.mode === 'partial') return 'weigh'
  if (progress.mode === 'partial') return 'partial'
  if (carton?.state === 'open') return 'unit'
  return unitsLeft(order) > 0 ? 'carton' : 'partial'
}

/** The commands that make sense in a step, in the order of the action bar. */
export const PACK_ACTIONS: Readonly<Record<PackStep, readonly CommandName[]>> = {
  tote: [],
  sort: ['nothingThere', 'park'],
  note: ['confirm', 'park'],
  carton: ['partial', 'park'],
  unit: ['undo', 'closeCarton', 'undoCarton', 'partial'],
  weigh: ['undo', 'undoCarton', 'skipWeight'],
  service: ['confirm', 'back', 'undoCarton', 'park'],
  print: ['print', 'otherService', 'undoCarton', 'park'],
  label: ['notPrinted', 'damagedLabel', 'wrongPrinter', 'otherService'],
  'label-problem': ['back'],
  partial: ['confirm', 'back', 'park'],
  finished: [],
}

/** A weight as typed or sent by a scale: whole grams, or kilograms with a point or comma unless it says `g`; null when it is neither. */
export function readWeight(text: string): number | null {
  const match = /^(\d{1,6})(?:[.,](\d{1,3}))?\s*(kg|g)?$/i.exec(text.trim())
  if (match === null) return null
  const unit = match[3]?.toLowerCase() ?? (match[2] === undefined ? 'g' : 'kg')
  const grams = Math.round(Number(`${match[1]}.${match[2] ?? 0}`) * (unit === 'kg' ? 1000 : 1))
  return grams > 0 && grams <= 1_000_000 ? grams : null
}
