import { parentPort } from 'node:worker_threads'
import { createCartonPlanner, warmUp } from './carton-planner.ts'
import type { CartonQuestion, CartonReply } from './run-cartonizer.ts'

const port = parentPort
if (port !== null) {
  warmUp()
  const plan = createCartonPlanner(() => performance.now())
  port.on('message', ({ id, asked }: CartonQuestion) => {
    const say = (reply: CartonReply): void => port.postMessage(reply)
    try {
      say({ id, answer: plan(asked) })
    } catch (error) {
      say({ id, broken: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
}
