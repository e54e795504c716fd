import { setImmediate as nextTurn } from 'node:timers/promises'

const TURNS = 12

/**
 * Lets waiting work go before the next piece of a long one. A scan takes several turns of the event loop from request to
 * reply; if a piece ran in each gap between them, the scan would wait for as many pieces. Idle turns cost microseconds.
 */
export async function giveWay(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await nextTurn()
}
