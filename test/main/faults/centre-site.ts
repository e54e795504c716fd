import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { openPostgresCentreStore } from '../../../db/postgres/centre-store.ts'
import { rowText } from '../../../db/state-hash.ts'
import { TABLES, type TableName } from '../../../db/tables.ts'
import { runDoctor } from '../../../main/doctor/run-doctor.ts'
import { type FaultProxy, openFaultProxy } from '../../support/fault-proxy.ts'
import { type CentreProcess, runCentreLine, type Said, startCentre } from '../../support/start-centre.ts'
import { type StationClient, signIn } from '../../support/station.ts'
import { type CookieJar, connect, type HostProcess, startHost } from './host-process.ts'

type SyncView = Awaited<ReturnType<StationClient['sync']['view']>>

/** A station in a process of its own, joined to the site's centre through the proxy. */
export type SiteStation = {
  readonly name: string
  readonly directory: string
  /** The process that runs now; throws while there is none. */
  host(): HostProcess
  isUp(): boolean
  start(args?: readonly string[]): Promise<void>
  kill(): Promise<void>
  stop(): Promise<void>
  /** Somebody in a browser of their own, signed in; the session outlives the process. */
  enter(badge: string): Promise<StationClient>
  /** How sync stands, as an administrator reads it. */
  view(): Promise<SyncView>
}

/** One centre (of one process, or several over PostgreSQL) and its stations, each in a process of its own. */
export type CentreSite = {
  readonly directory: string
  readonly proxy: FaultProxy
  readonly stations: SiteStation[]
  /** The processes of the centre that run now; the proxy passes on to the first. */
  centres: CentreProcess[]
  centreDirectory: string
  startCentre(): Promise<CentreProcess>
  /** Ends one of the processes; the proxy is aimed at another one, if there is. */
  endCentre(signal: NodeJS.Signals, index?: number): Promise<void>
  line(...args: string[]): Promise<Said>
  code(name: string): Promise<string>
  /** Starts a station; the first time it joins with a fresh code. */
  open(name: string, options?: { args?: readonly string[] }): Promise<SiteStation>
  /** All rows of all shared tables at the centre, as texts by their names. */
  rows(): Promise<Map<string, string>>
  /** Questions to the tables that only a centre has. */
  ask<R>(sql: string): Promise<R[]>
  close(): Promise<void>
}

/** Opens a site in a folder: one centre process, or `apis` of them over a PostgreSQL database. */
export async function openCentreSite(
  directory: string,
  database: { url: string; apis: number } | null = null,
): Promise<CentreSite> {
  const env: Record<string, string> = database === null ? {} : { DATABASE_URL: database.url }
  const centreDirectory = join(directory, 'centre')
  mkdirSync(centreDirectory, { recursive: true })
  const first = await startCentre(centreDirectory, env)
  const proxy = await openFaultProxy(first.url)
  const site: CentreSite = {
    directory,
    proxy,
    stations: [],
    centres: [first],
    centreDirectory,
    startCentre: async () => {
      const started = await startCentre(centreDirectory, env)
      site.centres.push(started)
      if (site.centres.length === 1) proxy.aim(started.url)
      return started
    },
    endCentre: async (signal, index = 0) => {
      const [ended] = site.centres.splice(index, 1)
      const next = site.centres[0]
      if (next !== undefined) proxy.aim(next.url)
      await ended?.stop(signal)
    },
    line: (...args) => runCentreLine([...args, '--data', site.centreDirectory], env),
    code: async (name) => {
      const { out, error } = await site.line('enrol-code', '--name', name)
      const [code] = out.split('\n')
      if (code === undefined || code === '') throw new Error(`No code: ${error}`)
      return code
    },
    open: async (name, options = {}) => {
      const station = siteStation(name, join(directory, name))
      site.stations.push(station)
      await station.start(['--central', proxy.url, '--code', await site.code(name), ...(options.args ?? [])])
      return station
    },
    rows: () => (database === null ? fileRows(join(site.centreDirectory, 'centre.db')) : databaseRows(database.url)),
    ask: (sql) =>
      database === null ? fileAsk(join(site.centreDirectory, 'centre.db'), sql) : askPg(database.url, sql),
    close: async () => {
      await Promise.allSettled(site.stations.map((station) => station.kill()))
      await Promise.allSettled(site.centres.map((centre) => centre.stop('SIGKILL')))
      await proxy.close()
    },
  }
  try {
    for (let more = 1; more < (database?.apis ?? 1); more += 1) await site.startCentre()
    return site
  } catch (error) {
    await site.close()
    throw error
  }
}

/** A station on a folder; it does not run yet. */
export function siteStation(name: string, directory: string): SiteStation {
  let host: HostProcess | null = null
  let watcher: StationClient | null = null
  const running = (): HostProcess => {
    if (host === null) throw new Error(`${name} is dark`)
    return host
  }
  const url = (): string => running().url
  const enter = async (badge: string): Promise<StationClient> => {
    const jar: CookieJar = { cookie: '' }
    const client = connect(url, jar)
    await signIn(client, badge)
    return client
  }
  return {
    name,
    directory,
    host: running,
    isUp: () => host !== null,
    start: async (args = []) => {
      host = await startHost(directory, { args })
    },
    kill: async () => {
      const ended = host
      host = null
      await ended?.kill()
    },
    stop: async () => {
      const ended = host
      host = null
      await ended?.stop()
    },
    enter,
    view: async () => {
      watcher ??= await enter('BDG-1')
      return watcher.sync.view()
    },
  }
}

