import { Worker } from 'node:worker_threads'
import { requireWorker } from '../worker-file.ts'
import type { CartonAnswer, CartonTask } from './carton-planner.ts'

/** A task for the worker, and what it says to it: an answer, or the text of an error. */
export type CartonQuestion = { id: number; asked: CartonTask }
/** The worker's answer to the question of that number. */
export type CartonReply = { id: number; answer: CartonAnswer } | { id: number; broken: string }

/** Plans cartons beside the station's thread. */
export type Cartonizer = {
  /** Starts the worker, so that the first plan need not wait for it. */
  warm(): void
  /** Rejects when the worker fails or says nothing in time; the next plan gets a new worker. */
  plan(task: CartonTask): Promise<CartonAnswer>
  close(): Promise<void>
}

/** A plan takes some milliseconds; a worker that is silent for so long is ended. */
const SILENCE_MS = 5_000

type Waiting = { resolve: (answer: CartonAnswer) => void; reject: (error: Error) => void }

/** One worker for all benches, started when it is first needed. */
export function openCartonizer(
  file: () => URL = () => requireWorker('carton-worker', import.meta.url),
  silenceMs: number = SILENCE_MS,
): Cartonizer {
  let worker: Worker | null = null
  let asked = 0
  const waiting = new Map<number, Waiting>()

  const end = (ended: Worker, error: Error): void => {
    if (worker !== ended) return
    worker = null
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const start = (): Worker => {
    const started = new Worker(file(), { execArgv: ['--disable-warning=ExperimentalWarning'] })
    // A host that is done does not wait for it.
    started.unref()
    started.on('message', (reply: CartonReply) => {
      const asker = waiting.get(reply.id)
      waiting.delete(reply.id)
      if ('answer' in reply) asker?.resolve(reply.answer)
      else asker?.reject(new Error(reply.broken))
    })
    started.on('error', (error) => end(started, error instanceof Error ? error : new Error(String(error))))
    started.on('exit', () => end(started, new Error('The worker that plans cartons ended')))
    return started
  }
  const running = (): Worker => {
    worker ??= start()
    return worker
  }
  return {
    warm: () => void running(),
    plan: async (task) => {
      const at = running()
      asked += 1
      const question: CartonQuestion = { id: asked, asked: task }
      const { promise, resolve, reject } = Promise.withResolvers<CartonAnswer>()
      waiting.set(question.id, { resolve, reject })
      const timer = setTimeout(() => {
        end(at, new Error('The worker that plans cartons says nothing'))
        void at.terminate()
      }, silenceMs)
      at.postMessage(question)
      try {
        return await promise
      } finally {
        clearTimeout(timer)
      }
    },
    close: async () => {
      const ended = worker
      if (ended === null) return
      end(ended, new Error('The station closes'))
      await ended.terminate()
    },
  }
}
