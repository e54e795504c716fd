import type { AllocationCosts } from './allocation-policy.ts'
import { compareText } from './compare-text.ts'

/** Free units of an item in one place, that came or end on one day (`age`, empty when that does not matter). */
export type FreeRow = { stockId: string; locationId: string; lot: string; age: string; free: number }

/** Units taken from a row. */
export type Take = { row: FreeRow; units: number }

/**
 * How much of an item is taken from where: `short` is missing, `turned` how far it departs from the rotation; `isCut` says
 * that not all ways to keep cases whole were looked at.
 */
export type Fill = { takes: Take[]; short: number; turned: number; cost: number; isCut: boolean }

/** Beyond so many half-done choices of whole cases the rest is dropped; up to ten rows never make as many. */
const MAX_CHOICES = 256

/**
 * Takes units of an item from rows: as many as there are, the oldest first, and of equally old ones so that the fewest rows
 * are used and cases opened, weighed by cost. `rows` are sorted by {@link byAge}; `ranks` count the ages of all the item's
 * rows from 0.
 */
export function fill(
  rows: readonly FreeRow[],
  need: number,
  caseUnits: number,
  ranks: ReadonlyMap<string, number>,
  costs: AllocationCosts,
): Fill {
  const takes: Take[] = []
  let missing = need
  let turned = 0
  let broken = 0
  let isCut = false
  for (let from = 0; from < rows.length && missing > 0; ) {
    const age = rows[from]?.age ?? ''
    let to = from
    let free = 0
    for (; rows[to]?.age === age; to += 1) free += rows[to]?.free ?? 0
    const bucket = rows.slice(from, to)
    const units = Math.min(missing, free)
    if (units === free) takes.push(...bucket.map((row) => ({ row, units: row.free })))
    else {
      const chosen = chooseRows(bucket, units, caseUnits, costs)
      takes.push(...chosen.takes)
      broken += chosen.broken
      isCut ||= chosen.isCut
    }
    turned += units * (ranks.get(age) ?? 0)
    missing -= units
    from = to
  }
  const cost = takes.length * costs.perStockRow + broken * costs.perBrokenCase
  return { takes, short: missing, turned, cost, isCut }
}

/** Oldest first; of equally old rows the fullest, then by id. */
export function byAge(a: FreeRow, b: FreeRow): number {
  return compareText(a.age, b.age) || b.free - a.free || compareText(a.stockId, b.stockId)
}

/** Rows of one age that hold more than enough, the fullest first: the fewest of them, or a few more that open no case. */
function chooseRows(
  rows: readonly FreeRow[],
  units: number,
  caseUnits: number,
  costs: AllocationCosts,
): { takes: Take[]; broken: number; isCut: boolean } {
  const fewest = takeInTurn(rows, units)
  if (caseUnits <= 1 || costs.perBrokenCase === 0) return { takes: fewest, broken: 0, isCut: false }
  const { takes, isCut } = chooseWhole(rows, units, caseUnits)
  if (takes !== null && (takes.length - fewest.length) * costs.perStockRow <= costs.perBrokenCase)
    return { takes, broken: 0, isCut }
  return { takes: fewest, broken: 1, isCut }
}

function takeInTurn(rows: readonly FreeRow[], units: number): Take[] {
  const takes: Take[] = []
  let missing = units
  for (const row of rows) {
    if (missing === 0) break
    const taken = Math.min(missing, row.free)
    takes.push({ row, units: taken })
    missing -= taken
  }
  return takes
}

type Choice = { cases: number; loose: number; rows: readonly FreeRow[] }

/**
 * The fewest rows from which units can be taken without opening a case; null when that cannot be. A row holds
 * ⌊free ÷ case⌋ cases and the rest loose, so rows with K cases and L loose units together give every number that is
 * k cases and s loose ones with k ≤ K and s ≤ L. Only rows matter that no others with as many cases and units replace.
 */
function chooseWhole(
  rows: readonly FreeRow[],
  units: number,
  caseUnits: number,
): { takes: Take[] | null; isCut: boolean } {
  let isCut = false
  const wantedCases = Math.floor(units / caseUnits)
  let choices: Choice[][] = [[{ cases: 0, loose: 0, rows: [] }]]
  for (const row of rows) {
    const grown = choices.map((list) =>
      list.map((choice) => ({
        cases: Math.min(wantedCases, choice.cases + Math.floor(row.free / caseUnits)),
        loose: Math.min(units, choice.loose + (row.free % caseUnits)),
        rows: [...choice.rows, row],
      })),
    )
    choices = Array.from({ length: choices.length + 1 }, (_, count) => {
      const list = withoutWorse([...(choices[count] ?? []), ...(grown[count - 1] ?? [])])
      isCut ||= list.length > MAX_CHOICES
      return list.slice(0, MAX_CHOICES)
    })
  }
  for (const list of choices) {
    const enough = list.find(({ cases, loose }) => cases * caseUnits + loose >= units)
    if (enough !== undefined) return { takes: takeWhole(enough.rows, units, caseUnits, enough.cases), isCut }
  }
  return { takes: null, isCut }
}

/** Leaves out choices that another one beats in cases and in loose units. */
function withoutWorse(choices: Choice[]): Choice[] {
  const sorted = choices.toSorted((a, b) => b.cases - a.cases || b.loose - a.loose)
  let most = -1
  return sorted.filter(({ loose }) => {
    const isBetter = loose > most
    if (isBetter) most = loose
    return isBetter
  })
}

function takeWhole(rows: readonly FreeRow[], units: number, caseUnits: number, cases: number): Take[] {
  let casesLeft = cases
  let looseLeft = units - cases * caseUnits
  const takes: Take[] = []
  for (const row of rows) {
    const taken = Math.min(casesLeft, Math.floor(row.free / caseUnits))
    const loose = Math.min(looseLeft, row.free % caseUnits)
    casesLeft -= taken
    looseLeft -= loose
    if (taken * caseUnits + loose > 0) takes.push({ row, units: taken * caseUnits + loose })
  }
  return takes
}
