import { z } from 'zod'

/** Thrown when an administrator's command cannot be done; the message is a sentence for a person. */
export class AdminRefused extends Error {}

/** What came of a command: a value for programs, and lines for people. `ok` is false when the doctor found something. */
export const AdminReply = z.object({ ok: z.boolean(), value: z.unknown(), lines: z.array(z.string()) })
export type AdminReply = z.infer<typeof AdminReply>

/** The reply to a command that was done. */
export function done(value: unknown, lines: string[]): AdminReply {
  return { ok: true, value, lines }
}

/** An instant for people and programs alike: ISO 8601, UTC. */
export function time(at: number): string {
  return new Date(at).toISOString()
}
