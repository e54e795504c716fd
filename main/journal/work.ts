import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type CommandContext, type CommandDefinition, type Decision, refuse } from '../../commands/command.ts'
import type { JournaledCommand } from '../../db/journaled-command.ts'
import type { Tx } from '../../db/port.ts'
import type { WriteScope } from '../../db/sqlite/sqlite-store.ts'
import { businessDate } from '../../domain/business-date.ts'
import { uuidV7 } from '../../domain/uuid.ts'
import type { Platform } from '../platform.ts'
import { type BeforeImage, recordBefore } from './before-images.ts'
import { guardFact } from './fact-guard.ts'
import type { AskedBody } from './requests.ts'

/**
 * One piece of work in both files: run commands, then say what else the journal has to keep with them. Where a centre
 * decides, an INTENT ends the transaction, asks, and goes on in a new one: `tx` and `now` are then those of the new one,
 * and nothing may have been written before it.
 */
export type Work = {
  readonly tx: Tx
  readonly now: number
  /** Runs a command with authority and, when it is accepted, journals it. A refused one leaves no trace. */
  run<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>, by: Actor): Promise<Decision<R>>
  /** Adds a write to the journal's transaction, after the commands. */
  also(write: () => void): void
  /** A new id for something that this work makes outside the tables. */
  newId(): string
  /** Its commands so far, in order: those that were accepted here, and those that the centre was asked for. */
  readonly led: { readonly ids: readonly string[]; readonly asked: number }
}

/** Who acts where. */
export type Actor = { operatorId: string | null; station: string }

/** A command that waits for the journal's commit, with the rows as they stood before it (for a joined station). */
export type DueCommand = { row: Omit<JournaledCommand, 'seq' | 'hash'>; images: readonly BeforeImage[] }

/** A request that a work waits for. */
export type Ask = { body: AskedBody; resolve(decision: Decision<unknown>): void; reject(error: unknown): void }

/** A work and what its transactions have to do for it. */
export type OpenWork = {
  readonly work: Work
  /** As which station it is done; null where no centre decides. */
  readonly stationId: string | null
  readonly commands: readonly DueCommand[]
  readonly writes: readonly (() => void)[]
  /** Goes on in this transaction. `ready` is false when a joined station has no tables of its centre yet. */
  attach(tx: Tx, scope: WriteScope, ready: boolean): void
  /** The next request of the work, once it asks for one. */
  asked(): Promise<Ask>
}

/** What a work is begun with. `stationId` is null where no centre decides; `key` names it when it is done again after a crash. */
export type WorkParts = {
  platform: Platform
  timeZone: () => string
  stationId: string | null
  key: string | undefined
}

/** The transaction in which a work is just done. */
type Here = { tx: Tx; scope: WriteScope; ready: boolean; now: number; writes: number }

/** Begins a work. */
export function openWork(parts: WorkParts): OpenWork {
  const { platform, stationId } = parts
  const commands: DueCommand[] = []
  const writes: (() => void)[] = []
  let here: Here | undefined
  let tellAsk: (ask: Ask) => void = () => undefined
  const ids: string[] = []
  let asks = 0
  const current = (): Here => {
    if (here === undefined) throw new Error('A work is only done inside its transaction')
    return here
  }
  const newId = () => uuidV7(current().now, platform.randomBytes(16))

  const ask = (definition: Named, args: unknown, by: Actor): Promise<Decision<unknown>> => {
    const { scope, writes: start } = current()
    if (commands.length > 0 || writes.length > 0 || scope.writes() !== start)
      throw new Error(`${definition.type} asks the centre, but its work wrote something before`)
    asks += 1
    const id = parts.key === undefined ? newId() : namedId([stationId, parts.key, definition.type, asks])
    ids.push(id)
    const body = askedBody(definition, contextOf(parts, current().now, id, by), args)
    here = undefined
    return new Promise((resolve, reject) => tellAsk({ body, resolve, reject }))
  }

  return {
    stationId,
    commands,
    writes,
    attach: (tx, scope, ready) => {
      here = { tx, scope, ready, now: platform.now(), writes: scope.writes() }
    },
    asked: () =>
      new Promise((resolve) => {
        tellAsk = resolve
      }),
    work: {
      get tx() {
        return current().tx
      },
      get now() {
        return current().now
      },
      newId,
      get led() {
        return { ids, asked: asks }
      },
      also: (write) => writes.push(write),
      run: async <A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>, by: Actor) => {
        // What would be turned away when it is read again from the journal must not get into it.
        const checked = definition.args.parse(args)
        if (stationId !== null && definition.class === 'INTENT')
          return (await ask(definition, checked, by)) as Decision<R>
        const context = contextOf(parts, current().now, newId(), by)
        return runHere(current(), definition, context, checked, (command) => {
          commands.push(command)
          ids.push(command.row.id)
        })
      },
    },
  }
}

type Named = { type: string; version: number; class: string }

function contextOf(parts: WorkParts, now: number, id: string, by: Actor): CommandContext {
  return {
    id,
    at: now,
    businessDate: businessDate(now, parts.timeZone()),
    operatorId: by.operatorId,
    station: by.station,
    stationId: parts.stationId,
  }
}

/** Runs a command on the tables; an accepted one is due for the journal. */
async function runHere<A extends z.ZodType, R>(
  { tx, scope, ready }: Here,
  definition: CommandDefinition<A, R>,
  context: CommandContext,
  args: z.output<A>,
  due: (command: DueCommand) => void,
): Promise<Decision<R>> {
  const joined = context.stationId !== null
  const before = scope.writes()
  if (joined && !ready) return refuse('needsCentre')
  const guarded = joined ? await guardFact(tx, args) : null
  if (guarded?.refusal) return guarded.refusal
  const recording = joined ? recordBefore(tx) : null
  const decision = await definition.run(recording ?? tx, { ...context, args })
  if (decision.ok)
    due({
      row: journalRow(definition, context, args, guarded?.claim ?? null),
      images: recording?.images() ?? [],
    })
  else if (scope.writes() !== before) throw new Error(`${definition.type} wrote rows and then refused`)
  return decision
}

function askedBody({ type, version }: Named, context: CommandContext, args: unknown): AskedBody {
  const { id, at, businessDate: date, operatorId, station } = context
  return { id, type, version, args: JSON.stringify(args), at, businessDate: date, operatorId, station }
}

/** The same id for the same parts, in the form of every other id (a UUID, here by hash: RFC 9562, version 8). */
function namedId(parts: readonly (string | number | null)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function journalRow(
  definition: Named,
  context: CommandContext,
  args: unknown,
  claim: string | null,
): DueCommand['row'] {
  return {
    id: context.id,
    type: definition.type,
    version: definition.version,
    class: definition.class,
    args: JSON.stringify(args),
    at: context.at,
    business_date: context.businessDate,
    operator_id: context.operatorId,
    station: context.station,
    claim,
  }
}
