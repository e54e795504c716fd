import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import { isRetriable } from '../../domain/retriable.ts'
import type { Refusal } from '../command.ts'
import { FACTS } from '../facts.ts'

/** Why a kept fact could not be run. */
export type KeptTrouble = { reason: string; params: Record<string, string | number> }

/** A transaction that can undo a part of itself, as a centre's can. */
export type Attempting = Tx & { attempt?<R>(run: () => Promise<R>): Promise<R> }

class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.name)
    this.refusal = refusal
  }
}

/**
 * Runs a kept fact as its station did, with the ids that it made there, whatever its claim and whatever blocks it. Null
 * when it is done; otherwise why not, and nothing of it is left. Throws only what may go better later.
 */
export async function runKept(tx: Tx, row: Row<'fact_exception'>): Promise<KeptTrouble | null> {
  const definition = FACTS.get(`${row.type}@${row.version}`)
  if (definition === undefined) return { reason: 'commandUnknown', params: {} }
  const args = definition.args.safeParse(parseJson(row.args))
  if (!args.success) return { reason: 'argsWrong', params: {} }
  const station = await tx.get('station', row.station_id)
  const run = async () => {
    const decision = await definition.run(tx, {
      id: row.command_id,
      at: row.at,
      businessDate: row.business_date,
      operatorId: row.operator_id,
      station: station?.name ?? '',
      stationId: row.station_id,
      args: args.data,
    })
    if (!decision.ok) throw new Refused(decision.refusal)
  }
  const { attempt } = tx as Attempting
  try {
    await (attempt === undefined ? run() : attempt(run))
    return null
  } catch (error) {
    if (error instanceof Refused) return { reason: error.refusal.name, params: error.refusal.params }
    if (attempt === undefined || isRetriable(error)) throw error
    // Without the error's name: what is kept is the same whatever database refused it.
    const words = error instanceof Error ? error.message : String(error)
    return { reason: 'failed', params: { error: words.slice(0, 300) } }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
