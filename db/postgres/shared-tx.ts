import type { OwnTx } from '../centre-port.ts'
import type { Tx } from '../port.ts'
import type { Overlay } from './overlay.ts'
import { isShared, type StoredTable } from './stored-tables.ts'

/** The shared tables over an overlay, as commands see them. */
export function sharedTx(overlay: Overlay): Tx {
  return over(overlay, true) as unknown as Tx
}

/** The centre's own tables over an overlay. */
export function ownTx(overlay: Overlay): OwnTx {
  return over(overlay, false) as unknown as OwnTx
}

function over(overlay: Overlay, shared: boolean) {
  const within = <R>(table: StoredTable, run: () => Promise<R>): Promise<R> =>
    isShared(table) === shared
      ? run()
      : Promise.reject(new Error(`${table} is not a table of this part of the transaction`))
  return {
    get: (table: StoredTable, key: string) => within(table, () => overlay.get(table, key)),
    find: (table: StoredTable, index: string, ...values: (string | number)[]) =>
      within(table, () => overlay.find(table, index, values)),
    put: (table: StoredTable, row: object) => within(table, () => overlay.put(table, row)),
    remove: (table: StoredTable, key: string) => within(table, () => overlay.remove(table, key)),
  }
}
