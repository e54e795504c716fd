import type Database from 'better-sqlite3'
import type { CommandRegistry } from '../../commands/registry.ts'
import type { JournaledCommand } from '../../db/journaled-command.ts'
import type { Tx } from '../../db/port.ts'
import { DatabaseRefusedError } from '../../db/sqlite/open-database.ts'
import type { WriteScope } from '../../db/sqlite/sqlite-store.ts'
import { keepImages, recordBefore } from './before-images.ts'
import type { Journal } from './journal.ts'
import { positionIn, setAppliedSeq } from './replica-position.ts'

/** What running journaled commands again needs. `stationId` is null for the time alone. */
export type ReplayParts = {
  registry: CommandRegistry
  stationId: string | null
  log?: (line: Record<string, unknown> & { level: 'error'; event: string }) => void
}

const REPLAY_PIECE = 200

/**
 * Runs, inside a write, the next journaled commands that the tables do not hold yet; the number of them. A joined station
 * that has no tables of its centre yet runs none. Throws DatabaseRefusedError when the tables are ahead of the journal.
 */
export async function replayPiece(tx: Tx, scope: WriteScope, journal: Journal, parts: ReplayParts): Promise<number> {
  const { appliedSeq, timeline } = positionIn(scope.database)
  if (appliedSeq === journal.lastSeq()) return 0
  if (parts.stationId !== null && timeline === '') return 0
  if (appliedSeq > journal.lastSeq())
    throw new DatabaseRefusedError(
      'E-DATA-CORRUPT',
      `The tables hold command ${appliedSeq}, but the journal ends at ${journal.lastSeq()}: ${journal.path}`,
    )
  const due = journal.after(appliedSeq, REPLAY_PIECE)
  for (const row of due) await runAgain(tx, scope, row, parts)
  if (due.length > 0) setAppliedSeq(scope.database, due.at(-1)?.seq ?? appliedSeq)
  return due.length
}

/**
 * Runs one journaled command again, inside a write. One that throws or refuses now writes nothing and is listed in
 * `command_exception`, and the queue goes on; false then. For a joined station the rows before it are kept.
 */
export async function runAgain(
  tx: Tx,
  scope: WriteScope,
  row: JournaledCommand,
  { registry, stationId, log }: ReplayParts,
): Promise<boolean> {
  const definition = registry.get(`${row.type}@${row.version}`)
  let reason = definition === undefined ? 'unknown command' : ''
  scope.database.exec('SAVEPOINT replay')
  if (definition !== undefined) {
    const recording = stationId === null ? null : recordBefore(tx)
    try {
      const decision = await definition.run(recording ?? tx, {
        id: row.id,
        at: row.at,
        businessDate: row.business_date,
        operatorId: row.operator_id,
        station: row.station,
        stationId,
        args: definition.args.parse(JSON.parse(row.args)),
      })
      if (!decision.ok) reason = `refused: ${decision.refusal.name}`
      else if (recording !== null) keepImages(scope.database, row.seq, recording.images())
    } catch (error) {
      const code = String((error as { code?: string }).code ?? '')
      if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR')) throw error
      reason = String(error)
    }
  }
  if (reason !== '') {
    scope.database.exec('ROLLBACK TO replay')
    scope.forget()
    scope.database
      .prepare('INSERT OR REPLACE INTO command_exception (seq, command_id, reason) VALUES (?, ?, ?)')
      .run(row.seq, row.id, reason)
    log?.({ level: 'error', event: 'command-exception', seq: row.seq, type: row.type, reason })
  }
  scope.database.exec('RELEASE replay')
  return reason === ''
}

/** Takes, inside a write, the facts after one command through another off the list of those that could not be run again. */
export function forgetExceptions(database: Database.Database, after: number, through: number): void {
  database.prepare('DELETE FROM command_exception WHERE seq > ? AND seq <= ?').run(after, through)
}
