/** Runs what belongs to a transaction, or rejects when that is over; it adds no promise of its own, because commands read much. */
export type Alive = <R>(run: () => Promise<R>) => Promise<R>

/** A guard of a transaction that lasts until `isOver` says so. */
export function aliveUntil(isOver: () => boolean): Alive {
  return (run) => (isOver() ? Promise.reject(new Error('The transaction is over')) : run())
}
