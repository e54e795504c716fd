import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { CentreStore } from '../../db/centre-port.ts'
import type { CommitBell } from '../stream/commit-bell.ts'

/** What the centre counts, and the text of it in Prometheus' form. */
export type CentreMetrics = {
  message(path: string, status: number, ms: number): void
  pushed(statuses: readonly string[]): void
  streamOpened(): void
  streamClosed(): void
  text(): Promise<string>
  readonly contentType: string
}

/** Opens the counters of one centre, in a registry of their own. Figures of the tables are asked when they are read. */
export function openMetrics(store: CentreStore, bell: CommitBell): CentreMetrics {
  const registry = new Registry()
  const registers = [registry]
  const messages = new Counter({
    name: 'baro_messages_total',
    help: 'Messages answered',
    labelNames: ['path', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: 'baro_message_seconds',
    help: 'Seconds until the answer began',
    labelNames: ['path'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    registers,
  })
  const batch = new Histogram({
    name: 'baro_push_facts',
    help: 'Facts of one push',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers,
  })
  const facts = new Counter({ name: 'baro_facts_total', help: 'Facts taken', labelNames: ['outcome'], registers })
  const streams = new Gauge({ name: 'baro_streams_open', help: 'Streams open', registers })
  const gauge = (name: string, help: string, labelNames: string[], collect: (gauge: Gauge) => Promise<void> | void) => {
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        await collect(this as Gauge)
      },
    })
  }
  gauge('baro_commit_waiters', 'Streams and polls that wait for a commit', [], (self) => self.set(bell.waiting))
  gauge('baro_revision', 'Revision of the centre', [], async (self) => self.set((await store.position()).revision))
  gauge('baro_exceptions_open', 'Facts that wait for a person', [], async (self) => {
    const [row] = await store.ask<{ n: number }>(`SELECT COUNT(*) AS n FROM fact_exception WHERE state = 'open'`)
    self.set(Number(row?.n ?? 0))
  })
  gauge('baro_stations', 'Stations by state', ['state'], async (self) => {
    self.reset()
    const sql = 'SELECT state, COUNT(*) AS n FROM station GROUP BY state ORDER BY state'
    for (const { state, n } of await store.ask<{ state: string; n: number }>(sql)) self.set({ state }, Number(n))
  })
  return {
    message: (path, status, ms) => {
      messages.inc({ path, status })
      seconds.observe({ path }, ms / 1000)
    },
    pushed: (statuses) => {
      batch.observe(statuses.length)
      for (const outcome of statuses) facts.inc({ outcome })
    },
    streamOpened: () => streams.inc(),
    streamClosed: () => streams.dec(),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
