import type { Rule } from './rule.ts'

/** Stock: on hand, reserved and moves agree, and every unit between shelf and truck is somewhere. */
export const STOCK_RULES: readonly Rule[] = [
  {
    name: 'Stock on hand is the sum of its moves',
    breaks: `SELECT id || ': on hand ' || on_hand || ', moves ' || moved FROM (
      SELECT id, on_hand,
        coalesce((SELECT sum(quantity) FROM stock_move WHERE to_stock_id = stock.id), 0) -
        coalesce((SELECT sum(quantity) FROM stock_move WHERE from_stock_id = stock.id), 0) AS moved FROM stock) AS summed
      WHERE moved <> on_hand ORDER BY id`,
  },
  {
    name: 'Reserved lies between nothing and what is on hand',
    breaks: `SELECT id || ': reserved ' || reserved || ' of ' || on_hand FROM stock
      WHERE reserved < 0 OR reserved > on_hand ORDER BY id`,
  },
  {
    name: 'Reserved is the sum of open reservations',
    breaks: `SELECT id || ': reserved ' || reserved || ', reservations ' || held FROM (
      SELECT id, reserved, coalesce((SELECT sum(quantity) FROM reservation WHERE stock_id = stock.id AND state = 'open'), 0)
        AS held FROM stock) AS summed WHERE held <> reserved ORDER BY id`,
  },
  {
    name: 'Each promise is to a line of an order that waits, for what that line lacks',
    breaks: `SELECT promise.id || ': ' || promise.units FROM soft_promise promise
      LEFT JOIN order_line line ON line.id = promise.id LEFT JOIN "order" waits ON waits.id = line.order_id
      WHERE waits.id IS NULL OR promise.order_id <> waits.id OR line.item_id IS NULL OR promise.item_id <> line.item_id
        OR NOT (waits.state = 'backordered' OR (waits.state = 'ready' AND waits.available_from IS NOT NULL))
        OR promise.units <> line.quantity - line.fulfilled - line.cancelled - line.allocated ORDER BY promise.id`,
  },
  {
    name: 'A serial number lies in one place only',
    breaks: `SELECT item_id || ' ' || serial || ': ' || sum(on_hand) FROM stock WHERE serial <> ''
      GROUP BY item_id, serial HAVING sum(on_hand) > 1 ORDER BY item_id, serial`,
  },
  {
    name: 'Each stock move concerns the item of its places',
    breaks: `SELECT move.id FROM stock_move move
      WHERE (move.from_stock_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM stock WHERE id = move.from_stock_id AND item_id = move.item_id))
        OR (move.to_stock_id IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM stock WHERE id = move.to_stock_id AND item_id = move.item_id)) ORDER BY move.id`,
  },
  {
    name: 'Units that left a shelf are the units in the totes that were dropped off',
    breaks: `SELECT id || ': picked ' || picked || ', moved ' || moved FROM (
      SELECT line.id, coalesce((SELECT sum(pick.picked) FROM pick_line pick JOIN pick_task task ON task.id = pick.pick_task_id
          WHERE pick.order_line_id = line.id AND task.state IN ('done', 'short')), 0) AS picked,
        coalesce((SELECT sum(quantity) FROM stock_move WHERE order_line_id = line.id AND reason = 'picked'), 0) AS moved
      FROM order_line line) AS summed WHERE picked <> moved ORDER BY id`,
  },
  {
    name: 'Units that left the shelf are shipped, missing at the bench or still between shelf and truck',
    breaks: `SELECT id || ': between shelf and truck ' || between_them || ', by moves ' || by_moves FROM (
      SELECT line.id, line.picked - line.shipped - coalesce((SELECT sum(pick.picked) FROM pick_line pick
          JOIN pick_task task ON task.id = pick.pick_task_id
          WHERE pick.order_line_id = line.id AND task.state NOT IN ('done', 'short')), 0) AS between_them,
        coalesce((SELECT sum(CASE reason WHEN 'picked' THEN quantity ELSE -quantity END) FROM stock_move
          WHERE order_line_id = line.id AND reason IN ('picked', 'missing-at-bench', 'shipped')), 0) AS by_moves
      FROM order_line line) AS summed WHERE between_them <> by_moves OR by_moves < 0 ORDER BY id`,
  },
]
