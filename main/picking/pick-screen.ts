import type { Decision } from '../../commands/command.ts'
import { assignTote } from '../../commands/picking/assign-tote.ts'
import { addTote, collectUnits, takeBackUnits } from '../../commands/picking/collect-units.ts'
import { confirmPick } from '../../commands/picking/confirm-pick.ts'
import { dropOff } from '../../commands/picking/drop-off.ts'
import { shortStop, skipStop } from '../../commands/picking/leave-stop.ts'
import { shortPick } from '../../commands/picking/short-pick.ts'
import { skipLine } from '../../commands/picking/skip-line.ts'
import { undoPick } from '../../commands/picking/undo-pick.ts'
import type { ThingView } from '../../contract/station/floor.ts'
import type { PickBench } from '../../contract/station/picking.ts'
import type { Tx } from '../../db/port.ts'
import { businessDate } from '../../domain/business-date.ts'
import { decidePick } from '../../domain/decide-pick.ts'
import { FEEDBACK, type FeedbackName } from '../../domain/feedback.ts'
import { currentLine, type PickOutcome, type PickRequest, pickStep } from '../../domain/pick.ts'
import { zoneChosen } from '../../domain/pick-zone.ts'
import type { StationCore } from '../core.ts'
import type { FloorScreenDefinition, Turn, TurnResult } from '../floor/floor-desk.ts'
import { itemThing } from '../floor/views.ts'
import type { Counters } from '../journal/counters.ts'
import { giveWork, type ReadyTasks } from './give-work.ts'
import { currentTote, type LoadedTask, loadTask } from './load-task.ts'
import { pickBench } from './pick-bench.ts'
import { openPickZones, zoneOf } from './pick-zones.ts'
import { openWaitingOrders } from './waiting-orders.ts'

/**
 * The picking screen: one scan becomes at most one command, and the bench follows from rows and progress. `kept`: tasks that
 * a joined station keeps ready.
 */
export function pickingScreen(
  core: StationCore,
  counters: Counters,
  kept: ReadyTasks | null = null,
): FloorScreenDefinition<PickBench> {
  const waiting = openWaitingOrders(core.store.reader)
  const zones = openPickZones(core.store.reader)
  const claim = giveWork(core, counters, { waiting, zones, kept })
  const decide = async (turn: Turn): Promise<TurnResult> => {
    const { work, session, operator, meaning } = turn
    kept?.used()
    const loaded = await loadTask(work.tx, operator.id, core.stationId())
    const chosen = loaded === null ? await chooseZone(turn, zones()) : null
    if (chosen !== null) return chosen
    const progress = session.state.pick
    const line = currentLine(loaded?.task ?? null, progress)
    const today = businessDate(work.now, core.site()?.time_zone ?? 'UTC')
    const outcome = decidePick(loaded?.task ?? null, progress, meaning, { ...core.policies(), today })
    const expected = await expectedThing(work.tx, loaded, turn)
    if (outcome.request === null) {
      session.state.pick = keepScan(outcome, turn)
      return { name: outcome.say, params: outcome.params, expected, orderId: line?.orderId ?? null }
    }
    const decision = await request(outcome.request, turn)
    if (!decision.ok) {
      const name = decision.refusal.name
      if (!(name in FEEDBACK)) throw new Error(`Picking cannot say ${name}`)
      return {
        name: name as FeedbackName,
        params: { ...outcome.params, ...decision.refusal.params },
        expected,
        orderId: line?.orderId ?? null,
      }
    }
    session.state.pick = outcome.progress
    // Somebody else filled these totes.
    if (isToVerify(decision.value)) return { name: 'verifyTote', params: {}, orderId: null }
    return { name: outcome.say, params: outcome.params, orderId: line?.orderId ?? null }
  }

  const request = (wanted: PickRequest, turn: Turn): Promise<Decision<unknown>> => {
    const { work, actor, session } = turn
    switch (wanted.type) {
      case 'claim':
        return claim(turn)
      case 'assign-tote':
        return work.run(assignTote, { slotId: wanted.slotId, toteId: wanted.toteId }, actor)
      case 'add-tote':
        return work.run(addTote, { taskId: wanted.taskId, toteId: wanted.toteId }, actor)
      case 'collect': {
        const scans = [...session.state.pick.scans, scanOf(turn)]
        return work.run(collectUnits, { toteId: wanted.toteId, lines: [...wanted.lines], scans }, actor)
      }
      case 'take-back':
        return work.run(takeBackUnits, { lines: [...wanted.lines] }, actor)
      case 'short-stop':
        return work.run(shortStop, { lines: idsOf(wanted.lines), reason: wanted.reason }, actor)
      case 'skip-stop':
        return work.run(skipStop, { lines: idsOf(wanted.lines) }, actor)
      case 'confirm': {
        const { pickLineId, quantity, toteId, serials } = wanted
        return work.run(
          confirmPick,
          { pickLineId, quantity, toteId, serials, scans: [...session.state.pick.scans, scanOf(turn)] },
          actor,
        )
      }
      case 'undo':
        return work.run(
          undoPick,
          { pickLineId: wanted.pickLineId, quantity: wanted.quantity, serials: wanted.serials },
          actor,
        )
      case 'short':
        return work.run(shortPick, { pickLineId: wanted.pickLineId, reason: wanted.reason }, actor)
      case 'skip':
        return work.run(skipLine, { pickLineId: wanted.pickLineId }, actor)
      case 'drop':
        return work.run(dropOff, { taskId: wanted.taskId }, actor)
    }
  }

  return {
    screen: 'picking',
    kinds: ['item', 'location', 'tote'],
    decide,
    bench: async (tx, session, view, alert) => {
      const loaded = session.operatorId === null ? null : await loadTask(tx, session.operatorId, core.stationId())
      const count = loaded === null ? waiting.count() : 0
      const known = loaded === null ? zones() : []
      const choice = { zones: known, chosen: zoneOf(session, known) }
      return pickBench(tx, loaded, session.state.pick, { session: view, alert, waiting: count, choice })
    },
  }
}

