import type { z } from 'zod'
import type { CommandContext, CommandDefinition, Refusal } from '../../commands/command.ts'
import { SITE_ID } from '../../commands/site/save-site.ts'
import { API_PROBLEMS, type ApiProblemName } from '../../contract/central/api/errors.ts'
import { API_LIMITS } from '../../contract/central/api/operation.ts'
import type { Params } from '../../contract/errors.ts'
import type { CentreStore, CentreTx } from '../../db/centre-port.ts'
import type { Tx } from '../../db/port.ts'
import { Policies } from '../../domain/policies.ts'
import { uuidV7 } from '../../domain/uuid.ts'
import { openAdoption } from '../adopt/adoption.ts'
import type { CentrePlatform } from '../parts.ts'
import { siteDay } from '../site-day.ts'
import type { ApiCall } from './api-call.ts'
import { ApiRefusal, centreBusy } from './api-problem.ts'

/** What one request writes with: the rows, what the site decided, and the commands. */
export type ApiJob = {
  readonly tx: Tx
  policies(): Promise<Policies>
  /** Runs a command in the name of the API key; its value, or ApiRefusal with the reason. */
  run<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>): Promise<R>
  /** The same where a refusal is no problem: null. */
  attempt<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>): Promise<R | null>
  /** The revision of this transaction when it changed anything so far, else the last one. */
  revision(): Promise<number>
}

/**
 * Runs a request's commands in one transaction, together with its stored answer: the same `Idempotency-Key` and request
 * gets the stored answer, also a refusal, and another request under that key is refused with `idempotencyKeyReused`. The
 * work has to give plain JSON, and may be run more than once.
 */
export type WriteApi = <R>(call: ApiCall, work: (job: ApiJob) => Promise<R>) => Promise<R>

/** What the operations work on. */
export type ApiParts = { store: CentreStore; platform: CentrePlatform; write: WriteApi }

const KEPT_MS = API_LIMITS.idempotencyDays * 86_400_000
const CLEANING_MS = 3_600_000
const CLEANED_AT_ONCE = 500

/** Builds the one way in which the API writes. */
export function createWriteApi({ store, platform }: { store: CentreStore; platform: CentrePlatform }): WriteApi {
  const forgetOld = createForgetOld(store, platform)
  return async (call, work) => {
    await forgetOld()
    const begin = createJob(call, platform)
    const outcome = await store.write(
      async (tx) => {
        // Asked here too: an adoption that began meanwhile would sweep away what is written.
        if ((await openAdoption(tx)) !== undefined) return { refused: centreBusy() }
        return answerOnce(tx, call, platform.now(), () => attempt(tx, () => work(begin(tx, tx))))
      },
      [(tx) => work(begin(tx, null)).catch(() => null)],
    )
    if (outcome.refused !== null) throw outcome.refused
    return outcome.value
  }
}

type Outcome<R> = { refused: ApiRefusal } | { refused: null; value: R }

/** A refusal undoes what was written, and is an outcome like any other. */
async function attempt<R>(tx: CentreTx, work: () => Promise<R>): Promise<Outcome<R>> {
  try {
    return { refused: null, value: await tx.attempt(work) }
  } catch (error) {
    if (error instanceof ApiRefusal) return { refused: error }
    throw error
  }
}

async function answerOnce<R>(
  tx: CentreTx,
  call: ApiCall,
  now: number,
  run: () => Promise<Outcome<R>>,
): Promise<Outcome<R>> {
  if (call.idempotency === null) return run()
  const id = `${call.caller.id}/${call.idempotency.key}`
  const known = await tx.own.get('idempotency', id)
  if (known !== undefined && known.at > now - KEPT_MS) {
    if (known.hash !== call.idempotency.hash) return { refused: new ApiRefusal('idempotencyKeyReused') }
    call.replayed = true
    const body: unknown = JSON.parse(known.body)
    if (known.status === 200) return { refused: null, value: body as R }
    const { problem, params } = body as { problem: ApiProblemName; params: Params }
    return { refused: new ApiRefusal(problem, params) }
  }
  const outcome = await run()
  const kept =
    outcome.refused === null
      ? { status: 200, body: JSON.stringify(outcome.value) }
      : {
          status: API_PROBLEMS[outcome.refused.problem].status,
          body: JSON.stringify({ problem: outcome.refused.problem, params: outcome.refused.params }),
        }
  await tx.own.put('idempotency', { id, hash: call.idempotency.hash, ...kept, at: now })
  return outcome
}

/** Gives the job of one request; whoever runs it again gets the same ids and the same time. */
function createJob(call: ApiCall, platform: CentrePlatform): (tx: Tx, centre: CentreTx | null) => ApiJob {
  const at = platform.now()
  const ids: string[] = []
  const idOf = (index: number): string => (ids[index] ??= uuidV7(at, platform.randomBytes(16)))
  return (tx, centre) => {
    let commands = 0
    let changed = false
    const watched: Tx = {
      get: (table, key) => tx.get(table, key),
      find: (table, index, ...values) => tx.find(table, index, ...values),
      put: (table, row) => {
        changed = true
        return tx.put(table, row)
      },
      remove: (table, key) => {
        changed = true
        return tx.remove(table, key)
      },
    }
    const decide = async <A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>) => {
      const context: CommandContext = {
        id: idOf(commands++),
        at,
        businessDate: await siteDay(tx, at),
        operatorId: null,
        station: `api:${call.caller.name}`,
        stationId: null,
      }
      return definition.run(watched, { ...context, args: definition.args.parse(args) })
    }
    return {
      tx: watched,
      policies: async () => Policies.parse(JSON.parse((await tx.get('site', SITE_ID))?.policies ?? '{}')),
      run: async (definition, args) => {
        const decision = await decide(definition, args)
        if (decision.ok) return decision.value
        throw refusalOf(decision.refusal)
      },
      attempt: async (definition, args) => {
        const decision = await decide(definition, args)
        return decision.ok ? decision.value : null
      },
      revision: async () => {
        if (centre === null) return 0
        return changed ? centre.revision() : ((await centre.own.get('centre_state', 'centre'))?.revision ?? 0)
      },
    }
  }
}

function refusalOf({ name, params }: Refusal): ApiRefusal {
  if (name === 'notFound') return new ApiRefusal('notFound', params)
  if (name === 'wrongState') return new ApiRefusal('stateWrong', params)
  if (name === 'notReleasable') return new ApiRefusal('notReleasable', params)
  return new ApiRefusal('refused', { ...params, reason: name })
}

/** Removes stored answers that are too old, once an hour, a few at a time. */
function createForgetOld(store: CentreStore, platform: CentrePlatform): () => Promise<void> {
  let due = 0
  return async () => {
    const now = platform.now()
    if (now < due) return
    due = now + CLEANING_MS
    const old = await store.ask<{ id: string }>(
      `SELECT id FROM idempotency WHERE at <= ? ORDER BY at LIMIT ${CLEANED_AT_ONCE}`,
      now - KEPT_MS,
    )
    if (old.length === 0) return
    await store.write(async (tx) => {
      for (const { id } of old) await tx.own.remove('idempotency', id)
    })
    if (old.length === CLEANED_AT_ONCE) due = now
  }
}
