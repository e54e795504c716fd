import type { CommandName } from './command-code.ts'
import { commandAboutService, decideService } from './decide-service.ts'
import type { FeedbackName } from './feedback.ts'
import type { Meaning } from './meaning.ts'
import {
  FRESH_PACK,
  isWeighed,
  type PackCarton,
  type PackLine,
  type PackOrder,
  type PackOutcome,
  type PackPolicy,
  type PackProgress,
  type PackRequest,
  type PackStep,
  packStep,
  readWeight,
  unitsInHand,
  unitsLeft,
  weightTolerance,
} from './pack.ts'
import { decideSort, type SharedTote } from './sort-tote.ts'

type At = {
  order: PackOrder
  progress: PackProgress
  meaning: Meaning
  policy: PackPolicy
  step: PackStep
  typed: boolean
}

/** What surrounds a scan at the bench: whether a person `typed` it, and the shared tote that is being sorted. */
export type PackScan = { typed?: boolean; shared?: SharedTote | null; takesOver?: boolean }

/**
 * Decides what a scan means at the bench; `typed` by a person, it may be a weight although a code looks alike. Pure: what is
 * wrong is never counted. After an order of a shared tote one comes back to that tote.
 */
export function decidePack(
  order: PackOrder | null,
  progress: PackProgress,
  meaning: Meaning,
  policy: PackPolicy,
  scan: PackScan = {},
): PackOutcome {
  const outcome = decideScan(order, progress, meaning, policy, scan)
  if (order === null || progress.shared == null || outcome.progress.packSessionId !== null) return outcome
  return { ...outcome, progress: { ...outcome.progress, shared: progress.shared } }
}

/** The unit in hand goes into the carton that was just opened for its order; null when there is none, or no such carton. */
export function packInHand(order: PackOrder, progress: PackProgress, policy: PackPolicy): PackOutcome | null {
  const { inHand: _, ...rest } = progress
  const hand = unitsInHand(order, progress)
  if (hand === null || packStep(order, progress, policy) !== 'unit') return null
  const { line, units } = hand
  return packed(order, rest, line, units.quantity, units.lot, units.serial)
}

