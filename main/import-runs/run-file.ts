import type { OrderOutcome } from '../../commands/orders/import-orders.ts'
import type { FileKind, FileProblem, PreviewTick } from '../../contract/station/imports.ts'
import type { ColumnMapping } from '../../domain/column-mapping.ts'
import type { RecordKind } from '../../domain/order-file-refusals.ts'
import type { StationCore } from '../core.ts'
import type { Encoding } from '../imports/decode.ts'
import { readRecords } from '../imports/read-records.ts'
import type { Actor } from '../journal/executor.ts'
import { releaseWaitingOrders } from '../orders/release-waiting.ts'
import { rematchWaiting } from '../orders/rematch.ts'
import { copyReplica } from './copy.ts'
import { openOrderImport } from './order-import.ts'
import { readOrderFile } from './order-reading.ts'
import { createPace } from './pace.ts'
import { openRecordImport, type RecordResult } from './record-import.ts'
import { previewOrder, previewRecord, type RunProgress } from './run-view.ts'
import { openSavedForms } from './saved.ts'

/** A file to be read, and how. */
export type FileTask = {
  path: string
  kind: FileKind
  encoding?: Encoding | undefined
  mapping?: ColumnMapping | undefined
  password?: string | undefined
}

const TICK_OF_ORDER: Readonly<Record<OrderOutcome, PreviewTick>> = {
  new: 'good',
  match: 'match',
  update: 'update',
  difference: 'difference',
  same: 'same',
}
const TICK_OF_RECORD = { new: 'good', update: 'update', same: 'same', refused: 'problem' } as const
const RECORDS_AT_ONCE = 200

/**
 * Reads a file to its end: writes nothing when `by` is null, else the good orders or records. Throws ImportRefusal, or
 * the signal's reason; what was written before stays, each order whole.
 */
export async function runFile(
  core: StationCore,
  task: FileTask,
  run: RunProgress,
  by: Actor | null,
  signal: AbortSignal,
): Promise<void> {
  if (task.kind === 'orders') await runOrders(core, task, run, by, signal)
  else await runRecords(core, task, task.kind, run, by, signal)
}

/**
 * What follows a run that changed something: orders look for new items, those that wait for stock are released when it came,
 * and a store that is alone is copied.
 */
export async function finishRun(core: StationCore, kind: FileKind | 'demo', by: Actor): Promise<void> {
  if (kind === 'items') await rematchWaiting(core, by)
  if (kind === 'stock') await releaseWaitingOrders(core, by)
  if (core.joined()) return
  try {
    await copyReplica(core)
  } catch (error) {
    core.platform.log({ level: 'error', event: 'replica-copy-failed', error: String(error) })
  }
}

async function runOrders(
  core: StationCore,
  task: FileTask,
  run: RunProgress,
  by: Actor | null,
  signal: AbortSignal,
): Promise<void> {
  const orders = openOrderImport(core, createPace())
  const forms = openSavedForms(core.journal.database)
  let lastBad = -1
  const { path, encoding, mapping, password } = task
  for await (const reading of readOrderFile({ path, encoding, mapping, password }, signal)) {
    if (reading.kind === 'progress') run.read(reading.rows, reading.share)
    else if (reading.kind === 'layout') {
      if (by !== null) forms.saveForm(reading.mapping.channel, reading)
    } else if (reading.kind === 'problem') {
      const { row, column, value, expected, orderNumber } = reading.problem
      if (reading.place !== lastBad) run.tick(reading.place, 'problem')
      lastBad = reading.place
      run.problem({
        row,
        column: column ?? '',
        value,
        expected: expected.code,
        params: { ...expected.params },
        key: orderNumber,
      })
    } else if (reading.kind === 'orders') {
      const batch = reading.orders
      for (const { place, order } of batch) run.preview(place, previewOrder(order))
      const told = (outcomes: readonly OrderOutcome[], from: number): void => {
        for (const [index, outcome] of outcomes.entries()) {
          run.tick(batch[from + index]?.place ?? 0, TICK_OF_ORDER[outcome])
          run.take(outcome !== 'same')
        }
      }
      const incoming = batch.map(({ order }) => order)
      if (by === null) told(await orders.check(incoming), 0)
      else await orders.take(incoming, by, signal, told)
    }
  }
}

async function runRecords<Kind extends RecordKind>(
  core: StationCore,
  task: FileTask,
  kind: Kind,
  run: RunProgress,
  by: Actor | null,
  signal: AbortSignal,
): Promise<void> {
  const records = openRecordImport(core, kind, createPace())
  let waiting: { place: number; row: number; record: unknown }[] = []
  let place = -1
  let lastBad = -1
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return
    const batch = waiting
    waiting = []
    const plain = batch.map(({ record }) => record)
    const results = by === null ? await records.check(plain) : await records.take(plain, by, signal)
    for (const [index, result] of results.entries()) {
      const at = batch[index] ?? { place: 0, row: 0 }
      run.tick(at.place, TICK_OF_RECORD[result.outcome])
      if (result.problem === null) run.take(result.outcome !== 'same')
      else run.problem(refusedRecord(result, at.row))
    }
    run.read(batch.at(-1)?.row ?? 0, 0)
  }
  const options = { encoding: task.encoding, password: task.password, signal }
  for await (const event of readRecords(kind, task.path, options)) {
    if (event.kind === 'record') {
      place += 1
      run.preview(place, previewRecord(kind, event.record))
      waiting.push({ place, row: event.row, record: event.record })
      if (waiting.length >= RECORDS_AT_ONCE) await flush()
    } else if (event.kind === 'problem') {
      const { row, column, value, expected } = event.problem
      if (row !== lastBad) {
        place += 1
        run.tick(place, 'problem')
      }
      lastBad = row
      run.problem({
        row,
        column: column ?? '',
        value,
        expected: expected.code,
        params: { ...expected.params },
        key: '',
      })
    } else {
      await flush()
      run.read(event.rows, 1)
    }
  }
}

/** Why the store refused a record, as something wrong in its row. */
function refusedRecord({ problem }: RecordResult, row: number): FileProblem {
  const { field = '', value = '', name = 'notFound', params = {} } = problem ?? {}
  const expected =
    name === 'notFound'
      ? `${field}-unknown`
      : name === 'duplicateCode'
        ? 'code-of-other-item'
        : name === 'underReserved'
          ? 'less-than-reserved'
          : name === 'lastAdministrator'
            ? 'last-administrator'
            : 'tracking-mismatch'
  return { row, column: field, value, expected, params: { ...params }, key: '' }
}
