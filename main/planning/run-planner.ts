import { Worker } from 'node:worker_threads'
import { requireWorker } from '../worker-file.ts'
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

async function askPlanner(
  task: PlannerTask,
  signal: AbortSignal,
  onProgress: (progress: PlanProgress) => void,
): Promise<ComputedPlan | FloorText | null> {
  signal.throwIfAborted()
  const worker = new Worker(requireWorker('plan-worker', import.meta.url), {
    workerData: task,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
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
