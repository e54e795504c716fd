import { hash } from 'node:crypto'
import type { JournaledCommand } from './journaled-command.ts'

/** The hash (SHA-256, hex) that chains a command to the one before it; the first one follows the empty text. */
export function chainHash(previous: string, command: Omit<JournaledCommand, 'seq' | 'hash'>): string {
  const said = JSON.stringify([
    command.id,
    command.type,
    command.version,
    command.class,
    command.at,
    command.business_date,
    command.operator_id,
    command.station,
    // Commands of the time before claims keep the hash that they had.
    ...(command.claim === null ? [] : [command.claim]),
  ])
  return hash('sha256', previous + said + command.args)
}

/**
 * Follows commands in order: the seq of the first one that is missing or whose hash does not continue the chain, or null.
 * `before` is the command that they follow; null when they begin with the first.
 */
export function firstBroken(
  commands: Iterable<JournaledCommand>,
  before: Pick<JournaledCommand, 'seq' | 'hash'> | null = null,
): number | null {
  let { seq, hash: last } = before ?? { seq: 0, hash: '' }
  for (const command of commands) {
    if (command.seq !== seq + 1 || command.hash !== chainHash(last, command)) return seq + 1
    seq = command.seq
    last = command.hash
  }
  return null
}
