import type { CentreStore, CentreTx } from '../../db/centre-port.ts'
import type { CentreRow } from '../../db/centre-tables.ts'
import { TABLES, type TableName } from '../../db/tables.ts'

/** The key of the one row of `adoption`. */
export const ADOPTION_ID = 'adoption'

/** The tables that a station brings; stations themselves belong to the centre. */
export const ADOPTED_TABLES = (Object.keys(TABLES) as TableName[]).filter((table) => table !== 'station')

const REMOVED_AT_ONCE = 2_000

/** The adoption that is under way, or undefined. */
export async function openAdoption(tx: CentreTx): Promise<CentreRow<'adoption'> | undefined> {
  const row = await tx.own.get('adoption', ADOPTION_ID)
  return row?.state === 'open' ? row : undefined
}

/** True when nothing was ever written here, by whomever, but what an adoption that is not finished brought. */
export async function isEmptyCentre(tx: CentreTx): Promise<boolean> {
  if ((await openAdoption(tx)) !== undefined) return true
  return (await tx.own.get('centre_state', 'centre'))?.revision === 0
}

/** Removes what an adoption that broke off had brought, in steps between other writes. */
export async function clearAdopted(store: CentreStore): Promise<void> {
  for (const table of ADOPTED_TABLES) {
    const { key } = TABLES[table]
    for (;;) {
      // The series that numbers stations is the centre's own.
      const rows = await store.ask<{ id: string }>(
        `SELECT "${key}" AS id FROM "${table}" WHERE "${key}" <> ? ORDER BY "${key}" LIMIT ${REMOVED_AT_ONCE}`,
        table === 'number_series' ? STATION_SERIES : '',
      )
      if (rows.length === 0) break
      await store.write(async (tx) => {
        for (const { id } of rows) await tx.remove(table, id)
      })
    }
  }
}

/** The number series that stations are numbered by. */
export const STATION_SERIES = 'station'
