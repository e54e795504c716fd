import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { serve } from '../../../main/node/serve.ts'
import { openTestCentre, type TestCentre } from '../../support/open-test-centre.ts'
import { makeRendererRoot } from '../../support/renderer-root.ts'
import {
  command,
  openTestStation,
  type StationClient,
  scanOf,
  signIn,
  type TestStation,
} from '../../support/station.ts'
import { fillSmallWarehouse, order } from '../../support/warehouse.ts'

type Line = Record<string, unknown> & { commands?: string[] }

let centre: TestCentre
let station: TestStation
let lines: Line[]
let cut: boolean
let picker: StationClient

beforeEach(async () => {
  cut = false
  lines = []
  centre = await openTestCentre()
  const fetch = (request: Request) => (cut ? Promise.reject(new Error('cut')) : centre.centre.handle(request))
  const kept = new Map<string, string>()
  const keys = {
    kind: 'file' as const,
    load: async () => kept.get('key') ?? null,
    save: async (key: string) => void kept.set('key', key),
  }
  station = await openTestStation({
    log: (line) => void lines.push(line as Line),
    centre: {
      keys,
      openOwn: async () => ({ fetch, makeCode: (name) => centre.code(name), close: async () => undefined }),
      join: null,
    },
  })
  await fillSmallWarehouse(station.station.core, [order(1, [['A1', 2]]), order(2, [['A2', 1]])])
  await station.reopen()
  picker = station.client()
  await signIn(picker, 'BDG-2')
})
afterEach(async () => {
  await station.close()
  await centre.close()
})

const ask = (path: string, method = 'GET') =>
  station.station.handle(new Request(`http://station.test${path}`, { method }), { sessionId: 'nobody' })
const scan = (code: string) => {
  const { scanId } = scanOf(code)
  return picker.picking.scan({ scanId, code }).then(() => scanId)
}
const scanLine = (scanId: string) => lines.find((line) => line.event === 'scan' && line.scanId === scanId)
const carrying = (log: readonly Line[], event: string, id: string) =>
  log.filter((line) => line.event === event && line.commands?.includes(id) === true)

