import type { CommandName } from './command-code.ts'
import { FEEDBACK, type FeedbackName } from './feedback.ts'
import type { Meaning } from './meaning.ts'
import {
  currentLine,
  FRESH_PICK,
  type PickLine,
  type PickOutcome,
  type PickPolicy,
  type PickProgress,
  type PickStep,
  type PickTask,
  pickStep,
} from './pick.ts'
import { collectInto, goingOn, isLast } from './put-units.ts'

/** Decides what a scan means to the picker. Pure: a wrong scan changes nothing and loses nothing. */
export function decidePick(
  task: PickTask | null,
  shown: PickProgress,
  meaning: Meaning,
  policy: PickPolicy,
): PickOutcome {
  const progress = stillTrue(task, shown)
  const outcome = decideShown({ task, progress, meaning, policy })
  // What blocks shows nothing: the line, its place and what was counted stay. Only a wrong number typed is to be typed again.
  if (outcome.request !== null || !FEEDBACK[outcome.say].block) return outcome
  const { mode, typed } = outcome.progress
  return { ...outcome, progress: { ...progress, mode, typed } }
}

/** Forgets what was shown of a line that is not open any more: another window of the same operator may have finished it. */
function stillTrue(task: PickTask | null, progress: PickProgress): PickProgress {
  if (progress.lineId === null || task?.openLines.some((line) => line.id === progress.lineId)) return progress
  return { ...FRESH_PICK, lastPick: progress.lastPick }
}

function decideShown(at: At): PickOutcome {
  const { task, progress, meaning } = at
  if (meaning.unreadable !== null || (meaning.gs1Problem !== null && nothingKnown(meaning)))
    return stay(progress, 'unreadableCode', { code: meaning.text, problem: meaning.gs1Problem ?? '' })
  if (meaning.brokenCommand) return stay(progress, 'commandChecksum', { code: meaning.text })
  if (meaning.command !== null) return decideCommand(at, meaning.command)
  const step = pickStep(task, progress)
  switch (step) {
    case 'idle':
    case 'drop':
    case 'problem':
      return stay(progress, nothingKnown(meaning) ? 'unknownCode' : 'codeNotExpectedNow', { code: meaning.text })
    case 'totes':
      return decideTote(at)
    case 'quantity':
      return decideTyped(at)
    default:
      return decideLine(at, step)
  }
}

type At = { task: PickTask | null; progress: PickProgress; meaning: Meaning; policy: PickPolicy }

function stay(progress: PickProgress, say: FeedbackName, params: Record<string, string | number> = {}): PickOutcome {
  return { say, params, progress, request: null }
}

function nothingKnown(meaning: Meaning): boolean {
  return !(meaning.item || meaning.location || meaning.tote || meaning.carton || meaning.cartonType || meaning.operator)
}

function decideTote({ task, progress, meaning }: At): PickOutcome {
  if (task?.sortedAt === 'bench' && meaning.tote !== null)
    return {
      say: 'toteShared',
      params: { tote: meaning.tote.name, orders: task.slots.length },
      progress,
      request: { type: 'add-tote', taskId: task.id, toteId: meaning.tote.id },
    }
  const { tote } = meaning
  const waiting = task?.slots.filter(({ toteId }) => toteId === null) ?? []
  const [first] = waiting
  if (first === undefined || tote === null)
    return stay(progress, nothingKnown(meaning) ? 'unknownCode' : 'codeNotExpectedNow', { code: meaning.text })
  // A tote that was handed over finds its own place, in whatever order they are shown.
  const slot = waiting.find(({ handed }) => handed?.id === tote.id) ?? first
  if (slot.handed !== null && slot.handed.id !== tote.id)
    return stay(progress, 'toteNotHanded', { scanned: tote.name, expected: slot.handed.name, slot: slot.slot })
  return {
    say: 'toteAssigned',
    params: { tote: tote.name, slot: slot.slot },
    progress,
    request: { type: 'assign-tote', slotId: slot.id, toteId: tote.id },
  }
}

