import type { z } from 'zod'
import type { CommandDefinition, Decision } from '../commands/command.ts'
import type { CentreTx } from '../db/centre-port.ts'
import { uuidV7 } from '../domain/uuid.ts'
import type { CentrePlatform } from './parts.ts'
import { siteDay } from './site-day.ts'

/** Who is behind a command that the centre runs by itself. */
export type CentreActor = { operatorId: string | null; station: string; stationId: string | null }

/** A new id: UUIDv7. */
export function newId(platform: CentrePlatform): string {
  return uuidV7(platform.now(), platform.randomBytes(16))
}

/** Runs a command of the centre's own inside its transaction; the arguments are trusted to fit. */
export async function runCommand<A extends z.ZodType, R>(
  tx: CentreTx,
  platform: CentrePlatform,
  definition: CommandDefinition<A, R>,
  args: z.output<A>,
  actor: CentreActor,
): Promise<Decision<R>> {
  const at = platform.now()
  const businessDate = await siteDay(tx, at)
  return definition.run(tx, { id: newId(platform), at, businessDate, ...actor, args })
}
