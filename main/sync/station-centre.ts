import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { COMMANDS } from '../../commands/all-commands.ts'
import type { StripView } from '../../contract/station/session.ts'
import { prefetchSetting, prefetchTasks } from '../../domain/prefetch.ts'
import type { StationCore } from '../core.ts'
import { loadMembership, saveMembership } from '../journal/membership.ts'
import { type CentreKind, centreDesk } from './centre-desk.ts'
import { openSync, type Sync } from './open-sync.ts'
import type { CentreFetch, KeyStore } from './ports.ts'
import { openPrefetch, type Prefetch, type PrefetchParts } from './prefetch.ts'
import { type NextKey, rotateStationKey } from './rotate-station-key.ts'
import { openSnapshotFiles } from './snapshot-files.ts'
import { syncJournal, syncReplica } from './station-ports.ts'
import type { SyncDesk } from './sync-router.ts'
import type { SyncStatus } from './sync-status.ts'

/** A centre on this machine, as the host opened it. */
export type OwnCentre = {
  fetch: CentreFetch
  /** A one-time code for this station. */
  makeCode(name: string): Promise<string>
  close(): Promise<void>
}

/** What a host gives a station so that it has a centre. */
export type CentreAccess = {
  keys: KeyStore
  /** Where a new key waits until the centre has it; without it the key is never changed here. */
  next?: NextKey
  /** The key is to be changed now; a change that broke off goes on in any case. */
  rotate?: boolean
  /** Opens the centre on this machine, when it is needed; null where there shall be none. */
  openOwn: (() => Promise<OwnCentre>) | null
  /** The centre to join at the first start; later, where the station's centre is now. */
  join: { centre: string; code: string } | null
  /** Nobody is there to ask a second time: the start waits until the centre has answered, or did not. */
  patient?: boolean
}

/** What the rest of the station gives to sync. */
export type CentreSurroundings = Pick<PrefetchParts, 'waiting'> & {
  rebased?: ((facts: number) => void) | undefined
}

/** A station's sync and what its screens ask of it. */
export type StationCentre = {
  sync: Sync
  desk: SyncDesk
  prefetch: Prefetch
  /** What the strip's lamp needs. */
  strip(): StripView['sync']
  /** Once there is a site, the station joins the centre on its own machine; resolves when it may go on. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** The address of a centre that is reached without a network. */
export const OWN_CENTRE = 'http://centre.internal'

/** After a change so long, and at least this often, it is looked whether work is to be fetched or given back. */
const PREFETCH_PACE = { soonMs: 2_000, oftenMs: 60_000 }
/** So long the end waits until the centre has the work back that nobody began. */
const GIVE_BACK_MS = 3_000

/**
 * With the centre on this machine nobody elsewhere waits for a fact: it goes there after the answer to its scan is painted,
 * not while both want the same processor.
 */
const OWN_GATHER_MS = 100

/** How long the start waits for its centre at most before it goes on without it. */
const PATIENCE_MS = 20_000

/** Thrown when the centre that was named at the start refuses this station; `code` is one of SYNC_CODES. */
export class JoinRefusedError extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.name = 'JoinRefusedError'
    this.code = code
  }
}

/**
 * Opens sync for a station and joins the centre that was named. `waiting`: the orders that wait for a picker. `rebased` is
 * told how many facts were run again on rows of the centre. Throws JoinRefusedError when that centre refuses.
 */
export async function openStationCentre(
  core: StationCore,
  access: CentreAccess,
  parts: CentreSurroundings,
): Promise<StationCentre> {
  const own = ownCentre(access)
  moveCentre(core, access)
  try {
    return await openWith(core, access, own, parts)
  } catch (error) {
    await own.close()
    throw error
  }
}

/** A station that has joined is told where its centre is now: its folder is served elsewhere, or has a new address. */
function moveCentre({ journal, platform }: StationCore, { join: told }: CentreAccess): void {
  const membership = loadMembership(journal)
  if (told === null || membership === null || membership.centre === told.centre) return
  platform.log({ level: 'warn', event: 'centre-moved', from: membership.centre, to: told.centre })
  saveMembership(journal, { ...membership, centre: told.centre })
}

/**
 * Changes the station's key when that was asked for, or when an earlier change broke off: then the centre may know the new
 * one already. When the centre does not answer, the station begins with the key that it has.
 */
async function changeKey(core: StationCore, { keys, next, rotate }: CentreAccess, reach: CentreFetch): Promise<void> {
  const { log, now, randomBytes } = core.platform
  const membership = loadMembership(core.journal)
  if (next === undefined || membership === null) return
  try {
    if (rotate !== true && (await next.load()) === null) return
    await rotateStationKey({ membership, keys, next, fetch: reach, clock: { now, setTimer }, randomBytes, log })
    log({ event: 'key-changed' })
  } catch (error) {
    log({ level: 'warn', event: 'key-not-changed', error: String(error) })
  }
}