function decideLine(at: At, step: 'location' | 'item' | 'lot' | 'serial' | 'put'): PickOutcome {
  const { task, progress, meaning, policy } = at
  const line = currentLine(task, progress)
  if (line === null || task === null) return stay(progress, 'codeNotExpectedNow', { code: meaning.text })
  if (line.orderStopped) return stay(progress, 'orderStopped', { order: line.orderNumber })
  const begun: PickProgress =
    progress.lineId === line.id ? progress : { ...FRESH_PICK, lineId: line.id, lastPick: progress.lastPick }
  // A code that stands for several things was asked about before: what comes here is one of them.
  if (step === 'location') {
    if (meaning.location?.id === line.locationId)
      return {
        ...stay(begun, 'locationConfirmed', { location: line.locationCode }),
        progress: { ...begun, locationConfirmed: true },
      }
    if (meaning.location !== null)
      return stay(progress, 'wrongLocation', { scanned: meaning.location.code, expected: line.locationCode })
    if (meaning.item?.id !== line.itemId) return wrongThing(at, line)
    if (!policy.itemSettlesLocation) return stay(progress, 'codeNotExpectedNow', { code: meaning.text })
    return countItem({ ...at, progress: { ...begun, locationConfirmed: true } }, line)
  }
  if (step === 'put') {
    if (meaning.tote !== null) return putInto(at, line)
    if (meaning.item?.id === line.itemId) return stay(progress, 'tooMany', { quantity: line.open, item: line.itemName })
    return wrongThing(at, line)
  }
  if (meaning.item !== null) return countItem(at, line)
  if (step === 'lot' && (meaning.lot !== null || meaning.text === line.lot || nothingKnown(meaning)))
    return showLot(at, line)
  if (meaning.tote !== null)
    return progress.counted > 0 ? putInto(at, line) : stay(progress, 'countFirst', { item: line.itemName })
  if (step === 'serial' && nothingKnown(meaning)) return countSerial(at, line, meaning.text)
  return wrongThing(at, line)
}

function wrongThing({ progress, meaning, task }: At, line: PickLine): PickOutcome {
  if (meaning.item !== null) {
    const elsewhere = task?.openLines.some((other) => other.itemId === meaning.item?.id) === true
    return stay(progress, elsewhere && meaning.item.id !== line.itemId ? 'itemOfOtherStop' : 'wrongItem', {
      scanned: meaning.item.name,
      expected: line.itemName,
    })
  }
  if (meaning.location !== null) {
    // The right shelf once more is no mistake, it just says nothing new.
    if (meaning.location.id === line.locationId)
      return stay(progress, 'locationConfirmed', { location: line.locationCode })
    return stay(progress, 'wrongLocation', { scanned: meaning.location.code, expected: line.locationCode })
  }
  return stay(progress, nothingKnown(meaning) ? 'unknownCode' : 'codeNotExpectedNow', { code: meaning.text })
}

function countItem(at: At, line: PickLine): PickOutcome {
  const { progress, meaning, policy } = at
  const item = meaning.item
  if (item === null || item.id !== line.itemId) return wrongThing(at, line)
  if (meaning.lot !== null && line.lot !== '' && meaning.lot !== line.lot)
    return stay(progress, 'wrongLot', { scanned: meaning.lot, expected: line.lot })
  const expiresOn = meaning.expiresOn ?? line.expiresOn
  if (expiresOn !== '' && expiresOn < policy.today)
    return stay(progress, 'lotExpired', { item: line.itemName, lot: meaning.lot ?? line.lot, expiresOn })
  if (line.tracking === 'lot' && line.lot !== '' && meaning.lot === null && progress.lot !== 'shown')
    return {
      ...stay(progress, 'scanLot', { item: line.itemName, lot: line.lot }),
      progress: { ...progress, lineId: line.id, lot: { awaited: item.units } },
    }
  if (line.tracking === 'serial') {
    if (meaning.serial !== null) return countSerial(at, line, meaning.serial)
    return { ...stay(progress, 'scanSerial', { item: line.itemName }), progress: { ...progress, lineId: line.id } }
  }
  const add = policy.countEachUnit || item.units > 1 ? item.units : line.open - progress.counted
  if (progress.counted + add > line.open)
    return stay(progress, 'tooMany', { quantity: line.open - progress.counted, item: line.itemName })
  const counted = progress.counted + add
  return {
    say: counted === line.open ? 'lastItemCounted' : 'itemCounted',
    params: { counted, quantity: line.open, item: line.itemName },
    progress: { ...progress, lineId: line.id, counted, ...(line.tracking === 'lot' ? { lot: 'shown' } : {}) },
    request: null,
  }
}