function idsOf(lines: readonly { pickLineId: string }[]): { pickLineId: string }[] {
  return lines.map(({ pickLineId }) => ({ pickLineId }))
}

/** Without a task a digit, or a place, chooses the zone that work is asked of; null when the scan says nothing of a zone. */
async function chooseZone({ work, session, meaning }: Turn, zones: readonly string[]): Promise<TurnResult | null> {
  const place = meaning.location === null ? undefined : await work.tx.get('location', meaning.location.id)
  const zone =
    meaning.command !== null
      ? zoneChosen(zones, meaning.command)
      : zones.length > 1 && place !== undefined && zones.includes(place.zone)
        ? place.zone
        : undefined
  if (zone === undefined) return null
  session.state.pickZone = zone
  return zone === null ? { name: 'anyZone', params: {} } : { name: 'zoneChosen', params: { zone } }
}

function isToVerify(value: unknown): boolean {
  return (value as { verify?: unknown } | null)?.verify === true
}

function scanOf({ work, meaning }: Turn): { at: number; code: string; kind: string } {
  const kind =
    meaning.item !== null
      ? 'item'
      : meaning.location !== null
        ? 'location'
        : meaning.tote !== null
          ? 'tote'
          : meaning.lot !== null
            ? 'lot'
            : 'serial'
  return { at: work.now, code: meaning.text, kind }
}

/** Accepted scans of goods and places are kept with the line, so that the order's story can tell them. */
function keepScan(outcome: PickOutcome, turn: Turn): PickOutcome['progress'] {
  const accepted = FEEDBACK[outcome.say].tone === 'ok' || FEEDBACK[outcome.say].tone === 'last'
  if (!accepted || turn.meaning.command !== null) return outcome.progress
  return { ...outcome.progress, scans: [...outcome.progress.scans, scanOf(turn)].slice(-200) }
}

async function expectedThing(tx: Tx, loaded: LoadedTask | null, turn: Turn): Promise<ThingView | null> {
  const progress = turn.session.state.pick
  const line = currentLine(loaded?.task ?? null, progress)
  if (loaded === null || line === null) return null
  const step = pickStep(loaded.task, progress)
  if (step === 'put') {
    const tote =
      line.shares === null ? loaded.slots.find((slot) => slot.slot === line.slot)?.tote : currentTote(loaded, progress)
    return tote === undefined ? null : { kind: 'tote', title: tote.name, code: tote.code, picture: null }
  }
  if (step === 'location' && turn.meaning.item === null)
    return { kind: 'location', title: line.locationCode, code: line.locationCode, picture: null }
  const item = await tx.get('item', line.itemId)
  return item === undefined ? null : itemThing(item)
}
