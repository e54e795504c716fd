import type { z } from 'zod'
import type { CommandDefinition, Decision } from '../commands/command.ts'
import type { SqliteStore } from '../db/sqlite/sqlite-store.ts'
import type { Row } from '../db/tables.ts'
import type { Role } from '../domain/inputs.ts'
import type { Policies } from '../domain/policies.ts'
import type { Actor, Executor } from './journal/executor.ts'
import type { Journal } from './journal/journal.ts'
import type { Platform } from './platform.ts'

/** What every feature of the station is built from; handed in by the composition root. */
export type StationCore = {
  store: SqliteStore
  journal: Journal
  executor: Executor
  /** True once this station belongs to a centre, which then decides everything that is no fact. */
  joined(): boolean
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
  /** Runs one command with authority and journals it. */
  run<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>, by: Actor): Promise<Decision<R>>
}
