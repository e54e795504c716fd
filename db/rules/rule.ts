/**
 * A rule over tables as a question for what breaks it: each row is one text that names the place. Portable SQL, so that it
 * can be asked of SQLite and of PostgreSQL.
 */
export type Rule = { name: string; breaks: string }

/** The states of a table of transitions as an SQL list. */
export function statesOf(transitions: Readonly<Record<string, readonly string[]>>): string {
  return Object.keys(transitions)
    .map((state) => `'${state}'`)
    .join(', ')
}
