import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { CommandRegistry } from '../../commands/registry.ts'
import type { Change } from '../../contract/central/messages.ts'
import type { Tx } from '../../db/port.ts'
import type { SqliteStore } from '../../db/sqlite/sqlite-store.ts'
import { TABLES, type TableName } from '../../db/tables.ts'
import { countedSeries } from '../journal/counters.ts'
import type { Journal } from '../journal/journal.ts'
import { loadMembership, saveMembership } from '../journal/membership.ts'
import { openOutcomes } from '../journal/outcomes.ts'
import { replicaPosition } from '../journal/replica-position.ts'
import { openRequests } from '../journal/requests.ts'
import { applyCommits, BulkRemovalError } from './apply-commits.ts'
import { installSnapshot } from './install-snapshot.ts'
import { BulkRemoval, type JoinAttempt, type SyncJournal, type SyncReplica } from './ports.ts'

const ATTEMPT = 'join-attempt'

/** A station's journal as sync needs it. */
export function syncJournal(journal: Journal): SyncJournal {
  const outcomes = openOutcomes(journal)
  const requests = openRequests(journal)
  const { database } = journal
  const attempt = database.prepare('SELECT value FROM saved WHERE name = ?').pluck()
  return {
    lastSeq: journal.lastSeq,
    after: journal.after,
    loadMembership: () => loadMembership(journal),
    saveMembership: (membership) => saveMembership(journal, membership),
    loadAttempt: () => {
      const text = attempt.get(ATTEMPT) as string | undefined
      return text === undefined ? null : (JSON.parse(text) as JoinAttempt)
    },
    saveAttempt: (value) =>
      journal.commit(() => {
        database.prepare('DELETE FROM saved WHERE name = ?').run(ATTEMPT)
        if (value !== null)
          database.prepare('INSERT INTO saved (name, value) VALUES (?, ?)').run(ATTEMPT, JSON.stringify(value))
      }),
    recordOutcomes: outcomes.record,
    answeredSeq: outcomes.answeredSeq,
    forgetOutcomesAfter: (seq) => void outcomes.forgetAfter(seq),
    askRequest: (body, afterSeq, at) => void requests.ask(body, afterSeq, at),
    findRequest: requests.find,
    decideRequest: requests.decide,
    dropRequest: requests.drop,
    openRequests: requests.open,
    reopenRequestsAfter: (revision) => void requests.reopenAfter(revision),
  }
}

/** Rows of a page that is handed over. */
const PAGE_ROWS = 1_000

/** Stations belong to the centre; all other tables of the time alone are handed over. */
const HANDED_OVER = (Object.keys(TABLES) as TableName[]).filter((table) => table !== 'station')

/**
 * A station's tables as sync needs them. `hold` runs while no command can be journaled (the executor's). The copy of the
 * tables of the time alone is `alone.db` in the data folder.
 */
export function syncReplica(parts: {
  store: SqliteStore
  journal: Journal
  registry: CommandRegistry
  dataDirectory: string
  hold<R>(run: () => Promise<R>): Promise<R>
  /** Told of each re-base: how many facts that the centre has not answered were run again. */
  rebased?: (facts: number) => void
}): SyncReplica {
  const { store, journal, registry } = parts
  const copy = join(parts.dataDirectory, 'alone.db')
  const remove = (path: string): void => {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${suffix}`, { force: true })
  }
  return {
    position: () => replicaPosition(store),
    apply: async (commits, { stationId, scopes, timeline }) => {
      try {
        const applied = await applyCommits(store, journal, commits, { registry, stationId, scopes, timeline })
        if (applied.rebased > 0) parts.rebased?.(applied.rebased)
        return applied
      } catch (error) {
        if (!(error instanceof BulkRemovalError)) throw error
        throw new BulkRemoval({ table: error.table, removed: error.removed, of: error.of })
      }
    },
    install: async (snapshot, { stationId }) => {
      const { rebased } = await installSnapshot(store, journal, snapshot, { registry, stationId })
      if (rebased > 0) parts.rebased?.(rebased)
    },
    hold: parts.hold,
    copyAside: async () => {
      const half = `${copy}.new`
      remove(half)
      await store.write((tx) => handOverCounters(tx, journal))
      await store.copyTo(half)
      remove(copy)
      renameSync(half, copy)
    },
    copyPages: () => pagesOf(copy),
    dropCopy: () => remove(copy),
  }
}

/** Numbers that this station counted by itself go on at the centre: no carton or task of the time alone is numbered again. */
async function handOverCounters(tx: Tx, journal: Journal): Promise<void> {
  for (const { id, value } of countedSeries(journal.database)) {
    const known = await tx.get('number_series', id)
    if ((known?.value ?? 0) < value) await tx.put('number_series', { id, value })
  }
}

function pagesOf(path: string): ReturnType<SyncReplica['copyPages']> {
  if (!existsSync(path)) throw new Error('The copy of the tables of the time alone is gone')
  const database = new Database(path, { readonly: true })
  const pages: { table: TableName; offset: number }[] = []
  let rows = 0
  for (const table of HANDED_OVER) {
    const count = database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number
    for (let offset = 0; offset < count; offset += PAGE_ROWS) pages.push({ table, offset })
    rows += count
  }
  return {
    // An empty store hands over one empty page.
    pages: Math.max(1, pages.length),
    rows,
    page: (index) => {
      const place = pages[index]
      if (place === undefined) return []
      const { key, columns } = TABLES[place.table]
      const names = Object.keys(columns).map((name) => `"${name}"`)
      const found = database
        .prepare(`SELECT ${names.join(', ')} FROM "${place.table}" ORDER BY "${key}" LIMIT ${PAGE_ROWS} OFFSET ?`)
        .all(place.offset) as Record<string, string | number | null>[]
      return found.map((row): Change => [place.table, String(row[key]), row])
    },
    close: () => database.close(),
  }
}
