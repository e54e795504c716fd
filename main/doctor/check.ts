import type Database from 'better-sqlite3'
import { checked, type DoctorCheck } from '../../db/rules/check.ts'
import type { Rule } from '../../db/rules/rule.ts'

/** Asks a rule's query. What cannot be read at all (a damaged page) counts as one place that breaks it. */
export function checkRule(database: Database.Database, rule: Rule): DoctorCheck {
  return attempt(rule.name, () =>
    checked(rule.name, database.prepare(rule.breaks).pluck().iterate() as Iterable<string>),
  )
}

/** Runs a check; when it throws, the error is what it found. */
export function attempt(name: string, run: () => DoctorCheck): DoctorCheck {
  try {
    return run()
  } catch (error) {
    return { name, ok: false, found: 1, examples: [error instanceof Error ? error.message : String(error)] }
  }
}
