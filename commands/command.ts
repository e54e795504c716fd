import type { z } from 'zod'
import type { Tx } from '../db/port.ts'
import type { FeedbackName } from '../domain/feedback.ts'

/** FACT: the hand has moved, nothing refuses it later. INTENT: a request that the authority may refuse. */
export type CommandClass = 'FACT' | 'INTENT'

/** What surrounds a command's arguments: all that a handler may know beside the tables. */
export type CommandContext = {
  /** UUIDv7; the root of every id that the command makes. */
  id: string
  /** Wall time in UTC milliseconds, for reports only. */
  at: number
  /** Business date at the site, `YYYY-MM-DD`, fixed before the command was journaled. */
  businessDate: string
  operatorId: string | null
  /** The station's name, as history shows it. */
  station: string
  /** The station's id at its centre; null where a store works alone. */
  stationId: string | null
}

/** A command's answer: accepted, perhaps with a value, or refused with a reason that a screen can say. */
export type Decision<R = null> = { ok: true; value: R } | { ok: false; refusal: Refusal }

/** Why nothing happened, in a form that each language can say. */
export type Refusal = { name: FeedbackName | RefusalName; params: Record<string, string | number> }

/** Refusals of office commands; those of the floor are feedback names. */
export type RefusalName =
  | 'notFound'
  | 'wrongState'
  | 'notReleasable'
  | 'inUse'
  | 'labelExists'
  | 'duplicateCode'
  | 'underReserved'
  | 'lastAdministrator'
  | 'needsCentre'
  | 'centreSilent'
  | 'orderBlocked'
  | 'taskElsewhere'
  | 'stationUnknown'
  | 'lastStation'
  | 'alreadyResolved'
  | 'resolutionNotPossible'
  | 'templateChanged'
  | 'templateBad'
  | 'alreadyPlanned'
  | 'otherPriority'
  | 'trackedGoods'
  | 'noRoom'
  | 'floorPlanBad'
  | 'servicesChanged'
  | 'servicesBad'

/** A kind of command: its name, the shape of its arguments, its class and its only rule. */
export type CommandDefinition<A extends z.ZodType = z.ZodType, R = unknown> = {
  type: string
  version: number
  class: CommandClass
  args: A
  run(tx: Tx, command: CommandContext & { args: z.output<A> }): Promise<Decision<R>>
}

/** Defines a command; exists so that argument and result types are inferred. */
export function defineCommand<A extends z.ZodType, R>(definition: CommandDefinition<A, R>): CommandDefinition<A, R> {
  return definition
}

/** The accepted decision with its value. */
export function accept<R>(value: R): Decision<R> {
  return { ok: true, value }
}

/** The refused decision with its reason. */
export function refuse(
  name: Refusal['name'],
  params: Record<string, string | number> = {},
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { name, params } }
}
