import type { IncomingOrder } from '../../commands/orders/order-rows.ts'
import type { FileKind, FileProblem, ImportRun, PreviewTick } from '../../contract/station/imports.ts'
import { maskName, maskPhone } from '../../domain/mask.ts'
import type { RecordKind } from '../../domain/order-file-refusals.ts'
import type { RecordTypes } from '../imports/record-forms.ts'

const MOST = { ticks: 2_000, problems: 500, preview: 20 }

/** A run as it goes on, and the only ways in which it changes. */
export type RunProgress = {
  readonly view: ImportRun
  read(rows: number, share: number): void
  /** Counts one order or record at its place in the file. */
  tick(place: number, tick: PreviewTick): void
  /** Counts a record that was written (or would be): with `changed` when it changed something. */
  take(changed: boolean): void
  problem(problem: FileProblem): void
  preview(place: number, rows: readonly ImportRun['preview'][number][]): void
}

/** A new run over a file; nothing has been read of it. */
export function startRun(
  run: { runId: string; uploadId: string; kind: FileKind; bytesTotal: number },
  phase: ImportRun['phase'],
): RunProgress {
  const view: ImportRun = {
    ...run,
    phase,
    rowsRead: 0,
    bytesRead: 0,
    counts: { good: 0, problem: 0, same: 0, difference: 0, update: 0, match: 0 },
    taken: 0,
    changed: 0,
    ticks: [],
    problems: [],
    problemCount: 0,
    preview: [],
    failure: null,
  }
  const previews = new Map<number, readonly ImportRun['preview'][number][]>()
  return {
    view,
    read: (rows, share) => {
      view.rowsRead = rows
      view.bytesRead = Math.round(share * view.bytesTotal)
    },
    tick: (place, tick) => {
      view.counts[tick] = (view.counts[tick] ?? 0) + 1
      if (place >= MOST.ticks) return
      // Orders are written oldest first: a place in between counts as good until its turn comes.
      while (view.ticks.length < place) view.ticks.push('good')
      view.ticks[place] = tick
    },
    take: (changed) => {
      view.taken += 1
      if (changed) view.changed += 1
    },
    problem: (problem) => {
      view.problemCount += 1
      if (view.problems.length < MOST.problems) view.problems.push(problem)
    },
    preview: (place, rows) => {
      if (place >= MOST.preview) return
      previews.set(place, rows)
      const places = [...previews.keys()].sort((a, b) => a - b)
      view.preview = places.flatMap((at) => previews.get(at) ?? []).slice(0, MOST.preview)
    },
  }
}

/** The first rows of an order as Baro takes them; people are masked, as in the list. */
export function previewOrder(order: IncomingOrder): ImportRun['preview'] {
  return order.lines.map((line, index) => ({
    number: order.number,
    item: line.sku === '' ? line.name : `${line.sku} ${line.name}`.trim(),
    quantity: line.quantity,
    recipient: maskName(order.shipTo.name),
    postcode: order.shipTo.postcode,
    phone: maskPhone(order.shipTo.phone),
    payment: order.payment,
    sameOrder: index > 0,
  }))
}

/** A record of another kind in the same columns: its code, what it is, and its quantity where it has one. */
export function previewRecord<Kind extends RecordKind>(kind: Kind, record: RecordTypes[Kind]): ImportRun['preview'] {
  const row = { recipient: '', postcode: '', phone: '', payment: '', sameOrder: false }
  const values = record as Partial<Record<'code' | 'sku' | 'badge' | 'name' | 'location', string>> & {
    quantity?: number
  }
  const number = values.sku ?? values.code ?? values.badge ?? ''
  const item = kind === 'stock' ? (values.location ?? '') : (values.name ?? '')
  return [{ ...row, number, item, quantity: values.quantity ?? 0 }]
}