async function openWith(
  core: StationCore,
  access: CentreAccess,
  own: ReturnType<typeof ownCentre>,
  { waiting, rebased = () => undefined }: CentreSurroundings,
): Promise<StationCentre> {
  const listeners = new Set<() => void>()
  if (loadMembership(core.journal)?.centre === OWN_CENTRE) await own.open()
  const reach: CentreFetch = (request) =>
    new URL(request.url).origin === OWN_CENTRE ? own.fetch(request) : fetch(request)
  await changeKey(core, access, reach)
  const sync = await openSync({
    clock: { now: core.platform.now, setTimer },
    random: Math.random,
    randomBytes: core.platform.randomBytes,
    newId: randomUUID,
    journal: syncJournal(core.journal),
    replica: syncReplica({ ...core, registry: COMMANDS, hold: core.executor.hold, rebased }),
    files: openSnapshotFiles(join(core.dataDirectory, 'snapshots')),
    keys: access.keys,
    fetch: reach,
    log: core.platform.log,
    gatherMs: () => (loadMembership(core.journal)?.centre === OWN_CENTRE ? OWN_GATHER_MS : 0),
    onChange: () => {
      for (const listener of listeners) listener()
    },
  })
  const settled = (states: readonly SyncStatus['state'][]): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        if (!states.includes(sync.view().state)) return
        listeners.delete(done)
        clearTimeout(late)
        resolve()
      }
      const late = setTimeout(() => {
        listeners.delete(done)
        resolve()
      }, PATIENCE_MS)
      listeners.add(done)
      done()
    })
  const online = (): Promise<void> => settled(['online', 'stopped'])
  const open = core.store.reader
    .prepare(`SELECT count(*) FROM fact_exception WHERE state = 'open' AND caused_by IS NULL`)
    .pluck()
  const kind = (): CentreKind => (loadMembership(core.journal)?.centre === OWN_CENTRE ? 'embedded' : 'remote')
  if (access.join !== null && !core.joined()) {
    const outcome = await sync.join({ ...access.join, name: core.stationName(), bring: core.site() !== undefined })
    if (!outcome.ok) throw new JoinRefusedError(outcome.failure.code, `${access.join.centre} refused this station`)
  }
  if (kind() === 'embedded') await online()
  else if (access.patient === true) await settled(['online', 'offline', 'stopped'])
  const prefetch = openPrefetch({
    ...{ core, waiting },
    isOnline: () => sync.view().state === 'online',
    wanted: () => prefetchTasks(prefetchSetting(core.platform.settings.get('prefetchTasks')), kind() === 'embedded'),
  })
  const pace = paced(prefetch.look)
  listeners.add(pace.soon)
  return {
    sync,
    desk: centreDesk(core, sync, kind),
    prefetch,
    strip: () => {
      const { state, unsent, offlineSince, oldest } = sync.view()
      return { state, unsent, since: offlineSince, oldest, exceptions: open.get() as number }
    },
    settle: async () => {
      if (core.joined() || core.site() === undefined || access.openOwn === null) return
      await own.open()
      const name = core.stationName()
      const outcome = await sync.join({ centre: OWN_CENTRE, code: await own.makeCode(name), name, bring: true })
      if (outcome.ok) await online()
      else core.platform.log({ level: 'error', event: 'own-centre-refused', code: outcome.failure.code })
    },
    close: async () => {
      listeners.delete(pace.soon)
      pace.stop()
      await Promise.race([prefetch.close(), new Promise((resolve) => setTimeout(resolve, GIVE_BACK_MS).unref())])
      await sync.close()
      await own.close()
    },
  }
}

function paced(look: () => Promise<void>): { soon(): void; stop(): void } {
  let due: NodeJS.Timeout | null = null
  const soon = (): void => {
    due ??= setTimeout(() => {
      due = null
      void look()
    }, PREFETCH_PACE.soonMs).unref()
  }
  const often = setInterval(soon, PREFETCH_PACE.oftenMs).unref()
  return {
    soon,
    stop: () => {
      clearInterval(often)
      if (due !== null) clearTimeout(due)
    },
  }
}

function setTimer(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** The centre on this machine, opened at most once. */
function ownCentre({ openOwn }: CentreAccess) {
  let opened: Promise<OwnCentre> | null = null
  const open = (): Promise<OwnCentre> => {
    if (openOwn === null) throw new Error('This station was started without a centre of its own')
    opened ??= openOwn()
    return opened
  }
  return {
    open,
    fetch: async (request: Request) => (await open()).fetch(request),
    makeCode: async (name: string) => (await open()).makeCode(name),
    close: async () => {
      if (opened !== null) await (await opened).close()
    },
  }
}