/** The lot of goods whose own code does not name it, from a code beside it or typed; what was scanned before counts now. */
function showLot(at: At, line: PickLine): PickOutcome {
  const { progress, meaning } = at
  const units = typeof progress.lot === 'object' ? progress.lot.awaited : 1
  const item = { id: line.itemId, name: line.itemName, picture: null, tracking: line.tracking, units }
  // Keys give capitals only.
  const typed = meaning.text.toUpperCase() === line.lot.toUpperCase() ? line.lot : meaning.text
  return countItem({ ...at, meaning: { ...meaning, item, lot: meaning.lot ?? typed } }, line)
}

function countSerial({ progress }: At, line: PickLine, serial: string): PickOutcome {
  if (progress.serials.includes(serial)) return stay(progress, 'serialTwice', { serial })
  // Refused here and not only at the tote: a wrong serial that was counted would have to be undone first.
  if (line.serial !== '' && !line.serialsHere.includes(serial))
    return stay(progress, 'wrongSerial', { serial, expected: line.serial })
  const counted = progress.counted + 1
  return {
    say: counted === line.open ? 'lastItemCounted' : 'itemCounted',
    params: { counted, quantity: line.open, item: line.itemName },
    progress: { ...progress, lineId: line.id, counted, serials: [...progress.serials, serial] },
    request: null,
  }
}

function putInto({ progress, meaning, task }: At, line: PickLine): PickOutcome {
  const tote = meaning.tote
  if (tote === null) return stay(progress, 'codeNotExpectedNow', { code: meaning.text })
  if (line.shares !== null) return collectInto({ progress, task }, line, line.shares, tote)
  const takesAny = task?.sortedAt === 'bench' && task.totes.some(({ id }) => id === tote.id)
  if (tote.id !== line.toteId && !takesAny) {
    const onCart = task?.slots.some((slot) => slot.toteId === tote.id) === true
    return stay(progress, onCart ? 'wrongTote' : 'toteOfOtherCart', {
      scanned: tote.name,
      tote: tote.name,
      expected: line.toteCode ?? '',
      slot: line.slot,
    })
  }
  const last = isLast(task, progress, line)
  return {
    say: last ? 'taskPicked' : 'linePicked',
    params: {
      ...{ quantity: progress.counted, item: line.itemName, tote: tote.name, slot: line.slot },
      ...(last && task?.nextZone != null ? { zone: task.nextZone } : {}),
    },
    progress: {
      ...goingOn(task, progress, line),
      lastPick: { lineId: line.id, quantity: progress.counted, serials: progress.serials },
    },
    request: {
      type: 'confirm',
      pickLineId: line.id,
      quantity: progress.counted,
      toteId: tote.id,
      serials: progress.serials,
    },
  }
}

function decideTyped(at: At): PickOutcome {
  const line = currentLine(at.task, at.progress)
  if (line !== null && at.meaning.item?.id === line.itemId)
    return unlessWrong(at, countItem({ ...at, progress: { ...at.progress, mode: 'work', typed: '' } }, line))
  const known = !nothingKnown(at.meaning)
  // Totes and goods may be numbered, too: the keypad sends digits of its own.
  if (line !== null && known) return wrongThing(at, line)
  if (!/^\d{1,5}$/.test(at.meaning.text))
    return stay(at.progress, known ? 'codeNotExpectedNow' : 'unknownCode', { code: at.meaning.text })
  return enterQuantity(at, Number(at.meaning.text))
}

/** The outcome, but what was typed stays when the scan was wrong. */
function unlessWrong({ progress }: At, outcome: PickOutcome): PickOutcome {
  return FEEDBACK[outcome.say].block ? { ...outcome, progress } : outcome
}

function enterQuantity({ task, progress }: At, quantity: number): PickOutcome {
  const line = currentLine(task, progress)
  if (line === null) return stay(progress, 'commandNotNow')
  const typed = { ...progress, typed: '' }
  if (quantity < 1 || quantity > line.open) return stay(typed, 'tooMany', { quantity: line.open, item: line.itemName })
  return {
    say: quantity === line.open ? 'lastItemCounted' : 'itemCounted',
    params: { counted: quantity, quantity: line.open, item: line.itemName },
    progress: { ...typed, mode: 'work', counted: quantity },
    request: null,
  }
}

const SHORT_REASONS: Partial<Record<CommandName, 'short' | 'nothing-there' | 'damaged' | 'wrong-lot' | 'expired'>> = {
  short: 'short',
  nothingThere: 'nothing-there',
  damagedItem: 'damaged',
  wrongLot: 'wrong-lot',
  expired: 'expired',
}

