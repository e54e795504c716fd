import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StationCore } from '../../main/core.ts'
import { replicaPosition } from '../../main/journal/replica-position.ts'
import type { StationOptions } from '../../main/station.ts'
import { openFileKeys } from '../../main/sync/keys/file-keys.ts'
import type { OwnCentre } from '../../main/sync/station-centre.ts'
import { openTestCentre } from './open-test-centre.ts'
import { openTestStation, type TestStation } from './station.ts'

/** A whole station that has joined a centre on the same machine, and the network between them, which may be cut. */
export type JoinedStation = {
  test: TestStation
  readonly core: StationCore
  /** Takes the network away, or gives it back; resolves once the station knows. */
  cut(isCut: boolean): Promise<void>
  /** Waits until the station is online, with nothing unsent, and has what the centre made of its own facts. */
  settled(): Promise<void>
  /** What a test adds to the centre beside this station. */
  centre: OwnCentre
  ask<T>(sql: string, ...values: (string | number)[]): T[]
  close(): Promise<void>
}

/** Fills a station that works alone, then lets it join; in this thread, or the centre that is given. */
export async function openJoinedStation(
  fill: (core: StationCore) => Promise<unknown>,
  options: { settings?: Record<string, unknown>; centre?: OwnCentre } & Pick<StationOptions, 'platform' | 'log'> = {},
): Promise<JoinedStation> {
  const { settings = {}, centre: given, ...rest } = options
  const folder = mkdtempSync(join(tmpdir(), 'baro-joined-'))
  const kept = new Map(Object.entries(settings))
  const here = given === undefined ? await openTestCentre() : null
  const centre: OwnCentre = given ?? {
    fetch: async (request) => (here === null ? Response.error() : here.centre.handle(request)),
    makeCode: async (name) => (await here?.code(name)) ?? '',
    close: async () => undefined,
  }
  let isCut = false
  const streams = new Set<AbortController>()
  const fetch = async (request: Request): Promise<Response> => {
    if (isCut) throw new Error('No network')
    const line = new AbortController()
    streams.add(line)
    const answer = await centre.fetch(new Request(request, { signal: AbortSignal.any([request.signal, line.signal]) }))
    if (answer.headers.get('content-type') !== 'text/event-stream') streams.delete(line)
    return answer
  }
  const common = {
    ...rest,
    dataDirectory: folder,
    settings: { get: (key: string) => kept.get(key), set: (key: string, value: unknown) => void kept.set(key, value) },
  }
  const alone = await openTestStation(common)
  await fill(alone.station.core)
  await alone.close()
  const test = await openTestStation({
    ...common,
    centre: {
      keys: openFileKeys(join(folder, 'station.key')),
      openOwn: async () => ({ ...centre, fetch, close: async () => undefined }),
      join: null,
    },
  })
  const client = test.client()
  const state = async () => (await client.session.strip()).sync
  const isConfirmed = (): boolean => {
    const { journal, store } = test.station.core
    return replicaPosition(store).ackedSeq >= journal.lastSeq()
  }
  const until = async (is: (sync: Awaited<ReturnType<typeof state>>) => boolean): Promise<void> => {
    const end = performance.now() + 30_000
    for (let now = await state(); !is(now); now = await state()) {
      if (performance.now() > end) throw new Error(`Still ${JSON.stringify(now)}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return {
    test,
    centre,
    get core() {
      return test.station.core
    },
    ask: <T>(sql: string, ...values: (string | number)[]) =>
      test.station.core.store.reader.prepare(sql).all(...values) as T[],
    settled: () => until(({ state, unsent }) => state === 'online' && unsent === 0 && isConfirmed()),
    cut: async (next) => {
      isCut = next
      if (isCut) for (const line of streams) line.abort(new Error('Cut'))
      await until(({ state }) => (state === 'online') !== isCut)
    },
    close: async () => {
      await test.close()
      await here?.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