function decideScan(
  order: PackOrder | null,
  progress: PackProgress,
  meaning: Meaning,
  policy: PackPolicy,
  { typed = false, shared = null, takesOver = false }: PackScan,
): PackOutcome {
  if (
    meaning.unreadable !== null ||
    (meaning.gs1Problem !== null && unknownOr(meaning, 'itemNotInOrder') === 'unknownCode')
  )
    return stay(progress, 'unreadableCode', { code: meaning.text, problem: meaning.gs1Problem ?? '' })
  if (meaning.brokenCommand) return stay(progress, 'commandChecksum', { code: meaning.text })
  const step = packStep(order, progress, policy)
  if (order === null && shared !== null) {
    const isKnown = unknownOr(meaning, 'codeNotExpectedNow') !== 'unknownCode'
    return decideSort(shared, progress, meaning, { takesOver, isKnown })
  }
  if (order === null) return decideTote(progress, meaning)
  const at: At = { order, progress, meaning, policy, step, typed }
  if (order.cancelled && meaning.command !== 'park')
    return stay(progress, 'orderCancelled', { order: order.orderNumber })
  if (meaning.command !== null) return decideCommand(at, meaning.command)
  if (meaning.tote !== null && !(step === 'weigh' && typed))
    return stay(progress, 'openOtherOrder', { order: order.orderNumber, tote: meaning.tote.name })
  switch (step) {
    case 'carton':
      if (meaning.cartonType !== null)
        return then(
          { ...progress, packed: [] },
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
    case 'service':
      return decideService(order, progress, meaning.text, unknownOr(meaning, 'codeNotExpectedNow'))
    case 'label':
    case 'print':
      return decideLabel(at)
    case 'partial':
      return decideReady(at)
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

function decideUnit({ order, progress: shown, meaning }: At): PackOutcome {
  const { lotAwaited = null, ...progress } = shown
  const item = meaning.item ?? lotItem(order, shown, meaning)
  // A code that is nothing else is the lot that was asked for.
  const lotSaid =
    meaning.lot ?? (lotAwaited !== null && meaning.item === null ? lotOf(order, item, meaning.text) : null)
  const waiting = order.lines.find(
    (line) => line.id === progress.lastLineId && line.tracking === 'serial' && line.packed < line.picked,
  )
  if (item === null) {
    // After a serial-tracked item's own code the bare serial follows.
    if (waiting === undefined || unknownOr(meaning, 'codeNotExpectedNow') !== 'unknownCode')
      return stay(progress, unknownOr(meaning, 'codeNotExpectedNow'), { code: meaning.text })
    const alike = order.lines.filter((line) => line.itemId === waiting.itemId && line.packed < line.picked)
    const owner = alike.find((line) => line.serials.includes(meaning.text)) ?? waiting
    return packed(order, progress, owner, 1, '', meaning.text)
  }
  const lines = order.lines.filter((line) => line.itemId === item.id)
  if (lines.length === 0) return stay(progress, 'itemNotInOrder', { item: item.name, order: order.orderNumber })
  const units = lines[0]?.tracking === 'serial' ? 1 : item.units
  const roomy = lines.filter((candidate) => candidate.packed + units <= candidate.picked)
  // The same item may be on two lines, each with its own lot or serials: the line that owns what was scanned comes first.
  const line =
    roomy.find((candidate) => meaning.serial !== null && candidate.serials.includes(meaning.serial)) ??
    roomy.find((candidate) => lotSaid !== null && candidate.lots.includes(lotSaid)) ??
    roomy[0]
  if (line === undefined) {
    const none = lines.every((candidate) => candidate.picked === 0)
    return stay(progress, none ? 'itemNotPicked' : 'overPacked', {
      item: item.name,
      quantity: lines.reduce((sum, l) => sum + l.picked, 0),
    })
  }
  const lots = [...new Set(roomy.flatMap((candidate) => candidate.lots))]
  if (line.tracking === 'lot' && lotSaid === null && (lots.length > 1 || line.lotsMixed === true)) {
    const asked = { ...progress, lastLineId: line.id, lotAwaited: units }
    return { ...stay(progress, 'scanLot', { item: item.name, lot: lots.join(', ') }), progress: asked }
  }
  if (lotSaid !== null && line.lots.length > 0 && !line.lots.includes(lotSaid))
    return stay(shown, 'wrongLot', { scanned: lotSaid, expected: lots.join(', ') })
  const lot = lotSaid ?? (line.lots.length === 1 ? (line.lots[0] ?? '') : '')
  if (line.tracking === 'serial' && meaning.serial === null)
    return { ...stay(progress, 'scanSerial', { item: item.name }), progress: { ...progress, lastLineId: line.id } }
  return packed(order, progress, line, units, lot, line.tracking === 'serial' ? (meaning.serial ?? '') : '')
}

/** The lot to pack that a text says; typed letters are capitals, so it may differ by case where that leaves no doubt. */
function lotOf(order: PackOrder, item: Meaning['item'], text: string): string {
  const lots = [...new Set(order.lines.flatMap((line) => (line.itemId === item?.id ? line.lots : [])))]
  const alike = lots.filter((lot) => lot.toUpperCase() === text.toUpperCase())
  return !lots.includes(text) && alike.length === 1 ? (alike[0] ?? text) : text
}

/** The item that waits for its lot, when the code is nothing known here: then it can be that lot. */
function lotItem(order: PackOrder, progress: PackProgress, meaning: Meaning): Meaning['item'] {
  const line = order.lines.find(({ id, tracking }) => id === progress.lastLineId && tracking === 'lot')
  const isLot = meaning.lot !== null || unknownOr(meaning, 'codeNotExpectedNow') === 'unknownCode'
  if (line === undefined || progress.lotAwaited == null || !isLot) return null
  return { id: line.itemId, name: line.itemName, picture: null, tracking: 'lot', units: progress.lotAwaited }
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
    {
      ...progress,
      lastLineId: line.id,
      packed: [...(progress.packed ?? []), { orderLineId: line.id, lot, serial, quantity }].slice(-200),
    },
    left === 0 ? 'lastUnitPacked' : 'unitPacked',
    { item: line.itemName, packed: line.packed + quantity, quantity: line.picked, left },
    { type: 'pack', orderLineId: line.id, quantity, lot, serial, close: left === 0 },
  )
}

function decideWeight({ order, progress, meaning, policy, typed }: At): PackOutcome {
  const carton = order.carton
  // Goods are numbered, too, and what is scanned is one of them.
  if (!typed && unknownOr(meaning, 'codeNotExpectedNow') !== 'unknownCode')
    return stay(progress, 'codeNotExpectedNow', { code: meaning.text })
  const grams = readWeight(meaning.text)
  if (carton === null || grams === null) return stay(progress, 'weightNotNumber', { code: meaning.text })
  if (grams > carton.maxGrams) return stay(progress, 'tooHeavy', { weight: grams, limit: carton.maxGrams })
  const theory = carton.theoryGrams
  const off = theory !== null && Math.abs(grams - theory) > weightTolerance(theory, policy)
  // The same weight entered a second time is a decision, not a slip.
  if (off && progress.weightGrams !== grams)
    return { ...stay(progress, 'weightOff', { weight: grams, theory }), progress: { ...progress, weightGrams: grams } }
  return then(
    closing(progress),
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

/** Somebody said from afar that the last label is there: its scan at the bench ends the order, of which nothing is missing. */
function decideReady({ order, progress, meaning }: At): PackOutcome {
  const whole = order.carton === null && order.cartonsReady > 0 && unitsLeft(order) === 0 && order.unitsMissing === 0
  if (!whole || meaning.carton?.orderId !== order.orderId)
    return stay(progress, unknownOr(meaning, 'codeNotExpectedNow'), { code: meaning.text })
  return then(
    { ...FRESH_PACK, finished: { orderNumber: order.orderNumber } },
    'orderPacked',
    { order: order.orderNumber, cartons: order.cartonsReady },
    { type: 'finish', partial: false },
  )
}

function decideCommand(at: At, command: CommandName): PackOutcome {
  const { order, progress, step } = at
  const { carton } = order
  if (
    command === 'park' &&
    (step === 'note' ||
      step === 'carton' ||
      step === 'partial' ||
      step === 'service' ||
      step === 'print' ||
      step === 'label' ||
      order.cancelled)
  )
    return then({ ...FRESH_PACK }, 'acknowledged', {}, { type: 'park' })
  if (command === 'confirm' && step === 'note') return then(progress, 'noteAcknowledged', {}, { type: 'see-note' })
  if (command === 'confirm' && step === 'partial')
    // With no carton ready nothing leaves: the order waits for stock again and its tote is free.
    return order.cartonsReady === 0
      ? then({ ...FRESH_PACK }, 'acknowledged', {}, { type: 'finish', partial: true })
      : then(
          { ...FRESH_PACK, finished: { orderNumber: order.orderNumber } },
          'orderPacked',
          { order: order.orderNumber },
          { type: 'finish', partial: true },
        )
  const service = commandAboutService(order, progress, command, step)
  if (service !== null) return service
  if (command === 'back' && (step === 'partial' || step === 'label-problem'))
    return { ...stay(progress, 'acknowledged'), progress: { ...progress, mode: 'work' } }
  if (command === 'partial' && (step === 'unit' || step === 'carton')) return askPartial(at)
  if (
    command === 'undoCarton' &&
    carton !== null &&
    (step === 'unit' || step === 'weigh' || step === 'service' || step === 'print')
  )
    return then(
      { ...progress, weightGrams: null, mode: 'work', packed: [], service: null },
      'cartonUndone',
      { carton: carton.number },
      { type: 'undo-carton', cartonId: carton.id },
    )
  if (command === 'undo' && carton?.state === 'open' && (step === 'unit' || step === 'weigh'))
    return undoUnits(progress, carton)
  if (command === 'back' && step === 'weigh' && unitsLeft(order) > 0)
    return { ...stay(progress, 'acknowledged'), progress: { ...progress, mode: 'work', weightGrams: null } }
  if (command === 'closeCarton' && step === 'unit' && carton !== null) return closeByHand(at, carton, 'weigh')
  if (command === 'skipWeight' && step === 'weigh' && carton !== null)
    return then(
      closing(progress),
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
  // What is in hand is there: it goes into a carton, or back into the tote with the order.
  const hand = unitsInHand(order, progress)
  if (hand !== null) return stay(progress, 'cartonFirst', { item: hand.line.itemName })
  if (order.carton?.state === 'open' && order.carton.units > 0)
    return closeByHand({ order, progress, policy }, order.carton, 'partial')
  return {
    ...stay(progress, 'confirmPartial', { units: order.unitsMissing + unitsLeft(order) }),
    progress: { ...progress, mode: 'partial' },
  }
}

function closeByHand(
  { progress, policy }: { order: PackOrder; progress: PackProgress; policy: PackPolicy },
  carton: PackCarton,
  mode: 'weigh' | 'partial',
): PackOutcome {
  if (carton.units === 0) return stay(progress, 'cartonEmpty', { carton: carton.number })
  // A carton that is closed early is weighed like any other.
  if (isWeighed(carton, policy)) return { ...stay(progress, 'acknowledged'), progress: { ...progress, mode } }
  return then(
    { ...closing(progress), mode: mode === 'partial' ? 'partial' : 'work' },
    'cartonClosed',
    { carton: carton.number },
    { type: 'close', cartonId: carton.id, weightGrams: null },
  )
}

/** Progress once a carton is closed: what was put into it is history, a wish to send less than ordered is not. */
function closing(progress: PackProgress): PackProgress {
  return { ...progress, weightGrams: null, packed: [], mode: progress.mode === 'partial' ? 'partial' : 'work' }
}

/** Takes out what the last scan put in; where nobody remembers (another person's carton), one unit of the last line. */
function undoUnits(progress: PackProgress, carton: PackCarton): PackOutcome {
  const scans = progress.packed ?? []
  const scan = scans.at(-1)
  const its = carton.lines.find(
    (line) =>
      line.orderLineId === scan?.orderLineId &&
      line.lot === scan.lot &&
      line.serial === scan.serial &&
      line.quantity >= scan.quantity,
  )
  const line = its ?? carton.lines.at(-1)
  if (line === undefined) return stay(progress, 'nothingToUndo')
  const quantity = its === undefined || scan === undefined ? 1 : scan.quantity
  return then(
    { ...progress, weightGrams: null, mode: 'work', packed: its === undefined ? [] : scans.slice(0, -1) },
    'unitUndone',
    {},
    { type: 'unpack', cartonLineId: line.id, quantity },
  )
}
