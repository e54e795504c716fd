import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { IncomingOrder } from '../../commands/orders/order-rows.ts'
import type { ColumnMapping } from '../../domain/column-mapping.ts'
import type { OrderInput } from '../../domain/inputs.ts'
import { canonicalOrder } from '../../domain/order-file-canonical.ts'
import type { SourceLayout } from '../../domain/order-file-layout.ts'
import type { OrderFileProblem } from '../../domain/order-file-problems.ts'
import type { Encoding } from '../imports/decode.ts'
import { ImportRefusal, type ImportRefusalCode } from '../imports/import-refusal.ts'
import { readOrders } from '../imports/read-orders.ts'
import { findWorker } from '../worker-file.ts'

/** An order ready to be imported; `place` is its place among the file's orders, from 0, and `row` its first row. */
export type ReadOrder = { place: number; row: number; order: IncomingOrder }

/** What the reading of an order file gives: progress, layout, problems and skipped orders, then orders, oldest first. */
export type OrderReading =
  | { kind: 'progress'; rows: number; share: number }
  | { kind: 'layout'; layout: SourceLayout; mapping: ColumnMapping }
  | { kind: 'problem'; place: number; problem: OrderFileProblem }
  | { kind: 'skipped'; orders: number }
  | { kind: 'orders'; orders: ReadOrder[] }

/** How an order file is read; everything can be sent to a worker. */
export type OrderReadingOptions = {
  path: string
  encoding?: Encoding | undefined
  mapping?: ColumnMapping | undefined
  password?: string | undefined
}

const BATCH = 200
const PROGRESS_ROWS = 2_000

/** A hash of everything an order says; equal for equal orders, whatever file they came in. */
export function contentHash(order: OrderInput): string {
  return createHash('sha256').update(canonicalOrder(order)).digest('base64url').slice(0, 24)
}

/** An order in the form in which it is imported and journaled. */
export function incoming(order: OrderInput, source: readonly (readonly string[])[] | null): IncomingOrder {
  return IncomingOrder.parse({
    ...order,
    contentHash: contentHash(order),
    ...(source === null ? {} : { sourceRow: JSON.stringify(source) }),
  })
}

/** Reads a file in this thread. Orders come oldest first, so that what is newest is found first. Throws ImportRefusal. */
export async function* readHere(options: OrderReadingOptions): AsyncGenerator<OrderReading, void, undefined> {
  const pending: OrderReading[] = []
  let reported = 0
  const found: ReadOrder[] = []
  let place = -1
  let lastBad = ''
  const events = readOrders(options.path, {
    encoding: options.encoding,
    mapping: options.mapping,
    password: options.password,
    onProgress: ({ rows, share }) => {
      if (rows - reported < PROGRESS_ROWS && share < 1) return
      reported = rows
      pending.push({ kind: 'progress', rows, share })
    },
  })
  for await (const event of events) {
    yield* pending.splice(0)
    if (event.kind === 'layout') yield event
    else if (event.kind === 'problem') {
      const key = event.problem.orderNumber === '' ? `row ${event.problem.row}` : event.problem.orderNumber
      if (key !== lastBad) place += 1
      lastBad = key
      yield { kind: 'problem', place, problem: event.problem }
    } else if (event.kind === 'order') {
      place += 1
      found.push({ place, row: event.rows[0], order: incoming(event.order, event.source) })
    } else if (event.kind === 'summary' && event.skipped > 0) yield { kind: 'skipped', orders: event.skipped }
  }
  yield* pending.splice(0)
  found.sort((a, b) => a.order.orderedAt - b.order.orderedAt || b.place - a.place)
  for (let at = 0; at < found.length; at += BATCH) yield { kind: 'orders', orders: found.slice(at, at + BATCH) }
}

/** What the reading worker answers to each request for more. */
export type WorkerReply =
  | { kind: 'readings'; readings: OrderReading[] }
  | { kind: 'end' }
  | { kind: 'refused'; code: ImportRefusalCode; params: Readonly<Record<string, string | number>> }
  | { kind: 'broken'; message: string }

/** Reads a file in a worker, so that neither its parsing nor its memory delays a scan. Throws ImportRefusal. */
export async function* readOrderFile(
  options: OrderReadingOptions,
  signal: AbortSignal,
): AsyncGenerator<OrderReading, void, undefined> {
  const file = findWorker('order-worker', import.meta.url)
  if (file === null) {
    for await (const reading of readHere(options)) {
      signal.throwIfAborted()
      yield reading
    }
    return
  }
  const worker = new Worker(file, { workerData: options, execArgv: ['--disable-warning=ExperimentalWarning'] })
  const replies = askWorker(worker, signal)
  try {
    let next = replies.ask()
    for (;;) {
      const reply = await next
      if (reply.kind === 'end') return
      if (reply.kind === 'refused') throw new ImportRefusal(reply.code, reply.params)
      if (reply.kind === 'broken') throw new Error(reply.message)
      // The worker prepares the next batch while this one is written.
      next = replies.ask()
      next.catch(() => undefined)
      yield* reply.readings
    }
  } finally {
    replies.close()
    await worker.terminate()
  }
}

function askWorker(worker: Worker, signal: AbortSignal): { ask(): Promise<WorkerReply>; close(): void } {
  let settle: { resolve: (reply: WorkerReply) => void; reject: (error: unknown) => void } | null = null
  let failure: { error: unknown } | null = null
  const fail = (error: unknown): void => {
    failure ??= { error }
    settle?.reject(failure.error)
  }
  const abort = (): void => fail(signal.reason)
  worker.on('message', (reply: WorkerReply) => settle?.resolve(reply))
  worker.on('error', (error: Error & { code?: string }) =>
    fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ImportRefusal('reader-out-of-memory', {}, error) : error),
  )
  worker.on('exit', () => fail(new Error('the order reader ended')))
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  return {
    ask: () =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject }
        if (failure !== null) reject(failure.error)
        else worker.postMessage('more')
      }),
    close: () => signal.removeEventListener('abort', abort),
  }
}
