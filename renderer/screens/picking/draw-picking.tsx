import { Trans } from '@lingui/react/macro'
import type { PickBench } from '../../../contract/station/picking.ts'
import { assertNever } from '../../../domain/assert.ts'
import type { BenchView } from '../../floor/bench-screen.tsx'
import type { PickDrawing } from './pick-drawing.ts'
import { PickCart, PickItem, PickProgress } from './pick-evidence.tsx'
import { LotKeys, LotNow } from './pick-lot.tsx'
import { Confirmed, DropNow, IdleNow, ItemNow, LocationNow, ProblemNow, PutNow, TotesNow } from './pick-now.tsx'
import { QuantityKeys, QuantityNow } from './pick-quantity.tsx'
import { PickZones } from './pick-zones.tsx'
import { ToteRows } from './tote-rows.tsx'
import { VerifyNote } from './verify-note.tsx'

function taskOf(bench: PickBench): BenchView['task'] {
  if (bench.task === null) return <Trans>Pick</Trans>
  const { number, zone, part } = bench.task
  if (part === null || zone === null) return <Trans>Pick {number}</Trans>
  const { number: place, of: all } = part
  return (
    <Trans>
      Pick {number} · zone {zone}, {place} of {all}
    </Trans>
  )
}

type PickView = Omit<BenchView, 'what'> & { what?: BenchView['what'] }

/** The regions of every picking step. The scan slot's words come from what the bench accepts, unless a step knows better ones. */
export function drawPicking(drawing: PickDrawing): PickView {
  const view = drawStep(drawing)
  const { task, alert } = drawing.bench
  // An error needs the room, and is to be read first.
  if (task?.verify !== true || alert !== null) return view
  return {
    ...view,
    now: (
      <>
        <VerifyNote />
        {view.now}
      </>
    ),
  }
}

function drawStep(drawing: PickDrawing): PickView {
  const { bench, send } = drawing
  const task = taskOf(bench)
  switch (bench.step) {
    case 'idle':
      return {
        task,
        now: <IdleNow bench={bench} send={send} />,
        ...(bench.zones.length === 0
          ? {}
          : { evidence: <PickZones bench={bench} send={send} />, evidenceLayout: 'plain' as const }),
        what: <Trans>Press or scan "Give me work"</Trans>,
      }
    case 'totes':
      return {
        task,
        now: <TotesNow bench={bench} />,
        evidence: <ToteRows bench={bench} />,
        evidenceLayout: 'plain',
        what: toteAsked(bench),
      }
    case 'location':
      return { task, now: <LocationNow bench={bench} />, evidence: evidenceOf(bench, true) }
    case 'item':
      return { task, now: <ItemNow bench={bench} />, evidence: evidenceOf(bench, false) }
    case 'lot':
      return {
        task,
        now: <LotNow drawing={drawing} />,
        evidence: <LotKeys drawing={drawing} />,
        evidenceLayout: 'plain',
      }
    case 'serial':
      return { task, now: <ItemNow bench={bench} serial />, evidence: evidenceOf(bench, false) }
    case 'put':
      return { task, ...putView(bench) }
    case 'quantity':
      return {
        task,
        now: <QuantityNow drawing={drawing} />,
        evidence: <QuantityKeys drawing={drawing} />,
        evidenceLayout: 'plain',
        what: <Trans>Enter how many you have</Trans>,
        also: <Trans>Digit codes work too</Trans>,
      }
    case 'problem':
      return {
        task,
        now: <ProblemNow drawing={drawing} />,
        evidence: evidenceOf(bench, true),
        what: <Trans>Press or scan what is wrong</Trans>,
        also: <Trans>Nothing is written before you choose</Trans>,
      }
    case 'drop':
      return {
        task,
        now: <DropNow bench={bench} send={send} />,
        evidence: <DropEvidence bench={bench} />,
        evidenceLayout: 'plain',
      }
    default:
      return assertNever(bench.step)
  }
}

/** A tote that was handed over is asked for by its name; else any empty one will do. */
function toteAsked({ target }: PickBench): BenchView['what'] {
  const tote = target?.toteName ?? ''
  return tote === '' ? <Trans>Scan the empty tote</Trans> : <Trans>Scan tote {tote}</Trans>
}

function putView(bench: PickBench): Omit<PickView, 'task'> {
  const tote = bench.target?.toteName ?? ''
  return {
    now: <PutNow bench={bench} />,
    evidence: (
      <>
        <PickItem bench={bench} withQuantity={false} />
        <Confirmed bench={bench} />
        <PickProgress bench={bench} />
      </>
    ),
    what: tote === '' ? <Trans>Scan the tote</Trans> : <Trans>Scan tote {tote}</Trans>,
    also: <Trans>Its label is on the rim</Trans>,
  }
}

function evidenceOf(bench: PickBench, withQuantity: boolean): BenchView['evidence'] {
  return (
    <>
      <PickItem bench={bench} withQuantity={withQuantity} />
      {bench.together === null ? <PickCart bench={bench} /> : <ToteRows bench={bench} />}
      <PickProgress bench={bench} />
    </>
  )
}

function DropEvidence({ bench }: { bench: PickBench }) {
  return (
    <>
      <ToteRows bench={bench} />
      <PickProgress bench={bench} />
    </>
  )
}
