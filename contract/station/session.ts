import { z } from 'zod'
import { procedure } from '../errors.ts'
import { Feedback, ScanRequest, SessionView } from './floor.ts'

/** Sign-in: badge → pin → in. A locked badge says until when. */
export const SignInBench = z.object({
  step: z.enum(['setup', 'badge', 'pin', 'in']),
  session: SessionView,
  /** The operator whose badge was scanned and whose PIN is asked for. */
  badgeOf: z.object({ name: z.string() }).nullable(),
  lockedUntil: z.number().nullable(),
  attemptsLeft: z.number().nullable(),
  /** Work that waits for its operator to come back. */
  parked: z.array(z.object({ operatorName: z.string(), taskNumber: z.string(), done: z.number(), total: z.number() })),
  policies: z.object({ idleLockMinutes: z.number() }),
})
export type SignInBench = z.infer<typeof SignInBench>

/** Where sign-in stands, and what to say about the last badge or PIN. */
export const SignInReply = z.object({
  bench: SignInBench,
  feedback: Feedback.extend({
    name: z.enum(['badgeUnknown', 'pinWrong', 'badgeLocked', 'signedIn', 'badgeInactive', 'notABadge']),
  }).nullable(),
})
export type SignInReply = z.infer<typeof SignInReply>

/** What the strip's lamps need; asked for every few seconds. */
export const StripView = z.object({
  /** `since`: offline since; `oldest`: when the oldest unsent fact happened; `exceptions`: facts that wait for a person. */
  sync: z.object({
    state: z.enum(['alone', 'online', 'offline', 'starting', 'stopped']),
    unsent: z.number(),
    since: z.number().nullable(),
    oldest: z.number().nullable(),
    exceptions: z.number(),
  }),
  printer: z.object({ unknown: z.number(), waiting: z.number() }),
  now: z.number(),
})
export type StripView = z.infer<typeof StripView>

/** Who is here. `scan` takes a badge; `pin` the PIN of the badge just scanned; `lock` ends the session's operator. */
export const session = {
  current: procedure.output(SignInReply),
  scan: procedure.input(ScanRequest).output(SignInReply),
  pin: procedure.input(z.object({ pin: z.string().max(16) })).output(SignInReply),
  lock: procedure.output(SignInReply),
  language: procedure.input(z.object({ language: z.enum(['ko', 'en']) })).output(SessionView),
  screen: procedure.input(z.object({ screen: SessionView.shape.screen })).output(SessionView),
  strip: procedure.output(StripView),
  /** Answers what it was sent and does nothing else: the floor that a scan's time is measured against. */
  echo: procedure.input(z.object({ text: z.string().max(1_000) })).output(z.object({ text: z.string() })),
}
