import { Trans } from '@lingui/react/macro'
import type { PackBench } from '../../../contract/station/packing.ts'
import { assertNever } from '../../../domain/assert.ts'
import type { BenchView } from '../../floor/bench-screen.tsx'
import { CartonEvidence, SuggestedCarton } from './carton-evidence.tsx'
import { LabelEvidence, LabelNow, LabelProblemNow, PrintNow } from './label-steps.tsx'
import { OrderFacts } from './order-facts.tsx'
import type { PackDrawing } from './pack-drawing.ts'
import { CartonNow, FinishedNow, NoteNow, PartialNow, ToteNow, UnitNow } from './pack-now.tsx'
import { ServiceEvidence, ServiceNow } from './service-step.tsx'
import { SortEvidence, SortNow } from './sort-step.tsx'
import { WeighEvidence, WeighNow, WeighWhat } from './weigh.tsx'

function taskOf({ order }: PackBench): BenchView['task'] {
  if (order === null) return <Trans>Pack</Trans>
  const { number } = order
  return <Trans>Pack {number}</Trans>
}

type Drawn = Omit<BenchView, 'what'> & { what?: BenchView['what'] }

/** The steps around a label: print it, scan it, or say what became of it. */
function drawLabel(drawing: PackDrawing, step: 'print' | 'label' | 'label-problem'): Drawn {
  const { bench } = drawing
  switch (step) {
    case 'print':
      return {
        now: <PrintNow drawing={drawing} />,
        evidence: <LabelEvidence />,
        evidenceLayout: 'flush',
        what: <Trans>Press or scan "Print label"</Trans>,
        also: <Trans>One press prints one label</Trans>,
      }
    case 'label':
      return {
        now: <LabelNow bench={bench} />,
        evidence: <LabelEvidence />,
        evidenceLayout: 'flush',
        what: <Trans>Scan the label</Trans>,
        also: <Trans>A label of another carton is noticed at once</Trans>,
      }
    case 'label-problem':
      return {
        now: <LabelProblemNow drawing={drawing} />,
        evidence: <LabelEvidence />,
        evidenceLayout: 'flush',
        what: <Trans>Press or scan what happened</Trans>,
        also: <Trans>If it is there after all, scan the label</Trans>,
      }
  }
}

/** How the carton goes: what it may go with, and what does not take it. */
function drawService(drawing: PackDrawing): Drawn {
  const { bench } = drawing
  const drawn = { now: <ServiceNow drawing={drawing} />, evidence: <ServiceEvidence bench={bench} /> }
  const plain = { ...drawn, evidenceLayout: 'plain' as const }
  if (bench.services?.attach != null)
    return {
      ...plain,
      what: <Trans>Attach it, then confirm</Trans>,
      also: <Trans>The label comes after that</Trans>,
    }
  if (bench.services === null || bench.services.offers.length === 0)
    return {
      ...plain,
      what: <Trans>Press or scan a command</Trans>,
      also: <Trans>Nothing is printed before a service takes it</Trans>,
    }
  return {
    ...plain,
    what: <Trans>Press or scan the service</Trans>,
    also:
      bench.services.offers[0]?.isLate === true ? (
        <Trans>None keeps the day; the first one is there earliest</Trans>
      ) : (
        <Trans>The first one is the cheapest in time</Trans>
      ),
  }
}

/** A tote of several orders: each unit chooses its order. */
function drawSort({ shared }: PackBench): Drawn {
  if (shared === null) return { now: null }
  return {
    now: <SortNow shared={shared} />,
    evidence: <SortEvidence shared={shared} />,
    evidenceLayout: 'plain',
    what: <Trans>Scan any unit of the tote</Trans>,
    also: <Trans>Its order opens by itself</Trans>,
  }
}

/** The regions of every packing step. The scan slot's words come from what the bench accepts, unless a step knows better ones. */
export function drawPacking(drawing: PackDrawing): Drawn {
  const { bench, plan } = drawing
  const task = taskOf(bench)
  switch (bench.step) {
    case 'tote':
      return { task, now: <ToteNow bench={bench} />, what: <Trans>Scan the tote</Trans> }
    case 'sort':
      return { task, ...drawSort(bench) }
    case 'note':
      return {
        task,
        now: <NoteNow drawing={drawing} />,
        evidence: <OrderFacts bench={bench} />,
        evidenceLayout: 'plain',
        what: <Trans>Read it, then confirm</Trans>,
        also: <Trans>Packing starts after that</Trans>,
      }
    case 'carton':
      return {
        task,
        now: <CartonNow drawing={drawing} />,
        evidence: <SuggestedCarton bench={bench} plan={plan} />,
        evidenceLayout: 'plain',
        what: <Trans>Scan the carton you take</Trans>,
      }
    case 'unit':
      return {
        task,
        now: <UnitNow bench={bench} />,
        evidence: <CartonEvidence bench={bench} plan={plan} />,
        evidenceLayout: 'plain',
        what: bench.unitsLeft === 0 ? <Trans>Close the carton</Trans> : <Trans>Item code or serial</Trans>,
        also:
          bench.unitsLeft === 0 ? (
            <Trans>Press or scan the command</Trans>
          ) : (
            <Trans>A wrong unit is never counted</Trans>
          ),
      }
    case 'weigh':
      return {
        task,
        now: <WeighNow drawing={drawing} />,
        evidence: <WeighEvidence drawing={drawing} />,
        evidenceLayout: 'plain',
        what: <WeighWhat drawing={drawing} />,
        also: <Trans>By keys: in grams, or in kilograms with a point</Trans>,
      }
    case 'service':
      return { task, ...drawService(drawing) }
    case 'print':
    case 'label':
    case 'label-problem':
      return { task, ...drawLabel(drawing, bench.step) }
    case 'partial':
      return {
        task,
        now: <PartialNow drawing={drawing} />,
        evidence: <OrderFacts bench={bench} />,
        evidenceLayout: 'plain',
        what: <Trans>Confirm, or go back</Trans>,
        also: <Trans>Nothing is sent before you confirm</Trans>,
      }
    case 'finished':
      return { task, now: <FinishedNow bench={bench} />, what: <Trans>Scan the next tote</Trans> }
    default:
      return assertNever(bench.step)
  }
}
