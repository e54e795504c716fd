import { Worker } from 'node:worker_threads'
import { requireWorker } from '../worker-file.ts'
import { ImportRefusal } from './import-refusal.ts'
import type { SheetOrder, SheetReply } from './sheet-worker.ts'
import { EXPANSION_LIMITS, type ExpansionLimits } from './zip-sizes.ts'

/** How a spreadsheet file is read: its password, and limits that tests make smaller. */
export interface SheetOptions {
  password?: string | undefined
  signal?: AbortSignal | undefined
  limits?: ExpansionLimits
  maxRows: number
  /** Heap of the reading worker in megabytes. */
  heapMb?: number
}

/**
 * The rows of a spreadsheet's first sheet in batches, with their numbers from 1. Parsing runs in a worker with a limited
 * heap, so that a hostile or huge file can neither stop a scan nor take the station down.
 */
export async function* readSheet(
  bytes: Buffer,
  options: SheetOptions,
): AsyncGenerator<{ numbers: number[]; cells: string[][] }, void, undefined> {
  const order: SheetOrder = {
    bytes: new Uint8Array(bytes),
    password: options.password,
    limits: options.limits ?? EXPANSION_LIMITS,
    maxRows: options.maxRows,
  }
  const worker = new Worker(requireWorker('sheet-worker', import.meta.url), {
    workerData: order,
    transferList: [order.bytes.buffer as ArrayBuffer],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: options.heapMb ?? 1_024, maxYoungGenerationSizeMb: 64 },
  })
  let settle: { resolve: (reply: SheetReply) => void; reject: (error: unknown) => void } | null = null
  let failure: unknown = null
  const fail = (error: unknown): void => {
    failure ??= error
    settle?.reject(failure)
  }
  const abort = (): void => fail(options.signal?.reason)
  worker.on('message', (reply: SheetReply) => settle?.resolve(reply))
  worker.on('error', (error: Error & { code?: string }) =>
    fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new ImportRefusal('reader-out-of-memory', {}, error) : error),
  )
  worker.on('exit', () => fail(new Error('the sheet reader ended')))
  options.signal?.addEventListener('abort', abort, { once: true })
  try {
    for (;;) {
      options.signal?.throwIfAborted()
      const reply = await new Promise<SheetReply>((resolve, reject) => {
        settle = { resolve, reject }
        if (failure !== null) reject(failure)
        else worker.postMessage('more')
      })
      if (reply.kind === 'end') return
      if (reply.kind === 'refused') throw new ImportRefusal(reply.code, reply.params)
      yield { numbers: reply.numbers, cells: reply.cells }
    }
  } finally {
    options.signal?.removeEventListener('abort', abort)
    await worker.terminate()
  }
}
