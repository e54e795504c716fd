import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { firstBroken } from '../../db/chain.ts'
import type { JournaledCommand } from '../../db/journaled-command.ts'
import { MIGRATIONS } from '../../db/migrations/all.ts'
import type { Migration } from '../../db/migrations/migration.ts'
import { checked, type DoctorCheck } from '../../db/rules/check.ts'
import { SHARED_RULES } from '../../db/rules/shared-rules.ts'
import { SYNC_RULES } from '../../db/rules/sync-rules.ts'
import { DatabaseRefusedError, refusedBy } from '../../db/sqlite/open-database.ts'
import type { StationCore } from '../core.ts'
import { JOURNAL_MIGRATIONS } from '../journal/journal-migrations.ts'
import { StationOpenError } from '../station-open-error.ts'
import { attempt, checkRule } from './check.ts'
import { JOINED_RULES } from './joined-rules.ts'
import { STATION_RULES } from './station-rules.ts'

/** What the doctor found: every invariant of one station, one by one. */
export type DoctorReport = { checks: DoctorCheck[] }

/**
 * Checks a station's two files against the invariants of one station, alone or joined. Reads only, over connections of
 * its own: a station that is open elsewhere goes on working and is seen as of one instant. Given an open core it also
 * checks that durable writes are on. Throws StationOpenError `E-DATA-MISSING` or DatabaseRefusedError when the files
 * cannot be read at all.
 */
export async function runDoctor(source: StationCore | string): Promise<DoctorReport> {
  const directory = typeof source === 'string' ? source : source.dataDirectory
  const database = openBoth(directory)
  try {
    await beginTogether(database)
    const checks: DoctorCheck[] = []
    for (const check of [...fileChecks(database), ...(typeof source === 'string' ? [] : connectionChecks(source))]) {
      checks.push(await check())
      await nextTurn()
    }
    const joined = hasJoined(database) ? [...JOINED_RULES, ...SYNC_RULES] : []
    for (const rule of [...STATION_RULES, ...SHARED_RULES, ...joined]) {
      checks.push(checkRule(database, rule))
      await nextTurn()
    }
    return { checks }
  } finally {
    database.close()
  }
}

/** What cannot be read is what the checks find. */
function hasJoined(database: Database.Database): boolean {
  try {
    return database.prepare('SELECT 1 FROM journal.membership').get() !== undefined
  } catch {
    return false
  }
}

/** The replica as the connection's own tables, with the journal attached; both only to read. */
function openBoth(directory: string): Database.Database {
  const replica = join(directory, 'replica.db')
  const journal = join(directory, 'journal.db')
  for (const path of [journal, replica])
    if (!existsSync(path)) throw new StationOpenError('E-DATA-MISSING', `There is no station's data here: ${path}`)
  let database: Database.Database | undefined
  try {
    database = new Database(replica, { readonly: true })
    database.pragma('busy_timeout = 5000')
    database.pragma('cache_size = -64000')
    database.prepare('ATTACH DATABASE ? AS journal').run(journal)
    refuseOtherVersion(database.pragma('main.user_version', { simple: true }), MIGRATIONS, replica)
    refuseOtherVersion(database.pragma('journal.user_version', { simple: true }), JOURNAL_MIGRATIONS, journal)
    return database
  } catch (error) {
    database?.close()
    throw refusedBy(error, directory)
  }
}

function refuseOtherVersion(version: unknown, migrations: readonly Migration[], path: string): void {
  const known = migrations.at(-1)?.number ?? 0
  if (version === known) return
  if (Number(version) > known)
    throw new DatabaseRefusedError(
      'E-DATA-FUTURE',
      `Written by a newer version (${String(version)}, known ${known}): ${path}`,
    )
  throw new StationOpenError(
    'E-DATA-OLD',
    `Written by an older version (${String(version)}, now ${known}); start the station once: ${path}`,
  )
}

const position = 'SELECT applied_seq FROM main.replica_position'
/** A station that has joined and has no tables of its centre yet runs nothing. */
const isWaiting = `EXISTS (SELECT 1 FROM journal.membership) AND (SELECT timeline FROM main.replica_position) = ''`
const lastSeq = 'SELECT coalesce(max(seq), 0) FROM journal.command'

/** Begins to read both files at one instant: between a working station's two commits it waits for the second. */
async function beginTogether(database: Database.Database): Promise<void> {
  for (let attempts = 0; ; attempts += 1) {
    database.exec('BEGIN')
    try {
      const held = database.prepare(position).pluck().get()
      const last = database.prepare(lastSeq).pluck().get()
      if (held === last || attempts >= 40) return
    } catch {
      return // What cannot be read is what the checks find.
    }
    database.exec('ROLLBACK')
    await delay(25)
  }
}

function fileChecks(database: Database.Database): (() => DoctorCheck)[] {
  const sound = (schema: 'main' | 'journal', name: string) => () =>
    attempt(name, () => {
      const said = database.pragma(`${schema}.integrity_check(20)`) as { integrity_check: string }[]
      return checked(
        name,
        said.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
      )
    })
  const chain = 'The hash chain of the journal is unbroken'
  const together = 'The tables hold exactly the commands of the journal'
  const commands = database.prepare('SELECT * FROM journal.command ORDER BY seq')
  return [
    sound('journal', 'The file journal.db is sound'),
    sound('main', 'The file replica.db is sound'),
    () =>
      attempt(chain, () => {
        const broken = firstBroken(commands.iterate() as Iterable<JournaledCommand>)
        return checked(chain, broken === null ? [] : [`command ${broken}`])
      }),
    () =>
      checkRule(database, {
        name: 'The commands of the journal are numbered from 1 without gaps',
        breaks: `SELECT 'after ' || before FROM (SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) AS before
          FROM journal.command) WHERE seq <> before + 1 ORDER BY seq`,
      }),
    () =>
      checkRule(database, {
        name: 'The journal only grows: changing and removing commands is forbidden',
        breaks: `SELECT column1 || ' is missing' FROM (VALUES ('command_is_append_only_update'), ('command_is_append_only_delete'))
          WHERE column1 NOT IN (SELECT name FROM journal.sqlite_schema WHERE type = 'trigger')`,
      }),
    () =>
      checkRule(database, {
        name: together,
        breaks: `SELECT 'tables at ' || (${position}) || ', journal at ' || (${lastSeq})
          WHERE (${position}) IS NOT (${lastSeq}) AND NOT (${isWaiting})`,
      }),
  ]
}

function connectionChecks(core: StationCore): (() => Promise<DoctorCheck>)[] {
  const name = 'Both files are written with synchronous=FULL'
  return [
    async () => {
      const replica = await core.store.writeWith(
        async (_tx, scope) => scope.database.pragma('synchronous', { simple: true }),
        () => undefined,
      )
      const journal = core.journal.database.pragma('synchronous', { simple: true })
      return checked(name, [
        ...(journal === 2 ? [] : [`journal.db: ${journal}`]),
        ...(replica === 2 ? [] : [`replica.db: ${replica}`]),
      ])
    },
  ]
}
