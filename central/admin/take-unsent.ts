import { readFile } from 'node:fs/promises'
import { COMMANDS } from '../../commands/all-commands.ts'
import { PUSH_LIMITS, PushedCommand } from '../../contract/central/messages.ts'
import type { CentreStore } from '../../db/centre-port.ts'
import type { CentreRow } from '../../db/centre-tables.ts'
import { chainHash } from '../../db/chain.ts'
import { takeFacts } from '../facts/take-facts.ts'
import type { CentreParts } from '../parts.ts'
import { isProblem, type KnownStation } from '../sync-problem.ts'

/** What came of the facts of a station that will never send them itself: how many, by outcome. */
export type TakenUnsent = { stationId: string; facts: number; outcomes: Record<string, number> }

/** Thrown when a file holds nothing that this centre can take; the message is a sentence for a person. */
export class UnsentWrongError extends Error {}

/**
 * Takes the facts that were exported at a dead station (`/files/unsent`, or `station -- unsent`), as if it had sent them:
 * each is applied or becomes an exception; those of a revoked station are kept aside. Whose they are is seen by the hash
 * chain: they continue the journal of one station. Taken again, they change nothing. Throws UnsentWrongError.
 */
export async function takeUnsent({ store, platform }: CentreParts, file: string): Promise<TakenUnsent> {
  const commands = parse(
    await readFile(file, 'utf8').catch((error) => wrong(`${file} cannot be read: ${error.message}`)),
  )
  const { position, rest } = await whose(store, commands)
  const station: KnownStation = { id: position.id, incarnation: position.incarnation, bootId: 'unsent-file' }
  const { timeline } = await store.position()
  const outcomes: Record<string, number> = {}
  let base = { seq: position.applied_seq, hash: position.hash }
  for (let from = 0; from < rest.length; from += PUSH_LIMITS.commands) {
    const batch = rest.slice(from, from + PUSH_LIMITS.commands)
    const body = { timeline, baseSeq: base.seq, prevHash: base.hash, commands: batch }
    const reply = await takeFacts(store, station, body, { now: platform.now(), registry: COMMANDS })
    if (isProblem(reply)) return wrong(`The facts after ${base.seq} were not taken (${reply.code}).`)
    for (const { status } of reply.results) outcomes[status] = (outcomes[status] ?? 0) + 1
    base = batch.at(-1) ?? base
  }
  return { stationId: position.id, facts: rest.length, outcomes }
}

function wrong(message: string): never {
  throw new UnsentWrongError(message)
}

function parse(text: string): PushedCommand[] {
  const commands = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      try {
        return PushedCommand.parse(JSON.parse(line))
      } catch {
        return wrong(`Line ${index + 1} is no fact of a journal.`)
      }
    })
  return commands.length === 0 ? wrong('The file holds no facts.') : commands
}

type Position = CentreRow<'station_position'>

/** The station whose journal they continue, and those of them that it has not sent. */
async function whose(
  store: CentreStore,
  commands: readonly PushedCommand[],
): Promise<{ position: Position; rest: PushedCommand[] }> {
  const rows = await store.ask<Position>('SELECT * FROM station_position ORDER BY id')
  for (const row of rows) {
    const position = { ...row, applied_seq: Number(row.applied_seq) }
    const rest = commands.filter(({ seq }) => seq > position.applied_seq)
    const last = commands.find(({ seq }) => seq === position.applied_seq)
    if (last !== undefined && last.hash === position.hash) return { position, rest }
    const [first] = rest
    const continues = first?.seq === position.applied_seq + 1 && first.hash === chainHash(position.hash, first)
    if (last === undefined && continues) return { position, rest }
  }
  return wrong(
    'These facts continue the journal of no station here: something before them is missing, or they are of another centre.',
  )
}
