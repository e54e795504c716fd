import { z } from 'zod'
import { Params, procedure } from '../errors.ts'

/** Where a station stands towards its centre. `stopped`: it may not go on by itself (revoked, quarantined, a reset too large). */
export const SyncState = z.enum(['alone', 'starting', 'online', 'offline', 'stopped'])

/** All that the Sync screen shows at a glance. */
export const SyncView = z.object({
  state: SyncState,
  /** `embedded`: on this machine, without a port. */
  centre: z.object({ kind: z.enum(['none', 'embedded', 'remote']), url: z.string().nullable() }),
  station: z.object({
    id: z.string().nullable(),
    number: z.number().nullable(),
    name: z.string(),
    incarnation: z.string().nullable(),
  }),
  revision: z.number(),
  unsent: z.number(),
  oldest: z.number().nullable(),
  offlineSince: z.number().nullable(),
  lastContact: z.number().nullable(),
  /** First fill, or a reset: bytes or rows of all; null when none is going on. */
  progress: z
    .object({
      step: z.enum(['adopting', 'downloading', 'unpacking', 'catching-up']),
      done: z.number(),
      total: z.number(),
    })
    .nullable(),
  /** Why it is offline or stopped: a code of SYNC_CODES and what its sentence needs. */
  problem: z.object({ code: z.string(), params: Params }).nullable(),
  retryAt: z.number().nullable(),
  clockDifferenceMs: z.number().nullable(),
  /** `file`: readable by this user only; `system`: the key store of the system; `basic`: a key store without protection. */
  keyKept: z.enum(['none', 'file', 'system', 'basic']),
})
export type SyncView = z.infer<typeof SyncView>

/** One command in the list of the Sync screen, newest first. */
export const SyncCommand = z.object({
  /** Null for a request (INTENT), which has no place in the journal. */
  seq: z.number().nullable(),
  id: z.string(),
  type: z.string(),
  at: z.number(),
  operator: z.string(),
  orderNumber: z.string().nullable(),
  state: z.enum(['waiting', 'applied', 'exception', 'quarantined', 'refused', 'unknown']),
  code: z.string(),
  params: Params,
  revision: z.number().nullable(),
})
export type SyncCommand = z.infer<typeof SyncCommand>

/** What a person can decide about a fact that the centre could not apply. */
export const Resolution = z.enum(['accept', 'return', 'recount'])
export type Resolution = z.infer<typeof Resolution>

/** A fact that waits for a person: what happened, why it could not be applied, and what may be done. */
export const ExceptionView = z.object({
  id: z.string(),
  type: z.string(),
  at: z.number(),
  operator: z.string(),
  station: z.string(),
  order: z.object({ id: z.string(), number: z.string() }).nullable(),
  tote: z.string().nullable(),
  item: z
    .object({ name: z.string(), sku: z.string(), location: z.string().nullable(), quantity: z.number() })
    .nullable(),
  reason: z.string(),
  params: Params,
  /** The exception that this one follows from: resolved with it when it is of the same station, run then when it is of another one. */
  causedBy: z.string().nullable(),
  followers: z.number(),
  may: z.array(Resolution),
})
export type ExceptionView = z.infer<typeof ExceptionView>

/** A fact of a station that is not trusted, which the centre keeps aside until a lead says whether it counts. */
export const AsideFact = z.object({
  id: z.string(),
  station: z.string(),
  /** `revoked`: sent after its station was revoked; `forked`, `quarantined`: of a journal that was seen twice. */
  reason: z.enum(['revoked', 'quarantined', 'forked']),
  type: z.string(),
  at: z.number(),
  operator: z.string(),
  /** Null where it is about none, or about one that this station does not know. */
  order: z.object({ id: z.string(), number: z.string() }).nullable(),
})
export type AsideFact = z.infer<typeof AsideFact>

/** What is kept aside, in the order in which it was done; `more`: there is more than fits. */
export const AsideView = z.object({ rows: z.array(AsideFact), more: z.boolean() })
export type AsideView = z.infer<typeof AsideView>

