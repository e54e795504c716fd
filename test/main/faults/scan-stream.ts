import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { command, type StationClient, signIn } from '../../support/station.ts'
import { connect, startHost } from './host-process.ts'

const PER_SECOND = 20

/** What came of a stream of scans: how many, what was wrong, and how long the last one waited for its answer. */
export type StreamReport = { scans: number; wrong: string[]; lateMs: number }

/**
 * Scans 20 different codes a second at a running host, as a screen does: one after the other, each acknowledged, every
 * tenth sent twice as after a lost answer. Says whether each had exactly one answer, its own, in the order of scanning.
 */
export async function scanStream(directory: string, seconds: number): Promise<StreamReport> {
  const host = await startHost(directory)
  const codes = Array.from({ length: seconds * PER_SECOND }, (_, index) => `STREAM-${String(index).padStart(5, '0')}`)
  const wrong: string[] = []
  const answered: string[] = []
  let lateMs = 0
  try {
    const client = connect(() => host.url, { cookie: '' })
    await signIn(client, 'BDG-1')
    const begun = performance.now()
    for (const [index, code] of codes.entries()) {
      const due = begun + (index * 1_000) / PER_SECOND
      await delay(Math.max(0, due - performance.now()))
      wrong.push(...(await scanOne(client, code, index % 10 === 9)))
      answered.push(code)
      lateMs = performance.now() - due
    }
  } finally {
    await host.kill()
  }
  const journal = new Database(join(directory, 'journal.db'), { readonly: true })
  const logged = journal.prepare(`SELECT code FROM scan_log WHERE code LIKE 'STREAM-%' ORDER BY id`).pluck().all()
  journal.close()
  if (logged.join() !== codes.join()) wrong.push(`${logged.length} scans in the log, not in order or not once each`)
  if (answered.join() !== codes.join()) wrong.push('answers out of order')
  return { scans: codes.length, wrong, lateMs }
}

async function scanOne(client: StationClient, code: string, isTwice: boolean): Promise<string[]> {
  const scan = { scanId: randomUUID(), code }
  const replies = await Promise.all([client.packing.scan(scan), ...(isTwice ? [client.packing.scan(scan)] : [])])
  const wrong = replies.flatMap(({ feedback }) =>
    feedback?.id === scan.scanId && feedback.name === 'unknownCode' && feedback.params.code === code
      ? []
      : [`${code}: ${JSON.stringify(feedback)}`],
  )
  const noticed = await client.packing.scan({ scanId: randomUUID(), code: command('acknowledge') })
  return noticed.feedback?.name === 'acknowledged' ? wrong : [...wrong, `${code} was not acknowledged`]
}