/** Waits until something is so; throws with what was seen last when it takes too long. */
export async function until<R extends NonNullable<unknown>>(
  what: string,
  ms: number,
  look: () => Promise<R | null | false>,
): Promise<R> {
  const end = performance.now() + ms
  let last = ''
  for (;;) {
    const found = await look().catch((error: unknown) => {
      last = String(error)
      return null
    })
    if (found !== null && found !== false) return found
    if (performance.now() > end) throw new Error(`${what}: not within ${ms} ms. ${last}`)
    await delay(50)
  }
}

/** Waits until all stations are online and nothing waits to be sent. */
export async function allSent(site: CentreSite, ms: number): Promise<void> {
  for (const station of site.stations)
    await until(`${station.name} is online with all sent`, ms, async () => {
      const view = await station.view()
      if (view.state === 'online' && view.unsent === 0) return true
      throw new Error(JSON.stringify(view))
    })
}

/** Waits until every replica is the centre's tables, row for row; what differs when that does not come. */
export async function differencesAfter(site: CentreSite, ms: number): Promise<string[]> {
  const end = performance.now() + ms
  for (;;) {
    const centre = await site.rows()
    const found: string[] = []
    for (const { name, directory } of site.stations)
      found.push(...differences(name, centre, await fileRows(join(directory, 'replica.db'))))
    if (found.length === 0 || performance.now() > end) return found.slice(0, 20)
    await delay(100)
  }
}

function differences(name: string, centre: Map<string, string>, replica: Map<string, string>): string[] {
  const keys = new Set([...centre.keys(), ...replica.keys()])
  return [...keys].flatMap((key) =>
    centre.get(key) === replica.get(key)
      ? []
      : [`${name} ${key}: ${replica.get(key) ?? 'nothing'} instead of ${centre.get(key) ?? 'nothing'}`],
  )
}

/** What the doctors of the centre and of all stations find; empty when all is well. Stations and centre go on meanwhile. */
export async function unsound(site: CentreSite): Promise<string[]> {
  const { code, out, error } = await site.line('doctor')
  const found = code === 0 ? [] : [`centre: ${out.split('\n').filter((text) => text.startsWith('WRONG'))} ${error}`]
  for (const { name, directory } of site.stations) {
    const { checks } = await runDoctor(directory)
    for (const check of checks) if (!check.ok) found.push(`${name}: ${check.name}: ${check.examples.join('; ')}`)
  }
  return found
}

/** Facts of a station's journal, after it joined, that the centre did not answer once with `applied` or `exception`. */
export async function lostFacts(site: CentreSite): Promise<string[]> {
  type Kept = { station_id: string; command_id: string; seq: number; status: string }
  const outcomes = await site.ask<Kept>('SELECT station_id, command_id, seq, status FROM outcome')
  const kept = new Map(outcomes.map((outcome) => [outcome.command_id, outcome]))
  const lost: string[] = []
  for (const { name, directory } of site.stations) {
    const journal = new Database(join(directory, 'journal.db'), { readonly: true })
    const facts = journal
      .prepare(`SELECT seq, id, type FROM command WHERE seq > (SELECT base_seq FROM membership) ORDER BY seq`)
      .all() as { seq: number; id: string; type: string }[]
    journal.close()
    for (const { seq, id, type } of facts) {
      const outcome = kept.get(id)
      if (outcome === undefined) lost.push(`${name} ${seq} ${type} is not at the centre`)
      else if (Number(outcome.seq) !== seq || !['applied', 'exception'].includes(outcome.status))
        lost.push(`${name} ${seq} ${type} is ${outcome.status} as ${outcome.seq}`)
    }
  }
  return lost
}

async function fileRows(path: string): Promise<Map<string, string>> {
  const database = new Database(path, { readonly: true })
  database.pragma('busy_timeout = 5000')
  try {
    const rows = new Map<string, string>()
    // All tables as of one instant.
    database.transaction(() => {
      for (const [table, { key }] of Object.entries(TABLES) as [TableName, { key: string }][])
        for (const row of database.prepare(`SELECT * FROM "${table}"`).iterate() as Iterable<Record<string, never>>)
          rows.set(`${table} ${row[key]}`, rowText(table, row as never))
    })()
    return rows
  } finally {
    database.close()
  }
}

async function fileAsk<R>(path: string, sql: string): Promise<R[]> {
  const database = new Database(path, { readonly: true })
  try {
    return database.prepare(sql).all() as R[]
  } finally {
    database.close()
  }
}

async function databaseRows(url: string): Promise<Map<string, string>> {
  const store = await openPostgresCentreStore({ url })
  try {
    const rows = new Map<string, string>()
    for (const [table, { key }] of Object.entries(TABLES) as [TableName, { key: string }][])
      for (const row of await store.ask<Record<string, never>>(`SELECT * FROM "${table}"`))
        rows.set(`${table} ${row[key]}`, rowText(table, row as never))
    return rows
  } finally {
    await store.close()
  }
}

async function askPg<R>(url: string, sql: string): Promise<R[]> {
  const store = await openPostgresCentreStore({ url })
  try {
    return await store.ask<R>(sql)
  } finally {
    await store.close()
  }
}

/** Removes a folder of a test. */
export function removeFolder(directory: string): void {
  rmSync(directory, { recursive: true, force: true })
}