/** A station of the site, as its row says. */
export const StationView = z.object({
  id: z.string(),
  number: z.number(),
  name: z.string(),
  state: z.enum(['active', 'revoked', 'quarantined']),
  enrolledAt: z.number(),
  self: z.boolean(),
  claims: z.array(
    z.object({
      taskId: z.string(),
      number: z.string(),
      operator: z.string(),
      state: z.string(),
      done: z.number(),
      total: z.number(),
    }),
  ),
})
export type StationView = z.infer<typeof StationView>

/** A code for one more station: the words, what a QR holds ({@link joinText}), and that QR as SVG text. */
export const JoinCode = z.object({
  code: z.string(),
  expiresAt: z.number(),
  /** Where the other station reaches the centre; null while the centre is only on this machine. */
  centre: z.string().nullable(),
  text: z.string(),
  svg: z.string(),
})
export type JoinCode = z.infer<typeof JoinCode>

/** What the QR of a join code holds: `baro:join?centre=…&code=…`, without `centre` while that has no address. */
export function joinText(centre: string | null, code: string): string {
  const parts = [
    ...(centre === null ? [] : [`centre=${encodeURIComponent(centre)}`]),
    `code=${encodeURIComponent(code)}`,
  ]
  return `baro:join?${parts.join('&')}`
}

/** The address and code in a text that {@link joinText} made; null for every other text. */
export function readJoinText(text: string): { centre: string | null; code: string } | null {
  const [, query] = /^baro:join\?(.+)$/.exec(text.trim()) ?? []
  if (query === undefined) return null
  try {
    const parts = new Map(query.split('&').map((part) => nameAndValue(part)))
    const code = parts.get('code') ?? ''
    return code === '' ? null : { centre: parts.get('centre') ?? null, code }
  } catch {
    return null
  }
}

function nameAndValue(part: string): [string, string] {
  const at = part.indexOf('=')
  return at < 0 ? [part, ''] : [part.slice(0, at), decodeURIComponent(part.slice(at + 1).replaceAll('+', ' '))]
}

/** Most facts that are decided about at once. */
export const MOST_ASIDE = 500

/** Sync and the site's stations. `join` needs an administrator; resolving, revoking claims and what is kept aside a lead. */
export const sync = {
  view: procedure.output(SyncView),
  commands: procedure
    .input(z.object({ only: z.enum(['all', 'waiting', 'trouble']), before: z.number().nullable() }))
    .output(z.object({ rows: z.array(SyncCommand), before: z.number().nullable() })),
  /** Tries again now instead of at the next turn. */
  retry: procedure.output(SyncView),
  /** What somebody who helps needs to see, as JSON text without secrets. */
  diagnostics: procedure.output(z.object({ text: z.string() })),
  join: procedure
    .input(z.object({ centre: z.url(), code: z.string().trim().min(4).max(64), bring: z.boolean() }))
    .output(SyncView),
  joinCode: procedure.input(z.object({ name: z.string().trim().min(1).max(60) })).output(JoinCode),
  /** After a stop that asks: fetch everything anew although much would go. */
  acceptReset: procedure.output(SyncView),
  stations: procedure.output(z.object({ stations: z.array(StationView) })),
  revokeStation: procedure
    .input(z.object({ stationId: z.string() }))
    .output(z.object({ stations: z.array(StationView) })),
  revokeClaim: procedure.input(z.object({ taskId: z.string() })).output(z.object({ stations: z.array(StationView) })),
  exceptions: procedure.output(z.object({ rows: z.array(ExceptionView) })),
  resolve: procedure
    .input(z.object({ exceptionId: z.string(), resolution: Resolution, quantity: z.int().min(0).nullable() }))
    .output(z.object({ rows: z.array(ExceptionView) })),
  /** What the centre keeps aside; asked of it, because stations have no copy of that. */
  aside: procedure.output(AsideView),
  /** `readmit`: a lead is asked about each under Exceptions; `discard`: nothing comes of them. `taken`: were taken before. */
  decideAside: procedure
    .input(
      z.object({ ids: z.array(z.string().max(400)).min(1).max(MOST_ASIDE), decision: z.enum(['readmit', 'discard']) }),
    )
    .output(AsideView.extend({ decided: z.number(), taken: z.number() })),
}
