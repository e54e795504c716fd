import { COMMANDS } from '../commands/all-commands.ts'
import type { CentreStore } from '../db/centre-port.ts'
import { adoptEndpoint } from './adopt/adopt.ts'
import { openAdoption } from './adopt/adoption.ts'
import { answerEndpoint } from './answers/answer.ts'
import { requestEndpoint } from './answers/request.ts'
import { isApiPath, openApi } from './api/api.ts'
import { type Allowance, openBuckets } from './door/buckets.ts'
import { openDoor, provedNothing } from './door/door.ts'
import type { Endpoint } from './door/endpoint.ts'
import { openStrangers, PER_STRANGER } from './door/strangers.ts'
import { enrolEndpoint } from './enrol/enrol.ts'
import { makeCode } from './enrol/enrolment-codes.ts'
import { enrolmentsEndpoint } from './enrolments/make-enrolment.ts'
import { openMetrics } from './observe/centre-metrics.ts'
import { observeEndpoints } from './observe/endpoints.ts'
import type { CentreParts, CentrePlatform } from './parts.ts'
import { pushEndpoint } from './push/push.ts'
import { decideQuarantineEndpoint, quarantineEndpoint } from './quarantine/quarantine.ts'
import { resultsEndpoint } from './results/results.ts'
import { rotateEndpoint } from './rotate/rotate.ts'
import { newId } from './run-command.ts'
import { authenticator } from './sessions/authenticate.ts'
import { type Nonces, openNonces } from './sessions/nonces.ts'
import { sessionEndpoint } from './sessions/open-session.ts'
import { snapshotEndpoint, snapshotFileEndpoint } from './snapshot/snapshot.ts'
import {
  openSnapshotFiles,
  SNAPSHOT_LIMITS,
  type SnapshotFiles,
  type SnapshotLimits,
} from './snapshot/snapshot-files.ts'
import { changesEndpoint } from './stream/changes.ts'
import { openCommitBell } from './stream/commit-bell.ts'
import { openLogReader } from './stream/log-reader.ts'
import { STREAM_LIMITS, type StreamLimits, streamEndpoint } from './stream/stream.ts'

/** The centre as a fetch function; `close` ends streams and polls and resolves when nothing works on the store any more. */
export type Centre = {
  handle(request: Request): Promise<Response>
  close(): Promise<void>
}

/** Limits that a test, or a very large site, sets otherwise. */
export type CentreLimits = {
  stream: StreamLimits
  snapshot: SnapshotLimits
  perStation: Allowance
  perAddress: Allowance
  /** Of an address from which nobody proves who they are. */
  perStranger: Allowance
  /** Of an integrator's API key. */
  perKey: Allowance
}

/** What a centre is opened with. The store stays the caller's: it closes it after the centre. */
export type CentreOptions = {
  store: CentreStore
  platform: CentrePlatform
  version: string
  /** Where snapshots are made. */
  directory: string
  limits?: Partial<CentreLimits>
  /** More that can be asked, beside what stations need: an administrator's door. */
  endpoints?: (parts: CentreParts) => readonly Endpoint[]
}

const SWEEP_MS = 60_000
const KEPT_REVISIONS = 500_000
const PER_STATION: Allowance = { burst: 600, perSecond: 60 }
const PER_ADDRESS: Allowance = { burst: 6_000, perSecond: 2_000 }

/** Opens the centre over a store: everything that stations ask of it is reached through `handle`. */
export async function openCentre(options: CentreOptions): Promise<Centre> {
  const { store, platform, version, limits = {} } = options
  const parts: CentreParts = { store, platform }
  const bell = openCommitBell(store)
  const metrics = openMetrics(store, bell)
  const nonces = openNonces(store)
  const closing = new AbortController()
  const log = openLogReader(store, bell)
  const files = openSnapshotFiles(parts, options.directory, limits.snapshot ?? SNAPSHOT_LIMITS)
  const stations = openBuckets(limits.perStation ?? PER_STATION, platform.now)
  const addresses = openBuckets(limits.perAddress ?? PER_ADDRESS, platform.now)
  const following = { bell, log, closing: closing.signal }
  const counted = { opened: metrics.streamOpened, closed: metrics.streamClosed }
  const door = openDoor({
    endpoints: [
      enrolEndpoint(parts),
      sessionEndpoint(parts, nonces),
      pushEndpoint(parts, COMMANDS, metrics.pushed),
      requestEndpoint(parts, COMMANDS),
      answerEndpoint(store),
      resultsEndpoint(store),
      streamEndpoint({ ...following, ...counted, limits: limits.stream ?? STREAM_LIMITS }),
      changesEndpoint(following),
      snapshotEndpoint(store, files),
      snapshotFileEndpoint(files),
      adoptEndpoint(parts),
      rotateEndpoint(parts),
      enrolmentsEndpoint((name) => makeCode(parts, name)),
      quarantineEndpoint(parts),
      decideQuarantineEndpoint(parts),
      ...observeEndpoints(store, metrics, version),
      ...(options.endpoints?.(parts) ?? []),
    ],
    authenticate: authenticator(parts, nonces),
    limitAddress: addresses.take,
    strangers: openStrangers(limits.perStranger ?? PER_STRANGER, platform.now, provedNothing),
    limitStation: stations.take,
    count: metrics.message,
    log: platform.log,
    newRequestId: () => newId(platform),
    now: platform.now,
  })
  const api = openApi({
    ...{ store, platform, version, count: metrics.message },
    // What an integrator wrote between the pages of an adoption would be swept away with them.
    isBusy: async () => (await store.read(openAdoption)) !== undefined,
    ...(limits.perKey === undefined ? {} : { allowance: limits.perKey }),
    ...(limits.perStranger === undefined ? {} : { perStranger: limits.perStranger }),
  })
  const answer = (request: Request): Promise<Response> =>
    isApiPath(new URL(request.url).pathname) ? api(request) : door(request)
  const jobs = openJobs()
  const stopSweeping = startSweeping(parts, nonces, files, jobs)
  return {
    handle: (request) => jobs.run(answer(request)),
    close: async () => {
      stopSweeping()
      closing.abort(new Error('The centre is closing'))
      bell.stop()
      await jobs.ended()
      // Streams end a turn after they are told to.
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

type Jobs = { run<R>(job: Promise<R>): Promise<R>; ended(): Promise<unknown> }

/** What is under way, so that a centre closes only after it. */
function openJobs(): Jobs {
  const running = new Set<Promise<unknown>>()
  return {
    run: (job) => {
      running.add(job)
      const over = (): void => void running.delete(job)
      job.then(over, over)
      return job
    },
    ended: () => Promise.allSettled(running),
  }
}

/** Forgets, once a minute, what is over: nonces, sessions, snapshots, and the log beyond what any station is behind. */
function startSweeping({ store, platform }: CentreParts, nonces: Nonces, files: SnapshotFiles, jobs: Jobs): () => void {
  const sweep = async (): Promise<void> => {
    await nonces.sweep(platform.now())
    await files.sweep()
    await store.prune(KEPT_REVISIONS)
  }
  const timer = setInterval(() => {
    jobs.run(sweep()).catch((error: unknown) => {
      platform.log({ level: 'error', event: 'sweep-failed', error: String(error) })
    })
  }, SWEEP_MS)
  timer.unref()
  return () => clearInterval(timer)
}
