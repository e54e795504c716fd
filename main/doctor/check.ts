import type Database from 'better-sqlite3'

/** What one check found: `name` is the rule as a sentence, `examples` are at most five of the `found` places that break it. */
export type DoctorCheck = { name: string; ok: boolean; found: number; examples: string[] }

/**
 * A rule as a query for what breaks it: each row is one text that names the place. The connection has the shared tables
 * as its own and the journal attached as `journal`.
 */
export type Rule = { name: string; breaks: string }

const EXAMPLES = 5

/** A check from the places that break its rule. */
export function checked(name: string, broken: Iterable<string>): DoctorCheck {
  const examples: string[] = []
  let found = 0
  for (const place of broken) {
    found += 1
    if (examples.length < EXAMPLES) examples.push(place)
  }
  return { name, ok: found === 0, found, examples }
}

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

/** The states of a table of transitions as an SQL list. */
export function statesOf(transitions: Readonly<Record<string, readonly string[]>>): string {
  return Object.keys(transitions)
    .map((state) => `'${state}'`)
    .join(', ')
}
