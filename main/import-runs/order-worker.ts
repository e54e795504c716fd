import { parentPort, workerData } from 'node:worker_threads'
import { ImportRefusal } from '../imports/import-refusal.ts'
import { type OrderReading, type OrderReadingOptions, readHere, type WorkerReply } from './order-reading.ts'

/** Readings sent at once when they are small (progress, problems); a batch of orders always ends a reply. */
const MOST_READINGS = 100

async function* replies(options: OrderReadingOptions): AsyncGenerator<WorkerReply, void, undefined> {
  let readings: OrderReading[] = []
  try {
    for await (const reading of readHere(options)) {
      readings.push(reading)
      if (reading.kind !== 'problem' || readings.length >= MOST_READINGS) {
        yield { kind: 'readings', readings }
        readings = []
      }
    }
    if (readings.length > 0) yield { kind: 'readings', readings }
    yield { kind: 'end' }
  } catch (error) {
    if (error instanceof ImportRefusal) yield { kind: 'refused', code: error.code, params: error.params }
    else yield { kind: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

const port = parentPort
if (port !== null) {
  const answers = replies(workerData as OrderReadingOptions)
  let last: Promise<void> = Promise.resolve()
  port.on('message', () => {
    last = last.then(async () => {
      const { value, done } = await answers.next()
      port.postMessage(done === true ? { kind: 'end' } : value)
    })
  })
}
