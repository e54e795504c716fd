import type { Tx } from '../../db/port.ts'
import type { Row } from '../../db/tables.ts'
import type { ExceptionResolution } from '../../domain/exceptions.ts'
import type { CommandContext } from '../command.ts'
import { subjectOf } from '../subject.ts'
import { blockedBy } from './blocked-by.ts'
import { type Attempting, type KeptTrouble, runKept } from './run-kept.ts'

/** The open exceptions that follow from one, in the order of each station's journal. */
export async function followersOf(tx: Tx, rootId: string): Promise<Row<'fact_exception'>[]> {
  const open = await tx.find('fact_exception', 'state', 'open')
  return open.filter((row) => row.caused_by === rootId).sort(byJournal)
}

function byJournal(a: Row<'fact_exception'>, b: Row<'fact_exception'>): number {
  return a.station_id < b.station_id ? -1 : a.station_id > b.station_id ? 1 : a.seq - b.seq
}

/** Writes down that a person has settled an exception, and how. */
export async function settle(
  tx: Tx,
  command: CommandContext,
  row: Row<'fact_exception'>,
  resolution: ExceptionResolution,
): Promise<void> {
  await tx.put('fact_exception', {
    ...row,
    state: 'resolved',
    resolution,
    resolved_by: command.operatorId,
    resolved_at: command.at,
  })
}

/**
 * Runs what followed from an exception that was accepted, each station's facts in their order. One that something else
 * still blocks waits for that; one that cannot be applied even now stands for itself from here on, and those after it
 * follow from it. How many were applied, and how many are left open.
 */
export async function acceptFollowers(
  tx: Tx,
  command: CommandContext,
  rootId: string,
): Promise<{ applied: number; left: number }> {
  return runPending(tx, command, await followersOf(tx, rootId))
}

/**
 * Runs an exception together with what follows from it, each station's facts in their order: at a centre that was put back,
 * facts may come before those of another station that they build on. How many were applied, and how many are left open;
 * null, with nothing changed, when it cannot be applied even so or when the transaction cannot undo a part of itself.
 */
export async function acceptTogether(
  tx: Tx,
  command: CommandContext,
  root: Row<'fact_exception'>,
): Promise<{ applied: number; left: number } | null> {
  const followers = await followersOf(tx, root.id)
  const { attempt } = tx as Attempting
  if (followers.length === 0 || attempt === undefined) return null
  try {
    return await attempt(async () => {
      const counts = await runPending(tx, command, [root, ...followers].sort(byJournal))
      if ((await tx.get('fact_exception', root.id))?.state === 'open') throw new StillOpen()
      return counts
    })
  } catch (error) {
    if (error instanceof StillOpen) return null
    throw error
  }
}

class StillOpen extends Error {}

async function runPending(
  tx: Tx,
  command: CommandContext,
  rows: readonly Row<'fact_exception'>[],
): Promise<{ applied: number; left: number }> {
  let pending = rows
  let applied = 0
  let left = 0
  while (pending.length > 0) {
    const done = new Set<string>()
    let trouble: { row: Row<'fact_exception'>; why: KeptTrouble } | null = null
    for (const row of heads(pending)) {
      const waiting = new Set(pending.filter(({ id }) => !done.has(id)).map(({ id }) => id))
      const subject = await subjectOf(tx, JSON.parse(row.args))
      const other = await blockedBy(tx, subject, ({ id }) => waiting.has(id))
      if (other !== null) {
        await tx.put('fact_exception', { ...row, caused_by: other.caused_by ?? other.id })
        left += 1
        done.add(row.id)
        continue
      }
      const why = await runKept(tx, row)
      if (why === null) {
        await settle(tx, command, row, 'accept')
        applied += 1
        done.add(row.id)
      } else trouble ??= { row, why }
    }
    if (done.size === 0 && trouble !== null) {
      const { row, why } = trouble
      await tx.put('fact_exception', {
        ...row,
        caused_by: null,
        reason: why.reason,
        params: JSON.stringify(why.params),
      })
      left += 1
      done.add(row.id)
    }
    pending = pending.filter(({ id }) => !done.has(id))
  }
  return { applied, left }
}

/** The next one of each station: the facts of two stations may build on each other in any order. */
function heads(pending: readonly Row<'fact_exception'>[]): Row<'fact_exception'>[] {
  return pending.filter((row, index) => row.station_id !== pending[index - 1]?.station_id)
}
