import { z } from 'zod'
import { isKeepable } from '../../domain/keepable-text.ts'
import { Params } from '../errors.ts'

/** The version of what station and centre say to each other; a centre speaks this one and those of the last two releases. */
export const PROTOCOL = 1

/** Where the centre listens for stations, below its origin. */
export const SYNC_PATHS = {
  enrol: '/sync/v1/enrol',
  session: '/sync/v1/session',
  snapshot: '/sync/v1/snapshot',
  stream: '/sync/v1/stream',
  changes: '/sync/v1/changes',
  push: '/sync/v1/push',
  results: '/sync/v1/results',
  request: '/sync/v1/request',
  answer: '/sync/v1/answer',
  adopt: '/sync/v1/adopt',
  rotate: '/sync/v1/rotate',
  enrolments: '/sync/v1/enrolments',
  quarantine: '/sync/v1/quarantine',
} as const

/**
 * Header names; every message but enrolment carries them all, and but for enrolment and session the token as well
 * (`authorization: Bearer`). `request` names the message in the logs of both sides.
 */
export const SYNC_HEADERS = {
  protocol: 'x-baro-protocol',
  station: 'x-baro-station',
  incarnation: 'x-baro-incarnation',
  boot: 'x-baro-boot',
  nonce: 'x-baro-nonce',
  signature: 'x-baro-signature',
  request: 'x-baro-request',
} as const

/** Most commands, and most bytes of body, of one push; a reply may name less. */
export const PUSH_LIMITS = { commands: 500, bytes: 1_000_000 } as const

/**
 * The text that a station signs with its Ed25519 key (signature in base64url): method, path with query, SHA-256 of the
 * body in hex, nonce, token, station and incarnation, one a line. The session message has an empty token.
 */
export function signedText(parts: {
  method: string
  path: string
  bodyHash: string
  nonce: string
  token: string
  station: string
  incarnation: string
}): string {
  const { method, path, bodyHash, nonce, token, station, incarnation } = parts
  return [method, path, bodyHash, nonce, token, station, incarnation].join('\n')
}

/** Text that the centre keeps or looks for. Arguments are none: what is wrong in them is kept for a person. */
const text = (most: number) => z.string().max(most).refine(isKeepable)
const id = text(100).min(1)
const stationName = z.string().trim().min(1).max(60).refine(isKeepable)
const hash = z.string().regex(/^[0-9a-f]{64}$/)
const instant = z.int().min(0)
const businessDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

/** A refusal: why, for people and programs. `retryAfterMs` where waiting helps. */
export const SyncProblem = z.object({ code: z.string(), params: Params, retryAfterMs: z.int().optional() })
export type SyncProblem = z.infer<typeof SyncProblem>

/** One-time code and public key (Ed25519, SPKI in base64url) for a station id and number. Not signed by a session. */
export const EnrolBody = z.object({
  code: z.string().min(4).max(64),
  publicKey: z.string().min(40).max(200),
  name: stationName,
  incarnation: id,
  /** Where the station's journal stands, when it worked alone before: everything up to here counts as applied. */
  journal: z.object({ lastSeq: z.int().min(0), hash: z.union([hash, z.literal('')]) }),
  /** True when the station brings the tables of its time alone; refused unless the centre is empty. */
  brings: z.boolean(),
})
export type EnrolBody = z.infer<typeof EnrolBody>

/** What an enrolled station is from now on. */
export const EnrolReply = z.object({
  stationId: id,
  number: z.int().min(1),
  site: z.string(),
  timeline: id,
  adopt: z.boolean(),
})
export type EnrolReply = z.infer<typeof EnrolReply>

/** A token for fifteen minutes, by a signature over a nonce. */
export const SessionReply = z.object({
  token: z.string(),
  expiresInMs: z.int(),
  timeline: id,
  revision: z.int(),
  floor: z.int(),
  /** The histories that restores began, in order, with the last revision that each shares with the one before. */
  restored: z.array(z.object({ timeline: id, revision: z.int() })).default([]),
  /** How far the centre has this station's journal, and the chain hash there. */
  appliedSeq: z.int(),
  hash: z.union([hash, z.literal('')]),
  durableThrough: z.int(),
  serverTime: instant,
  limits: z.object({ commands: z.int(), bytes: z.int() }),
  scopes: z.array(z.string()),
})
export type SessionReply = z.infer<typeof SessionReply>

/** A journaled FACT on its way. */
export const PushedCommand = z.object({
  seq: z.int().min(1),
  id,
  type: text(80).min(1),
  version: z.int().min(1),
  class: text(10),
  args: z.string().max(1_000_000),
  at: instant,
  business_date: businessDate,
  operator_id: text(100).nullable(),
  station: text(200),
  claim: text(300).nullable(),
  hash,
})
export type PushedCommand = z.infer<typeof PushedCommand>

/** Facts in order: the first follows `baseSeq`, whose chain hash is `prevHash` ('' before the first command of all). */
export const PushBody = z.object({
  timeline: id,
  baseSeq: z.int().min(0),
  prevHash: z.union([hash, z.literal('')]),
  commands: z.array(PushedCommand).min(1).max(PUSH_LIMITS.commands),
})
export type PushBody = z.infer<typeof PushBody>

/**
 * What became of a fact. `exception`: kept whole, a person resolves it; `code` is the name of the reason. `quarantined`:
 * kept, but nobody is asked yet; `code` is one of SYNC_CODES, and the station's position stays. Applied: `code` is empty.
 */
export const Outcome = z.object({
  seq: z.int(),
  status: z.enum(['applied', 'exception', 'quarantined']),
  code: z.string(),
  params: Params,
  revision: z.int(),
})
export type Outcome = z.infer<typeof Outcome>

