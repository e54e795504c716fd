import { z } from 'zod'
import type { CommandDefinition, Refusal } from '../../commands/command.ts'
import { blockedBy, concerns } from '../../commands/exceptions/blocked-by.ts'
import type { CommandRegistry } from '../../commands/registry.ts'
import { type Subject, subjectOf } from '../../commands/subject.ts'
import type { PushedCommand } from '../../contract/central/messages.ts'
import type { CentreTx } from '../../db/centre-port.ts'
import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { ExceptionReason } from '../../domain/exceptions.ts'
import { deriveId } from '../../domain/ids.ts'
import { isRetriable } from '../../domain/retriable.ts'

/** What became of one fact inside its transaction: null when it was applied, or why a person has to look. */
export type FactTrouble = { reason: string; params: Record<string, string | number> } | null

const Claim = z.object({ task: z.string(), epoch: z.int() })

/** A fact as it was sent, with what was read out of it once, for its dry run and for its own. */
export type ReadFact = {
  command: PushedCommand
  /** Undefined when this centre does not know the command. */
  definition: CommandDefinition | undefined
  /** Undefined for what is no JSON, or holds U+0000, which PostgreSQL keeps in no text. */
  given: unknown
  /** The arguments as the command's rule takes them; undefined when they do not fit it. */
  args: unknown
}

/** Reads a fact; it never throws. */
export function readFact(command: PushedCommand, registry: CommandRegistry): ReadFact {
  const definition = registry.get(`${command.type}@${command.version}`)
  const given = argumentsOf(command)
  const parsed = definition?.args.safeParse(given)
  return { command, definition, given, args: parsed?.success === true ? parsed.data : undefined }
}

/**
 * Applies a fact, or keeps it whole as an exception; it is never refused. Throws only what may go better later
 * (no room, an I/O error, a lost connection): then nothing of the push is taken.
 */
export async function runFact(tx: CentreTx, stationId: string, fact: ReadFact): Promise<FactTrouble> {
  const { command, definition, given, args } = fact
  const subject = await subjectOf(tx, given)
  const cause = await blockedBy(tx, subject)
  let trouble: FactTrouble = cause === null ? null : because('blocked', { by: cause.type })
  if (trouble === null && (command.class !== 'FACT' || definition?.class === 'INTENT')) trouble = because('notAFact')
  if (trouble === null && definition === undefined) trouble = because('commandUnknown', { version: command.version })
  if (trouble === null && args === undefined) trouble = because('argsWrong')
  trouble ??= await claimTrouble(tx, stationId, subject, command.claim)
  if (trouble === null && definition !== undefined) {
    trouble = await tryIt(tx, () => definition.run(tx, { ...contextOf(stationId, command), args }))
    // What it needed never came to be, because that was settled otherwise in the meantime.
    if (trouble?.reason === 'failed' && subject.missingCommands.length > 0) trouble = because('rowMissing')
  }
  if (trouble !== null) await keepException(tx, stationId, command, { subject, cause, trouble })
  return trouble
}

/** The dry run of a fact that only reads, as {@link CentreTx} may want to have it first; it never throws. */
export function dryFact(stationId: string, { command, definition, args }: ReadFact) {
  return async (tx: Tx): Promise<void> => {
    if (args === undefined) return
    try {
      // Where it is kept as an exception, its command must not have one yet.
      await tx.find('fact_exception', 'command', command.id)
      await lookUpCodes(tx, args)
      const subject = await subjectOf(tx, args)
      await blockedBy(tx, subject)
      if (subject.taskId !== null) await tx.get('pick_task', subject.taskId)
      await definition?.run(tx, { ...contextOf(stationId, command), args })
    } catch {
      // Only what it read matters.
    }
  }
}

const Codes = z.union([
  z.object({ cartonId: z.string(), code: z.string() }),
  z.object({ cartonId: z.string(), carrierCode: z.string(), trackingNumber: z.string() }),
])

/** New numbers of a carton must be nobody's: they are looked up with those of the other facts, before the carton is there. */
async function lookUpCodes(tx: Tx, args: unknown): Promise<void> {
  const { data } = Codes.safeParse(args)
  if (data === undefined) return
  if ('code' in data) await tx.find('carton', 'code', data.code)
  else await tx.find('carton', 'tracking', data.carrierCode, data.trackingNumber)
}

function contextOf(stationId: string, command: PushedCommand) {
  return {
    id: command.id,
    at: command.at,
    businessDate: command.business_date,
    operatorId: command.operator_id,
    station: command.station,
    stationId,
  }
}

/** A claim is the task, its epoch and its holder as they stand now, in this transaction. */
async function claimTrouble(
  tx: Tx,
  stationId: string,
  subject: Subject,
  claimText: string | null,
): Promise<FactTrouble> {
  if (subject.taskId === null) return null
  const claim = Claim.safeParse(parseJson(claimText ?? ''))
  if (!claim.success) return because('claimMissing')
  const task = await tx.get('pick_task', subject.taskId)
  if (task === undefined) return because('rowMissing')
  const mine = claim.data.task === task.id && claim.data.epoch === task.epoch && task.holder === stationId
  return mine ? null : because('claimStale', { task: task.number })
}

class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.name)
    this.refusal = refusal
  }
}

/** Runs a command's rule so that a refusal or a bug leaves nothing behind. */
async function tryIt(tx: CentreTx, run: () => ReturnType<CommandDefinition['run']>): Promise<FactTrouble> {
  try {
    await tx.attempt(async () => {
      const decision = await run()
      if (!decision.ok) throw new Refused(decision.refusal)
    })
    return null
  } catch (error) {
    if (error instanceof Refused) return { reason: error.refusal.name, params: error.refusal.params }
    if (isRetriable(error)) throw error
    // Without the error's name: what is kept is the same whatever database refused it.
    return because('failed', { error: (error instanceof Error ? error.message : String(error)).slice(0, 300) })
  }
}

/** Keeps a fact whole for a person, with what it is about and why. */
export async function keepException(
  tx: CentreTx,
  stationId: string,
  command: PushedCommand,
  found: { subject: Subject; cause: Row<'fact_exception'> | null; trouble: NonNullable<FactTrouble> },
): Promise<void> {
  const { subject, cause, trouble } = found
  await tx.put('fact_exception', {
    id: deriveId(command.id, 'exception'),
    station_id: stationId,
    seq: command.seq,
    command_id: command.id,
    type: command.type,
    version: command.version,
    args: command.args.replaceAll('\0', '\\u0000'),
    claim: command.claim,
    reason: trouble.reason,
    params: JSON.stringify(trouble.params),
    at: command.at,
    business_date: command.business_date,
    operator_id: command.operator_id,
    ...concerns(subject, cause),
    state: 'open',
    resolution: null,
    resolved_by: null,
    resolved_at: null,
  })
}

function because(
  reason: ExceptionReason,
  params: Record<string, string | number> = {},
): { reason: string; params: Record<string, string | number> } {
  return { reason, params }
}

const NUL = /(?<!\\)(?:\\\\)*\\u0000/

/** What a command was given; undefined for what is no JSON, or holds U+0000, which PostgreSQL keeps in no text. */
export function argumentsOf({ args }: Pick<PushedCommand, 'args'>): unknown {
  return NUL.test(args) ? undefined : parseJson(args)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
