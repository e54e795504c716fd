import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { StationCore, TakenScan } from '../core.ts'
import { replicaPosition } from '../journal/replica-position.ts'
import type { SyncStatus } from '../sync/sync-status.ts'

/** What a station counts, and the text of it in Prometheus' form. */
export type StationMetrics = {
  scanned(scan: TakenScan): void
  /** Facts that the centre has not answered were run again on its rows. */
  rebased(facts: number): void
  text(): Promise<string>
  readonly contentType: string
}

type Sync = Pick<SyncStatus, 'state' | 'unsent' | 'oldest'>
const STATES: readonly SyncStatus['state'][] = ['alone', 'starting', 'online', 'offline', 'stopped']

/**
 * Opens the counters of one station, in a registry of their own. Beside two additions for a scan everything is asked when
 * it is read. Labels are screens, outcomes and states: no person and no order is named.
 */
export function openStationMetrics(core: StationCore, sync: () => Sync | null): StationMetrics {
  const registry = new Registry()
  const registers = [registry]
  const scans = new Counter({
    name: 'baro_station_scans_total',
    help: 'Scans on the floor',
    labelNames: ['screen', 'outcome'],
    registers,
  })
  const seconds = new Histogram({
    name: 'baro_station_scan_seconds',
    help: 'Seconds from a scan to its durable answer; asked: by the centre',
    labelNames: ['screen', 'asked'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  })
  const rebases = new Counter({
    name: 'baro_station_rebases_total',
    help: 'Re-bases with facts to run again',
    registers,
  })
  const again = new Counter({ name: 'baro_station_rebased_facts_total', help: 'Facts that were run again', registers })
  addGauges(registry, core, sync)
  return {
    scanned: ({ screen, outcome, asked, ms }) => {
      scans.inc({ screen, outcome })
      seconds.observe({ screen, asked: asked ? 'yes' : 'no' }, ms / 1000)
    },
    rebased: (facts) => {
      rebases.inc()
      again.inc(facts)
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** The figures that are read from the files when somebody asks. */
function addGauges(registry: Registry, core: StationCore, sync: () => Sync | null): void {
  const gauge = (name: string, help: string, collect: (gauge: Gauge) => void, labelNames: string[] = []): void => {
    new Gauge({
      ...{ name: `baro_station_${name}`, help, labelNames },
      registers: [registry],
      collect() {
        collect(this as Gauge)
      },
    })
  }
  const { database } = core.journal
  const jobs = database.prepare('SELECT state, count(*) AS n FROM print_job GROUP BY state ORDER BY state')
  const exceptions = core.store.reader.prepare(`SELECT count(*) FROM fact_exception WHERE state = 'open'`).pluck()
  const now = (): Sync => sync() ?? { state: 'alone', unsent: 0, oldest: null }
  gauge('info', 'The version that runs', (self) => self.set({ version: core.version }, 1), ['version'])
  gauge('journal_seq', 'The last command of the journal', (self) => self.set(core.journal.lastSeq()))
  gauge('unsent_facts', 'Facts that the centre has not answered', (self) => self.set(now().unsent))
  gauge('oldest_unsent_seconds', 'Age of the oldest of them, by this clock; 0 without any', (self) => {
    const { oldest } = now()
    self.set(oldest === null ? 0 : Math.max(0, core.platform.now() - oldest) / 1000)
  })
  gauge(
    'sync_state',
    'Where sync stands: 1 for the one that is so',
    (self) => {
      for (const state of STATES) self.set({ state }, state === now().state ? 1 : 0)
    },
    ['state'],
  )
  gauge('revision', 'Revision of the centre that the tables hold', (self) =>
    self.set(Math.max(0, replicaPosition(core.store).revision)),
  )
  gauge('exceptions_open', 'Facts of the site that wait for a person', (self) => self.set(exceptions.get() as number))
  gauge(
    'print_jobs',
    'Print jobs by state',
    (self) => {
      self.reset()
      for (const { state, n } of jobs.all() as { state: string; n: number }[]) self.set({ state }, n)
    },
    ['state'],
  )
  gauge(
    'file_bytes',
    'Bytes of the data files, with what was written ahead',
    (self) => {
      for (const file of ['journal', 'replica']) self.set({ file }, bytesOf(join(core.dataDirectory, `${file}.db`)))
    },
    ['file'],
  )
}

function bytesOf(path: string): number {
  return ['', '-wal'].reduce(
    (sum, suffix) => sum + (statSync(`${path}${suffix}`, { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}