/** Outcomes in order; `duplicate` ones are told as they were told first. */
export const PushReply = z.object({
  results: z.array(Outcome),
  appliedThrough: z.int(),
  durableThrough: z.int(),
  limits: z.object({ commands: z.int(), bytes: z.int() }),
  retryAfterMs: z.int().optional(),
})
export type PushReply = z.infer<typeof PushReply>

/** An INTENT: an idempotent request by its id. */
export const RequestBody = z.object({
  timeline: id,
  id,
  type: text(80).min(1),
  version: z.int().min(1),
  args: z.string().max(1_000_000),
  at: instant,
  businessDate,
  operatorId: text(100).nullable(),
  station: text(200),
})
export type RequestBody = z.infer<typeof RequestBody>

/** The centre's decision; the rows that it changed come by the stream, at `revision` at the latest. */
export const RequestReply = z.object({
  decision: z.union([
    z.object({ ok: z.literal(true), value: z.unknown() }),
    z.object({ ok: z.literal(false), refusal: z.object({ name: z.string(), params: Params }) }),
  ]),
  revision: z.int(),
})
export type RequestReply = z.infer<typeof RequestReply>

/** One changed row: table, key, and the row, or null when it was removed or left the scope. */
export const Change = z.tuple([
  z.string(),
  z.string(),
  z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
])
export type Change = z.infer<typeof Change>

/**
 * All that one revision changed in the station's scopes. `ack`: the station's own facts up to this seq are in these rows
 * (null: no more than before). `checksum`: SHA-256 (hex, first 16) over the JSON of `changes` as it stands in the frame.
 */
export const Commit = z.object({
  revision: z.int(),
  ack: z.int().nullable(),
  checksum: z.string(),
  changes: z.array(Change),
})
export type Commit = z.infer<typeof Commit>

/** Events of the stream: `commit`, `reset` (start again from a snapshot), `beat` (nothing new; every 10 s). */
export const StreamEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('commit'), data: Commit }),
  z.object({ event: z.literal('reset'), data: z.object({ reason: z.string() }) }),
  z.object({ event: z.literal('beat'), data: z.object({ revision: z.int() }) }),
])
export type StreamEvent = z.infer<typeof StreamEvent>

/** The long-poll form of the stream. */
export const ChangesReply = z.object({ reset: z.string().nullable(), commits: z.array(Commit), revision: z.int() })
export type ChangesReply = z.infer<typeof ChangesReply>

/** How a snapshot may be packed: gzip, which every version reads, or zstd for whoever asks for it (`packing=zstd`). */
export const Packing = z.enum(['gzip', 'zstd'])
export type Packing = z.infer<typeof Packing>

/** A snapshot that can be fetched in ranges from `path`: a packed SQLite file that is the replica at `revision`. */
export const SnapshotReply = z.object({
  path: z.string(),
  /** Missing where a centre knows gzip only. */
  packing: Packing.optional(),
  revision: z.int(),
  timeline: id,
  /** Of the packed file. */
  bytes: z.int(),
  sha256: hash,
  /** Of the SQLite file. */
  unpackedBytes: z.int(),
  /** Own facts that the snapshot includes. */
  ack: z.int(),
})
export type SnapshotReply = z.infer<typeof SnapshotReply>

/** One page of the tables of a station's time alone, in the order of TABLES; `last` ends the adoption. */
export const AdoptBody = z.object({ page: z.int().min(0), rows: z.array(Change), last: z.boolean() })
export type AdoptBody = z.infer<typeof AdoptBody>

/** The page that the centre wants next, null once all were taken; the revision that its tables have now. */
export const AdoptReply = z.object({ next: z.int().nullable(), revision: z.int() })
export type AdoptReply = z.infer<typeof AdoptReply>

/** A new public key (Ed25519, SPKI in base64url); the message is signed with the old one. */
export const RotateBody = z.object({ publicKey: z.string().min(40).max(200) })
export type RotateBody = z.infer<typeof RotateBody>

/** From now on the new key counts. */
export const RotateReply = z.object({ rotated: z.literal(true) })

/** Whom the code is for: the name that the new station gets unless it brings its own. */
export const EnrolmentBody = z.object({ name: stationName })
export type EnrolmentBody = z.infer<typeof EnrolmentBody>

/** Most commands that are listed, or decided about, at once. */
export const QUARANTINE_PAGE = 500

/** Commands that are kept aside, oldest first: of a revoked station, or of a journal that forked. */
export const QuarantineReply = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      stationId: z.string(),
      incarnation: z.string(),
      seq: z.int(),
      command: PushedCommand,
      reason: z.string(),
      receivedAt: instant,
      state: z.string(),
    }),
  ),
})
export type QuarantineReply = z.infer<typeof QuarantineReply>

/** A person's decision about some of them: `discard` keeps the record and does nothing; `readmit` asks about it as about any exception. */
export const QuarantineBody = z.object({
  ids: z.array(text(400).min(1)).min(1).max(QUARANTINE_PAGE),
  decision: z.enum(['discard', 'readmit']),
  operatorId: text(100).nullable(),
})
export type QuarantineBody = z.infer<typeof QuarantineBody>

/** How many were decided so, and the others: what is known of them already, by which they need no decision any more. */
export const QuarantineDecided = z.object({
  decided: z.int(),
  left: z.array(z.object({ id: z.string(), state: z.string() })),
})
export type QuarantineDecided = z.infer<typeof QuarantineDecided>

/** A new one-time code, for the words and the QR of the Settings screen. */
export const EnrolmentReply = z.object({ code: z.string(), expiresAt: instant })
export type EnrolmentReply = z.infer<typeof EnrolmentReply>
