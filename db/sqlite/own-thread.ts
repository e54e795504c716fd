import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { refusedBy } from './open-database.ts'

/** Long work on a file: SQL that runs over a connection of its own, on a thread of its own. */
export type LongWork = {
  /** The file that is opened; it is made when it is not there. */
  path: string
  /** Switches off SQLite's guard of its inner tables, for a file that is being made. */
  unguarded?: boolean
  /** Run one after the other. */
  steps: readonly string[]
  /** A question in the end; its first column is the answer. */
  answer: string
}

type Reply = { answer: (string | number | null)[] } | { message: string; code: string | undefined }

/** Plain JavaScript by intent: it needs no file of its own, so it runs alike from source and from a bundle. */
const SCRIPT = `
const { parentPort, workerData } = require('node:worker_threads')
let database
try {
  database = new (require(workerData.driver))(workerData.path)
  database.unsafeMode(workerData.unguarded)
  for (const step of workerData.steps) database.exec(step)
  const answer = database.prepare(workerData.answer).pluck().all()
  database.close()
  parentPort.postMessage({ answer })
} catch (error) {
  if (database) database.close()
  parentPort.postMessage({ message: String(error && error.message), code: error && error.code })
}
`

/** Does the work and gives its answer. Throws DatabaseRefusedError where SQLite's error has a code of ours. */
export function onOwnThread(work: LongWork): Promise<(string | number | null)[]> {
  const worker = new Worker(SCRIPT, {
    eval: true,
    execArgv: [],
    workerData: {
      driver: createRequire(import.meta.url).resolve('better-sqlite3'),
      path: work.path,
      unguarded: work.unguarded ?? false,
      steps: work.steps,
      answer: work.answer,
    },
  })
  return new Promise((resolve, reject) => {
    worker.once('message', (reply: Reply) => {
      if ('answer' in reply) resolve(reply.answer)
      else reject(refusedBy(Object.assign(new Error(reply.message), { code: reply.code }), work.path))
    })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The thread ended before its work (${code}): ${work.path}`)))
  })
}
