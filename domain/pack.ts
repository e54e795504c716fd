import type { CommandName } from './command-code.ts'
import type { FeedbackName } from './feedback.ts'
import type { Meaning } from './meaning.ts'

/** An order line at the bench. */
export type PackLine = {
  id: string
  itemId: string
  itemName: string
  tracking: 'none' | 'lot' | 'serial'
  /** Lots that were picked for it; empty when the item has none. */
  lots: string[]
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
  /** Its last unit, which undo takes out. */
  last: { cartonLineId: string; quantity: number } | null
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
  /** Units ordered that are not coming: they were not picked. */
  unitsMissing: number
}

/** Where the packer stands beyond the rows. */
export type PackProgress = {
  packSessionId: string | null
  mode: 'work' | 'partial' | 'label-problem'
  lastLineId: string | null
  /** The order finished last, shown until the next tote. */
  finished: { orderNumber: string } | null
  weightGrams: number | null
  weighed: boolean
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
  | 'note'
  | 'carton'
  | 'unit'
  | 'weigh'
  | 'print'
  | 'label'
  | 'label-problem'
  | 'partial'
  | 'finished'

/** A command that the decision asks for. */
export type PackRequest =
  | { type: 'open'; toteId: string }
  | { type: 'park' }
  | { type: 'see-note' }
  | { type: 'open-carton'; cartonTypeId: string }
  | { type: 'pack'; orderLineId: string; quantity: number; lot: string; serial: string; close: boolean }
  | { type: 'unpack'; cartonLineId: string; quantity: number }
  | { type: 'undo-carton'; cartonId: string }
  | { type: 'close'; cartonId: string; weightGrams: number | null }
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

/** tote → note → carton → unit … → weigh → print → label → carton … → partial → finished. */
export function packStep(order: PackOrder | null, progress: PackProgress, policy: PackPolicy): PackStep {
  if (order === null) return progress.finished === null ? 'tote' : 'finished'
  if (order.noteToSee) return 'note'
  const { carton } = order
  if (carton?.state === 'closed') {
    if (progress.mode === 'label-problem') return 'label-problem'
    const state = carton.printJob?.state
    return state === 'sending' || state === 'sent' || state === 'unknown' ? 'label' : 'print'
  }
  if (progress.mode === 'partial') return 'partial'
  if (carton?.state === 'open') {
    if (unitsLeft(order) === 0 && carton.units > 0 && policy.weighCartons) return 'weigh'
    return 'unit'
  }
  return unitsLeft(order) > 0 ? 'carton' : 'partial'
}

/** The commands that make sense in a step, in the order of the action bar. */
export const PACK_ACTIONS: Readonly<Record<PackStep, readonly CommandName[]>> = {
  tote: [],
  note: ['confirm', 'park'],
  carton: ['undoCarton', 'partial', 'park'],
  unit: ['undo', 'closeCarton', 'undoCarton', 'partial'],
  weigh: ['undo', 'undoCarton', 'skipWeight'],
  print: ['print', 'undoCarton', 'park'],
  label: ['notPrinted', 'damagedLabel', 'wrongPrinter'],
  'label-problem': ['back'],
  partial: ['confirm', 'back', 'park'],
  finished: [],
}

type At = { order: PackOrder; progress: PackProgress; meaning: Meaning; policy: PackPolicy; step: PackStep }

/** Decides what a scan means at the bench. Pure: what is wrong is never counted. */
export function decidePack(
  order: PackOrder | null,
  progress: PackProgress,
  meaning: Meaning,
  policy: PackPolicy,
): PackOutcome {
  if (meaning.unreadable !== null) return stay(progress, 'unreadableCode', { code: meaning.text })
  if (meaning.brokenCommand) return stay(progress, 'commandChecksum', { code: meaning.text })
  const step = packStep(order, progress, policy)
  if (order === null) return decideTote(progress, meaning)
  const at: At = { order, progress, meaning, policy, step }
  if (order.cancelled && meaning.command !== 'park')
    return stay(progress, 'orderCancelled', { order: order.orderNumber })
  if (meaning.command !== null) return decideCommand(at, meaning.command)
  if (meaning.tote !== null && step !== 'weigh')
    return stay(progress, 'openOtherOrder', { order: order.orderNumber, tote: meaning.tote.name })
  switch (step) {
    case 'carton':
      if (meaning.cartonType !== null)
        return then(
          progress,
          'cartonOpened',
          { type: meaning.cartonType.name },
          { type: 'open-carton', cartonTypeId: meaning.cartonType.id },
        )
      return stay(progress, meaning.item !== null ? 'cartonFirst' : unknownOr(meaning, 'codeNotExpectedNow'), {
        code: meaning.text,
        item: meaning.item?.name ?? '',
      })
    case 'unit':
      return decideUnit(at)
    case 'weigh':
      return decideWeight(at)
    case 'label':
    case 'print':
      return decideLabel(at)
    default:
      return stay(progress, unknownOr(meaning, 'codeNotExpectedNow'), { code: meaning.text })
  }
}

function stay(progress: PackProgress, say: FeedbackName, params: Record<string, string | number> = {}): PackOutcome {
  return { say, params, progress, request: null }
}

function then(
  progress: PackProgress,
  say: FeedbackName,
  params: Record<string, string | number>,
  request: PackRequest,
): PackOutcome {
  return { say, params, progress, request }
}

function unknownOr(meaning: Meaning, otherwise: FeedbackName): FeedbackName {
  const known =
    meaning.item || meaning.location || meaning.tote || meaning.carton || meaning.cartonType || meaning.operator
  return known ? otherwise : 'unknownCode'
}

function decideTote(progress: PackProgress, meaning: Meaning): PackOutcome {
  if (meaning.command !== null) return stay(progress, 'commandNotNow', { command: meaning.command })
  if (meaning.tote === null) return stay(progress, unknownOr(meaning, 'codeNotExpectedNow'), { code: meaning.text })
  return then({ ...FRESH_PACK }, 'orderOpened', { tote: meaning.tote.name }, { type: 'open', toteId: meaning.tote.id })
}

function decideUnit({ order, progress, meaning }: At): PackOutcome {
  const { item } = meaning
  const waiting = order.lines.find(
    (line) => line.id === progress.lastLineId && line.tracking === 'serial' && line.packed < line.picked,
  )
  if (item === null) {
    // After a serial-tracked item's own code the bare serial follows.
    if (waiting !== undefined && unknownOr(meaning, 'codeNotExpectedNow') === 'unknownCode')
      return packed(order, progress, waiting, 1, '', meaning.text)
    return stay(progress, unknownOr(meaning, 'codeNotExpectedNow'), { code: meaning.text })
  }
  const lines = order.lines.filter((line) => line.itemId === item.id)
  if (lines.length === 0) return stay(progress, 'itemNotInOrder', { item: item.name, order: order.orderNumber })
  const line = lines.find((candidate) => candidate.packed + item.units <= candidate.picked)
  if (line === undefined) {
    const none = lines.every((candidate) => candidate.picked === 0)
    return stay(progress, none ? 'itemNotPicked' : 'overPacked', {
      item: item.name,
      quantity: lines.reduce((sum, l) => sum + l.picked, 0),
    })
  }
  if (meaning.lot !== null && line.lots.length > 0 && !line.lots.includes(meaning.lot))
    return stay(progress, 'wrongLot', { scanned: meaning.lot, expected: line.lots.join(', ') })
  const lot = meaning.lot ?? (line.lots.length === 1 ? (line.lots[0] ?? '') : '')
  if (line.tracking === 'serial' && meaning.serial === null)
    return { ...stay(progress, 'scanSerial', { item: item.name }), progress: { ...progress, lastLineId: line.id } }
  return packed(order, progress, line, item.units, lot, line.tracking === 'serial' ? (meaning.serial ?? '') : '')
}

function packed(
  order: PackOrder,
  progress: PackProgress,
  line: PackLine,
  quantity: number,
  lot: string,
  serial: string,
): PackOutcome {
  const left = unitsLeft(order) - quantity
  return then(
    { ...progress, lastLineId: line.id },
    left === 0 ? 'lastUnitPacked' : 'unitPacked',
    { item: line.itemName, packed: line.packed + quantity, quantity: line.picked, left },
    { type: 'pack', orderLineId: line.id, quantity, lot, serial, close: left === 0 },
  )
}

/** A weight as typed or sent by a scale: whole grams, or kilograms with a point or comma; null when it is neither. */
export function readWeight(text: string): number | null {
  const match = /^(\d{1,6})(?:[.,](\d{1,3}))?\s*(kg|g)?$/i.exec(text.trim())
  if (match === null) return null
  const kilograms = match[2] !== undefined || match[3]?.toLowerCase() === 'kg'
  const grams = kilograms ? Math.round(Number(`${match[1]}.${match[2] ?? 0}`) * 1000) : Number(match[1])
  return grams > 0 && grams <= 1_000_000 ? grams : null
}

function decideWeight({ order, progress, meaning, policy }: At): PackOutcome {
  const carton = order.carton
  const grams = readWeight(meaning.text)
  if (carton === null || grams === null) return stay(progress, 'weightNotNumber', { code: meaning.text })
  if (grams > carton.maxGrams) return stay(progress, 'tooHeavy', { weight: grams, limit: carton.maxGrams })
  const theory = carton.theoryGrams
  const off = theory !== null && Math.abs(grams - theory) > weightTolerance(theory, policy)
  // The same weight entered a second time is a decision, not a slip.
  if (off && progress.weightGrams !== grams)
    return { ...stay(progress, 'weightOff', { weight: grams, theory }), progress: { ...progress, weightGrams: grams } }
  return then(
    { ...progress, weightGrams: null },
    'cartonClosed',
    { carton: carton.number, weight: grams },
    { type: 'close', cartonId: carton.id, weightGrams: grams },
  )
}

function decideLabel({ order, progress, meaning, step }: At): PackOutcome {
  const { carton } = order
  if (carton === null || carton.printJob === null) return stay(progress, 'codeNotExpectedNow', { code: meaning.text })
  if (step === 'print')
    return stay(progress, meaning.carton === null ? unknownOr(meaning, 'codeNotExpectedNow') : 'printFirst', {
      code: meaning.text,
    })
  if (meaning.carton?.id === carton.id)
    return then(
      progress,
      'labelVerified',
      { carton: carton.number },
      { type: 'verify-label', cartonId: carton.id, printJobId: carton.printJob.id },
    )
  if (meaning.carton !== null)
    return stay(progress, 'labelOfOtherCarton', { scanned: meaning.carton.code, expected: carton.code ?? '' })
  return stay(progress, unknownOr(meaning, 'codeNotExpectedNow'), { code: meaning.text })
}

function decideCommand(at: At, command: CommandName): PackOutcome {
  const { order, progress, step } = at
  const { carton } = order
  if (
    command === 'park' &&
    (step === 'note' || step === 'carton' || step === 'partial' || step === 'print' || order.cancelled)
  )
    return then({ ...FRESH_PACK }, 'acknowledged', {}, { type: 'park' })
  if (command === 'confirm' && step === 'note') return then(progress, 'noteAcknowledged', {}, { type: 'see-note' })
  if (command === 'confirm' && step === 'partial')
    return then(
      { ...FRESH_PACK, finished: { orderNumber: order.orderNumber } },
      'orderPacked',
      { order: order.orderNumber },
      { type: 'finish', partial: true },
    )
  if (command === 'back' && (step === 'partial' || step === 'label-problem'))
    return { ...stay(progress, 'acknowledged'), progress: { ...progress, mode: 'work' } }
  if (command === 'partial' && (step === 'unit' || step === 'carton')) return askPartial(at)
  if (command === 'undoCarton' && carton !== null && (step === 'unit' || step === 'weigh' || step === 'print'))
    return then(
      { ...progress, weightGrams: null },
      'cartonUndone',
      { carton: carton.number },
      { type: 'undo-carton', cartonId: carton.id },
    )
  if (command === 'undo' && carton?.state === 'open' && (step === 'unit' || step === 'weigh')) {
    if (carton.last === null) return stay(progress, 'nothingToUndo')
    return then({ ...progress, weightGrams: null }, 'unitUndone', {}, { type: 'unpack', ...carton.last })
  }
  if (command === 'closeCarton' && step === 'unit' && carton !== null) return closeByHand(at, carton)
  if (command === 'skipWeight' && step === 'weigh' && carton !== null)
    return then(
      { ...progress, weightGrams: null },
      'cartonClosed',
      { carton: carton.number },
      { type: 'close', cartonId: carton.id, weightGrams: null },
    )
  if (step === 'label' && carton !== null && carton.printJob !== null) {
    const reasons = { notPrinted: 'not-printed', damagedLabel: 'damaged', wrongPrinter: 'wrong-printer' } as const
    if (command === 'notPrinted' || command === 'damagedLabel' || command === 'wrongPrinter')
      return then(
        progress,
        'labelNotPrinted',
        { carton: carton.number },
        { type: 'label-failed', printJobId: carton.printJob.id, reason: reasons[command] },
      )
  }
  return stay(progress, 'commandNotNow', { command })
}

function askPartial({ order, progress, policy }: At): PackOutcome {
  if (order.carton?.state === 'open' && order.carton.units > 0)
    return closeByHand({ order, progress: { ...progress, mode: 'partial' }, policy }, order.carton)
  return {
    ...stay(progress, 'confirmPartial', { units: order.unitsMissing + unitsLeft(order) }),
    progress: { ...progress, mode: 'partial' },
  }
}

function closeByHand(
  { progress }: { order: PackOrder; progress: PackProgress; policy: PackPolicy },
  carton: PackCarton,
): PackOutcome {
  if (carton.units === 0) return stay({ ...progress, mode: 'work' }, 'cartonEmpty', { carton: carton.number })
  return then(
    progress,
    'cartonClosed',
    { carton: carton.number },
    { type: 'close', cartonId: carton.id, weightGrams: null },
  )
}
