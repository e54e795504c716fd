import type { CentreStore } from '../../db/centre-port.ts'
import { checked, type DoctorCheck } from '../../db/rules/check.ts'
import { rowText } from '../../db/state-hash.ts'
import { TABLES, type TableName } from '../../db/tables.ts'

/** How many of the last revisions are looked at. */
const REVISIONS = 2_000

const NAME = 'What the log says last of a row is the row'

type Found = { log_pk: string; log_row: string | null } & Record<string, string | number | null>

/**
 * Compares the newest entries of the log with the tables, row for row: a station that follows the log has what the centre
 * has. Each table is seen as of one instant.
 */
export async function checkLog(store: CentreStore): Promise<DoctorCheck> {
  const { revision } = await store.position()
  const broken: string[] = []
  for (const [table, { key }] of Object.entries(TABLES) as [TableName, { key: string }][]) {
    const rows = await store.ask<Found>(
      `SELECT last.pk AS log_pk, last."row" AS log_row, stored.* FROM (
         SELECT pk, "row", row_number() OVER (PARTITION BY pk ORDER BY revision DESC, ordinal DESC) AS place
         FROM "change" WHERE table_name = ? AND revision > ?) AS last
       LEFT JOIN "${table}" AS stored ON stored."${key}" = last.pk WHERE last.place = 1`,
      table,
      revision - REVISIONS,
    )
    for (const row of rows) {
      const stored = row[key] === null ? null : rowText(table, row as never)
      if (stored !== row.log_row) broken.push(`${table} ${row.log_pk}`)
    }
  }
  return checked(NAME, broken)
}
