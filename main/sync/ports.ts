import type { Change, Commit, Outcome, Packing, RequestBody, RequestReply } from '../../contract/central/messages.ts'
import type { JournaledCommand } from '../../db/journaled-command.ts'

/** A request to the centre's one fetch function: over HTTP, over a MessagePort, or in the same process in tests. */
export type CentreFetch = (request: Request) => Promise<Response>

/** Where the station's secret key lives: the system's key store under Electron, a file of mode 0600 under Node. */
export type KeyStore = {
  readonly kind: 'file' | 'system' | 'basic'
  /** The private key (PKCS#8, base64url), or null when there is none yet. */
  load(): Promise<string | null>
  save(privateKey: string): Promise<void>
}

/** What the executor needs of the centre; null while a store works alone. */
export type CentreLink = {
  /** This station's id at the centre. */
  readonly stationId: string
  readonly stationNumber: number
  /** Facts were journaled: send them soon. */
  journaled(): void
  /**
   * Asks the centre for an INTENT, after the earlier facts were acknowledged, and resolves once its decision is known and
   * its rows are in the replica. A refusal `needsCentre` when nobody answers, `centreSilent` when the outcome is not known
   * yet (the request stays in the journal and is asked for again), `stationStopped` when sync has stopped.
   */
  request(request: Omit<RequestBody, 'timeline'>): Promise<RequestReply['decision']>
}

/** Time as sync knows it: wall time for the status alone, and timers; `setTimer` gives back how to take it away. */
export type SyncClock = {
  now(): number
  setTimer(ms: number, run: () => void): () => void
}

/** What a station is at its centre, as the journal keeps it. */
export type SyncMembership = {
  centre: string
  stationId: string
  stationNumber: number
  incarnation: string
  timeline: string
  baseSeq: number
  durableSeq: number
  onlineAt: number | null
}

/** A joining that has begun: kept durably before the centre hears of it, so that a crash repeats it exactly or leaves it. */
export type JoinAttempt = {
  centre: string
  code: string
  name: string
  incarnation: string
  /** Where the journal stood when the tables were copied. */
  journal: { lastSeq: number; hash: string }
  bring: boolean
  /** The tables of the time alone still have to be handed over. */
  adopt: boolean
}

/** A request as the journal keeps it. */
export type KeptRequest = { body: Omit<RequestBody, 'timeline'>; afterSeq: number; state: string }

/** What sync needs of the journal; every write is durable when it returns, and may throw (a full disk). */
export type SyncJournal = {
  lastSeq(): number
  after(seq: number, limit: number): JournaledCommand[]
  loadMembership(): SyncMembership | null
  saveMembership(membership: SyncMembership): void
  loadAttempt(): JoinAttempt | null
  saveAttempt(attempt: JoinAttempt | null): void
  recordOutcomes(results: readonly Outcome[], at: number): void
  answeredSeq(): number
  forgetOutcomesAfter(seq: number): void
  askRequest(body: Omit<RequestBody, 'timeline'>, afterSeq: number, at: number): void
  findRequest(id: string): (KeptRequest & { decision: RequestReply['decision'] | null }) | null
  decideRequest(id: string, decision: RequestReply['decision'], revision: number): void
  dropRequest(id: string): void
  openRequests(): KeptRequest[]
  reopenRequestsAfter(revision: number): void
}

/** What sync needs of the tables. */
export type SyncReplica = {
  position(): { revision: number; ackedSeq: number; timeline: string }
  /** Applies commits whole, with the cursor; throws {@link BulkRemoval} when somebody has to say yes, or what went wrong. */
  apply(
    commits: readonly Commit[],
    options: { stationId: string; scopes: readonly string[]; timeline: string },
  ): Promise<{ revision: number; acked: number }>
  install(
    snapshot: { path: string; revision: number; timeline: string; ack: number },
    options: { stationId: string },
  ): Promise<void>
  /** Runs while no command can be journaled: what was begun is finished first. */
  hold<R>(run: () => Promise<R>): Promise<R>
  /** Copies the tables aside, in place of an older such copy, durably; kept until `dropCopy`. */
  copyAside(): Promise<void>
  /** The rows of that copy in the order of TABLES, in pages of a fixed size; throws when there is no copy. */
  copyPages(): { pages: number; rows: number; page(index: number): Change[]; close(): void }
  dropCopy(): void
}

/** Thrown by `apply` when commits would remove much of a table. */
export class BulkRemoval extends Error {
  readonly params: Record<string, string | number>
  constructor(params: Record<string, string | number>) {
    super('Much would be removed')
    this.params = params
  }
}

/** How a snapshot's file is packed, and how many bytes it has unpacked. */
export type PackedShape = { packing: Packing; unpackedBytes: number }

/** Files of snapshots on their way, by the SHA-256 of the compressed file. */
export type SnapshotFiles = {
  /** Bytes of it that lie here from an earlier try; parts of other snapshots are removed. */
  have(sha256: string): Promise<number>
  /** `at` 0 begins anew. What comes in order from the first byte on may be unpacked as it comes; `unpack` counts alone. */
  write(sha256: string, at: number, bytes: Uint8Array, shape: PackedShape): Promise<void>
  /** Checks the hash, unpacks; the path of the SQLite file. Throws, and removes the part, when it is not what was named. */
  unpack(sha256: string, shape: PackedShape): Promise<string>
  /** Removes everything. */
  clear(): Promise<void>
}
