import type Database from 'better-sqlite3'
import type { Policies } from '../../domain/policies.ts'

/** Counts wrong PINs per badge, in the journal, so that a restart forgives nothing. */
export type SignInGuard = {
  /** Until when a badge is locked, or null. */
  lockedUntil(badge: string): number | null
  attemptsLeft(badge: string): number
  /** Writes the outcome of one attempt; only inside a journal commit. */
  record(badge: string, right: boolean): void
}

/** Opens the guard; policy and clock are asked each time. */
export function openSignInGuard(database: Database.Database, policies: () => Policies, now: () => number): SignInGuard {
  const select = database.prepare('SELECT failures, locked_until FROM sign_in WHERE badge = ?')
  const upsert = database.prepare(
    `INSERT INTO sign_in (badge, failures, locked_until) VALUES (?, ?, ?)
     ON CONFLICT (badge) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until`,
  )
  const read = (badge: string) =>
    (select.get(badge) as { failures: number; locked_until: number } | undefined) ?? { failures: 0, locked_until: 0 }
  return {
    lockedUntil: (badge) => {
      const { failures, locked_until: until } = read(badge)
      const longest = now() + policies().pinLockMinutes * 60_000
      // The clock was ahead when the badge was locked: it lasts its minutes from now, not until that clock's time.
      if (until > longest) upsert.run(badge, failures, longest)
      return until > now() ? Math.min(until, longest) : null
    },
    attemptsLeft: (badge) => Math.max(0, policies().pinAttempts - read(badge).failures),
    record: (badge, right) => {
      if (right) {
        upsert.run(badge, 0, 0)
        return
      }
      const failures = read(badge).failures + 1
      const { pinAttempts, pinLockMinutes } = policies()
      if (failures >= pinAttempts) upsert.run(badge, 0, now() + pinLockMinutes * 60_000)
      else upsert.run(badge, failures, 0)
    },
  }
}
