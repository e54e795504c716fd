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
  const own = (table: StoredTable): StoredTable => {
    if (isShared(table) !== shared) throw new Error(`${table} is not a table of this part of the transaction`)
    return table
  }
  return {
    get: async (table: StoredTable, key: string) => overlay.get(own(table), key),
    find: async (table: StoredTable, index: string, ...values: (string | number)[]) =>
      overlay.find(own(table), index, values),
    put: async (table: StoredTable, row: object) => overlay.put(own(table), row),
    remove: async (table: StoredTable, key: string) => overlay.remove(own(table), key),
  }
}