function decideCommand(at: At, command: CommandName): PickOutcome {
  const { task, progress } = at
  const step = pickStep(task, progress)
  const line = currentLine(task, progress)
  const digit = /^quantity(\d)$/.exec(command)?.[1]
  if (digit !== undefined || command === 'quantityEnter' || command === 'quantityClear')
    return keypad(at, command, digit)
  if (command === 'giveWork' && step === 'idle')
    return { say: 'workGiven', params: {}, progress: FRESH_PICK, request: { type: 'claim' } }
  if (command === 'done' && step === 'drop' && task !== null)
    return {
      ...(task.nextZone === null
        ? { say: 'dropped', params: { totes: task.sortedAt === 'bench' ? task.totes.length : task.slots.length } }
        : { say: 'handedOver', params: { zone: task.nextZone } }),
      progress: FRESH_PICK,
      request: { type: 'drop', taskId: task.id },
    }
  if (command === 'undo') return undo(at, step)
  if (line === null || step === 'totes' || step === 'idle') return stay(progress, 'commandNotNow', { command })
  const reason = SHORT_REASONS[command]
  if (
    reason !== undefined &&
    (step === 'problem' || step === 'location' || step === 'item' || step === 'lot' || step === 'serial')
  )
    return shortOf(at, line, reason)
  if (command === 'problem' && step !== 'problem' && step !== 'quantity')
    return {
      say: 'acknowledged',
      params: {},
      progress: { ...progress, lineId: line.id, mode: 'problem' },
      request: null,
    }
  if (command === 'back' && (step === 'problem' || step === 'quantity'))
    return { say: 'acknowledged', params: {}, progress: { ...progress, mode: 'work', typed: '' }, request: null }
  if (command === 'skip' && step !== 'put' && progress.counted === 0)
    return {
      say: 'lineSkipped',
      params: { location: line.locationCode },
      progress: { ...FRESH_PICK, lastPick: progress.lastPick },
      request: line.shares === null ? { type: 'skip', pickLineId: line.id } : { type: 'skip-stop', lines: line.shares },
    }
  return stay(progress, 'commandNotNow', { command })
}

function shortOf(
  { progress }: At,
  line: PickLine,
  reason: 'short' | 'nothing-there' | 'damaged' | 'wrong-lot' | 'expired',
): PickOutcome {
  // What was already counted goes into the tote first; only the rest can be missing.
  if (progress.counted > 0) return stay({ ...progress, mode: 'work' }, 'countFirst', { item: line.itemName })
  return {
    say: 'lineShort',
    params: { item: line.itemName, quantity: line.open },
    progress: { ...FRESH_PICK, lastPick: progress.lastPick },
    request:
      line.shares === null
        ? { type: 'short', pickLineId: line.id, reason }
        : { type: 'short-stop', lines: line.shares, reason },
  }
}

function keypad(at: At, command: CommandName, digit: string | undefined): PickOutcome {
  const { task, progress } = at
  const step = pickStep(task, progress)
  const line = currentLine(task, progress)
  if (line === null || step === 'totes' || step === 'problem') return stay(progress, 'commandNotNow', { command })
  const here = step === 'item' || step === 'quantity' || step === 'put'
  // Digits count only goods that were identified by a scan at their shelf; serials are never typed.
  if (!here || line.tracking === 'serial' || (progress.counted === 0 && step !== 'quantity'))
    return stay(progress, 'countFirst', { item: line.itemName })
  if (command === 'quantityClear') return stay({ ...progress, typed: '' }, 'acknowledged')
  if (command === 'quantityEnter')
    return progress.typed === ''
      ? stay({ ...progress, mode: 'work' }, 'acknowledged')
      : enterQuantity(at, Number(progress.typed))
  const typed = `${progress.typed}${digit}`.slice(0, 5)
  return stay({ ...progress, mode: 'quantity', typed }, 'acknowledged')
}

function undo({ progress, task }: At, step: PickStep): PickOutcome {
  if (progress.counted > 0 || progress.scans.length > 0 || progress.lot !== undefined)
    return { say: 'pickUndone', params: {}, progress: { ...FRESH_PICK, lastPick: progress.lastPick }, request: null }
  if (progress.lastPick !== null && task !== null && step !== 'totes' && step !== 'idle') {
    const { lineId, quantity, serials, shared } = progress.lastPick
    return {
      say: 'pickUndone',
      params: { quantity },
      progress: { ...FRESH_PICK, lineId },
      request:
        shared === undefined
          ? { type: 'undo', pickLineId: lineId, quantity, serials }
          : { type: 'take-back', lines: shared.lines },
    }
  }
  return stay(progress, 'nothingToUndo')
}
