import type Database from 'better-sqlite3'

/** After so many commits the log is copied into the file, some milliseconds after the last of them. */
const COMMITS = 64
const PAUSE_MS = 25
/**
 * Pages after which a commit does it by itself, for bulk work that leaves no pause; SQLite's own figure is 1,000. The more
 * pages, the fewer are copied twice: 8,000 (32 MB) let an import run a tenth faster than 2,000.
 */
const PAGES_AT_MOST = 8_000

/** Told of every commit; `renew` after the connection was opened anew, `stop` before it closes. */
export type Checkpoints = { committed(): void; renew(): void; stop(): void }

/**
 * Copies the write-ahead log into its file between commits instead of within one, so that no scan pays for the scans
 * before it. Passive: it waits for nobody, and what cannot be copied now is copied the next time.
 */
export function checkpointBetween(database: Database.Database): Checkpoints {
  const renew = (): void => void database.pragma(`wal_autocheckpoint = ${PAGES_AT_MOST}`)
  renew()
  let commits = 0
  let timer: NodeJS.Timeout | undefined
  const run = (): void => {
    timer = undefined
    commits = 0
    try {
      database.pragma('wal_checkpoint(PASSIVE)')
    } catch {
      // A full or failing disk: nothing is lost, the log stays, and the next commit says what is wrong.
    }
  }
  return {
    committed: () => {
      commits += 1
      if (commits >= COMMITS && timer === undefined) timer = setTimeout(run, PAUSE_MS).unref()
    },
    renew,
    stop: () => clearTimeout(timer),
  }
}
