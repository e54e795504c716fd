import { randomUUID } from 'node:crypto'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import Database from 'better-sqlite3'
import type { Station } from '../../main/station.ts'
import type { StationClient } from '../../test/support/station.ts'
import type { Picker, PickerScan } from './picker.ts'

/** A scan's time in milliseconds and what it was. */
export type TimedScan = { kind: PickerScan['kind']; milliseconds: number }

/** What one run measured, turn by turn: `scans[i]` and `floor[i]` lie right beside each other. */
export type StationShare = { scans: TimedScan[]; echoes: number[]; commits: number[]; floor: number[] }

/** A client in this process that tells how long the station took for the last request: request in → reply read. */
export function timedClient(
  station: Station,
  sessionId: string,
): { client: StationClient; lastMs(): number; replyBytes(): number } {
  let lastMs = Number.NaN
  let replyBytes = 0
  const link = new RPCLink({
    url: 'http://station.benchmark/rpc',
    fetch: async (input, init) => {
      const request = new Request(input, init as RequestInit)
      const begin = performance.now()
      const response = await station.handle(request, { sessionId })
      const body = await response.text()
      lastMs = performance.now() - begin
      replyBytes = body.length
      return new Response(body, { status: response.status, headers: response.headers })
    },
  })
  return { client: createORPCClient(link), lastMs: () => lastMs, replyBytes: () => replyBytes }
}

/**
 * Opens a scratch file as the station opens its journal (WAL, FULL) and gives the bare peer of a scan's commit: one row of
 * `bytes` characters, one transaction, on the disk when it returns.
 */
export function openBareCommit(path: string, bytes: number): { commit(): void; close(): void } {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT')
  const insert = database.prepare('INSERT INTO bare (body) VALUES (?)')
  const body = 'x'.repeat(bytes)
  return {
    commit: () => {
      database.exec('BEGIN IMMEDIATE')
      insert.run(body)
      database.exec('COMMIT')
    },
    close: () => database.close(),
  }
}

/** Lets a signed-in picker work `count` scans in this process, each beside its floor: an echo and a bare commit. */
export async function measureStationShare(options: {
  station: Station
  sessionId: string
  picker: Picker
  count: number
  bareCommit: () => void
}): Promise<StationShare> {
  const { client, lastMs } = timedClient(options.station, options.sessionId)
  const share: StationShare = { scans: [], echoes: [], commits: [], floor: [] }
  const floor = async (code: string): Promise<void> => {
    await client.session.echo({ text: code })
    const echo = lastMs()
    const begin = performance.now()
    options.bareCommit()
    const commit = performance.now() - begin
    share.echoes.push(echo)
    share.commits.push(commit)
    share.floor.push(echo + commit)
  }
  let { bench } = await client.picking.bench()
  for (let index = 0; index < options.count; index += 1) {
    const { kind, code } = options.picker.next(bench)
    if (index % 2 === 0) await floor(code)
    const reply = await client.picking.scan({ scanId: randomUUID(), code })
    share.scans.push({ kind, milliseconds: lastMs() })
    bench = reply.bench
    if (index % 2 === 1) await floor(code)
    // As between two real scans the event loop turns, so that what the station does afterwards is done.
    await new Promise((turned) => setImmediate(turned))
  }
  return share
}

/** How many characters the journal keeps for an average scan of a station: reply, log, session and command. */
export function journaledBytes(station: Station): number {
  const average = station.core.journal.database
    .prepare(
      `SELECT (SELECT avg(length(reply)) FROM scan_reply) + (SELECT max(length(state)) FROM session)
         + (SELECT avg(length(code) + length(name)) FROM scan_log) + 300`,
    )
    .pluck()
    .get() as number | null
  return Math.round(average ?? 2_000)
}