async function until(what: string, is: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + 8_000
  while (!(await is())) {
    if (performance.now() > end) throw new Error(`${what} did not come`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function figures(): Promise<Map<string, number>> {
  const text = await (await ask('/metrics')).text()
  const found = text.split('\n').flatMap((line) => {
    const [, name = '', value] = /^(baro_station_\S+) (\S+)$/.exec(line) ?? []
    return name === '' ? [] : [[name, Number(value)] as const]
  })
  return new Map(found)
}

describe('one scan', () => {
  test('is followed from the station’s log to the centre’s log to the row that it made', async () => {
    const claimed = await scan(command('giveWork'))
    const [request = ''] = scanLine(claimed)?.commands ?? []
    expect(scanLine(claimed)).toMatchObject({ screen: 'picking', outcome: 'ok', asked: true })
    const put = await scan('T-1')
    const line = scanLine(put)
    expect(line).toMatchObject({ asked: false, ms: expect.any(Number) })
    const [fact = ''] = line?.commands ?? []
    await until('the push', () => carrying(lines, 'centre-call', fact).length > 0)
    for (const [id, table] of [
      [request, 'order_event'],
      [fact, 'outcome'],
    ] as const) {
      const [sent] = carrying(lines, 'centre-call', id)
      const [taken] = carrying(centre.log as Line[], 'request', id)
      expect(sent?.status).toBe(200)
      expect(taken?.id).toBe(sent?.id)
      expect(taken).toMatchObject({ path: sent?.path, status: 200 })
      const rows = await centre.store.ask(`SELECT command_id FROM ${table} WHERE command_id = ?`, id)
      expect(rows.length, `${table} ${id}`).toBeGreaterThan(0)
    }
    const [pushed] = carrying(lines, 'centre-call', fact)
    expect(pushed?.seq).toMatch(/^\d+-\d+$/)
  })

  test('says nothing of what was scanned and for whom', async () => {
    await scan(command('giveWork'))
    await scan('T-1')
    const said = JSON.stringify(lines.filter(({ event }) => event === 'scan' || event === 'centre-call'))
    expect(said).not.toContain('T-1')
    const people = station.station.core.store.reader.prepare('SELECT * FROM "order"').all() as Record<string, unknown>[]
    for (const { recipient_name, phone, address1 } of people)
      for (const text of [recipient_name, phone, address1])
        if (typeof text === 'string' && text !== '') expect(said).not.toContain(text)
  })

  test('is told as repeated when it comes again, and as failed when it has no answer', async () => {
    const { scanId } = scanOf('T-1')
    await picker.picking.scan({ scanId, code: 'T-1' })
    await picker.picking.scan({ scanId, code: 'T-1' })
    expect(lines.filter((line) => line.scanId === scanId).map(({ outcome }) => outcome)).toEqual(['error', 'repeated'])
    const nobody = scanOf('T-1')
    await expect(station.client().picking.scan(nobody)).rejects.toThrow()
    expect(scanLine(nobody.scanId)).toMatchObject({ outcome: 'failed', commands: [] })
    const counted = await figures()
    expect(counted.get('baro_station_scans_total{screen="picking",outcome="repeated"}')).toBe(1)
    expect(counted.get('baro_station_scans_total{screen="picking",outcome="failed"}')).toBe(1)
  })
})

describe('the figures of a station', () => {
  test('count scans, the journal, what is not sent and its age, re-bases, print jobs and files', async () => {
    await scan(command('giveWork'))
    await until('the answer', async () => (await figures()).get('baro_station_unsent_facts') === 0)
    cut = true
    await centre.centre.close()
    await scan('T-1')
    const offline = await figures()
    expect(offline.get('baro_station_scans_total{screen="picking",outcome="ok"}')).toBe(2)
    expect(offline.get('baro_station_scan_seconds_count{screen="picking",asked="yes"}')).toBe(1)
    expect(offline.get('baro_station_scan_seconds_count{screen="picking",asked="no"}')).toBe(1)
    expect(offline.get('baro_station_unsent_facts')).toBe(1)
    expect(offline.get('baro_station_oldest_unsent_seconds')).toBeGreaterThan(0)
    expect(offline.get('baro_station_journal_seq')).toBe(station.station.core.journal.lastSeq())
    expect(offline.get('baro_station_file_bytes{file="replica"}')).toBeGreaterThan(10_000)
    await until('offline', async () => (await figures()).get('baro_station_sync_state{state="offline"}') === 1)
    expect((await figures()).get('baro_station_sync_state{state="online"}')).toBe(0)
    expect((await figures()).get('baro_station_revision')).toBeGreaterThan(0)
    expect(await (await ask('/health')).json()).toMatchObject({ ready: true, sync: 'offline', unsent: 1 })
  })

  test('count a re-base: facts that are not sent, run again on rows of others', async () => {
    await scan(command('giveWork'))
    await until('the answer', async () => (await figures()).get('baro_station_unsent_facts') === 0)
    const { core } = station.station
    let applied = 0
    // Facts wait at the door while somebody else's row comes in.
    const { handle } = centre.centre
    centre.centre.handle = (request) =>
      new URL(request.url).pathname.endsWith('/push') && applied === 0
        ? Promise.resolve(Response.json({ code: 'E-SYN-001', params: {} }, { status: 503 }))
        : handle(request)
    await scan('T-1')
    await centre.store.write((tx) => tx.put('number_series', { id: 'other', value: 1 }))
    await until('the row', () => {
      applied = core.store.reader.prepare(`SELECT value FROM number_series WHERE id = 'other'`).pluck().get() as number
      return applied === 1
    })
    expect((await figures()).get('baro_station_rebases_total')).toBe(1)
    expect((await figures()).get('baro_station_rebased_facts_total')).toBeGreaterThan(0)
  })

  test('are for whoever reaches the Node host, without a cookie; Electron has none', async () => {
    expect((await ask('/metrics', 'POST')).status).toBe(405)
    const screens = makeRendererRoot()
    const { root: rendererRoot } = screens
    const serving = await serve({
      ...{ station: station.station, rendererRoot, hostAddress: '127.0.0.1', port: 0, log: () => undefined },
    })
    const metrics = await fetch(`${serving.url}/metrics`)
    expect([metrics.status, metrics.headers.get('set-cookie')]).toEqual([200, null])
    expect(metrics.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    expect((await fetch(`${serving.url}/health`)).headers.get('set-cookie')).toBeNull()
    await serving.close()
    const shell = await openTestStation({ host: 'electron' })
    const request = new Request('http://station.test/metrics')
    expect((await shell.station.handle(request, { sessionId: 'x' })).status).toBe(404)
    await shell.close()
  })

  test('say that the station is not ready when its journal does not answer', async () => {
    const alone = await openTestStation()
    expect(await health(alone)).toMatchObject([200, { ready: true, sync: 'alone', unsent: 0, version: '0.0.0-test' }])
    alone.station.core.journal.database.close()
    expect(await health(alone)).toMatchObject([503, { live: true, ready: false }])
    await alone.close().catch(() => undefined)
  })
})

async function health(opened: TestStation): Promise<[number, unknown]> {
  const answer = await opened.station.handle(new Request('http://station.test/health'), { sessionId: 'x' })
  return [answer.status, await answer.json()]
}
