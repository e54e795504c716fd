import { SYNC_CODES } from '../../contract/central/codes.ts'
import { present } from '../../domain/assert.ts'
import { type CentreClient, createCentreClient, type Speaker } from './centre-client.ts'
import { enrolHere, type JoinAsked, type JoinOutcome } from './join.ts'
import type { SyncMemory } from './machine.ts'
import type { CentreFetch, CentreLink, KeyStore, SnapshotFiles, SyncMembership, SyncReplica } from './ports.ts'
import { readPrivateKey } from './station-key.ts'
import { localFailure } from './sync-calls.ts'
import { type LoopPorts, SyncLoop } from './sync-loop.ts'
import { type SyncStatus, statusOf } from './sync-status.ts'

/**
 * All that sync takes from outside: `random` gives 0 to 1 for back-off, `randomBytes` keys and nonces, `newId` the
 * incarnation of a joining; `onChange` is called after each change of what `view` would say.
 */
export type SyncPorts = LoopPorts & {
  fetch: CentreFetch
  randomBytes(count: number): Uint8Array
  newId(): string
  keys: KeyStore
  replica: SyncReplica
  files: SnapshotFiles
  /** How long facts may wait for the next ones, in milliseconds, to be sent together; 0 or not given: not at all. */
  gatherMs?(): number
}

/** Sync of one station with its centre. */
export type Sync = {
  /** What the executor needs of the centre; null while the station works alone, the same object ever after. */
  link(): CentreLink | null
  view(): SyncStatus
  /** Tries again now. */
  retry(): void
  /** After a stop that asks: everything is fetched anew. */
  acceptReset(): void
  /** Joins a centre; resolves once it is enrolled (the first fill goes on) or refused, with nothing changed here. */
  join(asked: JoinAsked): Promise<JoinOutcome>
  /** Signed calls for whoever else asks the centre something, such as a code for a new station; null while alone. */
  client(): CentreClient | null
  /** Ends timers, streams and calls; resolves when nothing of it touches journal or tables any more. */
  close(): Promise<void>
}

/**
 * Opens sync over its ports and starts it; a station that works alone waits for `join`, or repeats the joining in which it
 * broke off. A joined station whose key cannot be read is stopped until it can be.
 */
