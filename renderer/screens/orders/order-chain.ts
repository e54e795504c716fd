/** Rows of one page; small enough that a refresh is cheap, large enough that a fast scroll rarely waits. */
export const PAGE_ROWS = 100

/** How far the list is known: where its pages start, and where it ends. */
export type Chain = {
  /** Where each known page starts; the first is null, and each further one came with its predecessor. */
  readonly cursors: readonly (string | null)[]
  /** Rows of the last known page once it is known that nothing follows, else null. */
  readonly last: number | null
}

/** A list of which nothing is known yet. */
export const NOTHING_KNOWN: Chain = { cursors: [null], last: null }

/** The chain after page `index` said what follows it: a changed start drops what was known behind it. */
export function follow(chain: Chain, index: number, rows: number, next: string | null): Chain {
  if (index >= chain.cursors.length) return chain
  const isLast = index === chain.cursors.length - 1
  if (next === null)
    return isLast && chain.last === rows ? chain : { cursors: chain.cursors.slice(0, index + 1), last: rows }
  if (chain.cursors[index + 1] === next) return chain
  // A changed cursor replaces its successor only: the ones behind are corrected in turn when they come into view.
  const cursors = [...chain.cursors]
  cursors[index + 1] = next
  return { cursors, last: isLast ? null : chain.last }
}

/** How many rows the list shows: all that are known, and one page of placeholders while more follows. */
export function rowCount(chain: Chain): number {
  const full = (chain.cursors.length - 1) * PAGE_ROWS
  return full + (chain.last ?? PAGE_ROWS)
}
