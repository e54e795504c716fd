import type Database from 'better-sqlite3'
import type { Work } from './executor.ts'

/** Numbers that count up and never repeat, kept in the journal: what a rolled back work took is given again. */
export type Counters = {
  /** The next number of a series, from 1; it is used up when the work's journal commit succeeds. */
  next(name: string, work: Work): number
  /** The number that `next` will give to a new work. */
  upcoming(name: string): number
}

/** Opens the counters of a journal. */
export function openCounters(database: Database.Database): Counters {
  const select = database.prepare('SELECT value FROM counter WHERE name = ?').pluck()
  const upsert = database.prepare(
    'INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  const taken = new WeakMap<Work, Map<string, number>>()
  const upcoming = (name: string): number => ((select.get(name) as number | undefined) ?? 0) + 1
  return {
    upcoming,
    next: (name, work) => {
      const mine = taken.get(work) ?? new Map<string, number>()
      taken.set(work, mine)
      const last = mine.get(name)
      const value = last === undefined ? upcoming(name) : last + 1
      mine.set(name, value)
      work.also(() => upsert.run(name, value))
      return value
    },
  }
}

/** How far the journal's counters are, for a centre that goes on counting where this station's time alone ended. */
export function countedSeries(database: Database.Database): { id: string; value: number }[] {
  return database.prepare('SELECT name AS id, value FROM counter WHERE value > 0 ORDER BY name').all() as {
    id: string
    value: number
  }[]
}
