import type { z } from 'zod'
import type { CommandDefinition, Decision } from '../commands/command.ts'
import type { SqliteStore } from '../db/sqlite/sqlite-store.ts'
import type { Row } from '../db/tables.ts'
import type { Role } from '../domain/inputs.ts'
import type { Policies } from '../domain/policies.ts'
import type { Actor, Executor } from './journal/executor.ts'
import type { Journal } from './journal/journal.ts'
import type { Platform } from './platform.ts'

/**
 * A scan that was answered, for the log and the counters: no code and no name, since those may be a customer's. `commands`
 * are the ids by which it is found again in the journal, at the centre and in the rows.
 */
export type TakenScan = {
  scanId: string
  screen: string
  /** The tone of the answer; `repeated` for a scan that was answered before, `failed` when there was no answer. */
  outcome: 'ok' | 'warning' | 'error' | 'repeated' | 'failed'
  /** The answer's name in the catalogue. */
  name: string | null
  commands: readonly string[]
  /** Whether the centre was asked. */
  asked: boolean
  /** From the call to its answer, the turns of others included. */
  ms: number
}

/** What every feature of the station is built from; handed in by the composition root. */
export type StationCore = {
  store: SqliteStore
  journal: Journal
  executor: Executor
  /** True once this station belongs to a centre, which then decides everything that is no fact. */
  joined(): boolean
  /** This station's id at its centre; null while it works alone. */
  stationId(): string | null
  platform: Platform
  dataDirectory: string
  version: string
  /** This station's name, as history shows it. */
  stationName(): string
  /** The site's row, or undefined before set-up. Cached; refreshed after each commit that changes it. */
  site(): Row<'site'> | undefined
  policies(): Policies
  /** The signed-in operator of a session; throws NOT_SIGNED_IN, or FORBIDDEN when the role is not among `roles`. */
  require(sessionId: string, roles?: readonly Role[]): { operator: Row<'operator'>; actor: Actor }
  /** Takes note of a scan that was answered. */
  scanned(scan: TakenScan): void
  /** Runs one command with authority and journals it. */
  run<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>, by: Actor): Promise<Decision<R>>
}
