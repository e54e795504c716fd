import { COMMANDS } from '../commands/all-commands.ts'
import type { SqliteStore } from '../db/sqlite/sqlite-store.ts'
import type { Row, TableName } from '../db/tables.ts'
import type { Role } from '../domain/inputs.ts'
import { DEFAULT_POLICIES, Policies } from '../domain/policies.ts'
import type { StationCore, TakenScan } from './core.ts'
import { createExecutor } from './journal/executor.ts'
import type { Journal } from './journal/journal.ts'
import { loadMembership } from './journal/membership.ts'
import type { Platform } from './platform.ts'
import { problem } from './rpc/problems.ts'
import type { Sessions } from './sessions/sessions.ts'
import type { CentreLink } from './sync/ports.ts'

/** Builds the core that every feature is handed, over an open store and journal. */
export function buildCore(parts: {
  store: SqliteStore
  journal: Journal
  sessions: Sessions
  platform: Platform
  dataDirectory: string
  version: string
  /** The way to the centre, once the station has joined one; null or absent while it works alone. */
  centre?: () => CentreLink | null
  /** Counts scans. */
  scanned?: (scan: TakenScan) => void
}): StationCore {
  const { store, journal, platform, sessions } = parts
  const siteRow = store.reader.prepare('SELECT * FROM site')
  const operatorRow = store.reader.prepare('SELECT * FROM operator WHERE id = ? AND active = 1')
  const site = remembered(store, 'site', () => siteRow.get() as Row<'site'> | undefined)
  const operators = remembered(store, 'operator', () => new Map<string, Row<'operator'> | undefined>())
  const activeOperator = (id: string) => {
    const known = operators()
    if (!known.has(id)) known.set(id, operatorRow.get(id) as Row<'operator'> | undefined)
    return known.get(id)
  }
  const parsed = { text: '{}', policies: DEFAULT_POLICIES }
  const stationName = () => {
    const name = platform.settings.get('stationName')
    return typeof name === 'string' && name !== '' ? name : 'P-01'
  }
  const executor = createExecutor({
    store,
    journal,
    registry: COMMANDS,
    platform,
    timeZone: () => site()?.time_zone ?? 'UTC',
    ...(parts.centre === undefined ? {} : { centre: parts.centre }),
  })

  return {
    store,
    journal,
    executor,
    stationId: () => parts.centre?.()?.stationId ?? loadMembership(journal)?.stationId ?? null,
    joined: () => (parts.centre?.() ?? null) !== null || loadMembership(journal) !== null,
    platform,
    dataDirectory: parts.dataDirectory,
    version: parts.version,
    stationName,
    site,
    policies: () => {
      const text = site()?.policies ?? '{}'
      if (text !== parsed.text) {
        parsed.policies = Policies.catch(DEFAULT_POLICIES).parse(JSON.parse(text))
        parsed.text = text
      }
      return parsed.policies
    },
    require: (sessionId, roles?: readonly Role[]) => {
      const operatorId = sessions.operatorOf(sessionId)
      const operator = operatorId === null ? undefined : activeOperator(operatorId)
      if (operator === undefined) throw problem('NOT_SIGNED_IN', 'E-SGN-007')
      if (roles !== undefined && !roles.includes(operator.role as Role))
        throw problem('FORBIDDEN', 'E-SGN-008', { role: operator.role })
      return { operator, actor: { operatorId: operator.id, station: stationName() } }
    },
    scanned: (scan) => {
      const { ms, ...line } = scan
      platform.log({ event: 'scan', ...line, ms: Math.round(ms * 10) / 10 })
      parts.scanned?.(scan)
    },
    run: (definition, args, by) => executor.transact((work) => work.run(definition, args, by)),
  }
}

/** What was read of a table, until a commit changes one of its rows. */
function remembered<T>(store: SqliteStore, table: TableName, read: () => T): () => T {
  let at = Number.NaN
  let value: T
  return () => {
    const revision = store.revision(table)
    if (revision !== at) value = read()
    at = revision
    return value
  }
}
