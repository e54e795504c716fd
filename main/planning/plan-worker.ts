import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { computePlan } from './compute-plan.ts'
import type { PlannerTask } from './plan-types.ts'
import { floorOf } from './read-plan.ts'
import type { PlannerReply } from './run-planner.ts'

const port = parentPort
if (port !== null) {
  const say = (reply: PlannerReply): void => port.postMessage(reply)
  try {
    const asked = workerData as PlannerTask
    if (asked.kind === 'plan')
      say({ kind: 'done', value: computePlan(asked.task, (progress) => say({ kind: 'progress', progress })) })
    else {
      const database = new Database(asked.path, { readonly: true })
      say({ kind: 'done', value: floorOf(database) })
      database.close()
    }
  } catch (error) {
    say({ kind: 'broken', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
