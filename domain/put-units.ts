import { type LineShare, shareUnits } from './collect.ts'
import { FRESH_PICK, type PickLine, type PickOutcome, type PickProgress, type PickTask } from './pick.ts'

/** True when nothing is left to pick once what was counted is put away. */
export function isLast(task: PickTask | null, progress: PickProgress, line: PickLine): boolean {
  return task?.openLines.length === 1 && progress.counted === line.open
}

/** Progress after units were put away. One still stands at the shelf that was confirmed: it is not asked again for what comes next from the same place. */
export function goingOn(task: PickTask | null, progress: PickProgress, line: PickLine): PickProgress {
  const next = progress.counted < line.open ? line : task?.openLines.find((other) => other.id !== line.id)
  return {
    ...FRESH_PICK,
    ...(next?.locationId === line.locationId ? { lineId: next.id, locationConfirmed: true } : {}),
  }
}

/** Puts what was counted into a shared tote. Into any one: one that is not on the cart yet goes onto it when it is free, since the last one may be full. */
export function collectInto(
  { progress, task }: { progress: PickProgress; task: PickTask | null },
  line: PickLine,
  open: readonly LineShare[],
  tote: { id: string; name: string },
): PickOutcome {
  const shares = shareUnits(open, progress.counted)
  if (shares === null)
    return { say: 'tooMany', params: { quantity: line.open, item: line.itemName }, progress, request: null }
  const last = isLast(task, progress, line)
  const orders = shares.length
  return {
    say: last ? 'taskPicked' : 'unitsCollected',
    params: { quantity: progress.counted, item: line.itemName, tote: tote.name, orders },
    progress: {
      ...goingOn(task, progress, line),
      lastPick: {
        lineId: line.id,
        quantity: progress.counted,
        serials: [],
        shared: { lines: shares, toteId: tote.id },
      },
    },
    request: { type: 'collect', toteId: tote.id, lines: shares },
  }
}
