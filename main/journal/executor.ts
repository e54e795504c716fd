import type Database from 'better-sqlite3'
import type { z } from 'zod'
import type { CommandContext, CommandDefinition, Decision } from '../../commands/command.ts'
import type { CommandRegistry } from '../../commands/registry.ts'
import type { JournaledCommand } from '../../db/journaled-command.ts'
import type { Tx } from '../../db/port.ts'
import { DatabaseRefusedError } from '../../db/sqlite/open-database.ts'
import type { SqliteStore, WriteScope } from '../../db/sqlite/sqlite-store.ts'
import { businessDate } from '../clock.ts'
import type { Platform } from '../platform.ts'
import { uuidV7 } from '../uuid.ts'
import type { Journal } from './journal.ts'

/** One piece of work in both files: run commands, then say what else the journal has to keep with them. */
export type Work = {
  readonly tx: Tx
  readonly now: number
  /** Runs a command with authority and, when it is accepted, journals it. A refused one leaves no trace. */
  run<A extends z.ZodType, R>(definition: CommandDefinition<A, R>, args: z.output<A>, by: Actor): Promise<Decision<R>>
  /** Adds a write to the journal's transaction, after the commands. */
  also(write: () => void): void
  /** A new id for something that this work makes outside the tables. */
  newId(): string
}

/** Who acts where. */
export type Actor = { operatorId: string | null; station: string }

/** Runs work in the order that loses nothing: replica open → commands → journal commit (FULL) → replica commit. */
export type Executor = {
  transact<R>(run: (work: Work) => Promise<R>): Promise<R>
  /** Runs journaled commands that the replica does not hold yet; the number of them. */
  catchUp(): Promise<number>
}

/** Builds the executor. `timeZone` gives the site's business date, and is asked each time. */
export function createExecutor(options: {
  store: SqliteStore
  journal: Journal
  registry: CommandRegistry
  platform: Platform
  timeZone: () => string
  onCommit?: () => void
}): Executor {
  const { store, journal, registry, platform } = options

  const transact = async <R>(run: (work: Work) => Promise<R>): Promise<R> => {
    let journaled = false
    const pending: (() => void)[] = []
    const commands: Omit<JournaledCommand, 'seq' | 'hash'>[] = []
    const commit = (scope: WriteScope) => {
      if (commands.length === 0 && pending.length === 0) return
      journal.commit(() => {
        for (const command of commands) journal.append(command)
        for (const write of pending) write()
        if (commands.length > 0) setPosition(scope, journal.lastSeq())
      })
      journaled = commands.length > 0
    }
    let answer: { result: R } | undefined
    try {
      await store.writeWith(
        async (tx, scope) => {
          // The replica commit of a work before this one may have failed (a full disk) while this one waited its turn.
          while ((await replayPiece(tx, scope, journal, registry, platform)) > 0);
          const work = createWork(tx, scope, { platform, timeZone: options.timeZone(), commands, pending })
          answer = { result: await run(work) }
          return scope
        },
        (scope) => commit(scope),
      )
    } catch (error) {
      // The journal is the truth: what it took is done, even if the replica's own commit failed and has to be repeated.
      if (!journaled || answer === undefined) throw error
      platform.log({ level: 'error', event: 'replica-commit-failed', error: String(error) })
    }
    options.onCommit?.()
    return (answer as { result: R }).result
  }

  const catchUp = async (): Promise<number> => {
    let count = 0
    for (;;) {
      const done = await store.writeWith(
        async (tx, scope) => replayPiece(tx, scope, journal, registry, platform),
        () => undefined,
      )
      count += done
      if (done === 0) break
    }
    return count
  }

  return { transact, catchUp }
}

function createWork(
  tx: Tx,
  scope: WriteScope,
  parts: {
    platform: Platform
    timeZone: string
    commands: Omit<JournaledCommand, 'seq' | 'hash'>[]
    pending: (() => void)[]
  },
): Work {
  const { platform } = parts
  const now = platform.now()
  const newId = () => uuidV7(now, platform.randomBytes(16))
  return {
    tx,
    now,
    newId,
    also: (write) => parts.pending.push(write),
    run: async (definition, args, by) => {
      const context: CommandContext = {
        id: newId(),
        at: now,
        businessDate: businessDate(now, parts.timeZone),
        operatorId: by.operatorId,
        station: by.station,
        stationId: null,
      }
      const before = scope.writes()
      // What would be turned away when it is read again from the journal must not get into it.
      const checked = definition.args.parse(args)
      const decision = await definition.run(tx, { ...context, args: checked })
      if (decision.ok) parts.commands.push(journalRow(definition, context, checked))
      else if (scope.writes() !== before) throw new Error(`${definition.type} wrote rows and then refused`)
      return decision
    },
  }
}

function journalRow(
  definition: { type: string; version: number; class: string },
  context: CommandContext,
  args: unknown,
): Omit<JournaledCommand, 'seq' | 'hash'> {
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
    claim: null,
  }
}

const REPLAY_PIECE = 200

async function replayPiece(
  tx: Tx,
  scope: WriteScope,
  journal: Journal,
  registry: CommandRegistry,
  platform: Platform,
): Promise<number> {
  const position = positionOf(scope)
  if (position === journal.lastSeq()) return 0
  if (position > journal.lastSeq())
    throw new DatabaseRefusedError(
      'E-DATA-CORRUPT',
      `The tables hold command ${position}, but the journal ends at ${journal.lastSeq()}: ${journal.path}`,
    )
  const due = journal.after(position, REPLAY_PIECE)
  for (const row of due) await replayOne(tx, scope, row, registry, platform)
  if (due.length > 0) setPosition(scope, due.at(-1)?.seq ?? position)
  return due.length
}

/** A command that throws or refuses on replay ends as an exception in the replica, and the queue goes on. */
async function replayOne(
  tx: Tx,
  scope: WriteScope,
  row: JournaledCommand,
  registry: CommandRegistry,
  platform: Platform,
): Promise<void> {
  const definition = registry.get(`${row.type}@${row.version}`)
  let reason = definition === undefined ? 'unknown command' : ''
  scope.database.exec('SAVEPOINT replay')
  if (definition !== undefined) {
    try {
      const decision = await definition.run(tx, {
        id: row.id,
        at: row.at,
        businessDate: row.business_date,
        operatorId: row.operator_id,
        station: row.station,
        stationId: null,
        args: definition.args.parse(JSON.parse(row.args)),
      })
      if (!decision.ok) reason = `refused: ${decision.refusal.name}`
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
    platform.log({ level: 'error', event: 'command-exception', seq: row.seq, type: row.type, reason })
  }
  scope.database.exec('RELEASE replay')
}

type PositionStatements = { get: Database.Statement; set: Database.Statement }
const positions = new WeakMap<Database.Database, PositionStatements>()

function positionStatements({ database }: WriteScope): PositionStatements {
  let found = positions.get(database)
  if (found === undefined) {
    found = {
      get: database.prepare('SELECT applied_seq FROM replica_position').pluck(),
      set: database.prepare('UPDATE replica_position SET applied_seq = ?'),
    }
    positions.set(database, found)
  }
  return found
}

function positionOf(scope: WriteScope): number {
  return positionStatements(scope).get.get() as number
}

function setPosition(scope: WriteScope, seq: number): void {
  positionStatements(scope).set.run(seq)
}
