import type { World } from './world.ts'

type Asking = { ask<R>(sql: string, ...values: (string | number)[]): Promise<R[]> }

/** What must hold of units, of stations that were revoked and of own picks at screens, once all converged. */
export async function checkFacts(world: World): Promise<string[]> {
  const store = world.centre.running?.store
  if (store === undefined) return ['The centre does not run']
  return [...(await units(store)), ...(await revoked(world, store)), ...(await flickers(world, store))]
}

/** Item by item: what came in and was adjusted lies on shelves and carts, or left; no matter what the moves of picks say. */
const UNITS = `SELECT item.id AS item, coalesce(came.units, 0) AS came, coalesce(lying.units, 0) AS lying,
    coalesce(off.units, 0) AS off
  FROM item
  LEFT JOIN (SELECT item_id, sum(CASE WHEN to_stock_id IS NULL THEN -quantity ELSE quantity END) AS units FROM stock_move
    WHERE reason NOT IN ('picked', 'shipped', 'missing-at-bench') GROUP BY item_id) AS came ON came.item_id = item.id
  LEFT JOIN (SELECT item_id, sum(on_hand) AS units FROM stock GROUP BY item_id) AS lying ON lying.item_id = item.id
  LEFT JOIN (SELECT pick_line.item_id, sum(picked) AS units FROM pick_line
    JOIN pick_task ON pick_task.id = pick_task_id AND pick_task.state IN ('done', 'short')
    GROUP BY pick_line.item_id) AS off ON off.item_id = item.id
  ORDER BY item.id`
/** What left the shelves is in cartons that left, was missing at the bench, or is still inside. */
const LEFT = `SELECT line.item_id AS item,
    sum(line.picked) AS picked, sum(line.packed) AS packed, sum(line.shipped) AS shipped,
    sum(coalesce((SELECT sum(content.quantity) FROM carton_line content JOIN carton ON carton.id = content.carton_id
      WHERE content.order_line_id = line.id AND carton.state = 'loaded'), 0)) AS loaded
  FROM order_line line WHERE line.item_id IS NOT NULL GROUP BY line.item_id ORDER BY line.item_id`

async function units(store: Asking): Promise<string[]> {
  type Shelf = { item: string; came: number; lying: number; off: number }
  type Left = { item: string; picked: number; packed: number; shipped: number; loaded: number }
  const shelves = await store.ask<Shelf>(UNITS)
  const left = await store.ask<Left>(LEFT)
  return [
    ...shelves
      .filter(({ came, lying, off }) => came !== lying + off)
      .map(({ item, came, lying, off }) => `Units of ${item}: ${came} came, ${lying} lie there, ${off} were taken`),
    ...left
      .filter(({ picked, packed, shipped, loaded }) => shipped !== loaded || shipped > packed || packed > picked)
      .map((line) => `Units of ${line.item} between shelf and truck: ${JSON.stringify(line)}`),
  ]
}

/** Nothing that a station did is applied after the revision that revoked it, unless a lead let it in again. */
async function revoked({ tally }: World, store: Asking): Promise<string[]> {
  const log = await store.ask<{ revision: number; pk: string; row: string | null }>(
    `SELECT revision, pk, "row" FROM "change" WHERE table_name = 'station' ORDER BY revision, ordinal`,
  )
  const history = new Map<string, { revision: number; state: string }[]>()
  for (const { revision, pk, row } of log) {
    if (row === null) continue
    const { state } = JSON.parse(row) as { state: string }
    history.set(pk, [...(history.get(pk) ?? []), { revision, state }])
  }
  const stateThen = (station: string, revision: number): string | undefined =>
    (history.get(station) ?? []).findLast((each) => each.revision < revision)?.state
  type Done = { id: string; station_id: string; revision: number }
  const facts = await store.ask<Done>(
    `SELECT command_id AS id, station_id, revision FROM outcome WHERE status = 'applied'`,
  )
  const wasRevoked = [...history].some(([, states]) => states.some(({ state }) => state === 'revoked'))
  if (wasRevoked) tally.outcome('worlds with a revoked station')
  return facts
    .filter(({ station_id, revision }) => ['revoked', 'quarantined'].includes(stateThen(station_id, revision) ?? ''))
    .map(({ id, station_id, revision }) => `${id} of ${station_id} was applied at ${revision}, after it was shut out`)
}

/** Own picks that were gone from the screens for a while, though the centre applied them. */
async function flickers({ memory, tally }: World, store: Asking): Promise<string[]> {
  // A centre that was set back may say otherwise the second time.
  if (memory.watch.found.length === 0 || tally.faults.restore !== undefined) return []
  const applied = await store.ask<{ id: string }>(`SELECT command_id AS id FROM outcome WHERE status = 'applied'`)
  const ids = new Set(applied.map(({ id }) => id))
  return memory.watch.found.filter(({ id }) => ids.has(id)).map(({ what }) => `An own pick flickered: ${what}`)
}
