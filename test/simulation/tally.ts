/** What was seen in a run, by name. */
export type Counts = Record<string, number>

/** Counts what a run saw, and keeps what should not have been. */
export class Tally {
  readonly faults: Counts = {}
  readonly outcomes: Counts = {}
  readonly strangeThings: string[] = []

  fault(name: string): void {
    this.faults[name] = (this.faults[name] ?? 0) + 1
  }

  outcome(name: string, count = 1): void {
    this.outcomes[name] = (this.outcomes[name] ?? 0) + count
  }

  strange(what: string): void {
    this.strangeThings.push(what)
  }
}

/** Adds counts to a sum. */
export function addCounts(sum: Counts, more: Counts): void {
  for (const [name, count] of Object.entries(more)) sum[name] = (sum[name] ?? 0) + count
}
