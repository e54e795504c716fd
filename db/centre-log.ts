import type { LogCommit, LogEntry } from './centre-port.ts'
import type { RowChange } from './port.ts'
import { inScopes, SCOPE_OF_TABLE } from './scopes.ts'
import { rowText, sameRow } from './state-hash.ts'
import { type Row, TABLES, type TableName } from './tables.ts'

/**
 * An entry as the log keeps it. A revision that changed nothing has one entry with an empty scope and an empty table, so
 * that a revision that is missing shows.
 */
export type ChangeEntry = { scope: string; table: TableName | 'ack' | ''; pk: string; row: string | null }

/** What finding the scope of stock rows needs to know of the transaction as it stands before its commit. */
export type ScopeLookup = {
  /** The zones of these locations by their ids; unknown ones are left out. */
  zones(locationIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** All stock rows at these locations. */
  stockAt(locationIds: readonly string[]): Promise<readonly Row<'stock'>[]>
}

/** Collects what one transaction changed: the last row of each key, beside the row before the transaction. */
export type ChangeRecorder = {
  /** Takes one change with its before-image. */
  see(change: RowChange): void
  /** Takes an entry of table `ack` under a scope of its own. */
  tell(scope: string, pk: string, row: string): void
  /** Where the record stands, for {@link ChangeRecorder.undo}. */
  mark(): number
  /** Takes back everything since the mark. */
  undo(mark: number): void
  /** The entries of the log in their order: tables as in TABLES, then keys, `ack` last. Empty when nothing differs. */
  entries(look: ScopeLookup): Promise<ChangeEntry[]>
}

type Recorded = { table: TableName; pk: string; before: RowChange['before']; after: RowChange['after'] }
type Told = { scope: string; pk: string; row: string }
type Undo = { key: string; recorded: Recorded | undefined } | { key: string; told: Told | undefined }

/** The entry of a revision that changed nothing. */
export const EMPTY_REVISION: ChangeEntry = { scope: '', table: '', pk: '', row: null }

const ORDER = new Map(Object.keys(TABLES).map((table, at) => [table, at]))

/** The scope of stock in a zone; stock at a location that nobody knows is in `stock/`. */
function stockScope(zone: string | undefined): string {
  return `stock/${zone ?? ''}`
}

/** A recorder for one transaction. */
export function createChangeRecorder(): ChangeRecorder {
  const recorded = new Map<string, Recorded>()
  const told = new Map<string, Told>()
  const undos: Undo[] = []
  return {
    see: ({ table, key, before, after }) => {
      const name = `${table} ${key}`
      const known = recorded.get(name)
      undos.push({ key: name, recorded: known })
      recorded.set(name, { table, pk: key, before: known === undefined ? before : known.before, after })
    },
    tell: (scope, pk, row) => {
      const name = JSON.stringify([scope, pk])
      undos.push({ key: name, told: told.get(name) })
      told.set(name, { scope, pk, row })
    },
    mark: () => undos.length,
    undo: (mark) => {
      while (undos.length > mark) {
        const undo = undos.pop() as Undo
        if ('told' in undo) restore(told, undo.key, undo.told)
        else restore(recorded, undo.key, undo.recorded)
      }
    },
    entries: async (look) => [...(await rowEntries(recorded, look)), ...ackEntries(told)],
  }
}

function restore<V>(map: Map<string, V>, key: string, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

function ackEntries(told: ReadonlyMap<string, Told>): ChangeEntry[] {
  return [...told.values()]
    .sort((a, b) => compare(a.scope, b.scope) || compare(a.pk, b.pk))
    .map((one) => ({ scope: one.scope, table: 'ack', pk: one.pk, row: one.row }))
}

async function rowEntries(recorded: ReadonlyMap<string, Recorded>, look: ScopeLookup): Promise<ChangeEntry[]> {
  const changed = [...recorded.values()].filter((one) => !sameRow(one.table, one.before, one.after))
  if (changed.length === 0) return []
  const zones = await zonesOf(changed, look)
  if (zones.moved.length > 0) {
    const known = new Set(changed.map((one) => `${one.table} ${one.pk}`))
    // Stock of a place that is in another zone now: its rows did not change, but who follows them does.
    for (const row of await look.stockAt(zones.moved))
      if (!known.has(`stock ${row.id}`)) changed.push({ table: 'stock', pk: row.id, before: row, after: row })
  }
  changed.sort((a, b) => (ORDER.get(a.table) ?? 0) - (ORDER.get(b.table) ?? 0) || compare(a.pk, b.pk))
  const entries: ChangeEntry[] = []
  for (const { table, pk, before, after } of changed) {
    const text = after === null ? null : rowText(table, after)
    if (table !== 'stock') {
      entries.push({ scope: SCOPE_OF_TABLE[table], table, pk, row: text })
      continue
    }
    const was = before && stockScope(zones.before((before as Row<'stock'>).location_id))
    const is = after && stockScope(zones.after((after as Row<'stock'>).location_id))
    if (was !== null && was !== is) entries.push({ scope: was, table, pk, row: null })
    if (is !== null) entries.push({ scope: is, table, pk, row: text })
  }
  return entries
}

/** The zone of each location that matters, before and after the transaction, and the locations whose zone changed. */
async function zonesOf(changed: readonly Recorded[], look: ScopeLookup) {
  const locations = new Map<string, { before: string | undefined; after: string | undefined }>()
  const asked = new Set<string>()
  for (const { table, pk, before, after } of changed) {
    if (table === 'location')
      locations.set(pk, {
        before: (before as Row<'location'> | null)?.zone,
        after: (after as Row<'location'> | null)?.zone,
      })
    if (table !== 'stock') continue
    for (const row of [before, after]) if (row !== null) asked.add((row as Row<'stock'>).location_id)
  }
  const others = [...asked].filter((id) => !locations.has(id))
  const found = others.length === 0 ? new Map<string, string>() : await look.zones(others)
  const zone = (when: 'before' | 'after') => (id: string) => {
    const changedLocation = locations.get(id)
    return changedLocation === undefined ? found.get(id) : changedLocation[when]
  }
  const moved = [...locations].filter(([, { before, after }]) => (before ?? '') !== (after ?? '')).map(([id]) => id)
  return { moved, before: zone('before'), after: zone('after') }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** A row of the log as an adapter reads it, ordered by revision and ordinal. */
export type LoggedChange = readonly [revision: number, scope: string, table: string, pk: string, row: string | null]

/**
 * Whole commits out of the rows of the log after `after`, as the port's `log` promises; `through` is the last revision
 * that the rows can hold. Of a run of commits without an entry in `scopes` the last one is given.
 */
export function commitsOf(
  rows: Iterable<LoggedChange>,
  { after, through, scopes, limit }: { after: number; through: number; scopes: readonly string[]; limit: number },
): LogCommit[] {
  const wanted = createScopeFilter(scopes)
  const commits: LogCommit[] = []
  let current: LogCommit | undefined
  let entries = 0
  let last = after
  for (const [revision, scope, table, pk, row] of rows) {
    if (!wanted(scope)) continue
    if (current?.revision !== revision) {
      if (current !== undefined && entries >= limit) return commits
      if (revision > last + 1) commits.push({ revision: revision - 1, entries: [] })
      current = { revision, entries: [] }
      commits.push(current)
      last = revision
    }
    entries += add(current.entries, { table: table as LogEntry['table'], pk, row })
  }
  if (through > last) commits.push({ revision: through, entries: [] })
  return commits
}

/** A row that left one of the scopes for another one of them did not leave: only its last entry counts. */
function add(entries: LogEntry[], entry: LogEntry): number {
  const before = entries.at(-1)
  if (before !== undefined && before.pk === entry.pk && before.table === entry.table && entry.table !== 'ack') {
    entries[entries.length - 1] = entry
    return 0
  }
  entries.push(entry)
  return 1
}

function createScopeFilter(scopes: readonly string[]): (scope: string) => boolean {
  const known = new Map<string, boolean>()
  return (scope) => {
    let found = known.get(scope)
    if (found === undefined) {
      found = scope !== '' && inScopes(scope, scopes)
      known.set(scope, found)
    }
    return found
  }
}
