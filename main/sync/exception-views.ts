import type Database from 'better-sqlite3'
import type { ExceptionView } from '../../contract/station/sync.ts'
import type { Row } from '../../db/tables.ts'
import { resolutionsOf } from '../../domain/exceptions.ts'

type Found = Row<'fact_exception'> & {
  operator_name: string | null
  station_name: string | null
  order_number: string | null
  tote_name: string | null
  followers: number
}

type Item = { name: string; sku: string; location: string | null }

/** Reads the facts that wait for a person, oldest first, each with what it is about and what may be decided. */
export function exceptionViews(reader: Database.Database): () => ExceptionView[] {
  const open = reader.prepare(
    `SELECT e.*, p.name AS operator_name, s.name AS station_name, o.number AS order_number, t.name AS tote_name,
       (SELECT count(*) FROM fact_exception f WHERE f.caused_by = e.id AND f.state = 'open') AS followers
     FROM fact_exception e
     LEFT JOIN operator p ON p.id = e.operator_id
     LEFT JOIN station s ON s.id = e.station_id
     LEFT JOIN "order" o ON o.id = e.order_id
     LEFT JOIN tote t ON t.id = e.tote_id
     WHERE e.state = 'open' ORDER BY e.at, e.seq, e.id`,
  )
  const ofPickLine = reader.prepare(
    `SELECT i.name, i.sku, l.code AS location FROM pick_line p
     JOIN item i ON i.id = p.item_id LEFT JOIN location l ON l.id = p.location_id WHERE p.id = ?`,
  )
  const ofOrderLine = reader.prepare('SELECT name, sku, NULL AS location FROM order_line WHERE id = ?')
  const itemOf = (args: Record<string, unknown>): ExceptionView['item'] => {
    // Several lines at once are of one item at one place.
    const lines = Array.isArray(args.lines) ? (args.lines as { pickLineId?: unknown; quantity?: unknown }[]) : []
    const pickLineId = lines[0]?.pickLineId ?? args.pickLineId
    const found =
      typeof pickLineId === 'string'
        ? (ofPickLine.get(pickLineId) as Item | undefined)
        : typeof args.orderLineId === 'string'
          ? (ofOrderLine.get(args.orderLineId) as Item | undefined)
          : undefined
    if (found === undefined) return null
    const units = lines.reduce((sum, { quantity }) => sum + (typeof quantity === 'number' ? quantity : 1), 0)
    return { ...found, quantity: typeof args.quantity === 'number' ? args.quantity : Math.max(1, units) }
  }
  return () =>
    (open.all() as Found[]).map((row) => ({
      id: row.id,
      type: row.type,
      at: row.at,
      operator: row.operator_name ?? '',
      station: row.station_name ?? '',
      order: row.order_id === null ? null : { id: row.order_id, number: row.order_number ?? '' },
      tote: row.tote_name,
      item: itemOf(objectOf(row.args)),
      reason: row.reason,
      params: objectOf(row.params) as ExceptionView['params'],
      causedBy: row.caused_by,
      followers: row.followers,
      may: resolutionsOf({ type: row.type, reason: row.reason, causedBy: row.caused_by }),
    }))
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
  } catch {
    // A fact whose arguments could not be read is an exception too, and is shown without them.
    return {}
  }
}
