import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { ComputedPlan, FloorText, PlannerTask, PlanProgress, PlanTask } from './plan-types.ts'

/** What the planning worker says. */
export type PlannerReply =
  | { kind: 'progress'; progress: PlanProgress }
  | { kind: 'done'; value: ComputedPlan | FloorText | null }
  | { kind: 'broken'; message: string }

/**
 * Computes a plan in a worker, so that neither its work nor its memory delays a scan. Rejects with the signal's reason when
 * it is aborted; the worker is gone then.
 */
export async function runPlan(
  task: PlanTask,
  signal: AbortSignal,
  onProgress: (progress: PlanProgress) => void,
): Promise<ComputedPlan> {
  return (await askPlanner({ kind: 'plan', task }, signal, onProgress)) as ComputedPlan
}

/** The floor that somebody kept, or the one read off all locations, worked out in a worker; null when nothing is known. */
export async function readFloor(path: string, signal: AbortSignal): Promise<FloorText | null> {
  return (await askPlanner({ kind: 'floor', path }, signal, () => undefined)) as FloorText | null
}

/** The built worker lies beside the built host; from sources it is the .ts file. */
function workerFile(): URL {
  const names = ['./plan-worker.js', '../plan-worker.js', './plan-worker.ts']
  const found = names.map((name) => new URL(name, import.meta.url)).find((url) => existsSync(url))
  if (found === undefined) throw new Error('The planning worker is not there')
  return found
}

async function askPlanner(
  task: PlannerTask,
  signal: AbortSignal,
  onProgress: (progress: PlanProgress) => void,
): Promise<ComputedPlan | FloorText | null> {
  signal.throwIfAborted()
  const worker = new Worker(workerFile(), { workerData: task, execArgv: ['--disable-warning=ExperimentalWarning'] })
  const { promise, resolve, reject } = Promise.withResolvers<ComputedPlan | FloorText | null>()
  const abort = (): void => reject(signal.reason)
  worker.on('message', (reply: PlannerReply) => {
    if (reply.kind === 'progress') onProgress(reply.progress)
    else if (reply.kind === 'done') resolve(reply.value)
    else reject(new Error(reply.message))
  })
  worker.on('error', reject)
  worker.on('exit', () => reject(new Error('The planning worker ended')))
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', abort)
    await worker.terminate()
  }
}
