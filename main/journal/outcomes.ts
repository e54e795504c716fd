import type { Outcome } from '../../contract/central/messages.ts'
import type { JournaledCommand } from '../../db/journaled-command.ts'
import type { Journal } from './journal.ts'
import { loadMembership } from './membership.ts'

/** What the centre said of the commands that were sent, and which ones it has not answered. */
export type Outcomes = {
  /**
   * Keeps outcomes, durably. They continue the ones before without a gap; those known already are skipped. Throws when
   * one is missing before them or they go beyond the journal.
   */
  record(results: readonly Outcome[], at: number): void
  /** The last command that has its outcome; the last of the time alone before the first one. */
  answeredSeq(): number
  /** Commands without an outcome, oldest first, at most `limit`. */
  unsent(limit: number): JournaledCommand[]
  unsentCount(): number
  /** When the oldest command without an outcome was journaled (UTC milliseconds), or null. */
  oldestUnsentAt(): number | null
  of(seq: number): Outcome | null
  /** After a centre was restored: outcomes above `seq` are void, and those commands are sent again. The number of them. */
  forgetAfter(seq: number): number
}

type Row = { seq: number; status: Outcome['status']; code: string; params: string; revision: number }

/** Opens the outcomes of a journal. */
export function openOutcomes(journal: Journal): Outcomes {
  const { database } = journal
  const last = database.prepare('SELECT max(seq) FROM outcome').pluck()
  const one = database.prepare('SELECT seq, status, code, params, revision FROM outcome WHERE seq = ?')
  const insert = database.prepare(
    'INSERT INTO outcome (seq, status, code, params, revision, at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const forget = database.prepare('DELETE FROM outcome WHERE seq > ?')
  const answeredSeq = (): number => Math.max((last.get() as number | null) ?? 0, loadMembership(journal)?.baseSeq ?? 0)
  const joined = () => loadMembership(journal) !== null
  return {
    record: (results, at) => {
      const from = answeredSeq()
      const fresh = results.filter(({ seq }) => seq > from).sort((a, b) => a.seq - b.seq)
      for (const [index, { seq }] of fresh.entries())
        if (seq !== from + index + 1 || seq > journal.lastSeq())
          throw new Error(`An outcome of command ${seq} does not follow ${from + index} of ${journal.lastSeq()}`)
      if (fresh.length === 0) return
      journal.commit(() => {
        for (const { seq, status, code, params, revision } of fresh)
          insert.run(seq, status, code, JSON.stringify(params), revision, at)
      })
    },
    answeredSeq,
    unsent: (limit) => (joined() ? journal.after(answeredSeq(), limit) : []),
    unsentCount: () => (joined() ? journal.lastSeq() - answeredSeq() : 0),
    oldestUnsentAt: () => (joined() ? (journal.after(answeredSeq(), 1)[0]?.at ?? null) : null),
    of: (seq) => {
      const row = one.get(seq) as Row | undefined
      return row === undefined ? null : { ...row, params: JSON.parse(row.params) as Outcome['params'] }
    },
    forgetAfter: (seq) => {
      let removed = 0
      journal.commit(() => {
        removed = forget.run(seq).changes
      })
      return removed
    },
  }
}