export async function openSync(ports: SyncPorts): Promise<Sync> {
  const { journal, clock, log } = ports
  const boot = Buffer.from(ports.randomBytes(12)).toString('hex')
  const nonce = (): string => Buffer.from(ports.randomBytes(18)).toString('base64url')
  let speaker: Speaker | null = null
  let client: CentreClient | null = null
  const clientFor = (centre: string, who: () => Speaker | null): CentreClient =>
    createCentreClient({ centre, fetch: ports.fetch, clock, nonce, log, speaker: who })
  const loop = new SyncLoop(ports, {
    ...ports,
    client: () => {
      if (client === null) throw new Error('There is no centre')
      return client
    },
    takeToken: (token) => {
      if (speaker !== null) speaker = { ...speaker, token }
    },
  })

  /** Takes the station's key; with it this station speaks for itself. False when it cannot be read. */
  const findVoice = async ({ stationId, incarnation, centre }: SyncMembership): Promise<boolean> => {
    try {
      const key = readPrivateKey(present(await ports.keys.load(), 'The key of this station is gone'))
      speaker = { stationId, incarnation, boot, key, token: '' }
      client = clientFor(centre, () => speaker)
    } catch (error) {
      log({ level: 'error', event: 'key-missing', error: String(error) })
    }
    return speaker !== null
  }

  /** Reads what the files know; null while alone. */
  const recall = async (): Promise<Recalled | null> => {
    const membership = journal.loadMembership()
    if (membership === null) return null
    const hasKey = await findVoice(membership)
    isMember = true
    return { hasKey, memory: memoryOf(ports, membership.baseSeq) }
  }
  let isMember = false

  const join = (asked: JoinAsked): Promise<JoinOutcome> => {
    loop.feed({ on: 'joinAsked' })
    const call = loop.machine.calls.join
    const busy = { ok: false as const, failure: { ...localFailure(null), code: SYNC_CODES.notAllowed } }
    if (call === null || isJoining) return Promise.resolve(busy)
    isJoining = true
    const attempt = joinNow(asked, call).finally(() => {
      isJoining = false
    })
    loop.track(attempt)
    return attempt
  }
  let isJoining = false

  const joinNow = async (asked: JoinAsked, call: number): Promise<JoinOutcome> => {
    try {
      const signal = loop.signalFor(call)
      const speechless = (centre: string) => clientFor(centre, () => null)
      const outcome = await enrolHere({ ...ports, client: speechless, signal }, asked)
      const known = outcome.ok ? await recall() : null
      if (known !== null) loop.feed({ on: 'joined', call, ...known })
      else if (!outcome.ok) loop.feed({ on: 'joinFailed', call, problem: problemOf(outcome.failure) })
      return outcome
    } catch (error) {
      log({ level: 'error', event: 'join-failed', error: String(error) })
      const failure = localFailure(error)
      loop.feed({ on: 'joinFailed', call, problem: problemOf(failure) })
      return { ok: false, failure }
    }
  }

  const link = linkOf(ports, loop)
  await begin(ports, loop, recall, join)
  return {
    link: () => (isMember ? link : null),
    view: () => statusOf(loop.machine, { journal, keys: ports.keys, isJoined: isMember }),
    retry: () => {
      const membership = loop.machine.stopped === 'keyMissing' ? journal.loadMembership() : null
      if (membership === null) return loop.feed({ on: 'retryAsked' })
      const found = findVoice(membership).then((isFound) => (isFound ? loop.feed({ on: 'retryAsked' }) : undefined))
      loop.track(found)
    },
    acceptReset: () => {
      // What was to be handed over is not: the copy stays, and the tables become the centre's.
      if (loop.machine.stopped === 'centreNotEmpty') journal.saveAttempt(null)
      loop.feed({ on: 'resetAccepted' })
    },
    join,
    client: () => client,
    close: () => loop.close(),
  }
}

type Recalled = { memory: SyncMemory; hasKey: boolean }

async function begin(
  { journal }: SyncPorts,
  loop: SyncLoop,
  recall: () => Promise<Recalled | null>,
  join: (asked: JoinAsked) => Promise<JoinOutcome>,
): Promise<void> {
  const known = await recall()
  if (known !== null) return loop.feed({ on: 'started', ...known })
  const attempt = journal.loadAttempt()
  if (attempt === null) return
  // It broke off while joining: repeated exactly, unless the station has worked on alone since.
  if (attempt.journal.lastSeq === journal.lastSeq()) join(attempt).catch(() => undefined)
  else journal.saveAttempt(null)
}

function memoryOf({ journal, replica }: SyncPorts, baseSeq: number): SyncMemory {
  const attempt = journal.loadAttempt()
  if (attempt !== null && !attempt.adopt) journal.saveAttempt(null)
  const openRequests = journal.openRequests().map(({ body, afterSeq }) => ({ id: body.id, afterSeq }))
  const { revision, ackedSeq, timeline } = replica.position()
  return {
    ...{ lastSeq: journal.lastSeq(), answeredThrough: journal.answeredSeq(), baseSeq },
    ...{ revision, ackedSeq, timeline, adopt: attempt?.adopt === true, openRequests },
  }
}

function linkOf({ journal, gatherMs = () => 0 }: SyncPorts, loop: SyncLoop): CentreLink {
  return {
    get stationId() {
      return journal.loadMembership()?.stationId ?? ''
    },
    get stationNumber() {
      return journal.loadMembership()?.stationNumber ?? 0
    },
    journaled: () => loop.feed({ on: 'journaled', lastSeq: journal.lastSeq(), gatherMs: gatherMs() }),
    request: (body) => loop.request(body),
  }
}

function problemOf({ code, params }: { code: string; params: Record<string, string | number> }) {
  return { code, params }
}
